/** The ways people go through the API, over the table that it stands on in the cloud. */
import { afterAll, describe, expect, test } from 'vitest';
import { storeRelations } from '#functions/api/companies/relations.ts';
import { settle } from '#functions/demand/fold.ts';
import { noticesOf, tell } from '#functions/notices/kept.ts';
import type { Store } from '#functions/store/port.ts';
import { csv, finished, uploaded, CODES } from '../api/imports.ts';
import { PROFILE } from '../api/companies.ts';
import { START, testApi, type Answered } from '../api/support.ts';
import { OWN, PEOPLE } from '../api/world.ts';
import { startDynamoLocal } from '../store/dynamodb-local.ts';
import { makeTable, openLocal } from '../store/stores.ts';

const local = await startDynamoLocal();
if ('missing' in local) test.skip(`DynamoDB Local: ${local.missing}`);
else {
  // The clock of the API: what it lets expire must expire by the same.
  const store = openLocal(local, await makeTable(local), () => START.getTime() / 1000);
  afterAll(async () => {
    await store.close();
    await local.kill();
  });
  describe('over DynamoDB', () => flows(store));
}

const fields = ({ json }: Answered): Record<string, unknown> => json as Record<string, unknown>;
const ifMatch = (version: number) => ({ headers: { 'if-match': `"v${version}"` } });
const key = (name: string) => ({ headers: { 'idempotency-key': `${name}-of-the-table` } });

