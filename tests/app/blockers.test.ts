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
