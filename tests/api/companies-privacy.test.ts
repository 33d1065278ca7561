import { DatabaseSync } from 'node:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONCEPTS } from '#functions/api/companies/concepts.ts';
import { groupOf, REGISTER } from '#functions/api/companies/privacy.ts';
import { storeRelations } from '#functions/api/companies/relations.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import { rules } from '../functions/artefact.ts';
import { companyApi, companyOf, PROFILE, putCompany } from './companies.ts';
import { expectProblem, testApi } from './support.ts';
import { FOREIGN, OWN, PEOPLE } from './world.ts';

const at = `/v1/companies/${OWN}`;
const version = (number: number) => ({ headers: { 'if-match': `"v${number}"` } });
const SECRET = 48123457;

/** A firm in a store of its own file, with something of everything; `holding` finds what items name it. */
async function fullFirm() {
  const folder = mkdtempSync(join(tmpdir(), 'erasure-'));
  const path = join(folder, 'store.sqlite');
  const store = openSqlite(path, { now: () => Date.parse('2026-07-01') / 1000 });
  const api = testApi({ store, relations: storeRelations(store) });
  await putCompany(api, OWN, {
    members: { [PEOPLE.firm.subject]: 'owner', second: 'reader' },
    managers: [PEOPLE.manager.subject],
    inviting: 'reader',
    evaluated: true,
    proving: 'cn-hnte',
  });
  const profile = { years: { 2025: { revenue: SECRET } } };
  await api.as('firm').patch(at, { profile }, version(1));
  await api.as('manager').post(`${at}/evaluations`, {});
  await putCompany(api, FOREIGN, { members: { other: 'owner' } });
  return {
    api,
    holding: (text: string): string[] => {
      const db = new DatabaseSync(path);
      const rows = db.prepare('SELECT pk, sk, body FROM items').all();
      db.close();
      return rows
        .filter((row) => JSON.stringify(row).includes(text))
        .map(({ pk, sk }) => `${String(pk)} ${String(sk)}`);
    },
    done: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

describe('a firm’s own data', () => {
  test('the export holds everything kept about it, for its owner', async () => {
    const { api, done } = await fullFirm();
    const answer = await api.as('firm').get(`${at}/export`);
    const { profile } = await companyOf(api.deps.store, OWN);
    expect(answer.headers.get('content-disposition')).toContain(`ceyin-${OWN}.json`);
    expect(answer.json).toMatchObject({
      uscc: OWN,
      data: {
        company: {
          profile,
          history: [
            { version: 1, profile: { ...PROFILE, uscc: OWN } },
            { version: 2, changed: ['years.2025.revenue'], profile },
          ],
          evaluations: [{ profileVersion: 1 }, { profileVersion: 2 }],
          members: [{ subject: PEOPLE.firm.subject }, { subject: 'second' }],
          managers: [{ subject: PEOPLE.manager.subject }],
        },
        proofs: { issued: [{ id: 'p1' }] },
      },
    });
    expect(answer.text).not.toContain(FOREIGN);
    expectProblem(await api.as('firm', { subject: 'second' }).get(`${at}/export`), 404, 'not-found');
    await done();
  });

  test('erased, nothing of it is left but audit entries without figures and receipts that run out', async () => {
    const { api, holding, done } = await fullFirm();
    expect(holding(String(SECRET)).length).toBeGreaterThan(1);
    expectProblem(await api.as('firm').delete(at), 428, 'precondition-required');
    expectProblem(await api.as('firm').delete(at, version(1)), 412, 'version-conflict');
    expect((await api.as('firm').delete(at, version(2))).status).toBe(204);

    expect(holding(String(SECRET))).toEqual([]);
    expect(holding('示例').every((key) => key.includes(FOREIGN))).toBe(true);
    expect(holding(OWN).filter((key) => !key.startsWith('AUDIT#'))).toEqual([]);
    expectProblem(await api.as('firm').get(at), 404, 'not-found');
    expect((await api.as('firm').get('/v1/me/companies')).json).toEqual({ companies: [] });
    expect((await api.as('manager').get('/v1/portfolio')).json).toMatchObject({ items: [] });
    expect((await api.as('auditor').get(`/v1/audit?uscc=${OWN}&action=company.erase`)).json).toMatchObject({
      items: [{ by: { subject: PEOPLE.firm.subject } }],
    });
    expect((await api.as('auditor').get('/v1/audit/verify')).json).toMatchObject({ whole: true });
    expect((await companyOf(api.deps.store, FOREIGN)).version).toBe(1);
    await done();
  });

  test('a broken-off erasure goes on when sent again, and nobody creates the firm in between', async () => {
    const { api, holding, done } = await fullFirm();
    const write = api.deps.store.write.bind(api.deps.store);
    let left = 4;
    Object.assign(api.deps.store, {
      write: (...writes: Parameters<typeof write>) =>
        left-- > 0 ? write(...writes) : Promise.reject(new Error('broken off')),
    });
    expectProblem(await api.as('firm').delete(at, version(2)), 500, 'internal');
    Object.assign(api.deps.store, { write });
    const again = await api.as('firm').post('/v1/companies', { profile: { ...PROFILE, uscc: OWN } });
    expectProblem(again, 409, 'conflict');
    expect((await api.as('firm').delete(at, version(2))).status).toBe(204);
    expect(holding(OWN).filter((key) => !key.startsWith('AUDIT#'))).toEqual([]);
    const anew = await api.as('firm').post('/v1/companies', { profile: { ...PROFILE, uscc: OWN } });
    expect(anew.json).toMatchObject({ version: 1 });
    await done();
  });

  test('the firm itself is erased last, so that its owner can repeat the request', () => {
    expect(CONCEPTS.at(-1)?.name).toBe('company');
  });

  test('only the owner exports and erases', async () => {
    const api = await companyApi();
    expectProblem(await api.as('manager').delete(at, version(1)), 403, 'forbidden');
    expectProblem(await api.as('manager').get(`${at}/export`), 403, 'forbidden');
  });
});

describe('the register of what is kept', () => {
  test('covers every field of the dictionary, each in one group', () => {
    const entries = Object.keys(rules.fields);
    expect(entries.filter((entry) => !groupOf(entry))).toEqual([]);
    const groupsOf = (entry: string) =>
      REGISTER.filter(({ fields }) =>
        fields.some((field) => field === entry || (field.endsWith('.') && entry.startsWith(field))),
      );
    expect(entries.filter((entry) => groupsOf(entry).length > 1)).toEqual([]);
  });

  test('names no field that does not exist', () => {
    const entries = Object.keys(rules.fields);
    const named = REGISTER.flatMap(({ fields }) => fields);
    const unknown = named.filter((field) => !entries.some((entry) => entry === field || entry.startsWith(field)));
    expect(unknown).toEqual([]);
  });

  test('anyone can read it in both languages', async () => {
    const api = testApi();
    expect((await api.anonymous.get('/v1/privacy?lang=en')).text).toContain('Yearly figures');
    expect((await api.anonymous.get('/v1/privacy')).text).toContain('年度经营数据');
  });
});
