/** A year's call, entered by staff: checked, versioned, audited, in force at once. */
import { expect, test, vi } from 'vitest';
import { kept } from '#functions/match/in-force.ts';
import { lawOf } from '#functions/rematch/law.ts';
import { updated, type Update } from '#rules/engine/update.ts';
import { withCalls } from '#functions/api/calls/overlay.ts';
import type { StoredCall } from '#functions/api/calls/call.ts';
import { tellOfCalls } from '#functions/api/calls/tell.ts';
import { assignWrites, joinWrites } from '#functions/api/companies/people.ts';
import { noticesOf } from '#functions/notices/kept.ts';
import { saveFirm } from '../demand/firms.ts';
import { firms } from '../functions/artefact.ts';
import { FOREIGN, OWN, PEOPLE } from './world.ts';
import { loaded } from './catalogue.ts';
import { expectProblem, testApi, type Answered, type TestApi } from './support.ts';

/** A district's measure with a call of 2026 in the release, over since April. */
const MEASURE = 'cy-ai-compute';
const path = `/v1/measures/${MEASURE}/calls`;
const SECOND = {
  year: 2026,
  region: 'chaoyang',
  publishedOn: '2026-06-20',
  directions: ['算力补贴', '智算中心'],
  windows: [{ opensOn: '2026-06-25', closesOn: '2026-07-31' }],
  grade: 'B',
  source: { title: '2026 年第二批申报通知', url: 'https://www.bjchy.gov.cn/second' },
  checked: '2026-06-28',
};
const fields = ({ json }: Answered): Record<string, unknown> => json as Record<string, unknown>;
const availability = async (api: TestApi, query = ''): Promise<unknown> =>
  fields(await api.anonymous.get(`/v1/measures/${MEASURE}?${query}`)).availability;
const { year, region, ...BODY } = SECOND;
const call = `${path}/${year}-${region}`;

test('an entered call opens the measure at once, everywhere the catalogue is served', async () => {
  const api = testApi();
  const before = await api.anonymous.get(`/v1/measures/${MEASURE}`);
  expect(fields(before).availability).toMatchObject({ state: 'closed' });

  const entered = await api.as('staff').post(path, SECOND);
  expect(entered.status).toBe(201);
  expect(entered.headers.get('etag')).toBe('"v1"');
  expect(entered.json).toMatchObject({ id: '2026-chaoyang', version: 1, live: true, by: { name: '何静' } });

  const after = await api.anonymous.get(`/v1/measures/${MEASURE}`, {
    headers: { 'if-none-match': before.headers.get('etag') ?? '' },
  });
  expect(after.status).toBe(200);
  expect(fields(after).availability).toMatchObject({
    state: 'open',
    closesOn: '2026-07-31',
    call: { year: 2026, grade: 'B', checked: '2026-06-28' },
  });
  // The release's call of the same year and region is replaced, and the new source can be looked up.
  expect(fields(after).calls).toEqual([expect.objectContaining({ year: 2026, publishedOn: '2026-06-20' })]);
  expect(fields(after).documents).toContainEqual(
    expect.objectContaining({ title: '2026 年第二批申报通知', url: 'https://www.bjchy.gov.cn/second' }),
  );
  const calendar = (await api.anonymous.get(`/v1/calendar.ics?measure=${MEASURE}`)).text;
  expect(calendar).toContain('DTSTART;VALUE=DATE:20260625');
  const listed = await api.anonymous.get('/v1/measures?level=chaoyang&state=open&limit=100');
  expect(listed.text).toContain(`"${MEASURE}"`);
});

test('another instance over the same store follows within a second', async () => {
  const one = testApi();
  const other = testApi({ store: one.deps.store });
  expect(await availability(other)).toMatchObject({ state: 'closed' });
  await one.as('staff').post(path, SECOND);
  other.pass(1000);
  expect(await availability(other)).toMatchObject({ state: 'open' });
});

test('while the store cannot be read, the catalogue is served as it was last known', async () => {
  const api = testApi();
  await api.as('staff').post(path, SECOND);
  const broken = testApi({
    store: {
      ...api.deps.store,
      query: () => Promise.reject(new Error('away')),
      get: () => Promise.reject(new Error()),
    },
  });
  expect(await availability(broken)).toMatchObject({ state: 'closed' });
  expect(broken.logs.join()).toContain('catalogue-unknown');
});

