import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { MeasureList, MeasureView, VersionDiff, VersionList } from '#functions/api/measures/schemas.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Measure, Rules } from '#rules/engine/types.ts';
import { loaded } from './catalogue.ts';
import { expectProblem, testApi } from './support.ts';

const api = testApi();
const { measures } = loaded.rules;
const many = measures.find(({ versions }) => versions.length > 1);

type Listed = z.infer<typeof MeasureList>;
async function list(query: Record<string, string | string[]> = {}): Promise<Listed> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value].flat()) search.append(name, each);
  }
  const { status, json, text } = await api.anonymous.get(`/v1/measures?${search.toString()}`);
  expect(status, text).toBe(200);
  return json as Listed;
}
const idsOf = ({ items }: Listed): string[] => items.map(({ id }) => id);

describe('the list', () => {
  test('shows every measure once, page by page, in the catalogue’s order', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: '100', ...(cursor === undefined ? {} : { cursor }) });
      expect(page.total).toBe(measures.length);
      seen.push(...idsOf(page));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(measures.map(({ id }) => id));
  });

  test('is narrowed by facets; several choices of one facet widen', async () => {
    const chaoyang = await list({ level: 'chaoyang' });
    expect(chaoyang.total).toBe(measures.filter(({ level }) => level === 'chaoyang').length);
    const both = await list({ level: ['chaoyang', 'dongcheng'] });
    expect(both.total).toBe(measures.filter(({ level }) => level === 'chaoyang' || level === 'dongcheng').length);
    const graded = await list({ level: 'chaoyang', grade: 'A' });
    expect(graded.total).toBe(measures.filter(({ level, grade }) => level === 'chaoyang' && grade === 'A').length);
  });

  test('counts for every choice what choosing it leaves', async () => {
    const before = await list({ level: 'beijing' });
    for (const facet of ['instrument', 'state', 'grade', 'region', 'department', 'level'] as const) {
      const [choice] = before.facets[facet];
      if (!choice) throw new Error(`${facet} offers nothing`);
      const kept = facet === 'level' ? {} : { level: 'beijing' };
      const after = await list({ ...kept, [facet]: choice.value });
      // A region changes which call counts, but not how many measures apply there.
      expect(after.total, `${facet}=${choice.value}`).toBe(choice.count);
    }
  });

  test('of a region holds what applies there: the district’s own, the city’s and the country’s', async () => {
    const { items } = await list({ region: 'dongcheng', limit: '100' });
    expect(new Set(items.map(({ level }) => level)).has('chaoyang')).toBe(false);
    const { facets } = await list({ region: 'dongcheng' });
    expect(facets.level.map(({ value }) => value).sort()).toEqual(
      [...new Set(measures.map(({ level }) => level))].filter((level) => level !== 'chaoyang').sort(),
    );
  });

  test('shows availability on the day asked for', async () => {
    const called = measures.find(({ calls }) =>
      calls.some(({ region, windows }) => !region && windows.some((each) => each.opensOn && each.closesOn)),
    );
    const window = called?.calls.flatMap(({ windows }) => windows).find((each) => each.opensOn && each.closesOn);
    if (!called || !window?.opensOn || !window.closesOn) throw new Error('no measure with a dated window');
    const on = async (asOf: string) =>
      ((await api.anonymous.get(`/v1/measures/${called.id}?asOf=${asOf}`)).json as z.infer<typeof MeasureView>)
        .availability;
    expect(await on(window.opensOn)).toMatchObject({ state: 'open', closesOn: window.closesOn });
    expect((await on(window.closesOn)).state).toBe('open');
  });

  test('is answered in the language asked for', async () => {
    const zh = await list({ limit: '1' });
    const en = await list({ limit: '1', lang: 'en' });
    const id = zh.items[0]?.id ?? '';
    expect(zh.items[0]?.name).toBe(loaded.texts.zh.measures[id]?.name);
    expect(en.items[0]?.name).toBe(loaded.texts.en.measures[id]?.name);
  });

  test('refuses a cursor of another listing', async () => {
    const { next } = await list({ limit: '1', level: 'chaoyang' });
    expectProblem(await api.anonymous.get(`/v1/measures?limit=1&cursor=${next ?? ''}`), 422, 'invalid-cursor');
    expectProblem(await api.anonymous.get('/v1/measures?cursor=abc'), 422, 'invalid-cursor');
  });

  test.each([
    'level=city',
    'limit=0',
    'limit=101',
    'limit=x',
    'asOf=2026-02-30',
    'grade=D',
    'state=gone',
    `q=${'x'.repeat(201)}`,
  ])('refuses %s', async (query) => {
    const problem = expectProblem(await api.anonymous.get(`/v1/measures?${query}`), 422, 'invalid-request');
    expect(problem.faults).toHaveLength(1);
    expect(problem.faults).toMatchObject([{ path: expect.stringMatching(/^query\./) as string }]);
  });

  test('never fails, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom('q', 'level', 'cursor', 'limit', 'asOf', 'region', 'department', 'x'),
          fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('高企', '补贴 AI', '(', '[', '\\', '%')),
        ),
        async (query) => {
          const { status } = await api.anonymous.get(`/v1/measures?${new URLSearchParams(query).toString()}`);
          expect([200, 422]).toContain(status);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the search', () => {
  const found = async (q: string) => idsOf(await list({ q, limit: '100' }));
  const hnte = 'cn-hnte';

  test('finds a measure by its official name, its everyday name and its English one', async () => {
    for (const q of [
      '高新技术企业',
      '高企',
      '国高新',
      'HNTE',
      'hnte',
      'high-tech enterprise',
      '高企认定',
      '高企 认定',
    ]) {
      expect(await found(q), q).toContain(hnte);
    }
    expect((await found('高新技术企业认定'))[0]).toBe(hnte);
  });
  test('finds words that stand apart', async () => {
    const [one] = measures.filter(({ level }) => level === 'chaoyang');
    const name = loaded.texts.zh.measures[one?.id ?? '']?.name ?? '';
    expect(await found(`${name.slice(0, 3)} ${name.slice(-3)}`)).toContain(one?.id);
  });
  test('reads wide and narrow letters alike, and any punctuation as a blank', async () => {
    expect(await found('ＨＮＴＥ')).toEqual(await found('hnte'));
    expect(await found('高企，认定')).toEqual(await found('高企 认定'));
  });
  test('does not find “AI” inside of words', async () => {
    const ids = await found('AI');
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) {
      const { zh, en } = loaded.texts;
      const all = [zh, en].flatMap(({ measures }) => [
        measures[id]?.name,
        measures[id]?.summary,
        measures[id]?.department,
      ]);
      const said = [id, ...all].join(' ');
      expect(said, id).toMatch(/(^|[^A-Za-z])AI([^A-Za-z]|$)|人工智能|artificial intelligence|(^|[^a-z])ai([^a-z]|$)/i);
    }
  });
  test('puts a name before a description', async () => {
    const ids = await found('孵化器');
    const named = (id: string): boolean => loaded.texts.zh.measures[id]?.name.includes('孵化器') ?? false;
    const firstOther = ids.findIndex((id) => !named(id));
    expect(firstOther).toBeGreaterThan(0);
    expect(ids.slice(firstOther).some((id) => loaded.texts.zh.measures[id]?.name === '孵化器')).toBe(false);
  });
  test('finds nothing for what is nowhere, and everything for nothing', async () => {
    expect(await found('量子隧道咖啡机')).toEqual([]);
    expect((await list({ q: '  ' })).total).toBe(measures.length);
  });
  test('counts facets over what was found', async () => {
    const { total, facets } = await list({ q: '高企' });
    expect(facets.level.reduce((sum, { count }) => sum + count, 0)).toBe(total);
  });
});

