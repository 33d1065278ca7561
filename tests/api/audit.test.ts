import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { canonical } from '#functions/api/audit/canonical.ts';
import { chainOf, chainPk, headKey } from '#functions/api/audit/chain.ts';
import { actorOf, SYSTEM, writeAudited } from '#functions/api/audit/record.ts';
import { auditEntries, verifyAudit } from '#functions/api/audit/repository.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import { companyApi, PROFILE, putCompany, putManagers } from './companies.ts';
import { expectProblem, START, type TestApi } from './support.ts';
import { FOREIGN, OWN, PEOPLE } from './world.ts';

const at = `/v1/companies/${OWN}`;
const OTHER = '91110105MA0000C016';
interface Listed {
  readonly items: readonly { action: string; by: { subject: string }; object: string | null; paths: string[] }[];
  readonly next: string | null;
}
const listed = async (api: TestApi, query = ''): Promise<Listed> =>
  (await api.as('auditor').get(`/v1/audit${query}`)).json as Listed;

describe('what is recorded', () => {
  test('every look at a firm’s figures by others than its own people, before they are sent', async () => {
    const api = await companyApi();
    await api.as('firm').post(`${at}/evaluations`, {});
    const looks = async () => (await listed(api, '?action=company.look')).items;
    expect(await looks()).toEqual([]);
    const others = [api.as('manager'), api.as('staff', { firmLevel: true })];
    for (const other of others) {
      await other.get(at);
      await other.get(`${at}/history/1`);
      await other.get(`${at}/evaluations/latest`);
    }
    expect((await looks()).map(({ by }) => by.subject)).toEqual([
      ...Array<string>(3).fill(PEOPLE.staff.subject),
      ...Array<string>(3).fill(PEOPLE.manager.subject),
    ]);
    await api.as('firm').get(at);
    expect(await looks()).toHaveLength(6);
  });

  test('a refused look leaves no entry, and a refusal that shows the figures does', async () => {
    const api = await companyApi();
    await api.as('manager', { subject: 'stranger' }).get(at);
    await api.as('staff').get(at);
    expect((await listed(api, '?action=company.look')).items).toEqual([]);
    await api.as('manager').patch(at, { profile: {} }, { headers: { 'if-match': '"v9"' } });
    expect((await listed(api, '?action=company.look')).items).toHaveLength(1);
  });

  test('changes name what changed and never a figure', async () => {
    const api = await companyApi();
    const profile = { years: { 2025: { revenue: 48123457 } } };
    await api.as('firm').patch(at, { profile }, { headers: { 'if-match': '"v1"' } });
    const answer = await api.as('auditor').get(`/v1/audit?uscc=${OWN}&action=company.save`);
    expect(answer.json).toMatchObject({ items: [{ object: 'v2', paths: ['years.2025.revenue'] }] });
    expect(answer.text).not.toContain('48123457');
  });

  test('a change that is not made leaves no entry', async () => {
    const api = await companyApi();
    const before = (await verifyAudit(api.deps.store)).entries;
    await api.as('firm').patch(at, { profile: { name: 1 } }, { headers: { 'if-match': '"v1"' } });
    await api.as('firm').post(`${at}/leave`);
    expect((await verifyAudit(api.deps.store)).entries).toBe(before);
  });
});

