/** A change of rules: drafted, checked, tried on the population, approved by another, published, taken back. */
import { afterAll, describe, expect, test } from 'vitest';
import { type Content, type Release, releaseWrites } from '#functions/api/releases/release.ts';
import { treeCompiler } from '#functions/api/releases/source/tree.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import { fileURLToPath } from 'node:url';
import type { Profile } from '#rules/engine/types.ts';
import { saveFirm } from '../demand/firms.ts';
import { at, firms } from '../functions/artefact.ts';
import { loaded } from './catalogue.ts';
import { expectProblem, testApi, type Answered, type TestApi } from './support.ts';

const compiler = treeCompiler(fileURLToPath(at('rules')));
afterAll(() => compiler.close());
/** The first draft reads the whole source. */
const SLOW = 120_000;

const PATH = '/v1/releases/drafts';
const FLOOR = { target: { parameter: 'rdRatioFloor' }, op: 'replace', path: '/values/0/bands/0/value', value: 0.5 };
/** So high that no firm reaches it, whatever its revenue. */
const HIGH = [0, 1, 2].map((band) => ({ ...FLOOR, path: `/values/0/bands/${band}/value`, value: 5 }));
const STAFF_TEST = {
  target: { measure: 'cn-hnte' },
  op: 'replace',
  path: '/versions/0/require/all/tech-staff-share/test',
  value: 'techStaff[0] / employeesMonthlyAverage[0] >= 0.09',
};
const body = (patches: readonly object[], title = '调整门槛') => ({ title, notes: '依据新的办法。', patches });
const fields = ({ json }: Answered): Record<string, unknown> => json as Record<string, unknown>;
const ifMatch = (version: number) => ({ headers: { 'if-match': `"v${version}"` } });

async function drafted(api: TestApi, patches: readonly object[]): Promise<string> {
  const answered = await api.as('publisher').post(PATH, body(patches));
  expect(answered.status, answered.text).toBe(201);
  return `${PATH}/${String(fields(answered).id)}`;
}
async function published(api: TestApi, patches: readonly object[]): Promise<Answered> {
  const draft = await drafted(api, patches);
  await submitted(api, draft);
  await api.as('approver').post(`${draft}/approve`, { failedCases: true, staleWords: true }, ifMatch(2));
  return api.as('publisher').post(`${draft}/publish`, undefined, ifMatch(3));
}
/** Checked and sent for approval: one version on. */
async function submitted(api: TestApi, draft: string, version = 1): Promise<void> {
  await api.as('publisher').post(`${draft}/check`);
  const sent = await api.as('publisher').post(`${draft}/submit`, undefined, ifMatch(version));
  expect(sent.status, sent.text).toBe(200);
}
const hashOf = async (api: TestApi): Promise<unknown> =>
  fields(await api.anonymous.get('/v1/measures?limit=1')).catalogue;

