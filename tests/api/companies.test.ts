import { describe, expect, test } from 'vitest';
import { evaluate, Finding, findingsOf } from '#functions/api/companies/evaluation.ts';
import { companiesOfBucket, saveProfile, versionOf } from '#functions/api/companies/repository.ts';
import { SYSTEM } from '#functions/api/audit/record.ts';
import { bucketOf } from '#functions/store/buckets.ts';
import { firms, rules } from '../functions/artefact.ts';
import { companyApi, companyOf, PROFILE, putCompany } from './companies.ts';
import { expectProblem, START, testApi } from './support.ts';
import { FOREIGN, OWN, PEOPLE } from './world.ts';

const at = `/v1/companies/${OWN}`;
const own = { ...PROFILE, uscc: OWN };
const ifMatch = (version: number) => ({ headers: { 'if-match': `"v${version}"` } });
const revenue = (year: number, value: number | null) => ({ profile: { years: { [year]: { revenue: value } } } });

describe('creating a firm', () => {
  test('makes the person its owner, and the firm is among theirs', async () => {
    const api = testApi();
    const created = await api.as('firm').post('/v1/companies', { profile: own });
    expect(created.status).toBe(201);
    expect(created.headers.get('etag')).toBe('"v1"');
    const mine = await api.as('firm').get('/v1/me/companies');
    expect(mine.json).toMatchObject({ companies: [{ uscc: OWN, name: PROFILE.name, role: 'owner' }] });
  });

  test('by a manager assigns it to them, and says that its values come from the manager', async () => {
    const api = testApi();
    await api.as('manager').post('/v1/companies', { profile: own });
    expect((await api.as('manager').get('/v1/portfolio')).json).toMatchObject({ items: [{ uscc: OWN }] });
    const company = await companyOf(api.deps.store, OWN);
    expect(company.profile.provenance).toMatchObject({ 'years.2025.rdExpense': { source: 'manager' } });
  });

  test('is refused where the firm is there already, whoever asks', async () => {
    const api = await companyApi();
    const again = await api.as('firm', { subject: 'another' }).post('/v1/companies', { profile: own });
    expectProblem(again, 409, 'conflict');
  });

  test('repeated with the same key gives the same answer and one firm', async () => {
    const api = testApi();
    const headers = { 'idempotency-key': 'create-once' };
    const first = await api.as('firm').post('/v1/companies', { profile: own }, { headers });
    const second = await api.as('firm').post('/v1/companies', { profile: own }, { headers });
    expect([second.status, second.text]).toEqual([201, first.text]);
    const other = await api.as('firm').post('/v1/companies', { profile: { ...own, name: '另' } }, { headers });
    expectProblem(other, 422, 'idempotency-mismatch');
  });

  test('needs a code that is right', async () => {
    const api = testApi();
    const none = await api.as('firm').post('/v1/companies', { profile: { name: '无码' } });
    expect(expectProblem(none, 422, 'invalid-profile').faults).toMatchObject([{ path: 'profile.uscc' }]);
    const wrong = await api.as('firm').post('/v1/companies', { profile: { uscc: '91110105MA00000P00' } });
    expect(expectProblem(wrong, 422, 'invalid-profile').faults).toMatchObject([{ path: 'profile.uscc' }]);
  });
});