describe('the list', () => {
  test('goes back over days, newest first, page by page, with filters', async () => {
    const api = await companyApi();
    for (let day = 0; day < 5; day++) {
      for (let look = 0; look < 3; look++) {
        await api.as('manager').get(at);
        api.pass(1000);
      }
      await api.as('staff', { firmLevel: true }).get(at);
      api.pass(24 * 3600 * 1000);
    }
    const query = `subject=${PEOPLE.manager.subject}&action=company.look`;
    for (const more of ['', `&uscc=${OWN}`]) {
      const seen: unknown[] = [];
      let cursor = '';
      do {
        const page = await listed(api, `?${query}${more}&limit=4${cursor}`);
        seen.push(...page.items);
        cursor = page.next === null ? '' : `&cursor=${page.next}`;
      } while (cursor !== '');
      expect(seen).toHaveLength(15);
      const times = seen.map((entry) => (entry as { at: string }).at);
      expect(times).toEqual([...times].sort().reverse());
    }
    const oneDay = await listed(api, '?from=2026-07-02&to=2026-07-02&action=company.look');
    expect(oneDay.items).toHaveLength(4);
  });

  test('is searched by a part of a person’s name or their whole account, and names firms as they are called now', async () => {
    const api = await companyApi();
    await api.as('manager').get(at);
    await api.as('staff', { firmLevel: true }).get(at);
    const { subject, name } = PEOPLE.manager;
    for (const person of [subject.toUpperCase(), name, name.slice(0, 1)]) {
      const { items } = await listed(api, `?action=company.look&person=${encodeURIComponent(person)}`);
      expect(items).toMatchObject([{ by: { subject }, firm: PROFILE.name }]);
    }
    expect((await listed(api, `?person=${subject.slice(0, -1)}`)).items).toEqual([]);
  });

  test('names the managers that a firm was given to or taken from', async () => {
    const api = await companyApi();
    await putManagers(api);
    await api.as('operator').put(`${at}/managers/manager-2`);
    const { items } = await listed(api, '?action=manager.assign');
    expect(items[0]).toMatchObject({ object: 'manager-2', people: { 'manager-2': 'manager-2' } });
    expect((await listed(api, '?action=company.create')).items).toMatchObject([{ people: {} }]);
  });

  test('finds firms by their names: the one called exactly so, or else those that have it in theirs', async () => {
    const api = await companyApi();
    await putCompany(api, FOREIGN, { profile: { ...PROFILE, name: '北京甲乙科技' } });
    await putCompany(api, OTHER, { profile: { ...PROFILE, name: '北京甲乙科技二厂', region: null } });
    const named = async (name: string) =>
      (await api.as('auditor').get(`/v1/audit/firms?name=${encodeURIComponent(name)}`)).json;
    const [one, two] = [
      { uscc: FOREIGN, name: '北京甲乙科技' },
      { uscc: OTHER, name: '北京甲乙科技二厂' },
    ];
    expect(await named('甲乙')).toEqual({ items: [one, two], more: false });
    expect(await named(' 北京甲乙科技 ')).toEqual({ items: [one], more: false });
    expect(await named('丙丁')).toEqual({ items: [], more: false });
  });

  test('is the auditor’s alone, and looks back a year at most', async () => {
    const api = await companyApi();
    expectProblem(await api.as('operator').get('/v1/audit'), 403, 'forbidden');
    for (const [days, advice] of [
      ['from=2020-01-01', '366'],
      ['from=2026-02-02&to=2026-02-01', '对调'],
    ] as const) {
      const { faults } = expectProblem(await api.as('auditor').get(`/v1/audit?${days}`), 422, 'invalid-request');
      expect(faults).toMatchObject([{ path: 'query.from', message: expect.stringContaining(advice) as string }]);
    }
    const { next } = await listed(api, '?limit=1');
    expect((await api.as('auditor').get(`/v1/audit?limit=1&cursor=${next ?? 'x'}&subject=a`)).status).toBe(422);
  });
});

