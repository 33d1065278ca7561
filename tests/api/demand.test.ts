import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinWrites } from '#functions/api/companies/people.ts';
import { demandConcept } from '#functions/api/demand/concept.ts';
import { REASONS, STEPS, type DemandEvent } from '#functions/demand/events.ts';
import { demandOf, eventsOf } from '#functions/demand/log.ts';
import { noticesOf, tell } from '#functions/notices/kept.ts';
import { rematchFirm } from '#functions/rematch/run.ts';
import { saveFirm } from '../demand/firms.ts';
import { firms } from '../functions/artefact.ts';
import { expectProblem, testApi, type Caller, type TestApi } from './support.ts';
import { OWN } from './world.ts';

const profile = firms.get('chaoyang-ai-software.json') ?? {};
const path = `/v1/companies/${OWN}/demand`;
const measure = 'cn-hnte';

async function world(): Promise<{ api: TestApi; firm: Caller; say: ReturnType<typeof sayer> }> {
  const api = testApi();
  await saveFirm(api.deps.store, OWN, profile);
  const firm = api.as('firm');
  return { api, firm, say: sayer(firm) };
}
let keys = 0;
const sayer =
  (caller: Caller) =>
  (body: object, key = `key-number-${(keys += 1)}`) =>
    caller.post(path, { measure, ...body }, { headers: { 'idempotency-key': key } });

describe('a firm’s way with a measure', () => {
  test('goes forward step by step, and the answer says what may follow', async () => {
    const { say } = await world();
    const types = ['looked', 'interested', 'asked', 'preparing', 'applied', 'granted'];
    for (const type of types) {
      const said = await say({ type });
      expect(said.status).toBe(201);
      expect(said.json).toMatchObject({
        record: { stage: type, round: 1 },
        event: { type, by: 'firm', on: '2026-07-01' },
      });
    }
    const refused = await say({ type: 'applied' });
    expect(refused.json).toMatchObject({
      record: { stage: 'applied', round: 2, next: ['granted', 'refused', 'withdrawn'] },
    });
  });

  test('may skip to the application, but has no answer without one', async () => {
    const { say } = await world();
    expectProblem(await say({ type: 'granted' }), 409, 'wrong-state');
    await say({ type: 'looked' });
    expectProblem(await say({ type: 'granted' }), 409, 'wrong-state');
    expect((await say({ type: 'applied' })).status).toBe(201);
    expectProblem(await say({ type: 'interested' }), 409, 'wrong-state');
    expect((await say({ type: 'granted' })).status).toBe(201);
  });

  test('is withdrawn only while it is under way', async () => {
    const { say } = await world();
    expectProblem(await say({ type: 'withdrawn' }), 409, 'wrong-state');
    await say({ type: 'preparing' });
    expect((await say({ type: 'withdrawn' })).json).toMatchObject({ record: { stage: 'withdrawn' } });
    expectProblem(await say({ type: 'withdrawn' }), 409, 'wrong-state');
    expect((await say({ type: 'interested' })).json).toMatchObject({ record: { stage: 'interested', round: 2 } });
  });

  test('looking or asking again is kept and moves nothing', async () => {
    const { api, say } = await world();
    await say({ type: 'applied' });
    expect((await say({ type: 'looked' })).json).toMatchObject({
      record: { stage: 'applied' },
      event: { type: 'looked' },
    });
    expect((await say({ type: 'asked' })).json).toMatchObject({ record: { stage: 'applied' } });
    const events = await eventsOf(api.deps.store, { uscc: OWN, measure });
    expect(events.map(({ type }) => type)).toEqual(['applied', 'looked', 'asked']);
  });

  test('a refusal needs a reason of the list, and nothing else takes one', async () => {
    const { say } = await world();
    await say({ type: 'applied' });
    const missing = expectProblem(await say({ type: 'refused' }), 422, 'invalid-request');
    expect(missing.faults).toMatchObject([{ path: 'reason', message: '请说明未获批的原因' }]);
    expectProblem(await say({ type: 'refused', reason: 'bad luck' }), 422, 'invalid-request');
    expectProblem(await say({ type: 'asked', reason: 'other' }), 422, 'invalid-request');
    for (const reason of REASONS) {
      const said = await say({ type: 'refused', reason });
      expect(said.json).toMatchObject({ record: { stage: 'refused', reason } });
      await say({ type: 'applied' });
    }
  });

  test('may be told of afterwards, never ahead and never out of order', async () => {
    const { say } = await world();
    expectProblem(await say({ type: 'looked', on: '2026-07-02' }), 422, 'invalid-request');
    expectProblem(await say({ type: 'looked', on: '2022-07-02' }), 422, 'invalid-request');
    expect((await say({ type: 'looked', on: '2026-05-20' })).status).toBe(201);
    expectProblem(await say({ type: 'interested', on: '2026-05-19' }), 409, 'wrong-state');
    expect((await say({ type: 'interested', on: '2026-05-20' })).status).toBe(201);
  });

  test('only measures of the catalogue have one', async () => {
    const { say } = await world();
    expectProblem(await say({ measure: 'no-such-measure', type: 'looked' }), 422, 'unknown-measure');
  });
});