test('a call can be changed by who read it, and every version stays', async () => {
  const api = testApi();
  const staff = api.as('staff');
  await staff.post(path, SECOND);
  expectProblem(await staff.put(call, BODY), 428, 'precondition-required');
  const changed = await staff.put(
    call,
    { ...BODY, windows: [{ closesOn: '2026-08-15' }] },
    {
      headers: { 'if-match': '"v1"' },
    },
  );
  expect(changed.json).toMatchObject({ version: 2, windows: [{ opensOn: null, closesOn: '2026-08-15' }] });
  expect(await availability(api)).toMatchObject({ state: 'open', closesOn: '2026-08-15' });

  const outdated = expectProblem(
    await staff.put(call, BODY, { headers: { 'if-match': '"v1"' } }),
    412,
    'version-conflict',
  );
  expect(outdated.current).toMatchObject({ version: 2 });

  const history = fields(await staff.get(`${call}/history`)).items;
  expect(history).toMatchObject([
    { version: 2, windows: [{ closesOn: '2026-08-15' }], by: { role: 'staff', name: '何静' } },
    { version: 1, windows: [{ closesOn: '2026-07-31' }] },
  ]);
  // The public sees what changed, and not who did it.
  expect((await api.anonymous.get(`${call}/history`)).text).not.toContain('何静');
  const audit = await api.as('auditor').get('/v1/audit?day=2026-07-01');
  expect(audit.text).toContain('call.enter');
  expect(audit.text).toContain('call.change');
});

test('a withdrawn call gives way to that of the release, and can be entered again', async () => {
  const api = testApi();
  const staff = api.as('staff');
  await staff.post(path, SECOND);
  const withdrawn = await staff.delete(call, { headers: { 'if-match': '"v1"' } });
  expect(withdrawn.json).toMatchObject({ withdrawn: true, live: false, version: 2 });
  expect(await availability(api)).toMatchObject({ state: 'closed' });
  expectProblem(await staff.put(call, BODY, { headers: { 'if-match': '"v2"' } }), 404, 'not-found');
  expect((await staff.post(path, SECOND)).json).toMatchObject({ version: 3, withdrawn: false });
  expect(await availability(api)).toMatchObject({ state: 'open' });
});

test('a second call of the same year and region is refused; a repeated request is not a second one', async () => {
  const api = testApi();
  const headers = { 'idempotency-key': 'entered-once' };
  const first = await api.as('staff').post(path, SECOND, { headers });
  const again = await api.as('staff').post(path, SECOND, { headers });
  expect(again.text).toBe(first.text);
  const refused = expectProblem(await api.as('staff').post(path, SECOND), 409, 'conflict');
  expect(refused.current).toMatchObject({ id: '2026-chaoyang', version: 1 });
});

test('a year that names other directions leaves the measure out', async () => {
  const api = testApi();
  await api.as('staff').post(path, { ...SECOND, listed: false, windows: [], directions: [] });
  expect(await availability(api)).toMatchObject({ state: 'unlisted' });
});

test('without a call of the year, last year’s window is shown as not announced', async () => {
  const api = testApi();
  await api.as('staff').post(path, SECOND);
  expect(await availability(api, 'asOf=2027-03-01')).toMatchObject({
    state: 'unannounced',
    expected: { year: 2026, opensOn: '2026-06-25', closesOn: '2026-07-31' },
  });
});

test('a call of grade C is kept and decides nothing', async () => {
  const api = testApi();
  const entered = await api.as('staff').post(path, { ...SECOND, grade: 'C' });
  expect(entered.json).toMatchObject({ grade: 'C', live: false });
  expect(await availability(api)).toMatchObject({ state: 'closed' });
});

test.each([
  ['closes before it opens', { windows: [{ opensOn: '2026-07-31', closesOn: '2026-07-01' }] }, 'windows.0.closesOn'],
  [
    'overlaps',
    {
      windows: [
        { opensOn: '2026-06-25', closesOn: '2026-07-31' },
        { opensOn: '2026-07-31', closesOn: '2026-08-31' },
      ],
    },
    'windows.1',
  ],
  ['is out of order', { windows: [{ closesOn: '2026-08-31' }, { closesOn: '2026-07-31' }] }, 'windows.1'],
  ['lies in another year', { windows: [{ opensOn: '2026-12-01', closesOn: '2027-01-15' }] }, 'windows.0.closesOn'],
  ['has no end', { windows: [{ opensOn: '2026-06-25' }] }, 'windows.0.closesOn'],
  ['closes before it is published', { windows: [{ closesOn: '2026-06-01' }] }, 'windows.0.closesOn'],
  ['is published tomorrow', { publishedOn: '2026-07-02' }, 'publishedOn'],
  ['is checked before it is published', { checked: '2026-06-01' }, 'checked'],
  ['is of a year to come', { year: 2031, publishedOn: null, windows: [] }, 'year'],
  ['leaves the measure out and has a window', { listed: false }, 'listed'],
  ['has HTML in its title', { source: { title: '<b>通知</b>' } }, 'source.title'],
  ['links to a script', { source: { title: '通知', url: 'javascript:alert(1)' } }, 'source.url'],
])('a call that %s is refused with its place', async (_, wrong, at) => {
  const refused = expectProblem(
    await testApi()
      .as('staff')
      .post(path, { ...SECOND, ...wrong }),
    422,
    'invalid-request',
  );
  expect((refused.faults as { path: string }[]).map((fault) => fault.path)).toContain(at);
});

