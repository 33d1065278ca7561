/** The calendar, the ladders, the plans, and what the home page tells. */
import { describe, expect, test } from 'vitest';
import { calendarView, type CalendarView } from '#lib/catalogue/calendar.ts';
import { callGroups } from '#lib/catalogue/interface.ts';
import { ladderViews, loneTitles } from '#lib/catalogue/ladder.ts';
import { latest, openNow } from '#lib/catalogue/news.ts';
import { byHeading, inUnit, PLANS, planSummaries, planView, unknownUnits } from '#lib/catalogue/plans.ts';
import { standingsOn } from '#lib/catalogue/standing.ts';
import { wordings } from '#lib/wording/both.ts';
import { homeWords } from '#lib/wording/public/home.ts';
import { measureWords } from '#lib/wording/public/measure.ts';
import { planWords } from '#lib/wording/public/plans.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Measure } from '#rules/engine/types.ts';
import { catalogue, DAY, readerOf, rules, sources, texts } from './support.ts';

const say = wordings.zh;

describe('calendar', () => {
  const calendar = (on: string) => ({
    reader: readerOf('zh', on),
    standings: standingsOn(catalogue, on),
    say,
    words: measureWords.zh,
    measures: rules.measures,
  });
  const of2026 = calendarView(calendar(DAY), 2026);

  test('a window stands in the month it closes, with its day', () => {
    const may = of2026.months[4]?.days.find(({ date, kind }) => date === '2026-05-25' && kind === 'closes');
    expect(may?.measures.map(({ id }) => id)).toEqual(['cn-little-giant']);
  });

  test('a notice for many measures is one row, and what is still open stands first', () => {
    const states = of2026.bars.map(({ state }) => state);
    expect(states).toEqual(states.toSorted((a, b) => ['open', 'ahead'].indexOf(a) - ['open', 'ahead'].indexOf(b)));
    expect(states[0]).toBe('open');
    expect(of2026.over.some(({ measures }) => measures.length > 3)).toBe(true);
  });

  test('of the year that it is, what is over stands apart; other years stay whole', () => {
    expect(new Set(of2026.over.map(({ state }) => state))).toEqual(new Set(['over']));
    expect(of2026.months.filter(({ past }) => past).map(({ month }) => month)).toEqual([1, 2, 3, 4, 5, 6]);
    const later = calendarView(calendar('2027-01-15'), 2026);
    expect(later.present).toBe(false);
    expect(later.over).toEqual([]);
    expect(later.bars.some(({ state }) => state === 'over')).toBe(true);
    expect(later.months.some(({ past }) => past)).toBe(false);
  });

  test('the time from a notice to its closing day is told where both are known, and only there', () => {
    const leads = [...of2026.bars, ...of2026.over].map(({ measures: [first], windows, lead }) => ({
      id: first?.id,
      windows,
      lead,
    }));
    expect(leads.filter(({ lead }) => lead !== null).length).toBeGreaterThan(0);
    for (const { id, windows, lead } of leads) {
      const call = rules.measures
        .find((measure) => measure.id === id)
        ?.calls.find(({ year, windows: own }) => year === 2026 && own.length === windows.length);
      const known = call?.publishedOn !== undefined && call.windows[0]?.closesOn !== undefined;
      if (known) expect(lead, id).toMatch(/^从发布通知到(第一批)?截止 \d+ 天$/);
    }
  });

  test('a window across New Year is in both years, and open until it closes', () => {
    const own = rules.measures.find(({ id }) => id === 'cn-little-giant');
    const [call] = own?.calls ?? [];
    if (!own || !call) throw new Error('cn-little-giant has a call.');
    const across: Measure = {
      ...own,
      calls: [{ ...call, year: 2026, windows: [{ opensOn: '2026-11-01', closesOn: '2027-01-15' }] }],
    };
    const entered = loadCatalogue({ ...rules, measures: [across] });
    const seen = (on: string, year: number) =>
      calendarView({ ...calendar(on), measures: entered.rules.measures, standings: standingsOn(entered, on) }, year);
    const spans = ({ bars, over }: CalendarView) => [...bars, ...over].flatMap((bar) => bar.spans);
    expect(spans(seen('2026-12-01', 2026))).toMatchObject([{ start: 304, length: 61, state: 'open' }]);
    expect(spans(seen('2027-01-10', 2027))).toMatchObject([{ start: 0, length: 14, state: 'open' }]);
    expect(seen('2027-01-10', 2027).months[0]?.days.map(({ date, kind }) => `${date} ${kind}`)).toEqual([
      '2027-01-15 closes',
    ]);
    expect(seen('2026-12-01', 2026).years).toEqual([2026, 2027]);
    expect(spans(seen('2027-01-10', 2028))).toEqual([]);
    const standing = (on: string) => standingsOn(entered, on).get(own.id);
    expect(standing('2027-01-15')).toMatchObject({ state: 'open', closesOn: '2027-01-15', call: { year: 2026 } });
    expect(standing('2027-01-16')).toMatchObject({ state: 'unannounced', expected: { year: 2026 } });
    const open = openNow({
      ...calendar('2027-01-10'),
      words: homeWords.zh,
      measures: entered.rules.measures,
      standings: standingsOn(entered, '2027-01-10'),
    });
    expect(open).toMatchObject([{ left: '还有 5 天' }]);
  });

  test('the days of a window begin with a capital, whichever of them is known', () => {
    const { bars, over } = calendarView({ ...calendar(DAY), reader: readerOf('en'), say: wordings.en }, 2026);
    const windows = [...bars, ...over].flatMap((bar) => bar.windows);
    expect(windows.some((window) => window.startsWith('Until '))).toBe(true);
    for (const window of windows) expect(window).toMatch(/^[A-Z\d]/);
  });

  test('bars lie inside the year', () => {
    for (const { spans } of [...of2026.bars, ...of2026.over])
      for (const { start, length } of spans) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start + length).toBeLessThanOrEqual(368);
      }
  });

  test('a year without calls shows none, and points to the last one that had some', () => {
    const next = calendarView(calendar('2027-01-15'), 2027);
    expect(next.bars).toEqual([]);
    expect(next.lastYear).toBe(2026);
    expect(of2026.lastYear).toBeNull();
  });
});

