import { describe, expect, test } from 'vitest';
import { day, figure, figureBeside, money, plain, range, lasting } from '#lib/format.ts';

describe('money', () => {
  test.each([
    [0, '0 万元', 'RMB\u00a00'],
    [3200, '3,200 元', 'RMB\u00a03,200'],
    [9999.99, '9,999.99 元', 'RMB\u00a09,999.99'],
    [10_000, '1 万元', 'RMB\u00a010,000'],
    [324_000, '32.4 万元', 'RMB\u00a0324,000'],
    [199_999, '19.9999 万元', 'RMB\u00a0199,999'],
    [48_000_000, '4,800 万元', 'RMB\u00a048\u00a0million'],
    [48_000_001, '4,800.0001 万元', 'RMB\u00a048,000,001'],
    [200_000_000, '2 亿元', 'RMB\u00a0200\u00a0million'],
    [168_500_000, '1.685 亿元', 'RMB\u00a0168.5\u00a0million'],
    [199_999_999, '19,999.9999 万元', 'RMB\u00a0199,999,999'],
    [-120_000, '−12 万元', 'RMB\u00a0−120,000'],
  ])('%d yuan is exact to the yuan', (yuan, zh, en) => {
    expect(money(yuan, 'zh')).toBe(zh);
    expect(money(yuan, 'en')).toBe(en);
  });

  test('an estimate is rounded', () => {
    expect(money(573_333.33, 'zh', true)).toBe('57.33 万元');
    expect(money(573_333.33, 'en', true)).toBe('RMB\u00a0573,333');
    expect(money(123_456_789, 'zh', true)).toBe('1.23 亿元');
    expect(money(123_456_789, 'en', true)).toBe('RMB\u00a0123.46\u00a0million');
  });
});

test('figures carry their unit', () => {
  expect(figure(0.0483, 'ratio', 'zh')).toBe('4.83%');
  expect(figure(0.05, 'ratio', 'en')).toBe('5%');
  expect(figure(60, 'people', 'zh')).toBe('60 人');
  expect(figure(1200, 'people', 'en')).toBe('1,200 people');
  expect(figure(1, 'people', 'en')).toBe('1 person');
  expect(figure(1, 'months', 'en')).toBe('1 month');
  expect(figure(1.5, 'years', 'en')).toBe('1.5 years');
  expect(figure(1, 'sqm', 'en')).toBe('1 m²');
  expect(figure(365, 'days', 'zh')).toBe('365 天');
  expect(figure(3, 'rank', 'zh')).toBe('第 3 名');
  expect(figure(3, 'rank', 'en')).toBe('No. 3');
  expect(figure(2_000_000, 'usd', 'zh')).toBe('200 万美元');
  expect(figure(70, 'points', 'en')).toBe('70 points');
  expect(plain(-1.5, 'en')).toBe('−1.5');
});

test('a figure just below its threshold never reads like it', () => {
  expect(figureBeside(0.049996, 0.05, 'ratio', 'zh')).toBe('4.9996%');
  expect(figureBeside(0.05, 0.05, 'ratio', 'zh')).toBe('5%');
  expect(figureBeside(0.0483, 0.05, 'ratio', 'zh')).toBe('4.83%');
  expect(figureBeside(19_999_999, 20_000_000, 'yuan', 'zh')).toBe('1,999.9999 万元');
  expect(figureBeside(0.04999999, 0.05, 'ratio', 'en')).toBe('4.999999%');
});

test('ranges name their unit once and their open ends in words', () => {
  const yuan = (lang: 'zh' | 'en') => (value: number) => money(value, lang);
  expect(range({ min: 5_900_000, max: 6_200_000 }, 'zh', yuan('zh'))).toBe('590–620 万元');
  expect(range({ min: 5_900_000, max: 120_000_000 }, 'zh', yuan('zh'))).toBe('590 万元–1.2 亿元');
  expect(range({ min: 5_900_000, max: 6_200_000 }, 'en', yuan('en'))).toBe('RMB\u00a05.9–6.2\u00a0million');
  expect(range({ min: 1, max: 1 }, 'zh', yuan('zh'))).toBe('1 元');
  expect(range({ min: 50 }, 'zh', (value) => figure(value, 'people', 'zh'))).toBe('50 人 以上');
  expect(range({ min: 1, max: 9 }, 'en', (value) => figure(value, 'people', 'en'))).toBe('1–9 people');
  expect(range({ max: 50 }, 'en', (value) => figure(value, 'people', 'en'))).toBe('at most 50 people');
  expect(range({ min: 0.047, max: 0.049 }, 'zh', (value) => figure(value, 'ratio', 'zh'))).toBe('4.7–4.9%');
  expect(range({ min: 0, max: 324_000 }, 'en', yuan('en'))).toBe('RMB\u00a00–324,000');
});

test('days are written out in English and as they are in Chinese', () => {
  expect(day('2026-07-01', 'zh')).toBe('2026-07-01');
  expect(day('2026-07-01', 'en')).toBe('1 Jul 2026');
  expect(day('2026-07', 'en')).toBe('July 2026');
  expect(day('2026-07', 'zh')).toBe('2026-07');
});

test.each([
  [20_000, '1 分钟', '1 min'],
  [110 * 60_000, '1 小时 50 分', '1 h 50 min'],
  [2 * 3_600_000, '2 小时', '2 h'],
  [(24 + 3) * 3_600_000, '1 天 3 小时', '1 day 3 h'],
  [48 * 3_600_000 + 60_000, '2 天', '2 days'],
])('%i ms last %s', (ms, zh, en) => {
  expect([lasting(ms, 'zh'), lasting(ms, 'en')]).toEqual([zh, en]);
});
