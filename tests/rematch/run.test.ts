import { describe, expect, test } from 'vitest';
import { getCompany, profileWrites } from '#functions/api/companies/repository.ts';
import { SYSTEM } from '#functions/api/audit/record.ts';
import { inOwnThread } from '#functions/rematch/counter.ts';
import { countDistricts, populationOf } from '#functions/rematch/population.ts';
import { lawOf } from '#functions/rematch/law.ts';
import { beginRun, continueRun, currentRun, progressOf, rematch, rematchFirm } from '#functions/rematch/run.ts';
import { turnIn, type Turn } from '#functions/rematch/turns.ts';
import { judgedOf, judgeOn, turnsBetween, verdictsIn } from '#functions/rematch/verdicts.ts';
import type { Store, Write } from '#functions/store/port.ts';
import { loadCatalogue, type Catalogue } from '#rules/engine/load.ts';
import { verdictsOn } from '#rules/engine/population.ts';
import type { Profile } from '#rules/engine/types.ts';
import { rules } from '../functions/artefact.ts';
import { AS_OF, firmsOf, NOW, storeWith } from './district.ts';

const catalogue = loadCatalogue(rules);
const ids = rules.measures.map(({ id }) => id);
const firms = firmsOf(120);
const depsOf = (store: Store) => ({ store, now: NOW });
const asOf = AS_OF;

async function turnsIn(store: Store): Promise<Turn[]> {
  const turns: Turn[] = [];
  let after: string | undefined;
  for (;;) {
    const changes = await store.changes(after, 1000);
    turns.push(...changes.flatMap((change) => turnIn(change.after) ?? []));
    after = changes.at(-1)?.cursor;
    if (changes.length < 1000) return turns;
  }
}
const release = (id: string) => ({ id, cause: 'release' as const, object: id, asOf });

/** The catalogue with one measure that asks for nothing, so that everyone becomes eligible for it, and one taken away. */
function changed(to?: string): { readonly catalogue: Catalogue; readonly opened: string; readonly gone: string } {
  const [first, second] = rules.measures;
  if (!first || !second) throw new Error('The catalogue is empty.');
  const open = first.versions.map(({ from, bases }) => ({
    from,
    bases,
    ...(to === undefined ? {} : { to }),
    require: {
      kind: 'test' as const,
      id: 'all',
      test: [
        'or',
        [
          ['exists', 0],
          ['not', ['exists', 0]],
        ],
      ] as const,
      grade: 'A' as const,
      basis: [],
    },
  }));
  const measures = [{ ...first, versions: open }, ...rules.measures.slice(2)];
  return { catalogue: loadCatalogue({ ...rules, hash: 'another', measures }), opened: first.id, gone: second.id };
}

describe('a re-match of all firms', () => {
  test('judges every firm as the engine does, and tells nobody anything the first time', async () => {
    const store = await storeWith(firms);
    const progress = await rematch(depsOf(store), catalogue, release('r1'));
    expect(progress).toMatchObject({
      state: 'done',
      firms: firms.length,
      gained: 0,
      lost: 0,
      verdicts: firms.length * ids.length,
      buckets: { done: 256, of: 256 },
    });
    const verdicts = verdictsOn(catalogue, asOf);
    for (const profile of firms) {
      const judged = await judgedOf(store, profile.uscc);
      expect([...verdictsIn(judged?.codes ?? '', ids).values()]).toEqual(verdicts(profile));
      expect(judged).toMatchObject({ asOf, catalogue: lawOf(catalogue).hash, profile: 1 });
    }
    expect(await turnsIn(store)).toEqual([]);
  });

  test('tells what a release opens to a firm, once, and nothing of measures that are gone', async () => {
    const store = await storeWith(firms);
    await rematch(depsOf(store), catalogue, release('r1'));
    const next = changed();
    await rematch(depsOf(store), next.catalogue, release('r2'));
    const turns = await turnsIn(store);
    const before = verdictsOn(catalogue, asOf, [next.opened]);
    const gaining = firms.filter((profile) => !['eligible', 'review'].includes(before(profile)[0] ?? ''));
    expect(gaining.length).toBeGreaterThan(20);
    expect(turns.map(({ uscc }) => uscc).sort()).toEqual(gaining.map(({ uscc }) => uscc).sort());
    for (const turn of turns)
      expect(turn).toMatchObject({ run: 'r2', cause: 'release', entered: [next.opened], left: [] });
    await rematch(depsOf(store), next.catalogue, release('r3'));
    expect(await turnsIn(store)).toHaveLength(turns.length);
    // And back again.
    await rematch(depsOf(store), catalogue, release('r4'));
    const back = (await turnsIn(store)).filter(({ run }) => run === 'r4');
    expect(back.flatMap(({ left }) => left).filter((id) => id === next.opened)).toHaveLength(gaining.length);
  });

  test('goes on where it was cut off, wherever that was, and ends as if it had not been', async () => {
    const whole = await storeWith(firms);
    await rematch(depsOf(whole), catalogue, release('r1'));
    const next = changed().catalogue;
    await rematch(depsOf(whole), next, release('r2'));

    const store = await storeWith(firms);
    await rematch(depsOf(store), catalogue, release('r1'));
    let [writes, crashes] = [0, 0];
    const dying: Store = {
      ...store,
      write: async (list: readonly Write[]) => {
        writes += 1;
        if (writes % 40 === 0) throw new Error('cut off before');
        const result = await store.write(list);
        if (writes % 40 === 20) throw new Error('cut off after');
        return result;
      },
    };
    await beginRun(depsOf(store), next, release('r2'));
    for (;;) {
      try {
        const { state } = await continueRun(depsOf(dying), next, 'r2');
        if (state === 'done') break;
      } catch {
        crashes += 1;
      }
    }
    expect(crashes).toBeGreaterThan(5);
    expect(await progressOf(store, 'r2')).toEqual(await progressOf(whole, 'r2'));
    expect(sorted(await turnsIn(store))).toEqual(sorted(await turnsIn(whole)));
  });

  test('with several at work at once does each firm once', async () => {
    const store = await storeWith(firms);
    await rematch(depsOf(store), catalogue, release('r1'));
    const next = changed().catalogue;
    await beginRun(depsOf(store), next, release('r2'));
    await Promise.all([1, 2, 3].map(() => continueRun(depsOf(store), next, 'r2')));
    const turns = await turnsIn(store);
    expect(new Set(turns.map(({ uscc }) => uscc)).size).toBe(turns.length);
    expect(await progressOf(store, 'r2')).toMatchObject({ state: 'done', firms: firms.length, gained: turns.length });
  });

  test('stops for a later one', async () => {
    const store = await storeWith(firms.slice(0, 20));
    await beginRun(depsOf(store), catalogue, release('r1'));
    await rematch(depsOf(store), changed().catalogue, release('r2'));
    expect(await continueRun(depsOf(store), catalogue, 'r1')).toMatchObject({ state: 'superseded', firms: 0 });
    expect(await currentRun(store)).toMatchObject({ id: 'r2', state: 'done' });
    expect((await judgedOf(store, firms[0]?.uscc ?? ''))?.catalogue).toBe(lawOf(changed().catalogue).hash);
  });

  test('lets others have their turn', async () => {
    const store = await storeWith(firms);
    let [turns, longest, last] = [0, 0, performance.now()];
    let going = true;
    const tick = () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      turns += 1;
      if (going) setImmediate(tick);
    };
    tick();
    await rematch(depsOf(store), catalogue, release('r1'));
    going = false;
    expect(turns).toBeGreaterThan(256);
  });
});