describe('ladder', () => {
  const ladders = ladderViews(rules, readerOf('zh'), say);

  test('a title never stands left of one that it needs', () => {
    for (const { rungs, steps } of ladders) {
      const rank = new Map(rungs.map((rung) => [rung.id, rung.rank]));
      for (const { from, to } of steps) expect(rank.get(from.id)).toBeLessThan(rank.get(to.id) ?? 0);
    }
  });

  test('a step names the clause where the later measure asks for the title', () => {
    const steps = ladders.flatMap((ladder) => ladder.steps);
    const step = steps.find(({ from, to }) => from.id === 'cn-srdi-sme' && to.id === 'cn-little-giant');
    expect(step?.condition).toContain('专精特新');
    expect(step?.clauses.length).toBeGreaterThan(0);
  });

  test('an arrow is drawn through only where the later measure asks for the title', () => {
    const arrows = ladders.flatMap(({ drawing }) => drawing.arrows);
    expect(arrows.filter(({ alternative }) => !alternative).map(({ key }) => key)).toEqual([
      'cn-srdi-sme cn-little-giant',
    ]);
  });

  test('every title is on a ladder or stands alone, and boxes do not overlap', () => {
    const shown = ladders.flatMap(({ rungs }) => rungs.map(({ id }) => id));
    const lone = loneTitles(rules, readerOf('zh')).map(({ id }) => id);
    const titled = rules.measures.filter(({ title }) => title !== undefined).map(({ id }) => id);
    expect([...shown, ...lone].sort()).toEqual(titled.sort());
    for (const { drawing } of ladders) {
      const places = drawing.boxes.map(({ x, y }) => `${x} ${y}`);
      expect(new Set(places).size).toBe(places.length);
    }
  });
});

