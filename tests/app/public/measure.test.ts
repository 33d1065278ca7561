import { describe, expect, test } from 'vitest';
import { calendarView } from '#lib/catalogue/calendar.ts';
import { changesBetween } from '#lib/catalogue/conditions.ts';
import { measurePage, type MeasurePageView } from '#lib/catalogue/measure.ts';
import { governmentService } from '#lib/catalogue/structured.ts';
import { standingsOn } from '#lib/catalogue/standing.ts';
import { wordings } from '#lib/wording/both.ts';
import { measureWords } from '#lib/wording/public/measure.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Call, Lang } from '#rules/engine/types.ts';
import { catalogue, DAY, measure, readerOf, rules, sources } from './support.ts';

function page(id: string, { lang = 'zh', on = DAY }: { lang?: Lang; on?: string } = {}): MeasurePageView {
  const standings = standingsOn(catalogue, on);
  const reader = readerOf(lang, on);
  return measurePage(
    { catalogue, sources, standings, reader, say: wordings[lang], words: measureWords[lang] },
    measure(id),
  );
}
const rulesOf = (view: MeasurePageView): string[] =>
  view.conditions.flatMap((line) => (line.kind === 'condition' ? [line.condition.rule ?? ''] : []));

describe.each(['zh', 'en'] as const)('in %s', (lang) => {
  test('every measure has a page without holes', () => {
    const standings = standingsOn(catalogue, DAY);
    const reader = readerOf(lang);
    for (const one of rules.measures) {
      const view = measurePage(
        { catalogue, sources, standings, reader, say: wordings[lang], words: measureWords[lang] },
        one,
      );
      expect(JSON.stringify(view), one.id).not.toMatch(/undefined|\[object|NaN|Infinity/);
      expect(view.name).not.toBe(one.id);
      expect(view.status.words).not.toBe('');
      expect(view.documents.length, one.id).toBeGreaterThan(0);
      expect(view.shown, one.id).not.toBeNull();
    }
  });
});

test('the figures are those of the version of the day', () => {
  expect(rulesOf(page('cn-srdi-sme'))).toContain('上年度销售（营业）收入 ≥\u00a01,500 万元');
  const before = page('cn-srdi-sme', { on: '2023-01-01' });
  expect(rulesOf(before)).toContain('上年度销售（营业）收入 ≥\u00a01,000 万元');
  expect(before.shown?.from).toBe('2022-06-01');
});

test('the example is worked by the engine: 15 % instead of 25 % on one million is 100,000', () => {
  const { worth } = page('cn-hnte-cit');
  expect(worth.example?.given).toBe('假设上年度应纳税所得额 100 万元');
  expect(worth.example?.result).toBe('每年约 10 万元');
});

test('last year’s window is told as last year’s, never as this year’s', () => {
  expect(page('cn-little-giant', { on: '2027-02-01' }).callNote).toBe(
    '2026 年的窗口是 2026-04-25 至 2026-05-25；下一年的还没有公布，不能当作已定。',
  );
  expect(page('cn-little-giant', { on: '2026-05-01' }).callNote).toContain('2026 年的窗口：');
  expect(page('cn-little-giant', { on: '2026-08-01' }).callNote).toContain('已经截止');
  expect(page('cn-hnte-cit').callNote).toContain('不用等通知');
});

test('a call of this year that states no days is told as published, one that leaves the direction out as that', () => {
  const own = measure('cy-opc');
  const on = '2026-11-23';
  const told = (changed: Partial<Call>): MeasurePageView & { calendar: readonly string[] } => {
    const call: Call = { year: 2026, listed: true, windows: [], grade: 'B', doc: 'x', checked: on, ...changed };
    const entered = loadCatalogue({
      ...rules,
      measures: rules.measures.map((one) => (one.id === own.id ? { ...own, calls: [call] } : one)),
    });
    const of = entered.measures.get(own.id) ?? own;
    const standings = standingsOn(entered, on);
    const shown = { standings, reader: readerOf('zh', on), say: wordings.zh, words: measureWords.zh };
    return {
      ...measurePage({ ...shown, catalogue: entered, sources }, of),
      calendar: calendarView({ ...shown, measures: [of] }, 2026).undated.map(({ id }) => id),
    };
  };
  const across = told({ year: 2025, windows: [{ opensOn: '2025-12-01', closesOn: '2026-11-30' }] });
  expect(across.status.standing).toBe('open');
  expect(across.callNote).toBe('2025 年的窗口：2025-12-01 至 2026-11-30。');
  const undated = told({ publishedOn: '2026-11-20' });
  expect(undated.status).toEqual({ standing: 'undated', words: '今年的通知已发布，没有写明起止日' });
  expect(undated.callNote).toContain('2026 年的通知已发布，没有写明起止日');
  expect(undated.calendar).toEqual(['cy-opc']);
  expect(told({ listed: false }).callNote).toBe('2026 年的通知没有列入这个方向。');
  expect(told({ publishedOn: '2026-11-24' }).status.standing).toBe('unannounced');
});

test('a change reads as before and after', () => {
  const own = measure('cn-srdi-sme');
  const [first, second] = own.versions;
  if (!first || !second) throw new Error('cn-srdi-sme has two versions.');
  const changes = changesBetween(readerOf('zh'), measureWords.zh, own, first, second);
  const revenue = changes.find(({ before }) => before.includes('上年度销售（营业）收入 ≥\u00a01,000 万元'));
  expect(revenue?.kind).toBe('changed');
  expect(revenue?.after).toContain('上年度销售（营业）收入 ≥\u00a01,500 万元');
  expect(changes.filter(({ kind }) => kind === 'added').length).toBeGreaterThan(0);
  expect(changesBetween(readerOf('zh'), measureWords.zh, own, second, second)).toEqual([]);
  // What changed is a matter of the rules, not of the words they are told in.
  expect(changesBetween(readerOf('en'), measureWords.en, own, first, second)).toHaveLength(changes.length);
});

test('relations are shown from both sides', () => {
  const leads = page('cn-tech-sme').relations.find(({ kind }) => kind === 'leadsTo');
  expect(leads?.measures.map(({ id }) => id)).toContain('cn-hnte');
  const after = page('cn-hnte').relations.find(({ kind }) => kind === 'mayCome');
  expect(after?.measures.map(({ id }) => id)).toContain('cn-tech-sme');
  const follows = page('cn-tech-incubator').relations.find(({ kind }) => kind === 'follows');
  expect(follows?.measures.map(({ id }) => id)).toEqual(['cn-incubator']);
});

test('the plans are named where they speak of it', () => {
  expect(page('cn-hnte').provisions.map(({ plan, id }) => `${plan} ${id}`)).toContain('cy-14fyp hnte-certification');
});

test('what is told to search engines cannot end its element', () => {
  const view = { ...page('cn-hnte'), summary: '</script><b>&' };
  const text = governmentService(view, 'https://example.org/measures/cn-hnte', 'zh');
  expect(text).not.toMatch(/[<>&]/);
  expect(JSON.parse(text)).toMatchObject({
    '@type': 'GovernmentService',
    description: '</script><b>&',
    inLanguage: 'zh-CN',
  });
});