describe('with the compiler over the source', () => {
  test(
    'a place that is not there, or an expression that cannot be read, is refused when it is saved',
    async () => {
      const api = testApi({ compiler });
      const misspelt = { ...STAFF_TEST, value: 'techStaf[0] / employeesMonthlyAverage[0] >= 0.09' };
      const refused = await api
        .as('publisher')
        .post(PATH, body([FLOOR, misspelt, { ...FLOOR, path: '/values/7/value' }]));
      expect(expectProblem(refused, 422, 'invalid-request').faults).toEqual([
        { path: 'patches.2', message: 'there is no entry “7”' },
        { path: 'patches.1', message: expect.stringContaining('“techStaf”; did you mean “techStaff”?') as unknown },
      ]);

      // What a change brings about elsewhere is told by the check, with file and line: a later change may mend it.
      const gone = { target: { parameter: 'rdRatioFloor' }, op: 'remove', path: '' };
      const draft = await drafted(api, [STAFF_TEST, gone]);
      const found = fields(await api.as('publisher').post(`${draft}/check`));
      expect(found).toMatchObject({ ok: false, hash: null });
      const problems = found.problems as { file: string; line: number; excerpt: string; patch: number | null }[];
      const [first] = problems.filter(({ file }) => file === 'rules/catalogue/national/cn-hnte.yaml');
      expect(first).toMatchObject({ excerpt: expect.stringContaining('rdRatioFloor') as unknown, patch: null });
      expect(first?.line).toBeGreaterThan(40);
      expectProblem(await api.as('publisher').post(`${draft}/submit`, undefined, ifMatch(1)), 409, 'wrong-state');
      expectProblem(await api.as('publisher').get(`${draft}/diff`), 409, 'wrong-state');

      // So does what another change mends: a test of two figures wants the one named that can close the gap.
      const path = '/versions/0/require/all/staff-limit/test';
      const two = { target: { measure: 'cn-tech-sme' }, op: 'add', path, value: 'employees[0] / techStaff[0] <= 0.5' };
      const half = await drafted(api, [STAFF_TEST, two]);
      const lever = fields(await api.as('publisher').post(`${half}/check`)).problems;
      expect(lever).toMatchObject([
        { message: expect.stringContaining('name the “lever”') as unknown, patch: 1, final: false },
      ]);

      // A draft that has such a fault can still be changed: only what is new is looked at.
      const renamed = await api.as('publisher').put(draft, body([STAFF_TEST, gone], '改名'), ifMatch(1));
      expect(renamed.status, renamed.text).toBe(200);
      const wrong = await api.as('publisher').put(draft, body([STAFF_TEST, gone, misspelt]), ifMatch(2));
      expect(expectProblem(wrong, 422, 'invalid-request').faults).toMatchObject([{ path: 'patches.2' }]);
    },
    SLOW,
  );

  test(
    'what a draft changes is told in words, against the release it is on',
    async () => {
      const api = testApi({ compiler });
      const draft = await drafted(api, [STAFF_TEST]);
      const { changes } = fields(await api.as('approver').get(`${draft}/diff?lang=zh`));
      expect(changes).toMatchObject([
        {
          what: 'condition',
          measure: 'cn-hnte',
          before: expect.stringContaining('≥ 10%') as unknown,
          after: expect.stringContaining('≥ 9%') as unknown,
        },
      ]);
      const english = (await api.as('auditor').get(`${draft}/diff?lang=en`)).text;
      expect(english).toContain('at least 10% of employees');
    },
    SLOW,
  );

  test(
    'from draft to release and back: checked, tried, approved by another, served as a whole',
    async () => {
      const api = testApi({ compiler });
      const before = await hashOf(api);
      const draft = await drafted(api, [FLOOR]);
      const check = fields(await api.as('publisher').post(`${draft}/check`));
      expect(check).toMatchObject({ ok: false, problems: [], touched: expect.arrayContaining(['cn-hnte']) as unknown });
      const { run, failed } = check.cases as { run: number; failed: number };
      expect(run).toBeGreaterThan(50);
      expect(failed).toBeGreaterThan(0);
      expect(await hashOf(api)).toBe(before);

      // Only what its author sends for approval is approved; what the check found goes with it.
      const early = { failedCases: true, staleWords: true };
      expectProblem(await api.as('approver').post(`${draft}/approve`, early, ifMatch(1)), 409, 'wrong-state');
      const sent = await api.as('publisher').post(`${draft}/submit`, undefined, ifMatch(1));
      expect(sent.json).toMatchObject({ sent: { by: { name: '沈言' } }, check: { hash: check.hash }, version: 2 });
      expectProblem(await api.as('publisher').post(`${draft}/submit`, undefined, ifMatch(2)), 409, 'wrong-state');
      // A failing example is passed over only by saying so.
      expectProblem(await api.as('approver').post(`${draft}/approve`, {}, ifMatch(2)), 409, 'wrong-state');
      expectProblem(await api.as('publisher').post(`${draft}/publish`, undefined, ifMatch(2)), 409, 'wrong-state');
      const approved = await api
        .as('approver')
        .post(`${draft}/approve`, { failedCases: true, staleWords: true }, ifMatch(2));
      expect(approved.json).toMatchObject({ state: 'approved', approval: { by: { name: '韩诚' }, hash: check.hash } });

      const release = await api.as('publisher').post(`${draft}/publish`, undefined, ifMatch(3));
      expect(release.status, release.text).toBe(201);
      expect(release.json).toMatchObject({
        number: 1,
        hash: check.hash,
        by: { name: '沈言' },
        approvedBy: { name: '韩诚' },
        served: true,
        outdated: false,
      });
      expect(await hashOf(api)).toBe(check.hash);
      expectProblem(await api.as('publisher').post(`${draft}/publish`, undefined, ifMatch(4)), 409, 'wrong-state');

      const diff = fields(await api.as('auditor').get('/v1/releases/0/diff/1?lang=en')).changes;
      expect(diff).toMatchObject([
        { what: 'parameter', measure: 'cn-hnte', after: expect.stringContaining('then 50%') as unknown },
        { what: 'parameter', name: 'Floor for three-year R&D share', before: '0.05', after: '0.5' },
      ]);

      // The next draft stands on the first: both changes are in it.
      const second = await published(api, [STAFF_TEST]);
      expect(second.json).toMatchObject({ number: 2, from: 1 });
      const parts = fields(await api.as('staff').get('/v1/releases/0/diff/2')).changes as { what: string }[];
      expect(new Set(parts.map(({ what }) => what))).toEqual(new Set(['parameter', 'condition']));

      const restored = await api.as('approver').post('/v1/releases/0/restore', { notes: '门槛写错了，先恢复。' });
      expect(restored.json).toMatchObject({ number: 3, restores: 0, hash: before });
      expect(await hashOf(api)).toBe(before);
      const listed = fields(await api.as('auditor').get('/v1/releases')).items as { number: number }[];
      expect(listed.map(({ number }) => number)).toEqual([3, 2, 1, 0]);
      const audit = (await api.as('auditor').get('/v1/audit?day=2026-07-01')).text;
      for (const act of ['draft', 'approve', 'publish', 'restore']) expect(audit).toContain(`release.${act}`);
    },
    SLOW,
  );

  test(
    'a draft that is given back says why, and is approved only once it was changed and checked anew',
    async () => {
      const api = testApi({ compiler });
      const draft = await drafted(api, [STAFF_TEST]);
      expectProblem(
        await api.as('approver').post(`${draft}/refuse`, { note: '太早了。' }, ifMatch(1)),
        409,
        'wrong-state',
      );
      await submitted(api, draft);
      expectProblem(await api.as('approver').post(`${draft}/refuse`, {}, ifMatch(2)), 422, 'invalid-request');
      const back = await api.as('approver').post(`${draft}/refuse`, { note: '请附上新办法的条款。' }, ifMatch(2));
      expect(back.json).toMatchObject({
        state: 'draft',
        sent: null,
        refusal: { by: { name: '韩诚' }, note: '请附上新办法的条款。' },
        // Nothing it says has changed: what the check found stays.
        check: { problems: [] },
      });
      const again = await api.as('approver').post(`${draft}/refuse`, { note: '再退回一次。' }, ifMatch(3));
      expectProblem(again, 409, 'wrong-state');
      const early = await api
        .as('approver')
        .post(`${draft}/approve`, { failedCases: true, staleWords: true }, ifMatch(3));
      expectProblem(early, 409, 'wrong-state');
      expectProblem(await api.as('publisher').post(`${draft}/submit`, undefined, ifMatch(3)), 409, 'wrong-state');
      const changed = await api.as('publisher').put(draft, body([STAFF_TEST], '附条款'), ifMatch(3));
      expect(changed.json).toMatchObject({ title: '附条款', refusal: null });
    },
    SLOW,
  );

  test(
    'the impact tells exact numbers only to those who may see firms, and small ones to nobody else',
    async () => {
      const api = testApi({ compiler });
      const name = 'chaoyang-medical-devices.json';
      const profile: Profile = firms.get(name) ?? {};
      const codes = Array.from({ length: 7 }, (_, i) => `91110105MA0000${String(i).padStart(2, '0')}`);
      for (const uscc of codes) await saveFirm(api.deps.store, uscc, { ...profile, uscc });
      const draft = await drafted(api, HIGH);
      const asked = async (caller: ReturnType<TestApi['as']>) => fields(await caller.post(`${draft}/impact`));
      interface Shown {
        readonly measure: string;
        readonly leave: number | null;
        readonly money: unknown;
        readonly firms: { readonly leave: readonly string[] } | null;
      }
      const hnte = ({ measures }: Record<string, unknown>) =>
        (measures as Shown[]).find(({ measure }) => measure === 'cn-hnte');

      const exact = await asked(api.as('staff', { firmLevel: true }));
      expect(exact).toMatchObject({ firms: 7, exact: true });
      expect(hnte(exact)).toMatchObject({ leave: 7 });
      expect(hnte(exact)?.firms?.leave.toSorted()).toEqual(codes);
      const elsewhere = await asked(api.as('staff', { firmLevel: true, district: 'dongcheng' }));
      expect(hnte(elsewhere)?.firms).toEqual({ enter: [], leave: [] });

      const rounded = await asked(api.as('publisher'));
      expect(rounded).toMatchObject({ firms: 5, exact: false });
      expect(hnte(rounded)).toMatchObject({ leave: 5, firms: null });
      expect((await api.as('auditor').get('/v1/audit?day=2026-07-01')).text).toContain('release.impact');

      // What bringing a release back would move is told by the same rules.
      await published(api, HIGH);
      const back = await api.as('publisher').post('/v1/releases/0/impact');
      const hnteBack = (fields(back).measures as { measure: string; enter: number | null }[]).find(
        ({ measure }) => measure === 'cn-hnte',
      );
      expect(hnteBack).toMatchObject({ enter: 5, firms: null });
      expectProblem(await api.as('publisher').post('/v1/releases/9/impact'), 404, 'not-found');

      const few = testApi({ compiler });
      for (const uscc of codes.slice(0, 3)) await saveFirm(few.deps.store, uscc, { ...profile, uscc });
      const other = await drafted(few, HIGH);
      const shown = fields(await few.as('staff').post(`${other}/impact`));
      expect(shown.firms).toBeNull();
      expect(hnte(shown)).toMatchObject({ leave: null, money: null, firms: null });
    },
    SLOW,
  );

  test(
    'a whole measure and its document can be added, and a measure removed',
    async () => {
      const api = testApi({ compiler });
      const document = {
        id: 'cy-new-rule-2026',
        title: { zh: '朝阳区新办法', en: 'A new rule of Chaoyang' },
        number: null,
        issuer: { zh: '朝阳区人民政府', en: 'Chaoyang District Government' },
        issuedOn: '2026-06-01',
        effectiveFrom: '2026-06-01',
        effectiveTo: null,
        url: null,
        grade: 'B',
        checked: '2026-06-20',
        supersedes: [],
        note: { zh: '地址未见。', en: 'Address not seen.' },
      };
      const measure = {
        id: 'cy-new-rule',
        name: { zh: '新办法', en: 'New rule' },
        summary: { zh: '新办法的摘要。', en: 'What the new rule is.' },
        level: 'chaoyang',
        instrument: 'grant',
        department: { zh: '区科信局', en: 'District Science Bureau' },
        checked: '2026-06-20',
        grade: 'B',
        availability: 'rolling',
        provisions: [],
        versions: [
          {
            from: '2026-06-01',
            bases: ['cy-new-rule-2026'],
            scope: { use: 'in-chaoyang', basis: '第一条' },
            require: {
              id: 'some-staff',
              label: { zh: '有职工', en: 'Has staff' },
              test: 'employees[0] >= 1',
              basis: '第二条',
            },
          },
        ],
      };
      const draft = await drafted(api, [
        { target: { document: document.id }, op: 'add', path: '', value: document },
        { target: { measure: measure.id }, op: 'add', path: '', value: measure },
        { target: { measure: measure.id }, op: 'replace', path: '/name/en', value: 'Newest rule' },
      ]);
      const check = fields(await api.as('publisher').post(`${draft}/check`));
      expect(check).toMatchObject({ ok: true, problems: [], touched: ['cy-new-rule'] });
      const removal = { target: { measure: 'no-such' }, op: 'remove', path: '' };
      const refused = await api.as('publisher').post(PATH, body([removal]));
      expect(expectProblem(refused, 422, 'invalid-request').faults).toEqual([
        { path: 'patches.0', message: 'there is no such measure' },
      ]);
    },
    SLOW,
  );

  test(
    'words that still name the figure of before are told, until they are changed too',
    async () => {
      const api = testApi({ compiler });
      const draft = await drafted(api, [STAFF_TEST, FLOOR]);
      const left = async () =>
        fields(await api.as('publisher').post(`${draft}/check`)).wordsLeft as { measure: string }[];
      const found = await left();
      expect(found).toContainEqual({
        measure: 'cn-hnte',
        condition: 'tech-staff-share',
        words: {
          zh: expect.stringContaining('不低于 10%') as unknown,
          en: expect.stringContaining('10%') as unknown,
        },
      });
      // The floor is a parameter: whoever reads it has words to be read again.
      expect(found).toContainEqual(expect.objectContaining({ measure: 'cn-hnte', condition: 'rd-ratio' }));
      expect(found.some(({ measure }) => measure === 'cn-srdi-giant')).toBe(false);
      // Nobody approves them unseen.
      await api.as('publisher').post(`${draft}/submit`, undefined, ifMatch(1));
      const unseen = await api.as('approver').post(`${draft}/approve`, { failedCases: true }, ifMatch(2));
      expect(expectProblem(unseen, 409, 'wrong-state').detail).toContain('没有改');
      const words = (lang: string, value: string) => ({
        target: { measure: 'cn-hnte' },
        op: 'replace',
        path: `/versions/0/require/all/tech-staff-share/label/${lang}`,
        value,
      });
      const said = [words('zh', '科技人员占职工总数不低于 9%'), words('en', 'Research staff at least 9 % of staff')];
      await api.as('publisher').put(draft, body([STAFF_TEST, ...said]), ifMatch(2));
      expect(fields(await api.as('publisher').post(`${draft}/check`)).problems).toEqual([]);
      expect(await left()).not.toContainEqual(expect.objectContaining({ condition: 'tech-staff-share' }));
    },
    SLOW,
  );
});

