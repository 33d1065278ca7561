/** A threshold is tried with the figure that was meant, or not at all. */
import { expect, test } from 'vitest';
import { type Threshold, thresholdsOf, typedThreshold } from '#lib/check/threshold.ts';
import { measure } from './public/support.ts';

const share: Threshold = { id: 'tech-staff-share', figure: 0.1, unit: 'ratio' };
const staff: Threshold = { id: 'staff-limit', figure: 500, unit: 'people' };
const growth: Threshold = { id: 'growth', figure: 1.1025, unit: 'ratio' };

test('the conditions with a figure of their own, and scores, each in its unit', () => {
  const [version] = measure('cn-tech-sme').versions.slice(-1);
  const found = version ? thresholdsOf(version) : [];
  expect(found).toContainEqual({ id: 'staff-limit', figure: 500, unit: 'people' });
  expect(found).toContainEqual({ id: 'revenue-limit', figure: 200_000_000, unit: 'yuan' });
  expect(found.map(({ unit }) => unit)).toContain('ratio');
  expect(found.map(({ unit }) => unit)).toContain('points');
});

test.each([
  ['5%', share, 0.05],
  ['１００％', share, 1],
  ['120%', growth, 1.2],
  ['600', staff, 600],
  ['2.1亿', { ...staff, unit: 'yuan' }, 210_000_000],
] as const)('%s is read', (text, threshold, value) => {
  expect(typedThreshold(text, threshold)).toEqual({ ok: true, value });
});

test.each([
  ['5', share, 'share'],
  ['0.05', share, 'share'],
  ['500%', share, 'share'],
  ['5%', staff, 'noShare'],
  ['-5', staff, 'negative'],
  ['-5%', share, 'negative'],
  ['  ', staff, 'empty'],
  ['300-500', staff, 'unreadable'],
  ['许多', staff, 'unreadable'],
] as const)('“%s” is refused', (text, threshold, why) => {
  expect(typedThreshold(text, threshold)).toEqual({ ok: false, why });
});
