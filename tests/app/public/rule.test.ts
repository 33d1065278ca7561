import { describe, expect, test } from 'vitest';
import { conditionLines } from '#lib/catalogue/conditions.ts';
import { exprWords, parametersIn, testWords } from '#lib/catalogue/rule.ts';
import { measureWords } from '#lib/wording/public/measure.ts';
import type { Test } from '#rules/engine/types.ts';
import { readerOf, rules } from './support.ts';

const zh = readerOf('zh');
const en = readerOf('en');

test.each<[Test, string, string]>([
  [
    ['>=', ['year', 'rdExpense', 0], ['num', 1_000_000]],
    '上年度研究开发费用 ≥\u00a0100 万元',
    'last year’s R&D expense ≥\u00a0RMB\u00a01\u00a0million',
  ],
  [
    ['>=', ['/', ['sum', 'rdExpense', 3], ['sum', 'revenue', 3]], ['num', 0.05]],
    '近 3 年研究开发费用合计 ÷ 近 3 年销售（营业）收入合计 ≥\u00a05%',
    'R&D expense of the last 3 years together ÷ sales revenue of the last 3 years together ≥\u00a05%',
  ],
  [
    ['>=', ['days', ['field', 'registeredOn']], ['num', 365]],
    '成立日期至今的天数 ≥\u00a0365 天',
    'days since date of establishment ≥\u00a0365 days',
  ],
  [['not', ['is', 'credit.abnormalList']], '列入经营异常名录：否', 'On the list of abnormal operations: no'],
  [['not', ['industry', ['C16']]], '行业不属于 C16 烟草制品业', 'industry: none of C16 Manufacture of tobacco'],
  [['exists', -1], '已有 2 个完整年度', 'has 2 completed years'],
  [['size', ['small', 'micro']], '企业规模：小型、微型', 'size class: small, micro'],
])('a test reads as a sentence with its figures: %j', (rule, chinese, english) => {
  expect(testWords(zh, rule)).toBe(chinese);
  expect(testWords(en, rule)).toContain(english);
});

test('a named set of regions is called by its name, and any other list by its members', () => {
  const beijing = rules.regions.beijing ?? [];
  expect(testWords(zh, ['in', 'region', beijing])).toBe('注册地：北京市');
  expect(testWords(zh, ['in', 'region', ['chaoyang']])).toBe('注册地：朝阳区');
});

test('alternatives inside a conjunction stand in brackets', () => {
  const either: Test = [
    'or',
    [
      ['holds', 'hnte'],
      ['holds', 'tech-sme'],
    ],
  ];
  expect(testWords(en, ['and', [either, ['is', 'residentEnterprise']]])).toMatch(/^\(holds: .+ or holds: .+\) and /);
});

test('arithmetic keeps its order with brackets, and names dated parameters with the value of the day', () => {
  expect(exprWords(zh, ['*', ['-', ['num', 3], ['num', 1]], ['num', 0.25]], 'count')).toBe('（3 − 1） × 25%');
  expect(exprWords(zh, ['param', 'hnteRate'])).toBe('高新技术企业所得税税率（15%）');
  expect(exprWords(readerOf('zh', '2019-05-01'), ['param', 'rdSuperDeductionRate'])).toContain('75%');
  expect(exprWords(readerOf('zh', '2026-05-01'), ['param', 'rdSuperDeductionRate'])).toContain('100%');
});

test('parameters read by other parameters are found too', () => {
  expect(parametersIn(rules, ['*', ['num', 1], ['param', 'ownRate']])).toEqual(
    expect.arrayContaining(['ownRate', 'hnteRate', 'standardRate']),
  );
});

describe.each(['zh', 'en'] as const)('every condition of the catalogue in %s', (lang) => {
  const lines = rules.measures.flatMap((measure) =>
    measure.versions.flatMap((version) =>
      conditionLines(readerOf(lang, version.from), measureWords[lang], measure, version).flatMap((line) =>
        line.kind === 'condition' ? [{ measure: measure.id, condition: line.condition }] : [],
      ),
    ),
  );

  test('has its words, a rule or a judge, and a clause', () => {
    expect(lines.length).toBeGreaterThan(2000);
    for (const { measure, condition } of lines) {
      const where = `${measure} ${condition.id}`;
      expect(condition.label, where).not.toBe(condition.id);
      expect(condition.rule ?? condition.score?.pass ?? condition.by, where).toBeTruthy();
      expect(condition.clauses.length, where).toBeGreaterThan(0);
    }
  });

  test('shows no code, no path and no hole of the rule language', () => {
    for (const { measure, condition } of lines) {
      const text = [condition.rule ?? '', condition.when ?? ''].join(' ');
      expect(text, `${measure} ${condition.id}`).not.toMatch(
        /undefined|\[object|NaN|years\.\*|[a-z]+\.[a-z]+[A-Z]|\b(?!ChiNext|iPS)[a-z]+[A-Z][a-z]/,
      );
    }
  });
});
