import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countsOf, EVER } from '#functions/demand/counts.ts';
import { type DemandEvent, possibleAfter, type Stage } from '#functions/demand/events.ts';
import { settle } from '#functions/demand/fold.ts';
import { demandOf, forgetDemand, pairOfEvent, type Pair } from '#functions/demand/log.ts';
import { recount } from '#functions/demand/recount.ts';
import { streamHandler } from '#functions/demand/stream.ts';
import { countDemand } from '#functions/demand/worker.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import type { Change, Store } from '#functions/store/port.ts';
import { Crash, disorder, faulty, FAULTS } from './faulty.ts';
import { act, codeOf, DISTRICTS, expectedCounts, MEASURES, perform, placeOf, type Act } from './town.ts';

const RUNS = { numRuns: 60 };
const MONTHS = ['2026-01', '2026-02', '2026-03', EVER];
const faults = fc.array(fc.constantFrom(...FAULTS), { maxLength: 30 });
const acts = fc.array(act, { maxLength: 40 });

async function storeAfter(happened: readonly Act[]): Promise<Store> {
  const store = openSqlite(':memory:');
  for (const [number, each] of happened.entries()) await perform(store, each, number);
  return store;
}
async function logOf(store: Store): Promise<readonly DemandEvent[]> {
  return (await Promise.all([0, 1, 2, 3, 4].map((firm) => demandOf(store, codeOf(firm))))).flat();
}
async function countedIn(store: Store): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const district of DISTRICTS)
    for (const month of MONTHS)
      for (const { measure, place, industry, size, step, firms } of await countsOf(store, { district, month }))
        found.set([district, month, measure, place, industry, size, step].join('|'), firms);
  return found;
}
async function expectRight(store: Store): Promise<void> {
  expect(sorted(await countedIn(store))).toEqual(sorted(expectedCounts(await logOf(store))));
}
const sorted = (counts: ReadonlyMap<string, number>) => [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
async function feedOf(store: Store): Promise<readonly Change[]> {
  return store.changes(undefined, 1000);
}
const pairsIn = (changes: readonly Change[]): Pair[] => changes.flatMap(({ key }) => pairOfEvent(key) ?? []);

/** A worker that is started again after every crash and is told the same batch again. */
async function work(store: Store, batch: readonly Pair[]): Promise<void> {
  for (;;) {
    try {
      await settle(store, batch);
      return;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
}

describe('counts equal a recount of the log', () => {
  test('whatever happens on the way: told twice, out of order, crashes, conflicts, a rival', async () => {
    await fc.assert(
      fc.asyncProperty(
        acts,
        faults,
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 1, max: 9 }),
        async (happened, wrong, seed, size) => {
          const store = await storeAfter(happened);
          const told = pairsIn(disorder(await feedOf(store), { seed }));
          const bad = faulty(store, wrong, () => settle(store, told));
          for (let from = 0; from < told.length; from += size) await work(bad, told.slice(from, from + size));
          await expectRight(store);
        },
      ),
      RUNS,
    );
  });

  test('with two workers at once, while more is recorded', async () => {
    await fc.assert(
      fc.asyncProperty(acts, acts, faults, async (before, during, wrong) => {
        const store = await storeAfter(before);
        const told = pairsIn(await feedOf(store));
        const bad = faulty(store, wrong, () => Promise.resolve());
        const recording = async () => {
          for (const [number, each] of during.entries()) await perform(store, each, 1000 + number);
        };
        await Promise.all([work(bad, told), work(store, told), recording()]);
        await work(store, pairsIn(await feedOf(store)));
        await expectRight(store);
      }),
      RUNS,
    );
  });

  test('after a firm is forgotten', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (happened) => {
        const store = await storeAfter(happened);
        await settle(store, pairsIn(await feedOf(store)));
        await forgetDemand(store, codeOf(0));
        await settle(store, pairsIn(await feedOf(store)));
        expect((await logOf(store)).some(({ uscc }) => uscc === codeOf(0))).toBe(false);
        await expectRight(store);
      }),
      { numRuns: 20 },
    );
  });
});

test('a firm that does the same twice in a month counts once', async () => {
  const looks = [0, 1, 2].map((): Act => ({
    firm: 0,
    measure: 'cn-hnte',
    type: 'looked',
    day: 1,
    moved: false,
    reason: 'other',
  }));
  const store = await storeAfter(looks);
  await settle(store, pairsIn(await feedOf(store)));
  const [count, ...others] = await countsOf(store, { district: 'chaoyang', month: '2026-02' });
  expect(count).toMatchObject({ measure: 'cn-hnte', step: 'looked', firms: 1, ...placeOf(0) });
  expect(others).toEqual([]);
});

test('more months than one transaction takes are counted all the same', async () => {
  const store = openSqlite(':memory:');
  const years = Array.from(
    { length: 130 },
    (_, month) => `${2016 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`,
  );
  const { historyWrites } = await import('#functions/demand/log.ts');
  const pair = { uscc: codeOf(0), measure: MEASURES[0] };
  const said = years.map((month) => ({
    ...pair,
    id: month,
    type: 'looked' as const,
    on: `${month}-05`,
    at: '2026-12-01T00:00:00.000Z',
    by: { subject: 's', role: 'firm' },
    where: placeOf(0),
  }));
  const { writes } = historyWrites(pair, said);
  for (let from = 0; from < writes.length; from += 100) await store.write(writes.slice(from, from + 100));
  await settle(store, [pair]);
  const counts = await Promise.all(years.map((month) => countsOf(store, { district: 'chaoyang', month })));
  expect(counts.flat().map(({ firms }) => firms)).toEqual(years.map(() => 1));
});

