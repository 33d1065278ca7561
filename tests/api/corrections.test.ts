/** “This is wrong”, from anyone: taken on by someone, answered, and the contact gone when it has served. */
import { expect, test } from 'vitest';
import { expectProblem, testApi, type Answered, type TestApi } from './support.ts';

const path = '/v1/corrections';
const TEXT = '第二项条件的比例与原文不一致，应为百分之十。';
const SAID = { text: TEXT, measure: 'cn-hnte', condition: 'tech-staff-share', version: '2016-01-01' };
const CONTACT = { contact: 'someone@example.com', consent: true };
const DAY_MS = 24 * 3600 * 1000;
const fields = ({ json }: Answered): Record<string, unknown> => json as Record<string, unknown>;

async function sent(api: TestApi, said: object = SAID): Promise<{ id: string; code: string }> {
  const answered = await api.anonymous.post(path, said);
  expect(answered.status).toBe(201);
  return answered.json as { id: string; code: string };
}
const moved = (api: TestApi, id: string, version: number, body: object): Promise<Answered> =>
  api.as('staff').patch(`${path}/${id}`, body, { headers: { 'if-match': `"v${version}"` } });

test('whoever sends one follows it by its code up to the answer, and learns no name', async () => {
  const api = testApi();
  const { id, code } = await sent(api);
  const asked = async () => fields(await api.anonymous.get(`${path}/${id}?code=${code}`));
  expect(await asked()).toMatchObject({
    state: 'open',
    measure: 'cn-hnte',
    condition: 'tech-staff-share',
    reply: null,
  });

  expect((await moved(api, id, 1, { state: 'taken' })).json).toMatchObject({ state: 'taken', owner: { name: '何静' } });
  const answered = await moved(api, id, 2, { state: 'accepted', reply: '已按原文改正，谢谢。' });
  expect(answered.headers.get('etag')).toBe('"v3"');

  const after = await asked();
  expect(after).toMatchObject({ state: 'accepted', reply: '已按原文改正，谢谢。', owner: null });
  expect((after.history as { state: string }[]).map(({ state }) => state)).toEqual(['open', 'taken', 'accepted']);
  expect(JSON.stringify(after)).not.toContain('何静');
  expectProblem(await moved(api, id, 3, { state: 'taken' }), 409, 'wrong-state');

  const audit = (await api.as('auditor').get('/v1/audit?day=2026-07-01')).text;
  for (const action of ['correction.send', 'correction.take', 'correction.answer']) expect(audit).toContain(action);
});

test('without the code there is no such correction', async () => {
  const api = testApi();
  const { id, code } = await sent(api);
  const { code: foreign } = await sent(api);
  for (const query of ['', `?code=${foreign}`, `?code=${code.slice(1)}`]) {
    expectProblem(await api.anonymous.get(`${path}/${id}${query}`), 404, 'not-found');
    expectProblem(await api.as('firm').get(`${path}/${id}${query}`), 404, 'not-found');
  }
  // Nor does the store hold it.
  const { items } = await api.deps.store.query(`CORRECTION#${id}`);
  expect(JSON.stringify(items)).not.toContain(code);
});

test('those who deal with corrections see them by state, the longest waiting first', async () => {
  const api = testApi();
  const first = await sent(api);
  api.pass(60_000);
  const second = await sent(api, { text: '首页的链接打不开，请修复。' });
  await moved(api, first.id, 1, { state: 'taken' });
  await moved(api, first.id, 2, { state: 'open' });
  const ids = async (query: string, role: 'staff' | 'publisher' | 'approver' = 'publisher') =>
    (fields(await api.as(role).get(`${path}${query}`)).items as { id: string }[]).map(({ id }) => id);
  expect(await ids('')).toEqual([first.id, second.id]);
  expect(await ids('?measure=cn-hnte', 'approver')).toEqual([first.id]);
  expect(await ids('?state=taken', 'staff')).toEqual([]);

  const page = fields(await api.as('staff').get(`${path}?limit=1`));
  const next = fields(await api.as('staff').get(`${path}?limit=1&cursor=${String(page.next)}`));
  expect(next.items).toMatchObject([{ id: second.id }]);
  expect(next.next).toBeNull();
});