test('days outside the year are taken where the call says so, and first come needs no end', async () => {
  const api = testApi();
  const across = { acrossYears: true, windows: [{ opensOn: '2026-12-01', closesOn: '2027-01-15' }] };
  expect((await api.as('staff').post(path, { ...SECOND, ...across })).status).toBe(201);
  const open = { ...BODY, firstCome: true, windows: [{ opensOn: '2026-06-25' }] };
  expect((await api.as('staff').put(call, open, { headers: { 'if-match': '"v1"' } })).status).toBe(200);
  expect(await availability(api)).toMatchObject({ state: 'open', firstCome: true, closesOn: null });
});

test('unknown regions, measures of another district and measures without calls are refused', async () => {
  const publisher = testApi().as('publisher');
  const faults = async (measure: string, changed: object): Promise<unknown> =>
    expectProblem(
      await publisher.post(`/v1/measures/${measure}/calls`, { ...SECOND, ...changed }),
      422,
      'invalid-request',
    ).faults;
  expect(await faults(MEASURE, { region: 'atlantis' })).toMatchObject([{ path: 'region' }]);
  expect(await faults(MEASURE, { region: 'dongcheng' })).toMatchObject([{ path: 'region' }]);
  expect(await faults('cn-rd-super-deduction', {})).toMatchObject([{ path: 'measure' }]);
  expectProblem(await publisher.post('/v1/measures/cn-nothing/calls', SECOND), 404, 'not-found');
});

test('staff enter calls of their own district alone', async () => {
  const api = testApi();
  const city = '/v1/measures/bj-srdi-equity-reward/calls';
  for (const region of ['dongcheng', 'beijing', null]) {
    expectProblem(await api.as('staff').post(city, { ...SECOND, region }), 403, 'forbidden');
    expect((await api.as('publisher').post(city, { ...SECOND, region })).status).toBe(201);
  }
  expect((await api.as('staff').post(city, SECOND)).status).toBe(201);
});

test('people of firms that meet the conditions are told once that the window is open, others are not', async () => {
  const api = testApi();
  const { store } = api.deps;
  const measure = 'cn-hnte';
  const medical = firms.get('chaoyang-medical-devices.json') ?? {};
  await saveFirm(store, OWN, medical);
  await saveFirm(store, FOREIGN, { ...medical, region: 'tianjin' });
  const since = '2026-06-01T00:00:00.000Z';
  await store.write(joinWrites(OWN, { subject: PEOPLE.firm.subject, name: '林晓', role: 'owner', since }));
  await store.write(assignWrites(OWN, { subject: PEOPLE.manager.subject, name: '周岩', since }));
  await store.write(joinWrites(FOREIGN, { subject: 'firm-2', name: '另一家', role: 'owner', since }));

  const before = await store.changes(undefined, 1000);
  await api.as('publisher').post(`/v1/measures/${measure}/calls`, { ...SECOND, region: 'beijing' });
  const changes = await store.changes(before.at(-1)?.cursor, 1000);
  expect(await tellOfCalls(api.deps, changes)).toBe(true);
  expect(await tellOfCalls(api.deps, changes)).toBe(true);
  expect(await tellOfCalls(api.deps, before)).toBe(false);

  for (const subject of [PEOPLE.firm.subject, PEOPLE.manager.subject]) {
    const { notices } = await noticesOf(store, subject, { unread: false });
    expect(notices).toMatchObject([{ kind: 'window-opens', measures: [measure], on: '2026-06-25' }]);
  }
  expect((await noticesOf(store, 'firm-2', { unread: false })).notices).toEqual([]);
});

test('a call that is changed or withdrawn is told to whom it was for, and a mended title to nobody', async () => {
  const api = testApi();
  const { store } = api.deps;
  await saveFirm(store, OWN, firms.get('chaoyang-medical-devices.json') ?? {});
  const since = '2026-06-01T00:00:00.000Z';
  await store.write(joinWrites(OWN, { subject: PEOPLE.firm.subject, name: '林晓', role: 'owner', since }));
  const publisher = api.as('publisher');
  await publisher.post('/v1/measures/cn-hnte/calls', { ...SECOND, region: 'beijing' });
  const steps = [
    { ...BODY, source: { title: '更正后的标题' } },
    { ...BODY, windows: [{ opensOn: '2026-06-25', closesOn: '2026-08-15' }] },
    null,
  ];
  for (const [index, body] of steps.entries()) {
    const headers = { 'if-match': `"v${index + 1}"` };
    const at = '/v1/measures/cn-hnte/calls/2026-beijing';
    const saved = body ? await publisher.put(at, body, { headers }) : await publisher.delete(at, { headers });
    expect(saved.status, saved.text).toBe(200);
  }
  const changes = await store.changes(undefined, 1000);
  for (let time = 0; time < 2; time += 1) await tellOfCalls(api.deps, changes);
  const { notices } = await noticesOf(store, PEOPLE.firm.subject, { unread: false });
  // Read this late, the feed finds the release's own call in force again.
  const told = notices.filter(({ kind }) => kind !== 'window-opens');
  expect(told.map(({ kind, on }) => [kind, on]).sort()).toEqual([
    ['call-withdrawn', null],
    ['window-changed', '2026-08-15'],
  ]);
});

