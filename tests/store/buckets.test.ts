import { expect, test } from 'vitest';
import { allBuckets, bucketOf, BUCKETS } from '#functions/store/buckets.ts';

/** Codes as a registry gives them out: one authority and district, organisations numbered one after another. */
const codes = Array.from({ length: 51_200 }, (_, i) => `91110105MA${String(i).padStart(7, '0')}X`);

test('consecutive codes spread evenly over all buckets', () => {
  const counts = new Map(allBuckets.map((bucket) => [bucket, 0]));
  for (const code of codes) counts.set(bucketOf(code), (counts.get(bucketOf(code)) ?? 0) + 1);
  expect(counts.size).toBe(BUCKETS);

  const mean = codes.length / BUCKETS;
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
  // 255 degrees of freedom: beyond these bounds lies one even spread in a thousand, on either side.
  expect(chiSquare).toBeGreaterThan(190);
  expect(chiSquare).toBeLessThan(331);
  expect(Math.max(...counts.values())).toBeLessThan(mean * 1.4);
});

test('a firm never changes its bucket', () => {
  expect(['91110105MA0000001X', '91110101MA0000002Y', ''].map(bucketOf)).toEqual(['7f', 'f2', 'e3']);
});