test('a contact is seen by those who answer, on record, and is gone 180 days later', async () => {
  const api = testApi();
  const { id, code } = await sent(api, { ...SAID, ...CONTACT });
  const contact = async (role: 'staff' | 'approver') => fields(await api.as(role).get(`${path}/${id}`)).contact;
  expect(await contact('staff')).toBe('someone@example.com');
  expect(await contact('approver')).toBeNull();
  expect(fields(await api.anonymous.get(`${path}/${id}?code=${code}`))).toMatchObject({
    contact: null,
    hasContact: true,
  });
  expect((await api.as('staff').get(path)).text).not.toContain('someone@example.com');
  expect((await api.as('auditor').get('/v1/audit?day=2026-07-01')).text).toContain('correction.contact');
  api.pass(179 * DAY_MS);
  expect(await contact('staff')).toBe('someone@example.com');
  api.pass(DAY_MS + 1000);
  expect(await contact('staff')).toBeNull();
});

test('once answered, the contact is gone after 30 days', async () => {
  const api = testApi();
  const { id } = await sent(api, { ...SAID, ...CONTACT });
  await moved(api, id, 1, { state: 'taken' });
  await moved(api, id, 2, { state: 'declined', reply: '原文就是这样写的。' });
  const contact = async () => fields(await api.as('staff').get(`${path}/${id}`)).contact;
  api.pass(29 * DAY_MS);
  expect(await contact()).toBe('someone@example.com');
  api.pass(2 * DAY_MS);
  expect(await contact()).toBeNull();
});

test.each([
  ['is too short', { text: '错了' }, 'text'],
  ['is too long', { text: '错'.repeat(2001) }, 'text'],
  ['holds HTML', { text: '<script>alert(1)</script> 这里写错了' }, 'text'],
  ['names a condition that the measure has not', { condition: 'no-such' }, 'condition'],
  ['names a version that the measure has not', { version: '1999-01-01' }, 'version'],
  ['names a condition of no measure', { measure: undefined }, 'measure'],
  ['gives a contact without consent', { contact: 'someone@example.com' }, 'consent'],
  ['has an address that is none', { source: 'javascript:alert(1)' }, 'source'],
])('a correction that %s is refused with its place', async (_, wrong, at) => {
  const refused = expectProblem(await testApi().anonymous.post(path, { ...SAID, ...wrong }), 422, 'invalid-request');
  expect(refused.faults).toMatchObject([{ path: at }]);
});

test('“less than” is text, not HTML; an unknown measure is told', async () => {
  const api = testApi();
  await sent(api, { ...SAID, text: '研发费用占比 < 5% 时不符合，这里写反了。' });
  expectProblem(await api.anonymous.post(path, { text: TEXT, measure: 'no-such' }), 422, 'unknown-measure');
});

test('sent twice with the same key it is one; another text with that key is refused', async () => {
  const api = testApi();
  const headers = { 'idempotency-key': 'one-intention' };
  const first = await api.anonymous.post(path, SAID, { headers });
  expect((await api.anonymous.post(path, SAID, { headers })).text).toBe(first.text);
  expect(fields(await api.as('staff').get(path)).items).toHaveLength(1);
  expectProblem(await api.anonymous.post(path, { text: TEXT }, { headers }), 422, 'idempotency-mismatch');
});

test('nobody sends more than six in a minute', async () => {
  const api = testApi();
  for (let i = 0; i < 6; i += 1) await sent(api);
  const refused = await api.anonymous.post(path, SAID);
  expectProblem(refused, 429, 'too-many-requests');
  api.pass(Number(refused.headers.get('retry-after')) * 1000);
  await sent(api);
});

test('two who answer at once do not overwrite each other, and an answer needs its words', async () => {
  const api = testApi();
  const { id } = await sent(api);
  await moved(api, id, 1, { state: 'taken' });
  expectProblem(await api.as('publisher').patch(`${path}/${id}`, { state: 'taken' }), 428, 'precondition-required');
  expect(expectProblem(await moved(api, id, 1, { state: 'taken' }), 412, 'version-conflict').current).toMatchObject({
    state: 'taken',
    owner: { name: '何静' },
  });
  expectProblem(await moved(api, id, 2, { state: 'declined' }), 422, 'invalid-request');
  expectProblem(await moved(api, id, 2, { state: 'open', reply: '不属于我区。' }), 422, 'invalid-request');
});