describe('the way of a draft', () => {
  test('nobody approves what they wrote any part of, whatever role they come with', async () => {
    const api = testApi();
    const draft = await drafted(api, [FLOOR]);
    const hand = { subject: 'approver-1', name: '韩诚' };
    const changed = await api.as('publisher', hand).put(draft, body([STAFF_TEST]), ifMatch(1));
    expect(changed.json).toMatchObject({ version: 2, authors: [{ name: '沈言' }, { name: '韩诚' }] });
    await submitted(api, draft, 2);
    expectProblem(await api.as('approver').post(`${draft}/approve`, {}, ifMatch(3)), 403, 'forbidden');
    const other = api.as('approver', { subject: 'approver-2', name: '另一人' });
    expect((await other.post(`${draft}/approve`, {}, ifMatch(3))).status).toBe(200);
  });

  test('what was changed after the check or the approval is neither checked nor approved', async () => {
    const api = testApi();
    const draft = await drafted(api, [FLOOR]);
    expectProblem(await api.as('publisher').post(`${draft}/submit`, undefined, ifMatch(1)), 409, 'wrong-state');
    await submitted(api, draft);
    await api.as('approver').post(`${draft}/approve`, {}, ifMatch(2));
    const changed = await api.as('publisher').put(draft, body([STAFF_TEST]), ifMatch(3));
    expect(changed.json).toMatchObject({ state: 'draft', sent: null, approval: null, check: null });
    expectProblem(await api.as('publisher').post(`${draft}/publish`, undefined, ifMatch(4)), 409, 'wrong-state');
    expectProblem(await api.as('approver').post(`${draft}/approve`, {}, ifMatch(1)), 412, 'version-conflict');
  });

  test('of two approved drafts on one release only the first is published; the other begins anew', async () => {
    const api = testApi();
    const ready = async (patches: readonly object[]): Promise<string> => {
      const draft = await drafted(api, patches);
      await submitted(api, draft);
      await api.as('approver').post(`${draft}/approve`, {}, ifMatch(2));
      return draft;
    };
    const [first, second] = [await ready([FLOOR]), await ready([STAFF_TEST])];
    expect((await api.as('publisher').post(`${first}/publish`, undefined, ifMatch(3))).status).toBe(201);
    expectProblem(await api.as('publisher').post(`${second}/publish`, undefined, ifMatch(3)), 409, 'wrong-state');
    const again = await api.as('publisher').put(second, body([STAFF_TEST]), ifMatch(3));
    expect(again.json).toMatchObject({ from: 1, state: 'draft' });
  });

  test('what no longer compiles to what was approved is not published', async () => {
    let built = 'a';
    const base = testApi().deps.compiler;
    const api = testApi({
      compiler: {
        compile: async (patches, against) => {
          const compiled = await base?.compile(patches, against);
          if (!compiled?.ok) throw new Error('The stand-in compiles everything.');
          return { ...compiled, rules: { ...compiled.rules, hash: built.repeat(64) } };
        },
      },
    });
    const draft = await drafted(api, [FLOOR]);
    await submitted(api, draft);
    await api.as('approver').post(`${draft}/approve`, {}, ifMatch(2));
    built = 'b';
    expectProblem(await api.as('publisher').post(`${draft}/publish`, undefined, ifMatch(3)), 409, 'wrong-state');
    expect(fields(await api.as('auditor').get('/v1/releases')).items).toHaveLength(1);
  });

  test('a release holds with its calls in every instance, after a restart too', async () => {
    const api = testApi();
    const release = fields(await published(api, [FLOOR]));
    const restarted = testApi({ store: api.deps.store });
    expect(await hashOf(restarted)).toBe(release.hash);
    const text = (await restarted.anonymous.get('/v1/measures/cn-hnte')).text;
    expect(text).toBe((await api.anonymous.get('/v1/measures/cn-hnte')).text);
  });

  test('a release kept by a program that had fewer words is served with the others as built', async () => {
    const store = openSqlite(':memory:');
    const { zh, en } = loaded.texts;
    const { sets: _zh, ...olderZh } = zh;
    const { sets: _en, ...olderEn } = en;
    const release: Release = {
      number: 1,
      hash: loaded.rules.hash,
      title: '旧的发布',
      notes: '',
      at: '2026-07-01T00:00:00.000Z',
      by: { subject: 'publisher', name: '', role: 'publisher' },
      approvedBy: null,
      from: 0,
      restores: null,
      built: loaded.rules.hash,
    };
    const content = { rules: loaded.rules, texts: { zh: olderZh, en: olderEn }, patches: [] } as unknown as Content;
    await store.write(await releaseWrites(store, release, content));
    const calendar = await testApi({ store }).anonymous.get('/v1/calendar.ics');
    expect(calendar.status).toBe(200);
    expect(calendar.text).toContain('（北京市）');
  });

  test('where nothing can compile, that is said; a former release can still be brought back', async () => {
    const api = testApi();
    await published(api, [FLOOR]);
    const plain = testApi({ store: api.deps.store, compiler: null });
    const draft = await drafted(api, [STAFF_TEST]);
    expectProblem(await plain.as('publisher').post(`${draft}/check`), 503, 'unavailable');
    expect((await plain.as('publisher').post('/v1/releases/0/restore', { notes: '先恢复。' })).status).toBe(201);
    expectProblem(await plain.as('publisher').post('/v1/releases/9/restore', { notes: '先恢复。' }), 404, 'not-found');
  });

  test('a discarded draft can be read and no longer changed; places that cannot be are refused', async () => {
    const api = testApi();
    const draft = await drafted(api, [FLOOR]);
    expect((await api.as('publisher').delete(draft, ifMatch(1))).json).toMatchObject({ state: 'discarded' });
    expectProblem(await api.as('publisher').put(draft, body([]), ifMatch(2)), 409, 'wrong-state');
    expect((await api.as('auditor').get(draft)).json).toMatchObject({ state: 'discarded', version: 2 });
    expect(fields(await api.as('auditor').get(PATH)).items).toHaveLength(1);
    const wrong = await api.as('publisher').post(PATH, body([{ ...FLOOR, path: 'values' }]));
    expectProblem(wrong, 422, 'invalid-request');
  });
});