describe('plans', () => {
  const planning = { rules, texts: texts.zh, sources, words: planWords.zh };

  test('the provisions of a plan are those realised and those with a reason, without a rest', () => {
    for (const plan of planSummaries(planning)) {
      const reasons = plan.reasons.reduce((total, { count }) => total + count, 0);
      expect(plan.realised + reasons, plan.id).toBe(plan.provisions);
      expect(plan.provisions).toBeGreaterThan(50);
    }
  });

  test('every provision of a page has a measure or a reason, and all of them are there', () => {
    for (const { id } of PLANS) {
      const view = planView(planning, id);
      const lines = view?.sections.flatMap(({ provisions }) => provisions) ?? [];
      expect(lines.length, id).toBe(view?.provisions);
      for (const line of lines) expect(line.measures.length > 0, `${id} ${line.id}`).toBe(line.reason === null);
    }
  });

  test('the chapters of a plan stand in the order of its text, each in one piece', () => {
    const titles = planView(planning, 'bj-14fyp')?.sections.map(({ title }) => title) ?? [];
    const chapters = titles.map((title) => '一二三四五六七八九十'.indexOf(title[0] ?? ''));
    expect(chapters).toEqual(chapters.toSorted((a, b) => a - b));
    expect(new Set(chapters).size).toBeGreaterThan(5);
    expect(new Set(titles).size).toBe(titles.length);
    expect(byHeading('十、甲', '九、乙')).toBeGreaterThan(0);
    expect(byHeading('三、甲 > （十一）乙', '三、甲 > （二）丙')).toBeGreaterThan(0);
    expect(byHeading('三、甲 > 13.乙', '三、甲 > 丙')).toBeLessThan(0);
    expect(byHeading('丙', '乙')).toBe(0);
  });

  test('a section whose heading is not printed is told by its first words', () => {
    const titles = planView(planning, 'zgc-14fyp')?.sections.map(({ title }) => title) ?? [];
    expect(titles).toContain('没有标题的一节，首句“创建中关村科创金融试验区，在…”');
    expect(titles.filter((title) => title.includes('原文本未印标题'))).toEqual([]);
  });

  test('an indicator shows baseline and target as the plan writes them', () => {
    const hnte = planView(planning, 'cy-14fyp')?.goals.find(({ id }) => id === 'cy-hnte-count');
    expect(hnte?.baseline).toBe('3,985 家（2020\u00a0年）');
    expect(hnte?.target).toBe('5,200 家（2025\u00a0年）');
    expect(hnte?.measures.map(({ id }) => id)).toContain('cn-hnte');
  });

  test('every unit and every reason has English words', () => {
    expect(unknownUnits(sources, planWords)).toEqual([]);
    const reasons = sources.indicators.flatMap(({ reason }) => reason ?? []);
    for (const reason of new Set(reasons)) expect(planWords.en.indicatorReasons[reason], reason).toBeTruthy();
  });

  test('a figure in a unit of 万 or 亿 is said in numbers that the language has', () => {
    const said = (value: number | string, unit: string) =>
      [planWords.zh, planWords.en].map((words, at) => inUnit(words, value, unit, at === 0 ? 'zh' : 'en'));
    expect(said(12_000, '亿元')).toEqual(['12,000 亿元', 'RMB\u00a01.2 trillion']);
    expect(said(1484, '亿元')).toEqual(['1,484 亿元', 'RMB\u00a0148.4 billion']);
    expect(said(45, '万元/人')).toEqual(['45 万元/人', 'RMB\u00a0450,000 a head']);
    expect(said(153.4, '万人次')).toEqual(['153.4 万人次', '1.534 million person-times']);
    expect(said('5-10', '家/年')).toEqual(['5–10 家/年', '5–10 firms a year']);
    expect(said(12.5, '%')).toEqual(['12.5%', '12.5%']);
  });

  test('another name is no plan', () => expect(planView(planning, 'cn-14fyp')).toBeNull());
});

describe('home', () => {
  const news = {
    reader: readerOf('zh'),
    standings: standingsOn(catalogue, DAY),
    say,
    words: homeWords.zh,
    measures: rules.measures,
  };

  test('what is open is sorted by its closing day, and only the last two weeks are urgent', () => {
    const open = openNow({
      ...news,
      reader: readerOf('zh', '2026-07-05'),
      standings: standingsOn(catalogue, '2026-07-05'),
    });
    expect(open[0]).toMatchObject({ id: 'cn-hnte', closes: '2026-07-17 截止', left: '还有 12 天', urgent: true });
    const days = open.map(({ closes }) => closes).filter((text) => text.endsWith('截止'));
    expect(days).toEqual(days.toSorted());
    expect(open.at(-1)?.left).toBeNull();
  });

  test('news is of the past only, newest first', () => {
    const days = latest(news, 20).map(({ day }) => day);
    expect(days).toEqual(days.toSorted().toReversed());
    expect(days[0]?.localeCompare(DAY)).toBeLessThanOrEqual(0);
  });
});

test('the interface’s document becomes a list of calls, and anything else an empty one', () => {
  const document = {
    tags: [{ name: 'x', 'x-displayName': 'All about x' }],
    paths: {
      '/v1/x/{id}': {
        get: {
          tags: ['x'],
          summary: 'One x',
          security: [{}, { bearer: [] }],
          parameters: [{ name: 'id', in: 'path', required: true, schema: { description: 'Which' } }],
          responses: { 200: { description: 'It.' } },
        },
        delete: { summary: 'Away', security: [{ bearer: [] }] },
      },
    },
  };
  const groups = callGroups(document, 'other');
  expect(groups.map(({ title }) => title)).toEqual(['All about x', 'other']);
  expect(groups[0]?.calls[0]).toMatchObject({
    method: 'GET',
    open: true,
    parameters: [{ name: 'id', meaning: 'Which' }],
  });
  expect(groups[1]?.calls[0]?.open).toBe(false);
  for (const nothing of [null, 7, {}, { paths: null }, { paths: { '/a': 3 } }])
    expect(callGroups(nothing, 'other')).toEqual([]);
});