describe('one measure', () => {
  test('is told in full, for every measure of the catalogue and in both languages', async () => {
    for (const { id } of measures) {
      for (const lang of ['zh', 'en']) {
        // Its shape is held against the declared one by the caller.
        const { status, json } = await api.anonymous.get(`/v1/measures/${id}?lang=${lang}`);
        expect(status).toBe(200);
        const { inForce, documents } = json as z.infer<typeof MeasureView>;
        const cited = new Set(documents.map((document) => document.id));
        for (const { doc } of inForce.bases) expect(cited).toContain(doc);
      }
    }
  });
  test('has the version in force on the day', async () => {
    if (!many) throw new Error('no measure with two versions');
    for (const { from } of many.versions) {
      const { json } = await api.anonymous.get(`/v1/measures/${many.id}?asOf=${from}`);
      expect((json as z.infer<typeof MeasureView>).inForce.from).toBe(from);
    }
  });
  test('that does not exist is not found', async () => {
    for (const id of ['nothing', '__proto__', 'constructor', '%F0%9F', '高企', '..%2F..']) {
      expectProblem(await api.anonymous.get(`/v1/measures/${id}`), 404, 'not-found');
      expectProblem(await api.anonymous.get(`/v1/measures/${id}/versions`), 404, 'not-found');
    }
  });
  test('has conditions whose rule can be read', async () => {
    const { json } = await api.anonymous.get('/v1/measures/cn-hnte?lang=zh');
    const said = JSON.stringify(json);
    expect(said).toContain('上年度');
    expect(said).toContain('≥');
    expect(said).not.toMatch(/years\.\*|undefined|\[object/);
  });
});

describe('kept answers', () => {
  test.each([
    '/v1/measures',
    '/v1/measures/cn-hnte',
    '/v1/measures/cn-hnte/versions',
    '/v1/provisions',
    '/v1/indicators',
    '/v1/catalogue.json',
    '/v1/catalogue.csv',
    '/v1/calendar.ics',
  ])('%s is not sent twice while it is unchanged', async (path) => {
    const { headers } = await api.anonymous.get(path);
    const etag = headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w.-]+"$/);
    const again = await api.anonymous.get(path, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
    const other = await api.anonymous.get(`${path}?lang=en`, { headers: { 'if-none-match': etag } });
    expect(other.status).toBe(200);
  });
  test('are new on another day and with another catalogue', async () => {
    const own = testApi();
    const etag = (await own.anonymous.get('/v1/measures')).headers.get('etag');
    own.pass(24 * 3600_000);
    expect((await own.anonymous.get('/v1/measures')).headers.get('etag')).not.toBe(etag);
    const changed = testApi({ catalogue: () => ({ ...loaded, rules: { ...loaded.rules, hash: 'f'.repeat(64) } }) });
    expect((await changed.anonymous.get('/v1/measures')).headers.get('etag')).not.toBe(etag);
  });
});

describe('versions', () => {
  const changesOf = async (measure: Measure, from: string, to: string) =>
    (await api.anonymous.get(`/v1/measures/${measure.id}/versions/${from}/diff/${to}`)).json as z.infer<
      typeof VersionDiff
    >;

  test('are listed oldest first', async () => {
    if (!many) throw new Error('no measure with two versions');
    const { json } = await api.anonymous.get(`/v1/measures/${many.id}/versions`);
    expect((json as z.infer<typeof VersionList>).versions.map(({ from }) => from)).toEqual(
      many.versions.map(({ from }) => from),
    );
  });
  test('do not differ from themselves, and differ both ways alike', async () => {
    for (const measure of measures.filter(({ versions }) => versions.length > 1)) {
      const [older, newer] = measure.versions;
      if (!older || !newer) continue;
      expect((await changesOf(measure, older.from, older.from)).changes).toEqual([]);
      const there = (await changesOf(measure, older.from, newer.from)).changes;
      const back = (await changesOf(measure, newer.from, older.from)).changes;
      expect(back.map(({ id, before, after }) => ({ id, before: after, after: before })).sort(byId)).toEqual(
        there.map(({ id, before, after }) => ({ id, before, after })).sort(byId),
      );
    }
  });
  test('of a day without a version are not found', async () => {
    expectProblem(
      await api.anonymous.get('/v1/measures/cn-hnte/versions/1999-01-01/diff/1999-01-01'),
      404,
      'not-found',
    );
  });
});
const byId = (a: { id: string; before: string | null }, b: { id: string; before: string | null }): number =>
  `${a.id} ${a.before ?? ''}` < `${b.id} ${b.before ?? ''}` ? -1 : 1;

test('a diff names what was added, removed and changed, in conditions, parameters and benefit', async () => {
  const { rules, texts } = smallCatalogue();
  const own = testApi({ catalogue: () => ({ ...loaded, rules, texts, catalogue: loadCatalogue(rules) }) });
  const { json } = await own.anonymous.get('/v1/measures/small/versions/2020-01-01/diff/2025-01-01?lang=zh');
  const { changes } = json as z.infer<typeof VersionDiff>;
  const [revenue] = [loaded.texts.zh.fields['years.*.revenue']?.label ?? ''];
  expect(changes).toEqual([
    {
      what: 'condition',
      change: 'changed',
      id: 'revenue',
      aspects: ['label', 'rule'],
      before: `收入不低于 500 万元 | 上年度${revenue} ≥ 500 万元`,
      after: `收入不低于 800 万元 | 上年度${revenue} ≥ 800 万元`,
    },
    { what: 'condition', change: 'removed', id: 'honest', aspects: [], before: '守信', after: null },
    { what: 'condition', change: 'added', id: 'innovative', aspects: [], before: null, after: '有创新' },
    { what: 'parameter', change: 'changed', id: 'rate', aspects: [], before: '税率: 25%', after: '税率: 15%' },
    { what: 'benefit', change: 'changed', id: 'text', aspects: [], before: '二十五', after: '十五' },
    {
      what: 'structure',
      change: 'changed',
      id: 'groups',
      aspects: [],
      before: 'require: all(revenue, honest)',
      after: 'require: any(revenue, innovative)',
    },
  ]);
});

/** One measure in two versions, of which everything differs that can. */
function smallCatalogue() {
  const version = (from: string, to: string | undefined, yuan: number, kind: 'all' | 'any', judged: string) => ({
    from,
    ...(to === undefined ? {} : { to }),
    bases: [],
    require: {
      kind,
      of: [
        {
          kind: 'test' as const,
          id: 'revenue',
          test: ['>=', ['year', 'revenue', 0], ['num', yuan]] as const,
          unit: 'yuan' as const,
          grade: 'A' as const,
          basis: [],
        },
        { kind: 'judgement' as const, id: judged, basis: [], grade: 'A' as const },
      ],
    },
    benefit: { yearly: ['*', ['param', 'rate'], ['year', 'revenue', 0]] as const },
  });
  const rules: Rules = {
    ...loaded.rules,
    parameters: {
      rate: {
        unit: 'ratio',
        values: [
          { from: '2000-01-01', to: '2023-01-01', value: ['num', 0.25], grade: 'A', basis: [] },
          { from: '2023-01-01', value: ['num', 0.15], grade: 'A', basis: [] },
        ],
      },
    },
    measures: [
      {
        id: 'small',
        level: 'beijing',
        instrument: 'tax',
        availability: 'rolling',
        provisions: [],
        checked: '2026-01-01',
        grade: 'A',
        versions: [
          version('2020-01-01', '2025-01-01', 5_000_000, 'all', 'honest'),
          version('2025-01-01', undefined, 8_000_000, 'any', 'innovative'),
        ],
        calls: [],
        relations: {},
      },
    ],
  };
  const words = (yuan: string, judged: Record<string, { label: string }>, benefit: string) => ({
    conditions: { revenue: { label: `收入不低于 ${yuan} 万元` }, ...judged },
    items: {},
    benefit: { text: benefit },
    leftOut: [],
  });
  const small = {
    name: '小',
    summary: '小',
    department: '小',
    evidence: [],
    versions: {
      '2020-01-01': words('500', { honest: { label: '守信' } }, '二十五'),
      '2025-01-01': words('800', { innovative: { label: '有创新' } }, '十五'),
    },
  };
  const zh = { ...loaded.texts.zh, parameters: { rate: '税率' }, measures: { small } };
  return { rules, texts: { ...loaded.texts, zh } };
}

describe('what was asked before', () => {
  test('is answered again as it was, with its headers, and not at all where the caller holds it', async () => {
    const own = testApi();
    const path = '/v1/measures?level=beijing&limit=3';
    const first = await own.anonymous.get(path);
    const again = await own.anonymous.get(path);
    expect(again.text).toBe(first.text);
    for (const name of ['content-type', 'content-language', 'cache-control', 'etag', 'vary']) {
      expect(again.headers.get(name)).toBe(first.headers.get(name));
    }
    expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    const held = { headers: { 'if-none-match': first.headers.get('etag') ?? '' } };
    expect((await own.anonymous.get(path, held)).status).toBe(304);
  });
  test('is another answer in another language and on another day', async () => {
    const own = testApi();
    const path = '/v1/measures?level=beijing&limit=1';
    const zh = (await own.anonymous.get(path)).json as { asOf: string };
    const en = await own.anonymous.get(path, { headers: { 'accept-language': 'en' } });
    expect(en.headers.get('content-language')).toBe('en');
    expect(en.json).not.toEqual(zh);
    own.pass(24 * 3600_000);
    expect(((await own.anonymous.get(path)).json as { asOf: string }).asOf > zh.asOf).toBe(true);
  });
});