/** One after another over one table, as a district goes on. */
function flows(store: Store): void {
  const api = testApi({ store, relations: storeRelations(store) });
  const [firm, manager, staff] = [api.as('firm'), api.as('manager'), api.as('staff')];
  const at = `/v1/companies/${OWN}`;

  test('a firm enters its figures, changes them by version, and gets no second try for the first', async () => {
    const created = await firm.post('/v1/companies', { profile: { ...PROFILE, uscc: OWN } }, key('creating'));
    expect(created.status, created.text).toBe(201);
    const again = await firm.post('/v1/companies', { profile: { ...PROFILE, uscc: OWN } }, key('creating'));
    expect([again.status, again.text]).toEqual([201, created.text]);
    const changed = { profile: { name: '新名（合成）' } };
    expect((await firm.patch(at, changed, ifMatch(1))).status).toBe(200);
    expect((await firm.patch(at, changed, ifMatch(1))).status).toBe(412);
    expect((await firm.get(at)).json).toMatchObject({ profile: { name: '新名（合成）' }, version: 2 });
    expect(fields(await firm.get(`${at}/history`)).items).toHaveLength(2);
    expect((await manager.get(at)).status).toBe(404);
  });

  test('steps of demand are taken once, and counted once', async () => {
    const demand = `${at}/demand`;
    const applying = () => firm.post(demand, { measure: 'cn-hnte', type: 'applied' }, key('applying'));
    const atOnce = await Promise.all([applying(), applying(), applying(), applying()]);
    for (const { status, text } of [...atOnce, await applying()]) {
      expect([status, text]).toEqual([201, atOnce[0].text]);
    }
    for (let time = 0; time < 2; time += 1) await settle(store, [{ uscc: OWN, measure: 'cn-hnte' }]);
    const record = fields(await firm.get(demand)).items as { stage: string }[];
    expect(record.map(({ stage }) => stage)).toEqual(['applied']);
    // One firm is too few to be shown.
    expect((await staff.get('/v1/demand/summary?measure=cn-hnte')).status).toBe(200);
  });

  test('a manager imports firms by a table, and the same table again changes nothing', async () => {
    const content = csv([
      ['统一社会信用代码', '企业名称', '区'],
      [CODES[0] ?? '', '甲（合成）', '朝阳区'],
      [CODES[1] ?? '', '乙（合成）', '火星'],
    ]);
    for (const counts of [
      { created: 1, refused: 1 },
      { created: 0, unchanged: 1, refused: 1 },
    ]) {
      const { id } = await uploaded(manager, content);
      expect((await finished(manager, id, 'run')).run?.counts).toMatchObject(counts);
    }
    expect(fields(await manager.get('/v1/portfolio')).items).toMatchObject([{ uscc: CODES[0] }]);
  });

  test('a question is asked and taken back; of two answers at once one counts', async () => {
    const asking = { text: '研发费用占比怎么算？', urgency: 'usual' };
    const { id } = fields(await firm.post(`${at}/requests`, asking, key('asking'))) as { id: string };
    const path = `/v1/companies/${OWN}/requests/${id}`;
    expect((await firm.get(path)).json).toMatchObject({ state: 'open' });
    expect(fields(await firm.get(`${at}/requests`)).items).toHaveLength(1);
    const taken = await Promise.all([1, 2].map(() => firm.post(`${path}/withdraw`, {}, ifMatch(1))));
    const [one, other = 0] = taken.map(({ status }) => status).sort();
    expect(one).toBe(200);
    expect([409, 412]).toContain(other);
  });

  test('a call that staff enter is in force at once', async () => {
    const call = {
      year: 2026,
      region: 'chaoyang',
      publishedOn: '2026-06-20',
      directions: ['算力补贴'],
      windows: [{ opensOn: '2026-06-25', closesOn: '2026-07-31' }],
      grade: 'B',
      source: { title: '2026 年第二批申报通知', url: 'https://www.bjchy.gov.cn/second' },
      checked: '2026-06-28',
    };
    const path = '/v1/measures/cy-ai-compute';
    expect((await staff.post(`${path}/calls`, call)).status).toBe(201);
    expect((await api.anonymous.get(path)).json).toMatchObject({ availability: { state: 'open' } });
  });

  test('a correction goes from anyone to an answer', async () => {
    const said = { text: '第二项条件的比例与原文不一致，应为百分之十。', measure: 'cn-hnte' };
    const { id, code } = fields(await api.anonymous.post('/v1/corrections', said)) as { id: string; code: string };
    expect((await staff.patch(`/v1/corrections/${id}`, { state: 'taken' }, ifMatch(1))).status).toBe(200);
    expect((await api.anonymous.get(`/v1/corrections/${id}?code=${code}`)).json).toMatchObject({ measure: 'cn-hnte' });
  });

  test('a release is drafted, approved by another, published as a whole and taken back', async () => {
    const hash = async () => fields(await api.anonymous.get('/v1/measures?limit=1')).catalogue;
    const before = await hash();
    const patch = { target: { parameter: 'rdRatioFloor' }, op: 'replace', path: '/values/0/bands/0/value', value: 0.5 };
    const publisher = api.as('publisher');
    const drafted = await publisher.post('/v1/releases/drafts', { title: '调整', notes: '新办法。', patches: [patch] });
    const draft = `/v1/releases/drafts/${String(fields(drafted).id)}`;
    expect((await publisher.post(`${draft}/check`)).status).toBe(200);
    expect((await publisher.post(`${draft}/submit`, undefined, ifMatch(1))).status).toBe(200);
    expect((await api.as('approver').post(`${draft}/approve`, {}, ifMatch(2))).status).toBe(200);
    const published = await publisher.post(`${draft}/publish`, undefined, ifMatch(3));
    expect(published.json).toMatchObject({ number: 1 });
    expect(await hash()).not.toBe(before);
    const restored = await api.as('approver').post('/v1/releases/0/restore', { notes: '先恢复。' });
    expect(restored.json).toMatchObject({ number: 2, restores: 0 });
    expect(await hash()).toBe(before);
  });

  test('a notice is told once, read, and stays read', async () => {
    const notice = { kind: 'newly-eligible', firms: [], measures: ['cn-hnte'], on: null, object: null } as const;
    const { subject } = PEOPLE.firm;
    expect([await tell(api.deps, subject, notice), await tell(api.deps, subject, notice)]).toEqual([true, false]);
    const { items } = fields(await firm.get('/v1/notices?unread=true')) as { items: { id: string }[] };
    const told = items.find(({ id }) => id);
    expect((await firm.post(`/v1/notices/${told?.id ?? ''}/read`)).status).toBeLessThan(300);
    expect((await noticesOf(store, subject, { unread: true })).notices).toHaveLength(items.length - 1);
  });

  test('what was done stands in the record', async () => {
    const audit = await api.as('auditor').get('/v1/audit?day=2026-07-01');
    for (const act of ['company.', 'import.run', 'call.enter', 'release.publish']) expect(audit.text).toContain(act);
  });
}