const sorted = (turns: readonly Turn[]) => [...turns].sort((a, b) => (a.uscc < b.uscc ? -1 : 1));

test('of a measure that is over nothing is told', async () => {
  const store = await storeWith(firms);
  await rematch(depsOf(store), catalogue, release('r1'));
  await rematch(depsOf(store), changed(asOf).catalogue, release('r2'));
  expect(await turnsIn(store)).toEqual([]);
});

test('a firm whose profile has changed is judged anew by itself', async () => {
  const [profile] = firms;
  if (!profile) throw new Error('No firm.');
  const { uscc } = profile;
  const store = await storeWith([profile]);
  const deps = depsOf(store);
  await rematchFirm(deps, catalogue, { uscc, asOf, id: 'v1' });
  const before = await getCompany(store, uscc);
  const changedProfile: Profile = { uscc, region: 'chaoyang' };
  const saved = { at: NOW().toISOString(), by: SYSTEM, source: 'self' } as const;
  await store.write(profileWrites({ uscc, profile: changedProfile, version: 2, changed: [], saved, before }));
  await rematchFirm(deps, catalogue, { uscc, asOf, id: 'v2' });
  await rematchFirm(deps, catalogue, { uscc, asOf, id: 'v2' });
  const judged = await judgedOf(store, uscc);
  expect(judged?.profile).toBe(2);
  expect([...verdictsIn(judged?.codes ?? '', ids).values()]).toEqual(verdictsOn(catalogue, asOf)(changedProfile));
});

test('lot after lot, many side by side are judged as each by itself', () => {
  const judge = judgeOn(catalogue, asOf);
  for (const lot of [firms.slice(0, 50), firms.slice(50), firms.slice(0, 30)]) {
    expect(judge(lot)).toEqual(lot.flatMap((firm) => judge([firm])));
  }
});

test('what turns is what comes to be eligible or in review, and what no longer is', () => {
  const measures = ['a', 'b', 'c', 'd'];
  const before = { codes: '3012', measures };
  expect(turnsBetween(before, { codes: '0132', measures: [...measures] })).toEqual({ entered: ['a'], left: ['c'] });
  expect(turnsBetween(before, { codes: '0', measures: ['new'] })).toEqual({ entered: ['new'], left: [] });
});

describe('the count of a district', () => {
  test('is kept, in this thread or another alike', async () => {
    const store = await storeWith(firms);
    await countDistricts(depsOf(store), catalogue, asOf);
    const here = await populationOf(store, 'chaoyang');
    expect(here?.firms).toBe(firms.filter(({ region }) => region === 'chaoyang').length);
    expect(here?.measures).toHaveLength(ids.length);
    await countDistricts(depsOf(store), catalogue, asOf, inOwnThread);
    expect(await populationOf(store, 'chaoyang')).toEqual(here);
  });
});