describe('the nightly recount', () => {
  test('finds nothing where nothing is wrong', async () => {
    const store = await storeAfter(fc.sample(acts, { seed: 7, numRuns: 1 })[0] ?? []);
    await settle(store, pairsIn(await feedOf(store)));
    expect(await recount(store, { districts: DISTRICTS })).toMatchObject({ behind: 0, differences: [], mended: 0 });
  });

  test('reports and mends what does not hold the sum of its firms', async () => {
    const look: Act = { firm: 0, measure: 'cn-hnte', type: 'looked', day: 1, moved: false, reason: 'other' };
    const store = await storeAfter([look, { ...look, firm: 2 }]);
    await settle(store, pairsIn(await feedOf(store)));
    const key = { pk: 'COUNT#chaoyang#2026-02', sk: 'cn-hnte#110105003' };
    const item = await store.get(key);
    if (!item) throw new Error('The counter is missing.');
    await store.write([{ put: { ...item, body: { 'I|micro|looked': 5 } } }]);
    const { differences, mended } = await recount(store, { districts: DISTRICTS });
    expect(differences).toEqual([
      {
        district: 'chaoyang',
        month: '2026-02',
        measure: 'cn-hnte',
        place: '110105003',
        stands: { 'I|micro|looked': 5 },
        should: { 'I|micro|looked': 1, 'I|small|looked': 1 },
      },
    ]);
    expect(mended).toBe(1);
    await expectRight(store);
  });

  test('counts what the feed never told of, and drops what nobody did', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (happened) => {
        const store = await storeAfter(happened);
        await store.write([
          {
            put: {
              pk: 'COUNT#dongcheng#2026-01',
              sk: 'cn-hnte#x',
              gsi1: { pk: 'COUNTERS#dongcheng', sk: 'dongcheng|2026-01|cn-hnte|x' },
              body: { 'I|micro|looked': 9 },
            },
          },
        ]);
        await recount(store, { districts: DISTRICTS });
        await expectRight(store);
      }),
      { numRuns: 15 },
    );
  });
});

describe('the followers of the feed', () => {
  test('the single process counts, stops, and goes on where it was', async () => {
    const [first = [], second = []] = fc.sample(acts, { seed: 11, numRuns: 2 });
    const store = await storeAfter(first);
    const failures: unknown[] = [];
    const options = { districts: DISTRICTS, every: 5, failed: (error: unknown) => failures.push(error) };
    const worker = countDemand(store, options);
    await worker.caughtUp();
    await expectRight(store);
    await worker.stop();
    for (const [number, each] of second.entries()) await perform(store, each, 500 + number);
    const next = countDemand(store, options);
    await next.caughtUp();
    await next.stop();
    await expectRight(store);
    expect(failures).toEqual([]);
  });

  test('where the feed has forgotten changes, everything is counted anew', async () => {
    const store = openSqlite(':memory:');
    for (const [number, each] of (fc.sample(acts, { seed: 3, numRuns: 1 })[0] ?? []).entries())
      await perform(store, each, number);
    await store.write([{ put: { pk: 'FOLLOWER', sk: 'demand', body: { cursor: 'another-feed.3' } } }]);
    const worker = countDemand(store, { districts: DISTRICTS, every: 5, failed: () => undefined });
    await worker.caughtUp();
    await worker.stop();
    await expectRight(store);
  });

  test('a failing store is tried again, and nothing is lost', async () => {
    const [happened = []] = fc.sample(acts, { seed: 5, numRuns: 1 });
    const store = await storeAfter(happened);
    const bad = faulty(store, ['crash-before', 'crash-after', 'crash-before'], () => Promise.resolve());
    let failures = 0;
    const worker = countDemand(bad, { districts: DISTRICTS, every: 1, failed: () => (failures += 1) });
    await worker.caughtUp();
    await worker.stop();
    expect(failures).toBeGreaterThan(0);
    await expectRight(store);
  });

  test('a stream batch answers with the records that failed, and counts the others', async () => {
    const look: Act = { firm: 0, measure: 'cn-hnte', type: 'looked', day: 1, moved: false, reason: 'other' };
    const store = await storeAfter([look, { ...look, firm: 1 }]);
    const records = pairsIn(await feedOf(store)).map(({ uscc, measure }, i) => ({
      dynamodb: {
        Keys: { pk: { S: `DEMAND#${uscc}` }, sk: { S: `EVENT#${measure}#000001` } },
        SequenceNumber: `${100 + i}`,
      },
    }));
    const other = { dynamodb: { Keys: { pk: { S: 'FIRM#x' }, sk: { S: 'CARD' } }, SequenceNumber: '99' } };
    // All together at first, then each by itself.
    const bad = faulty(store, ['crash-before', 'crash-before'], () => Promise.resolve());
    const pause = () => Promise.resolve();
    expect(await streamHandler(bad, { pause })({ Records: [other, ...records] })).toEqual({
      batchItemFailures: [{ itemIdentifier: '100' }],
    });
    expect((await countsOf(store, { district: 'chaoyang', month: '2026-02' })).map(({ firms }) => firms)).toEqual([1]);
    expect(await streamHandler(store, { pause })({ Records: records })).toEqual({ batchItemFailures: [] });
    await expectRight(store);
  });
});

test('what may come next leads on or back out: nothing that changes nothing', () => {
  const at = (stage: Stage['stage']): Stage => ({
    stage,
    round: 1,
    since: '2026-07-01',
    last: '2026-07-01',
    events: 1,
  });
  expect(possibleAfter(at('asked'))).toEqual(['preparing', 'applied', 'withdrawn']);
  expect(possibleAfter(at('granted'))).not.toContain('looked');
  expect(possibleAfter(undefined)).toContain('looked');
});
