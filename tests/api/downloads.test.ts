import { parse } from 'csv-parse/sync';
import { expect, describe, test } from 'vitest';
import { loadCatalogue } from '#rules/engine/load.ts';
import { toDay } from '#rules/engine/calendar.ts';
import { loaded } from './catalogue.ts';
import { expectProblem, testApi } from './support.ts';

const api = testApi();
const { measures } = loaded.rules;
const windows = measures.flatMap(({ id, calls }) =>
  calls.flatMap((call) => call.windows.map((window) => ({ id, call, window }))),
);

describe('the catalogue as JSON', () => {
  test('is the artefact that the engine loads, in both languages', async () => {
    const { json, headers } = await api.anonymous.get('/v1/catalogue.json');
    expect(json).toEqual(JSON.parse(JSON.stringify({ rules: loaded.rules, texts: loaded.texts })));
    expect(headers.get('content-disposition')).toContain('attachment');
  });
});

describe('the catalogue as a table', () => {
  const table = async (query = '', own = api): Promise<string[][]> => {
    const { text, headers } = await own.anonymous.get(`/v1/catalogue.csv${query}`);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    return parse(text, { bom: true, relaxColumnCount: false });
  };

  test('has a heading and one line per measure, in either language', async () => {
    const [headingZh = [], ...zh] = await table();
    const [headingEn = [], ...en] = await table('?lang=en');
    expect(headingZh[1]).toBe('名称');
    expect(headingEn[1]).toBe('name');
    expect(zh.map(([id]) => id)).toEqual(measures.map(({ id }) => id));
    expect(en.map(([id]) => id)).toEqual(measures.map(({ id }) => id));
  });
  test('opens in a spreadsheet as Chinese text', async () => {
    const { app } = api;
    const bytes = new Uint8Array(await (await app.request('/v1/catalogue.csv')).arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });
  test('holds nothing that a spreadsheet would run', async () => {
    const [first] = measures;
    if (!first) throw new Error('no measures');
    for (const evil of ['=HYPERLINK("http://x")', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1']) {
      const words = loaded.texts.zh.measures[first.id];
      if (!words) throw new Error('no words');
      const zh = {
        ...loaded.texts.zh,
        measures: { ...loaded.texts.zh.measures, [first.id]: { ...words, name: evil } },
      };
      const rules = { ...loaded.rules, measures: [first] };
      const own = testApi({
        catalogue: () => ({ ...loaded, rules, catalogue: loadCatalogue(rules), texts: { ...loaded.texts, zh } }),
      });
      const [, line = []] = await table('', own);
      expect(line[1]).toBe(`'${evil}`);
    }
  });
});

describe('the calendar', () => {
  const events = async (query: string): Promise<Record<string, string>[]> => {
    const { text, status, headers } = await api.anonymous.get(`/v1/calendar.ics?${query}`);
    expect(status, text).toBe(200);
    expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const unfolded = text.replaceAll('\r\n ', '');
    return unfolded
      .split('BEGIN:VEVENT')
      .slice(1)
      .map((event) =>
        Object.fromEntries(
          event
            .split('\r\n')
            .filter((line) => line.includes(':'))
            .map((line) => [line.slice(0, line.search(/[;:]/)), line.slice(line.indexOf(':') + 1)]),
        ),
      );
  };
  const since = '2000-01-01';

  test('has one event for every dated window, whole days, the last one included', async () => {
    const dated = windows.filter(({ call, window }) => window.opensOn ?? call.publishedOn ?? window.closesOn);
    const all = await events(`since=${since}`);
    expect(all).toHaveLength(dated.length);
    const closed = dated.find(({ window }) => window.opensOn && window.closesOn);
    if (!closed?.window.opensOn || !closed.window.closesOn) throw new Error('no window with both days');
    const event = all.find(({ UID }) => UID?.startsWith(`${closed.id}.${closed.call.year}.`));
    const compact = (day: string): string => day.replaceAll('-', '');
    expect(event?.DTSTART).toBe(compact(closed.window.opensOn));
    expect(
      toDay(`${event?.DTEND?.slice(0, 4) ?? ''}-${event?.DTEND?.slice(4, 6) ?? ''}-${event?.DTEND?.slice(6, 8) ?? ''}`),
    ).toBe(toDay(closed.window.closesOn) + 1);
  });
  test('keeps its ids and bytes from one day to the next, so that a subscription does not double', async () => {
    const own = testApi();
    const first = (await own.anonymous.get(`/v1/calendar.ics?since=${since}`)).text;
    own.pass(40 * 24 * 3600_000);
    expect((await own.anonymous.get(`/v1/calendar.ics?since=${since}`)).text).toBe(first);
    const uids = (await events(`since=${since}`)).map(({ UID }) => UID);
    expect(new Set(uids).size).toBe(uids.length);
  });
  test('is narrowed by measure, level and day', async () => {
    const [some] = windows;
    if (!some) throw new Error('no windows');
    for (const { UID } of await events(`since=${since}&measure=${some.id}`))
      expect(UID).toMatch(new RegExp(`^${some.id}\\.`));
    const chaoyang = new Set(measures.filter(({ level }) => level === 'chaoyang').map(({ id }) => id));
    for (const { UID } of await events(`since=${since}&level=chaoyang`)) expect(chaoyang).toContain(UID?.split('.')[0]);
    expect(await events('since=2090-01-01')).toEqual([]);
    expect((await events('')).length).toBeLessThanOrEqual((await events(`since=${since}`)).length);
  });
  test('keeps a window that began last year until it closes', async () => {
    const [some] = windows;
    if (!some) throw new Error('no windows');
    const call = { ...some.call, year: 2026, windows: [{ opensOn: '2026-11-01', closesOn: '2027-01-15' }] };
    const rules = {
      ...loaded.rules,
      measures: measures.map((one) => (one.id === some.id ? { ...one, calls: [call] } : one)),
    };
    const own = testApi({ catalogue: () => ({ ...loaded, rules, catalogue: loadCatalogue(rules) }) });
    const since = async (day: string): Promise<string> =>
      (await own.anonymous.get(`/v1/calendar.ics?measure=${some.id}&since=${day}`)).text;
    expect(await since('2027-01-15')).toContain('DTSTART;VALUE=DATE:20261101');
    expect(await since('2027-01-16')).not.toContain('BEGIN:VEVENT');
  });
  test('of a measure that does not exist is refused, with its name', async () => {
    const problem = expectProblem(await api.anonymous.get('/v1/calendar.ics?measure=nothing'), 422, 'unknown-measure');
    expect(problem.faults).toEqual([{ path: 'query.measure', message: 'nothing' }]);
  });
  test('speaks English on request', async () => {
    const zh = await events(`since=${since}`);
    const en = await events(`since=${since}&lang=en`);
    expect(zh[0]?.SUMMARY).toMatch(/^申报：/);
    expect(en[0]?.SUMMARY).toMatch(/^Apply: /);
    expect(en.map(({ UID }) => UID)).toEqual(zh.map(({ UID }) => UID));
  });
});

describe('the plans', () => {
  const all = async <T>(path: string): Promise<T[]> => {
    const items: T[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { json } = await api.anonymous.get(
        `${path}${path.includes('?') ? '&' : '?'}limit=100${next && `&cursor=${next}`}`,
      );
      const page = json as { items: T[]; next: string | null };
      items.push(...page.items);
      next = page.next;
    }
    return items;
  };

  test('have every provision, with the measures that realise it or why there are none', async () => {
    const provisions = await all<{ id: string; measures: { id: string }[]; unlinked: string | null }>('/v1/provisions');
    expect(provisions.map(({ id }) => id)).toEqual(loaded.sources.provisions.map(({ id }) => id));
    for (const { id, measures: realised } of provisions) {
      expect(realised.map((each) => each.id)).toEqual(
        measures.filter((measure) => measure.provisions.includes(id)).map((measure) => measure.id),
      );
    }
  });
  test('are narrowed by plan, level and whether a measure realises them', async () => {
    const [first] = loaded.sources.provisions;
    const doc = first?.sources[0]?.doc ?? '';
    const own = await all<{ sources: { doc: string }[] }>(`/v1/provisions?doc=${doc}`);
    expect(own.length).toBeGreaterThan(0);
    for (const { sources } of own) expect(sources.map((source) => source.doc)).toContain(doc);
    const open = await all<{ measures: unknown[] }>('/v1/provisions?linked=false');
    for (const { measures: realised } of open) expect(realised).toEqual([]);
    const linked = await all('/v1/provisions?linked=true');
    expect(open.length + linked.length).toBe(loaded.sources.provisions.length);
  });
  test('have every indicator with baseline, target and unit as the plan writes them, and what feeds it', async () => {
    const indicators = await all<{ id: string; measures: { id: string }[]; reason: string | null }>(
      '/v1/indicators?lang=en',
    );
    expect(indicators.map(({ id }) => id)).toEqual(loaded.sources.indicators.map(({ id }) => id));
    for (const [index, indicator] of indicators.entries()) {
      const source = loaded.sources.indicators[index];
      expect(indicator).toMatchObject({
        name: source?.name.en,
        baseline: source?.baseline,
        target: source?.target,
        unit: source?.unit,
      });
      expect(indicator.measures.map(({ id }) => id)).toEqual(source?.measures);
      expect(indicator.reason === null).toBe(indicator.measures.length > 0);
    }
  });
});