describe('the chain', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  /** A store in a file, with a chain of five looks. */
  async function recorded() {
    const folder = mkdtempSync(join(tmpdir(), 'audit-'));
    folders.push(folder);
    const path = join(folder, 'store.sqlite');
    const store = openSqlite(path);
    const deps = { store, now: () => START };
    const look = { action: 'company.look', by: actorOf(PEOPLE.manager), uscc: OWN, object: 'v1' } as const;
    for (let index = 0; index < 5; index++) await writeAudited(deps, [], [look]);
    const chain = chainOf(OWN, '');
    const tamper = (sql: string, ...values: string[]) => {
      const db = new DatabaseSync(path);
      const { changes } = db.prepare(sql).run(...values);
      db.close();
      if (changes === 0) throw new Error('Nothing was tampered with.');
    };
    return { deps, store, chain, pk: chainPk(chain), tamper };
  }
  const third = '000000000003';

  test('that is as it was written is whole', async () => {
    const { store } = await recorded();
    expect(await verifyAudit(store)).toMatchObject({ entries: 5, faults: [] });
  });

  test.each([
    [
      'who did it',
      `UPDATE items SET body = replace(body, 'manager-1', 'manager-9') WHERE pk = ? AND sk = ?`,
      'altered',
    ],
    ['when', `UPDATE items SET body = replace(body, '2026-07-01', '2026-06-01') WHERE pk = ? AND sk = ?`, 'altered'],
    ['its version', `UPDATE items SET version = version + 1 WHERE pk = ? AND sk = ?`, 'altered'],
    ['its place in the list', `UPDATE items SET gsi1pk = 'AUDITDAY#2020-01-01' WHERE pk = ? AND sk = ?`, 'unlisted'],
    ['its being there', `DELETE FROM items WHERE pk = ? AND sk = ?`, 'missing'],
  ])('an entry whose %s was edited in the file is found', async (_what, sql, kind) => {
    const { store, chain, pk, tamper } = await recorded();
    tamper(sql, pk, third);
    expect((await verifyAudit(store)).faults).toContainEqual({ chain, seq: 3, kind });
  });

  test('an entry rewritten with a hash of its own no longer fits the next one', async () => {
    const { deps, store, chain, pk } = await recorded();
    const other = await recorded();
    await writeAudited(other.deps, [], [{ action: 'company.look', by: SYSTEM, uscc: OWN }]);
    const { items } = await other.store.query(pk);
    const forged = items[5]?.body ?? {};
    const { hashOf, AuditEntry, itemOf } = await import('#functions/api/audit/chain.ts');
    const third = AuditEntry.parse((await store.query(pk)).items[2]?.body);
    const entry = { ...AuditEntry.parse(forged), seq: 3, previous: third.previous };
    const folder = folders[0] ?? '';
    const db = new DatabaseSync(join(folder, 'store.sqlite'));
    const rewritten = { ...entry, hash: hashOf(entry) };
    db.prepare('UPDATE items SET body = ?, gsi1sk = ?, gsi2sk = ? WHERE pk = ? AND sk = ?').run(
      JSON.stringify(rewritten),
      itemOf(rewritten).gsi1?.sk ?? '',
      itemOf(rewritten).gsi2?.sk ?? '',
      pk,
      '000000000003',
    );
    db.close();
    expect((await verifyAudit(deps.store)).faults).toEqual([{ chain, seq: 4, kind: 'unlinked' }]);
  });

  test('an end that was cut off, or a head that was edited, is found', async () => {
    const { store, chain, pk, tamper } = await recorded();
    tamper('DELETE FROM items WHERE pk = ? AND sk = ?', pk, '000000000005');
    expect((await verifyAudit(store)).faults).toEqual([{ chain, seq: null, kind: 'head' }]);
    const second = await recorded();
    second.tamper(`UPDATE items SET body = '{}' WHERE pk = ?`, headKey(chain).pk);
    expect((await verifyAudit(second.store)).faults).toEqual([{ chain, seq: null, kind: 'head' }]);
    const third = await recorded();
    third.tamper('DELETE FROM items WHERE pk = ?', headKey(chain).pk);
    expect((await verifyAudit(third.store)).faults).toEqual([{ chain, seq: null, kind: 'head' }]);
  });

  test('over the API says whether the record is whole', async () => {
    const api = await companyApi();
    const whole = await api.as('auditor').get('/v1/audit/verify');
    expect(whole.json).toMatchObject({ whole: true, entries: 1, faults: [] });
    const chain = chainOf(OWN, '');
    await api.deps.store.write([{ delete: { pk: chainPk(chain), sk: '000000000001' } }]);
    const broken = await api.as('auditor').get(`/v1/audit/verify?chain=${chain}`);
    expect(broken.json).toMatchObject({ whole: false, faults: [{ chain, kind: 'head' }] });
  });

  test('many at once on one chain all stand in it, in one line', async () => {
    const { deps, store } = await recorded();
    const look = { action: 'company.look', by: SYSTEM, uscc: OWN } as const;
    await Promise.all(Array.from({ length: 30 }, () => writeAudited(deps, [], [look])));
    expect(await verifyAudit(store)).toMatchObject({ entries: 35, faults: [] });
    const filter = { from: '2026-07-01', to: '2026-07-01', subject: 'system' };
    expect((await auditEntries(store, filter, 100, undefined)).entries).toHaveLength(30);
  });
});

test('canonical JSON does not depend on the order of keys, and reads as the same value', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (value) => {
      const plain = JSON.parse(JSON.stringify(value)) as Record<string, never>;
      const reversed = Object.fromEntries(Object.entries(plain).reverse());
      expect(canonical(reversed)).toBe(canonical(plain));
      expect(JSON.parse(canonical(plain))).toEqual(plain);
    }),
  );
});
