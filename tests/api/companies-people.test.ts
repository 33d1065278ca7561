import { describe, expect, test } from 'vitest';
import { CONCEPTS } from '#functions/api/companies/concepts.ts';
import { handOver } from '#functions/api/companies/hand-over.ts';
import { SYSTEM } from '#functions/api/audit/record.ts';
import { verifyAudit } from '#functions/api/audit/repository.ts';
import { assignWrites, formerManagersOf, listCompaniesOfManager, managersOf } from '#functions/api/companies/people.ts';
import { putDirectory } from '#functions/api/companies/seeding.ts';
import { storeRelations } from '#functions/api/companies/relations.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import type { Store } from '#functions/store/port.ts';
import { DEMO_PEOPLE } from '../../seeds/people.ts';
import { firms, rules } from '../functions/artefact.ts';
import { companyApi, PROFILE, putCompany, putManagers, storeApi } from './companies.ts';
import { type Caller, expectProblem, START, testApi } from './support.ts';
import { FOREIGN, OWN, PEOPLE } from './world.ts';

const at = `/v1/companies/${OWN}`;
const DAY = 24 * 3600 * 1000;

async function invited(role: string, days = 7) {
  const api = await companyApi();
  const { json } = await api.as('firm').post(`${at}/invitations`, { role, days });
  const { code, id } = json as { code: string; id: string };
  return { api, code, id, guest: api.as('firm', { subject: 'guest', name: '客人' }) };
}