describe('a repeated request', () => {
  test('changes nothing and gets the first answer', async () => {
    const { api, say } = await world();
    const first = await say({ type: 'applied' }, 'the-same-key');
    api.pass(60_000);
    const again = await say({ type: 'applied' }, 'the-same-key');
    expect(again.status).toBe(201);
    expect(again.json).toEqual(first.json);
    expect(await demandOf(api.deps.store, OWN)).toHaveLength(1);
  });

  test('with another content is refused', async () => {
    const { say } = await world();
    await say({ type: 'looked' }, 'the-same-key');
    expectProblem(await say({ type: 'applied' }, 'the-same-key'), 422, 'idempotency-mismatch');
  });

  test('sent many times at once is recorded once', async () => {
    const { api, say } = await world();
    const answers = await Promise.all(Array.from({ length: 12 }, () => say({ type: 'applied' }, 'the-same-key')));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await demandOf(api.deps.store, OWN)).toHaveLength(1);
  });

  test('without a key is not taken', async () => {
    const { firm } = await world();
    expectProblem(await firm.post(path, { measure, type: 'looked' }), 422, 'invalid-request');
  });

  test('whatever is sent, how often, and in which order, the log holds each intended change once', async () => {
    const said = fc.record({ type: fc.constantFrom(...STEPS), key: fc.integer({ min: 0, max: 5 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(said, { maxLength: 15 }), async (sent) => {
        const { api, say } = await world();
        const byKey = new Map<string, Set<string>>();
        for (const { type, key } of sent) {
          const reason = type === 'refused' ? { reason: 'other' } : {};
          const { status, text } = await say({ type, ...reason }, `a-key-number-${key}`);
          if (status === 201) byKey.set(`${key}`, (byKey.get(`${key}`) ?? new Set()).add(text));
          else expect([409, 422]).toContain(status);
        }
        const events: readonly DemandEvent[] = await demandOf(api.deps.store, OWN);
        expect(events).toHaveLength(byKey.size);
        for (const texts of byKey.values()) expect(texts.size).toBe(1);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a firm’s own record', () => {
  test('shows each measure with where it stands and what happened, in pages', async () => {
    const { firm, say } = await world();
    await say({ type: 'looked' });
    await say({ type: 'applied' });
    await say({ measure: 'bj-growth-reward', type: 'interested' });
    const first = (await firm.get(`${path}?limit=1`)).json as { items: { measure: string }[]; next: string };
    expect(first.items).toMatchObject([{ measure: 'bj-growth-reward', stage: 'interested' }]);
    const second = (await firm.get(`${path}?limit=1&cursor=${encodeURIComponent(first.next)}`)).json;
    expect(second).toMatchObject({
      items: [{ measure, stage: 'applied', events: [{ type: 'applied' }, { type: 'looked' }] }],
    });
    const one = (await firm.get(`${path}?measure=${measure}`)).json;
    expect(one).toMatchObject({ items: [{ measure }], next: null });
    expectProblem(await firm.get(`${path}?cursor=made-up`), 422, 'invalid-cursor');
  });

  test('a manager may record for the firm, and the record says so', async () => {
    const { api } = await world();
    const said = await sayer(api.as('manager'))({ type: 'interested' });
    expect(said.json).toMatchObject({ event: { by: 'manager' } });
  });

  test('where the firm counts is kept with the event: district, subdistrict, industry, size', async () => {
    const { api, say } = await world();
    await say({ type: 'looked' });
    const [event] = await demandOf(api.deps.store, OWN);
    expect(event?.where).toEqual({
      district: 'chaoyang',
      place: profile.subdistrict ?? 'unknown',
      industry: 'I',
      size: 'small',
    });
  });
});

test('what is kept of a firm’s demand is given out, and erased with the firm', async () => {
  const { api, say } = await world();
  const { store } = api.deps;
  await say({ type: 'looked' });
  await rematchFirm(api.deps, api.deps.catalogue().catalogue, { uscc: OWN, asOf: '2026-07-01', id: 'r' });
  const member = { subject: 'firm-1', name: '林晓', role: 'owner', since: '2026-01-01' } as const;
  await store.write(joinWrites(OWN, member));
  const firms = [{ uscc: OWN, name: '示例' }];
  await tell(api.deps, 'firm-1', { kind: 'newly-eligible', firms, measures: [measure], on: null, object: null });
  await tell(api.deps, 'firm-1', {
    kind: 'window-closes',
    firms: [...firms, { uscc: 'other', name: '另一家' }],
    measures: [measure],
    on: '2026-07-10',
    object: null,
  });
  expect(await demandConcept.export(store, OWN)).toMatchObject({ events: [{ type: 'looked', by: 'firm' }] });
  await demandConcept.erase(store, OWN);
  expect(await demandConcept.export(store, OWN)).toBeUndefined();
  const { notices } = await noticesOf(store, 'firm-1', { unread: false });
  expect(notices.map((notice) => notice.firms)).toEqual([[{ uscc: 'other', name: '另一家' }]]);
});