describe('saving a profile', () => {
  test('needs the version it changes: 428 without, 412 with another, which shows what is there', async () => {
    const api = await companyApi();
    expectProblem(await api.as('firm').patch(at, revenue(2025, 1)), 428, 'precondition-required');
    expect((await api.as('firm').patch(at, revenue(2025, 1), ifMatch(1))).status).toBe(200);
    const late = await api.as('firm').patch(at, revenue(2025, 2), ifMatch(1));
    expect(expectProblem(late, 412, 'version-conflict').current).toMatchObject({
      version: 2,
      saved: { by: { name: PEOPLE.firm.name } },
      profile: { years: { 2025: { revenue: 1 } } },
    });
    expect(late.headers.get('etag')).toBe('"v2"');
  });

  test('of two at once one wins and the other is told', async () => {
    const api = await companyApi();
    const answers = await Promise.all(
      [1, 2, 3, 4].map((value) => api.as('firm').patch(at, revenue(2025, value), ifMatch(1))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    expect((await companyOf(api.deps.store, OWN)).version).toBe(2);
  });

  test('names what changed, and leaves the version where nothing does', async () => {
    const api = await companyApi();
    const saved = await api.as('firm').put(at, { profile: { ...own, name: '新名', needs: [] } }, ifMatch(1));
    expect(saved.json).toEqual({ uscc: OWN, version: 2, changed: ['name', 'needs'] });
    const same = await api.as('firm').put(at, { profile: { ...own, name: '新名', needs: [] } }, ifMatch(2));
    expect(same.json).toEqual({ uscc: OWN, version: 2, changed: [] });
    expect(same.headers.get('etag')).toBe('"v2"');
  });

  test('an answer of null is taken away', async () => {
    const api = await companyApi();
    const saved = await api.as('firm').patch(at, revenue(2023, null), ifMatch(1));
    expect(saved.json).toMatchObject({ changed: ['years.2023.revenue'] });
    expect(JSON.stringify((await companyOf(api.deps.store, OWN)).profile)).not.toContain('null');
  });

  test('tells every fault with its path, in the language asked for', async () => {
    const api = await companyApi();
    const refused = await api
      .as('firm')
      .patch(
        at,
        { profile: { years: { 2025: { revenue: -1 } }, regoin: 'chaoyang' } },
        { headers: { 'if-match': '"v1"', 'accept-language': 'en' } },
      );
    expect(expectProblem(refused, 422, 'invalid-profile').faults).toEqual([
      { path: 'profile.years.2025.revenue', message: 'must not be negative, but is -1' },
      { path: 'profile.regoin', message: 'there is no field “regoin”; did you mean “region”?' },
    ]);
  });

  test('never moves a firm to another code', async () => {
    const api = await companyApi();
    const moved = await api.as('firm').put(at, { profile: { ...own, uscc: FOREIGN } }, ifMatch(1));
    expect(expectProblem(moved, 422, 'invalid-profile').faults).toMatchObject([{ path: 'profile.uscc' }]);
    expectProblem(await api.as('firm').patch(at, { profile: { uscc: null } }, ifMatch(1)), 422, 'invalid-profile');
  });

  test('a repeated change with the same key gets the first one’s answer instead of a conflict', async () => {
    const api = await companyApi();
    const headers = { 'if-match': '"v1"', 'idempotency-key': 'change-once' };
    const first = await api.as('firm').patch(at, revenue(2025, 7), { headers });
    const second = await api.as('firm').patch(at, revenue(2025, 7), { headers });
    expect([second.status, second.text, second.headers.get('etag')]).toEqual([200, first.text, '"v2"']);
    expect((await companyOf(api.deps.store, OWN)).version).toBe(2);
  });

  test('a profile over the limit of an item is kept whole', async () => {
    const api = await companyApi();
    const certificates = Array.from({ length: 1000 }, () => ({ type: 'hnte', grantedOn: '2024-01-01' }));
    const figures = Object.fromEntries(
      Object.keys(rules.fields)
        .filter((path) => path.startsWith('years.*.') && !path.endsWith('Share'))
        .map((path) => [path.slice('years.*.'.length), { min: 0, max: 123456789 }]),
    );
    const years = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [String(1950 + index), figures]));
    const provenance = Object.fromEntries(
      Object.keys(years).flatMap((year) =>
        Object.keys(figures).map((name) => [`years.${year}.${name}`, { source: 'audit', asOf: '2026-04-30' }]),
      ),
    );
    const profile = { ...own, certificates, years, provenance };
    expect(JSON.stringify(profile).length).toBeGreaterThan(400 * 1024);
    const company = await companyOf(api.deps.store, OWN);
    const saving = { uscc: OWN, before: company, by: SYSTEM, source: 'self' } as const;
    const result = await saveProfile({ ...api.deps, fields: rules.fields }, { ...saving, profile });
    expect(result).toMatchObject({ ok: true, version: 2 });
    expect((await companyOf(api.deps.store, OWN)).profile).toEqual(profile);
    expect((await versionOf(api.deps.store, OWN, 2))?.profile).toEqual(profile);
    const { companies } = await companiesOfBucket(api.deps.store, bucketOf(OWN));
    expect(companies.map(({ profile: { years } }) => Object.keys(years ?? {}).length)).toEqual([150]);
    // And back to a small one: no part is left over.
    const small = { ...saving, before: await companyOf(api.deps.store, OWN), profile: own };
    await saveProfile({ ...api.deps, fields: rules.fields }, small);
    expect((await companyOf(api.deps.store, OWN)).profile).toEqual(own);
  });
});