describe('inviting someone into a firm', () => {
  test('the code makes its receiver a member, once', async () => {
    const { api, code, guest } = await invited('editor');
    expectProblem(await guest.get(at), 404, 'not-found');
    const joined = await guest.post('/v1/invitations/accept', { code });
    expect(joined.json).toMatchObject({ uscc: OWN, role: 'editor' });
    expect((await guest.patch(at, { profile: { name: '改' } }, { headers: { 'if-match': '"v1"' } })).status).toBe(200);
    const other = api.as('firm', { subject: 'another' });
    expectProblem(await other.post('/v1/invitations/accept', { code }), 404, 'not-found');
    expect((await api.as('firm').get(`${at}/members`)).json).toMatchObject({
      members: [
        { subject: PEOPLE.firm.subject, role: 'owner' },
        { subject: 'guest', name: '客人', role: 'editor' },
      ],
    });
  });

  test('two who use the code at once: one joins', async () => {
    const { api, code } = await invited('reader');
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((subject) => api.as('firm', { subject }).post('/v1/invitations/accept', { code })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('a reader looks and changes nothing; an editor invites nobody', async () => {
    const { code, guest } = await invited('reader');
    await guest.post('/v1/invitations/accept', { code });
    expect((await guest.get(at)).status).toBe(200);
    const change = await guest.patch(at, { profile: {} }, { headers: { 'if-match': '"v1"' } });
    expectProblem(change, 404, 'not-found');
    expectProblem(await guest.post(`${at}/invitations`, { role: 'owner' }), 404, 'not-found');
  });

  test('a code runs out', async () => {
    const { api, code, guest } = await invited('reader', 2);
    api.pass(2 * DAY);
    expectProblem(await guest.post('/v1/invitations/accept', { code }), 404, 'not-found');
    expect((await api.as('firm').get(`${at}/invitations`)).json).toEqual({ invitations: [] });
  });

  test('a withdrawn code is no longer taken, and no list tells a code', async () => {
    const { api, code, id, guest } = await invited('reader');
    const listed = await api.as('firm').get(`${at}/invitations`);
    expect(listed.json).toMatchObject({ invitations: [{ id }] });
    expect(listed.text).not.toContain(code);
    expect((await api.as('firm').delete(`${at}/invitations/${id}`)).status).toBe(204);
    expectProblem(await guest.post('/v1/invitations/accept', { code }), 404, 'not-found');
  });

  test('a manager invites the first owner, and nobody where there is one', async () => {
    const api = storeApi();
    await api.as('manager').post('/v1/companies', { profile: { uscc: OWN, name: '无主', region: 'chaoyang' } });
    expectProblem(await api.as('manager').post(`${at}/invitations`, { role: 'editor' }), 409, 'wrong-state');
    const { code } = (await api.as('manager').post(`${at}/invitations`, { role: 'owner' })).json as { code: string };
    expect((await api.as('firm').post('/v1/invitations/accept', { code })).status).toBe(200);
    expectProblem(await api.as('manager').post(`${at}/invitations`, { role: 'owner' }), 409, 'wrong-state');
  });
});

describe('the people of a firm', () => {
  test('the last owner neither leaves nor steps down', async () => {
    const api = await companyApi();
    const me = `${at}/members/${PEOPLE.firm.subject}`;
    expectProblem(await api.as('firm').post(`${at}/leave`), 409, 'wrong-state');
    expectProblem(await api.as('firm').delete(me), 409, 'wrong-state');
    expectProblem(await api.as('firm').put(me, { role: 'reader' }), 409, 'wrong-state');
    expect((await api.as('firm').get(at)).status).toBe(200);
  });

  test('of two owners who leave at once one stays', async () => {
    const { api, code, guest } = await invited('owner');
    await guest.post('/v1/invitations/accept', { code });
    const answers = await Promise.all([api.as('firm').post(`${at}/leave`), guest.post(`${at}/leave`)]);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    const left = await api.deps.store.query(`FIRM#${OWN}`, { prefix: 'MEMBER#' });
    expect(left.items).toHaveLength(1);
  });

  test('who is removed is out at once', async () => {
    const { api, code, guest } = await invited('editor');
    await guest.post('/v1/invitations/accept', { code });
    expect((await api.as('firm').put(`${at}/members/guest`, { role: 'reader' })).status).toBe(204);
    expect((await guest.get('/v1/me/companies')).json).toMatchObject({ companies: [{ role: 'reader' }] });
    expect((await api.as('firm').delete(`${at}/members/guest`)).status).toBe(204);
    expectProblem(await guest.get(at), 404, 'not-found');
    expect((await guest.get('/v1/me/companies')).json).toEqual({ companies: [] });
  });
});

describe('service managers', () => {
  test('staff of the district assign and withdraw them; who was it before is kept', async () => {
    const api = await companyApi();
    await putManagers(api);
    const staff = api.as('staff', { firmLevel: true });
    const second = api.as('manager', { subject: 'manager-2' });
    expectProblem(await second.get(at), 404, 'not-found');
    expect((await staff.put(`${at}/managers/manager-2`)).status).toBe(204);
    expect((await second.get(at)).status).toBe(200);
    expect((await staff.delete(`${at}/managers/manager-2`)).status).toBe(204);
    expectProblem(await second.get(at), 404, 'not-found');
    expect((await staff.get(`${at}/managers`)).json).toMatchObject({
      managers: [{ subject: PEOPLE.manager.subject }],
      former: [{ subject: 'manager-2', until: START.toISOString() }],
    });
    expectProblem(await staff.put(`${at}/managers/nobody`), 404, 'not-found');
  });

  test('before assigning one sees which firm it is, who looks after it, and how many firms each manager has', async () => {
    const api = await companyApi();
    await putManagers(api);
    const [operator, foreign] = [api.as('operator'), `/v1/companies/${FOREIGN}/assignment`];
    expect((await operator.get(`${at}/assignment`)).json).toMatchObject({
      uscc: OWN,
      name: PROFILE.name,
      region: 'chaoyang',
      managers: [{ subject: PEOPLE.manager.subject, district: 'chaoyang' }],
    });
    expectProblem(await operator.get(foreign), 404, 'not-found');
    expect((await operator.get('/v1/managers?firms=true')).json).toMatchObject({
      items: [
        { subject: PEOPLE.manager.subject, firms: 1 },
        { subject: 'manager-2', firms: 0 },
      ],
    });
    expect((await operator.get('/v1/managers')).json).toMatchObject({ items: [{ firms: null }, { firms: null }] });
  });

  test('firms that nobody looks after are listed, to staff those of their district', async () => {
    const api = await companyApi();
    const [here, elsewhere] = ['91110105MA0000C016', FOREIGN];
    await putCompany(api, here, { profile: { ...PROFILE, region: 'chaoyang' } });
    await putCompany(api, elsewhere, { profile: { ...PROFILE, region: null } });
    const everyOne = async (caller: Caller, cursor = ''): Promise<readonly string[]> => {
      const { json } = await caller.get(`/v1/managers/none?limit=1${cursor}`);
      const { items, next } = json as { items: { uscc: string }[]; next: string | null };
      return [...items.map(({ uscc }) => uscc), ...(next === null ? [] : await everyOne(caller, `&cursor=${next}`))];
    };
    expect(await everyOne(api.as('operator'))).toEqual([here, elsewhere]);
    expect(await everyOne(api.as('staff', { firmLevel: true }))).toEqual([here]);
    const { next } = (await api.as('operator').get('/v1/managers/none?limit=1')).json as { next: string };
    const staff = api.as('staff', { firmLevel: true });
    expectProblem(await staff.get(`/v1/managers/none?limit=1&cursor=${next}`), 422, 'invalid-cursor');
  });

  test('a manager is known by name once they have looked at their portfolio', async () => {
    const api = testApi();
    await api.as('manager', { district: 'dongcheng' }).get('/v1/portfolio');
    expect((await api.as('operator').get('/v1/managers?district=dongcheng')).json).toMatchObject({
      items: [{ subject: PEOPLE.manager.subject, name: PEOPLE.manager.name }],
    });
    expect((await api.as('operator').get('/v1/managers?district=chaoyang')).json).toMatchObject({ items: [] });
  });
});

describe('handing a portfolio over', () => {
  const COUNT = 40;
  const codes = Array.from({ length: COUNT }, (_, index) => `FIRM${String(index).padStart(3, '0')}`);
  const from = PEOPLE.manager.subject;
  const order = { key: 'hand-over-1', from, to: { subject: 'manager-2', name: '二' }, by: SYSTEM };

  async function withPortfolio(): Promise<{ store: Store; now: () => Date }> {
    const store = openSqlite(':memory:');
    for (const uscc of codes) await store.write(assignWrites(uscc, { subject: from, name: '一', since: '2026-01-01' }));
    return { store, now: () => START };
  }
  const portfolioOf = async (store: Store, subject: string) =>
    (await listCompaniesOfManager(store, subject, { limit: 1000 })).usccs;

  test('moves every firm once, keeps who it was, and is done', async () => {
    const deps = await withPortfolio();
    expect(await handOver(deps, CONCEPTS, order)).toMatchObject({ state: 'done', moved: COUNT });
    expect(await portfolioOf(deps.store, from)).toEqual([]);
    expect(await portfolioOf(deps.store, 'manager-2')).toEqual(codes);
    const [uscc = ''] = codes;
    expect(await managersOf(deps.store, uscc)).toMatchObject([{ subject: 'manager-2' }]);
    expect(await formerManagersOf(deps.store, uscc)).toMatchObject([{ subject: from, since: '2026-01-01' }]);
    expect(await verifyAudit(deps.store)).toMatchObject({ entries: COUNT, faults: [] });
  });

  test('repeated, it changes nothing more, not even what the manager was given since', async () => {
    const deps = await withPortfolio();
    const done = await handOver(deps, CONCEPTS, order);
    await deps.store.write(assignWrites('LATER', { subject: from, name: '一', since: '2026-07-02' }));
    expect(await handOver(deps, CONCEPTS, order)).toEqual(done);
    expect(await portfolioOf(deps.store, from)).toEqual(['LATER']);
    expect(await handOver(deps, CONCEPTS, { ...order, to: { subject: 'third', name: '三' } })).toBe('mismatch');
  });

  test('broken off at any write, it goes on where it stopped', async () => {
    for (const allowed of [0, 1, 2, 3]) {
      const deps = await withPortfolio();
      let writes = 0;
      const failing: Store = {
        ...deps.store,
        write: async (list) => {
          if (writes++ === allowed) throw new Error('broken off');
          return deps.store.write(list);
        },
      };
      await expect(handOver({ ...deps, store: failing }, CONCEPTS, order)).rejects.toThrow('broken off');
      const [old, next] = [await portfolioOf(deps.store, from), await portfolioOf(deps.store, 'manager-2')];
      expect([...old, ...next].sort()).toEqual(codes);
      expect(await handOver(deps, CONCEPTS, order)).toMatchObject({ state: 'done', moved: COUNT });
      expect(await portfolioOf(deps.store, 'manager-2')).toEqual(codes);
    }
  });

  test('the same request twice at once still moves each firm once', async () => {
    const deps = await withPortfolio();
    await Promise.all([handOver(deps, CONCEPTS, order), handOver(deps, CONCEPTS, order)]);
    expect(await handOver(deps, CONCEPTS, order)).toMatchObject({ state: 'done', moved: COUNT });
    expect(await formerManagersOf(deps.store, codes[0] ?? '')).toHaveLength(1);
  });

  test('over the API: to a manager that is known, by the manager or by staff of the manager’s district', async () => {
    const api = await companyApi();
    await putManagers(api);
    const headers = { 'idempotency-key': 'hand-over-1' };
    const give = (body: object) => ({ path: '/v1/portfolio/hand-over', body });
    const { path } = give({});
    expectProblem(await api.as('manager').post(path, { to: 'nobody' }, { headers }), 404, 'not-found');
    const other = { from: 'manager-2', to: from };
    expectProblem(await api.as('manager').post(path, other, { headers }), 404, 'not-found');
    const stranger = api.as('staff', { firmLevel: true, district: 'dongcheng' });
    expectProblem(await stranger.post(path, { from, to: 'manager-2' }, { headers }), 404, 'not-found');
    const done = await api.as('manager').post(path, { to: 'manager-2' }, { headers });
    expect(done.json).toMatchObject({ state: 'done', moved: 1 });
    expectProblem(await api.as('manager').get(at), 404, 'not-found');
    expect((await api.as('manager', { subject: 'manager-2' }).get(at)).status).toBe(200);
  });
});

test('a seeded directory gives people their firms, managers their portfolios, and an audit record that holds', async () => {
  const api = testApi();
  const profile = { ...firms.get('chaoyang-ai-software.json') };
  const uscc = '9111010500000HA19C';
  const counts = await putDirectory({ ...api.deps, fields: rules.fields }, [
    ...DEMO_PEOPLE.map((person) => ({ kind: 'person' as const, person: { ...person, name: person.name.zh } })),
    { kind: 'firm' as const, profile },
    { kind: 'firm' as const, profile: { name: '还没注册' } },
    { kind: 'assignment' as const, assignment: { manager: 'demo-manager-chaoyang-1', uscc } },
  ]);
  expect(counts).toEqual({ person: DEMO_PEOPLE.length, firm: 1, assignment: 1 });
  const relations = storeRelations(api.deps.store);
  expect(await relations.memberOf('demo-firm-owner-ai', uscc)).toBe('owner');
  expect(await relations.memberOf('demo-firm-finance-ai', uscc)).toBe('editor');
  expect(await relations.memberOf('demo-firm-owner-ai', FOREIGN)).toBeNull();
  expect(await relations.assignedTo('demo-manager-chaoyang-1', uscc)).toBe(true);
  expect(await relations.districtOf(uscc)).toBe('chaoyang');
  expect((await verifyAudit(api.deps.store)).faults).toEqual([]);
});
