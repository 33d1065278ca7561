import { expect, test } from 'vitest';
import { workedOut } from '#lib/check/worked-out.ts';
import { rules } from '../functions/artefact.ts';

const LIABILITIES = 'years.2025.totalLiabilities';
const offered = (figures: Record<string, number | { max: number }>, path = LIABILITIES) => {
  const field = rules.fields['years.*.totalLiabilities'];
  if (!field) throw new Error('There are no liabilities.');
  return workedOut({ years: { 2025: figures } }, path, field);
};

test.each([
  ['assets less net assets', { totalAssets: 35_600_000, netAssets: 19_800_000 }, 15_800_000],
  ['nothing while one of them is open', { totalAssets: 35_600_000 }, undefined],
  ['nothing of a range', { totalAssets: { max: 35_600_000 }, netAssets: 19_800_000 }, undefined],
  ['nothing below what liabilities can be', { totalAssets: 10, netAssets: 11 }, undefined],
  ['nothing once it is answered', { totalAssets: 10, netAssets: 4, totalLiabilities: 5 }, undefined],
])('liabilities are offered as %s', (_, figures, value) => {
  expect(offered(figures)).toBe(value);
});

test('the figures of another year offer nothing', () => {
  expect(offered({ totalAssets: 10, netAssets: 4 }, 'years.2024.totalLiabilities')).toBeUndefined();
});