describe('where a value comes from', () => {
  const provenanceOf = async (api: Awaited<ReturnType<typeof companyApi>>) =>
    (await companyOf(api.deps.store, OWN)).profile.provenance;

  test('a manager’s change is the manager’s, and only that', async () => {
    const api = await companyApi();
    await api.as('manager').patch(at, revenue(2025, 5e7), ifMatch(1));
    expect(await provenanceOf(api)).toEqual({ 'years.2025.revenue': { source: 'manager' } });
  });

  test('what the writer says holds; what merely comes back with a changed value does not', async () => {
    const api = await companyApi();
    const provenance = { 'years.2025.revenue': { source: 'audit', asOf: '2026-04-30' } };
    await api.as('manager').patch(at, { profile: { ...revenue(2025, 5e7).profile, provenance } }, ifMatch(1));
    expect(await provenanceOf(api)).toEqual(provenance);
    await api.as('firm').patch(at, revenue(2025, 6e7), ifMatch(2));
    expect(await provenanceOf(api)).toBeUndefined();
  });

  test('only a manager can name the manager as source', async () => {
    const api = await companyApi();
    expectProblem(
      await api.as('firm').patch(at, { ...revenue(2025, 1), source: 'manager' }, ifMatch(1)),
      422,
      'invalid-profile',
    );
    const provenance = { 'years.2025.revenue': { source: 'manager' } };
    const claimed = await api.as('firm').patch(at, { profile: { provenance } }, ifMatch(1));
    expect(expectProblem(claimed, 422, 'invalid-profile').faults).toMatchObject([
      { path: 'profile.provenance.years.2025.revenue' },
    ]);
  });
});

describe('the history', () => {
  test('keeps every version with who, when, what and from where', async () => {
    const api = await companyApi();
    api.pass(60_000);
    await api.as('manager').patch(at, { ...revenue(2025, 5e7), source: 'audit' }, ifMatch(1));
    const first = await api.as('firm').get(`${at}/history?limit=1`);
    expect(first.json).toMatchObject({
      items: [
        {
          version: 2,
          at: new Date(START.getTime() + 60_000).toISOString(),
          by: { subject: PEOPLE.manager.subject },
          source: 'audit',
          changed: ['years.2025.revenue'],
        },
      ],
    });
    const { next } = first.json as { next: string };
    expect((await api.as('firm').get(`${at}/history?limit=1&cursor=${next}`)).json).toMatchObject({
      items: [{ version: 1 }],
      next: null,
    });
    expect((await api.as('firm').get(`${at}/history/1`)).json).toMatchObject({ version: 1, profile: own });
    expect((await api.as('firm').get(`${at}/history/2`)).json).toMatchObject({
      profile: { years: { 2025: { revenue: 5e7 } } },
    });
    expectProblem(await api.as('firm').get(`${at}/history/3`), 404, 'not-found');
    expectProblem(await api.as('firm').get(`${at}/history?cursor=${next}x`), 422, 'invalid-cursor');
  });
});

describe('evaluations', () => {
  test('the same profile, day and catalogue are evaluated once, and give the same bytes again', async () => {
    const api = await companyApi();
    const first = await api.as('firm').post(`${at}/evaluations`, { asOf: '2026-07-01' });
    expect(first.status).toBe(201);
    api.pass(1000);
    const second = await api.as('manager').post(`${at}/evaluations`, { asOf: '2026-07-01' });
    expect([second.status, second.text]).toEqual([200, first.text]);

    const stored = first.json as { id: string; digest: string; findings: unknown[]; profileVersion: number };
    expect(stored.findings).toHaveLength(rules.measures.length);
    await api.as('firm').patch(at, revenue(2025, 1), ifMatch(1));
    const then = await versionOf(api.deps.store, OWN, stored.profileVersion);
    const again = evaluate(api.deps.catalogue(), then?.profile ?? {}, '2026-07-01');
    expect(JSON.stringify(again.findings)).toBe(JSON.stringify(stored.findings));
    expect(again.digest).toBe(stored.digest);
  });

  test('of some measures only, of any demo firm, the same is found as of all together', () => {
    const loaded = testApi().deps.catalogue();
    const differences = [...firms].flatMap(([name, profile], index) => {
      const asked = rules.measures.flatMap(({ id }, place) => (place % 7 === index % 7 ? [id] : []));
      const all = evaluate(loaded, profile, '2026-07-01').findings.filter(({ measure }) => asked.includes(measure));
      const some = findingsOf(loaded, profile, '2026-07-01', asked).map((one) => Finding.parse(one));
      return JSON.stringify(some) === JSON.stringify(all) ? [] : [{ name, some, all }];
    });
    expect(differences).toEqual([]);
    expect(findingsOf(loaded, own, '2026-07-01', ['no-such-measure'])).toEqual([]);
  });

  test('the latest is the one made last; each is found by its id', async () => {
    const api = await companyApi();
    expectProblem(await api.as('firm').get(`${at}/evaluations/latest`), 404, 'not-found');
    await api.as('firm').post(`${at}/evaluations`, { asOf: '2027-01-01' });
    await api.as('firm').patch(at, revenue(2025, 1), ifMatch(1));
    const made = await api.as('firm').post(`${at}/evaluations`, {});
    expect(made.json).toMatchObject({ asOf: '2026-07-01', profileVersion: 2, catalogue: rules.hash });
    expect((await api.as('firm').get(`${at}/evaluations/latest`)).text).toBe(made.text);
    const { id } = made.json as { id: string };
    expect((await api.as('firm').get(`${at}/evaluations/${id}`)).text).toBe(made.text);
    const list = (await api.as('firm').get(`${at}/evaluations`)).json as { items: { asOf: string }[] };
    expect(list.items.map(({ asOf }) => asOf)).toEqual(['2027-01-01', '2026-07-01']);
  });

  test('a manager’s portfolio shows the measures asked for', async () => {
    const api = await companyApi();
    await api.as('firm').post(`${at}/evaluations`, {});
    const shown = await api.as('manager').get('/v1/portfolio?measure=cn-hnte&measure=cn-tech-sme');
    const { items } = shown.json as { items: { evaluation: { findings: { measure: string }[] } }[] };
    expect(items.map(({ evaluation }) => evaluation.findings.map(({ measure }) => measure).sort())).toEqual([
      ['cn-hnte', 'cn-tech-sme'],
    ]);
  });
});