test('whoever holds the catalogue as built is told what has changed since, and match answers by it at once', async () => {
  const api = testApi();
  const { hash } = loaded.rules;
  const at = `/v1/catalogue/current?from=${hash}&texts=zh&texts=en`;
  const before = await api.anonymous.get(at);
  expect(before.json).toEqual({ from: hash, hash, rules: {}, texts: { zh: {}, en: {} } });
  const held = { headers: { 'if-none-match': before.headers.get('etag') ?? '' } };
  expect((await api.anonymous.get(at, held)).status).toBe(304);

  await api.as('staff').post(path, SECOND);
  const after = await api.anonymous.get(at, held);
  expect(after.status).toBe(200);
  expect(after.text.length).toBeLessThan(20_000);
  const { rules, texts } = after.json as { rules: Update; texts: Record<'zh' | 'en', Update> };
  const now = api.deps.catalogue();
  expect(updated(loaded.rules, rules)).toEqual(now.rules);
  for (const lang of ['zh', 'en'] as const) expect(updated(loaded.texts[lang], texts[lang])).toEqual(now.texts[lang]);

  const body = { profile: { region: 'chaoyang' }, measures: [MEASURE], asOf: '2026-07-01' };
  const { results } = fields(await api.anonymous.post('/v1/match', body)) as { results: unknown[] };
  expect(results).toMatchObject([{ availability: { state: 'open', closesOn: '2026-07-31' } }]);

  // So does a function that has nothing but its bundle; without the API it answers as it was built.
  const asked = {
    now: api.deps.now,
    fetch: (asks: string | URL | Request) => Promise.resolve(api.app.fetch(new Request(asks))),
  };
  const there = await kept(loaded, 'https://api.example', asked)();
  expect(there.catalogue.rules).toEqual(now.rules);
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const alone = await kept(loaded, 'https://api.example', {
    ...asked,
    fetch: () => Promise.reject(new Error('down')),
  })();
  expect(alone.catalogue.rules).toEqual(loaded.rules);
  expect(log).toHaveBeenCalledOnce();
  log.mockRestore();
  expectProblem(await api.anonymous.get(`/v1/catalogue/current?from=${'0'.repeat(64)}`), 404, 'not-found');
});

test('a call that is entered leaves the law as it was: no firm has to be judged anew', () => {
  const call = { ...SECOND, grade: 'B' as const, measure: MEASURE, listed: true, firstCome: false, acrossYears: false };
  const by = { subject: 's', name: 'n', role: 'staff' as const };
  const now = withCalls(loaded, [{ ...call, withdrawn: false, saved: { at: '', by } }]);
  expect(now.rules.hash).not.toBe(loaded.rules.hash);
  expect(lawOf(now.catalogue).hash).toBe(lawOf(loaded.catalogue).hash);
});

test('the same calls give the same catalogue, other calls another, and no call the release itself', () => {
  const saved = { at: '2026-06-28T01:00:00.000Z', by: { subject: 's', name: 'n', role: 'staff' as const } };
  const stored: StoredCall = {
    ...SECOND,
    measure: MEASURE,
    grade: 'B',
    listed: true,
    firstCome: false,
    acrossYears: false,
    withdrawn: false,
    saved,
  };
  expect(withCalls(loaded, [])).toBe(loaded);
  expect(withCalls(loaded, [{ ...stored, withdrawn: true }])).toBe(loaded);
  const [one, two] = [withCalls(loaded, [stored]), withCalls(loaded, [{ ...stored, saved: { ...saved, at: '' } }])];
  expect(one.rules.hash).toBe(two.rules.hash);
  expect(one.rules.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(one.texts.en.hash).toBe(one.rules.hash);
  expect(withCalls(loaded, [{ ...stored, checked: '2026-06-29' }]).rules.hash).not.toBe(one.rules.hash);
  // A district's own call counts before one for everyone, whichever was entered first.
  const wide = withCalls(loaded, [{ ...stored, region: null }, stored]);
  expect(wide.catalogue.measures.get(MEASURE)?.calls[0]?.region).toBe('chaoyang');
});
