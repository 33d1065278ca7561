import { expect, test } from 'vitest';
import { figureTyped } from '#lib/server/figure-typed.ts';

test('a figure is read as it is typed: full-width digits, thousands, its unit; anything else is none', () => {
  const read = (typed: string) => figureTyped(typed, ['家', '']);
  expect(['41', '４１家', ' 1，200 ', '3.5', '－2'].map(read)).toEqual([41, 41, 1200, 3.5, -2]);
  expect(['', '四十一', '1e5', '0x10', '4 万家'].map(read)).toEqual([null, null, null, null, null]);
});
