/** What keeps a district’s firms out, as its staff read it. */
import { expect, test } from 'vitest';
import { blockedOf } from '#lib/server/blockers.ts';
import { wordings } from '#lib/wording/both.ts';
import { texts } from '../functions/artefact.ts';

const words = { lang: 'zh', texts: texts.zh, say: wordings.zh } as const;
const counted = {
  measure: 'cn-hnte',
  verdicts: { eligible: 0, review: 4, incomplete: 32, ineligible: 37, 'out-of-scope': 3 },
  near: 4,
  far: 33,
  blockers: [],
  choices: [],
};
const answer = { exact: true, asOf: '2026-07-01', firms: 76, measures: [counted] };

test('each firm stands under one verdict, in the order that firms read them, and they add up', () => {
  const found = blockedOf(words, answer);
  expect(found?.verdicts.map(({ name, cells }) => [name, ...cells])).toEqual([
    ['符合', 0],
    ['待认定', 4],
    ['差一点', 4],
    ['需补充', 32],
    ['不符合', 33],
    ['不适用', 3],
  ]);
  expect(found?.verdicts.reduce((sum, { cells }) => sum + (cells[0] ?? 0), 0)).toBe(found?.firms);
});

test('before the first count there is nothing to read', () => {
  expect(blockedOf(words, { ...answer, asOf: null })).toBeNull();
  expect(blockedOf(words, { ...answer, measures: [] })).toBeNull();
});

const blocker = (condition: string, blocks: number | null, more = {}) => ({
  condition,
  label: condition,
  choice: null,
  blocks,
  alone: 0,
  near: 0,
  medianGap: null,
  ...more,
});

test('what blocks most stands first, and alternatives stand below the one row that counts them', () => {
  const measure = {
    ...counted,
    blockers: [
      blocker('age', 1),
      blocker('prize', 12, { choice: 'prize' }),
      blocker('staff', 13, { choice: 'prize', alone: 1 }),
      blocker('field', 20),
      blocker('few', null),
    ],
    choices: [{ id: 'prize', enough: 1, blocks: 13, alone: 6, near: 0 }],
  };
  expect(blockedOf(words, { ...answer, measures: [measure] })?.blockers).toMatchObject([
    { name: 'field', cells: [20, 0, 0], within: false },
    { name: '下列满足任意一项即可', cells: [13, 6, 0], within: false },
    { name: 'staff', cells: [13, 1, 0], within: true },
    { name: 'prize', cells: [12, 0, 0], within: true },
    { name: 'few', cells: [null, 0, 0], within: false },
    { name: 'age', cells: [1, 0, 0], within: false },
  ]);
});

test('a gap says in which direction a figure would have to move, and no fractions of a yuan', () => {
  const gaps = [
    { field: 'years.2025.totalAssets', delta: -4_000_000, unit: 'yuan' },
    { field: 'years.2025.rdExpense', delta: 291_821, unit: 'yuan' },
    { field: 'ip.classI', delta: 2, unit: 'count' },
  ];
  const blockers = gaps.map((medianGap, at) => blocker(medianGap.field, 9 - at, { medianGap }));
  const found = blockedOf(words, { ...answer, measures: [{ ...counted, blockers }] });
  expect(found?.blockers.map(({ gap }) => gap)).toEqual([
    expect.stringMatching(/资产总额.*减少 400 万元$/),
    expect.stringMatching(/研究?开?发费用.*再增加 29.18 万元$/),
    expect.stringMatching(/再增加 2$/),
  ]);
});