describe('a manager’s portfolio', () => {
  test('says until when a title is held, and which certificates run out within the days asked for', async () => {
    const api = await companyApi();
    const certificates = [{ type: 'hnte', grantedOn: '2023-07-28', validTo: '2026-07-28' }];
    const patched = await api.as('firm').patch(at, { profile: { certificates } }, ifMatch(1));
    expect(patched.status, patched.text).toBe(200);
    const asked = async (days: number) =>
      (await api.as('manager').get(`/v1/portfolio?measure=cn-hnte&ending=${days}`)).json;
    const today = [{ measure: 'cn-hnte', held: true, heldUntil: '2026-07-28' }];
    expect(await asked(60)).toMatchObject({ items: [{ today, ending: [{ type: 'hnte', validTo: '2026-07-28' }] }] });
    expect(await asked(3)).toMatchObject({ items: [{ today, ending: [] }] });
  });
});

describe('lists of firms', () => {
  test('a manager finds firms by name or code among all of theirs, page after page', async () => {
    const api = await companyApi();
    await putCompany(api, FOREIGN, { profile: { name: '东城一家' }, managers: [PEOPLE.manager.subject] });
    const manager = api.as('manager');
    const found: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: unknown = (await manager.get(`/v1/portfolio?limit=1&q=东城${cursor}`)).json;
      const { items, next } = page as { items: unknown[]; next: string | null };
      found.push(...items);
      cursor = next && `&cursor=${encodeURIComponent(next)}`;
    }
    expect(found).toMatchObject([{ uscc: FOREIGN }]);
    expect((await manager.get(`/v1/portfolio?q=${OWN.toLowerCase()}`)).json).toMatchObject({ items: [{ uscc: OWN }] });
    expect((await manager.get('/v1/portfolio?q=没有这一家')).json).toEqual({ items: [], next: null });
  });

  test('staff with the right see their district’s firms and no others', async () => {
    const api = await companyApi();
    await putCompany(api, FOREIGN, { profile: { name: '东城一家', region: 'dongcheng', subdistrict: '110101001' } });
    const staff = api.as('staff', { firmLevel: true });
    expect((await staff.get('/v1/companies')).json).toMatchObject({ items: [{ uscc: OWN }], next: null });
    const dongcheng = api.as('staff', { firmLevel: true, district: 'dongcheng' });
    expect((await dongcheng.get('/v1/companies?subdistrict=110101001')).json).toMatchObject({
      items: [{ uscc: FOREIGN, name: '东城一家' }],
    });
    expect((await dongcheng.get('/v1/companies?subdistrict=110101002')).json).toMatchObject({ items: [] });
    expectProblem(await staff.get(`/v1/companies/${FOREIGN}`), 404, 'not-found');
  });

  test('an unchanged profile is not sent again', async () => {
    const api = await companyApi();
    const answer = await api.as('firm').get(at, { headers: { 'if-none-match': '"v1"' } });
    expect([answer.status, answer.text]).toEqual([304, '']);
  });

  test('no figure and no code reaches the log', async () => {
    const api = await companyApi();
    await api.as('firm').patch(at, revenue(2025, 48123457), ifMatch(1));
    await api.as('firm').get(at);
    expect(api.logs.join('\n')).not.toMatch(new RegExp(`48123457|${OWN}|示例`));
  });
});
