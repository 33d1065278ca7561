import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editable, editableRange, typedDate, typedFigure } from '#lib/check/typed.ts';

const value = (text: string, power = 0) => {
  const typed = typedFigure(text, power);
  return typed.kind === 'value' ? typed.value : typed.kind;
};

describe('figures as people type them', () => {
  test.each([
    ['60', 60],
    ['1,200', 1200],
    ['１２００人', 1200],
    ['60 人', 60],
    ['4800万', 48_000_000],
    ['4,800 万元', 48_000_000],
    ['1.2亿', 120_000_000],
    ['1.1 亿元', 110_000_000],
    ['48 million', 48_000_000],
    ['RMB 300,000', 300_000],
    ['-120万', -1_200_000],
    ['30%', 0.3],
    ['50-99', { min: 50, max: 99 }],
    ['50 – 99 人', { min: 50, max: 99 }],
    ['590～620万', { min: 5_900_000, max: 6_200_000 }],
    ['9000万至1.2亿', { min: 90_000_000, max: 120_000_000 }],
    ['300以上', { min: 300 }],
    ['1000+', { min: 1000 }],
    ['≥ 5', { min: 5 }],
    ['不超过 300 人', { max: 300 }],
    ['100以下', { max: 100 }],
    ['50-50', 50],
  ])('%s', (text, expected) => expect(value(text)).toEqual(expected));

  test.each(['约60', '六十', '99-50', '60 公斤', '1e9', '--', '5-6-7', 'NaN', 'Infinity', '<script>'])(
    '%s is not taken for a figure',
    (text) => expect(value(text)).toBe('unreadable'),
  );

  test('an empty text is no answer', () => expect(value('  ')).toBe('none'));

  test('a figure without a unit word is meant in the unit of its field, decimals kept as written', () => {
    expect(value('4800', 4)).toBe(48_000_000);
    expect(value('230.5', 4)).toBe(2_305_000);
    expect(value('1.1', 8)).toBe(110_000_000);
    expect(value('29.4', -2)).toBe(0.294);
    expect(value('3000-5000', 4)).toEqual({ min: 30_000_000, max: 50_000_000 });
    expect(value('0.5亿', 4)).toBe(50_000_000);
  });

  test.each([
    ['2年', 'months', 'unreadable'],
    ['2 years', 'months', 'unreadable'],
    ['1-2年', 'months', 'unreadable'],
    ['24', 'months', 24],
    ['24个月', 'months', 24],
    ['24 个月以上', 'months', { min: 24 }],
    ['3 年', 'years', 3],
    ['60人', 'yuan', 'unreadable'],
    ['5万元', 'people', 'unreadable'],
    ['1.2万', 'people', 12_000],
    ['30%', 'ratio', 0.3],
    ['30%', 'percent', 30],
    ['30%', 'yuan', 'unreadable'],
  ] as const)('a word for another unit than the field’s is not passed over: %s in %s', (text, unit, expected) => {
    const typed = typedFigure(text, 0, unit);
    expect(typed.kind === 'value' ? typed.value : typed.kind).toEqual(expected);
  });

  test.each([
    [{ min: 60, max: 60 }, '60'],
    [{ min: 50, max: 99 }, '50-99'],
    [{ min: 300 }, '≥300'],
    [{ max: 100 }, '≤100'],
    [{}, ''],
  ])('a range as it is typed: %j', (range, text) => {
    expect(editableRange(range, 0)).toBe(text);
  });

  test('what a field shows reads back as the same figure', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom(0, 4, 8), (yuan, power) => {
        expect(value(editable(yuan, power), power)).toBe(yuan === 0 ? 0 : yuan);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (hundredths) => {
        const share = hundredths / 10_000;
        expect(value(editable(share, -2), -2)).toBe(share);
      }),
    );
  });

  test('no text makes it fail, and no range is reversed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.constantFrom(0, 4, -2), (text, power) => {
        const typed = typedFigure(text, power);
        if (typed.kind === 'value' && typeof typed.value === 'object') {
          expect((typed.value.min ?? -Infinity) <= (typed.value.max ?? Infinity)).toBe(true);
        }
      }),
    );
  });
});

test.each([
  ['2018-05-20', '2018-05-20'],
  ['2018/5/2', '2018-05-02'],
  ['2018.5', '2018-05'],
  ['20180520', '2018-05-20'],
  ['2018年5月', '2018-05'],
  ['2018年5月20日', '2018-05-20'],
  ['２０１８-０５', '2018-05'],
])('the day %s', (text, expected) => expect(typedDate(text)).toEqual({ kind: 'value', value: expected }));

test.each(['2018', '2018-13', '2018-02-30', '昨天', '18-05-20'])('%s is no day', (text) =>
  expect(typedDate(text).kind).toBe('unreadable'),
);
