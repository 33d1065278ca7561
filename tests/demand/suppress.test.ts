import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FEWEST, rounded, shownChain, suppressed, type Row, type ShownTable } from '#functions/demand/suppress.ts';

const STEPS = 4;
/** Firms by the step they stopped at; small numbers are common, as in a district's places. */
const stops = fc.array(fc.oneof(fc.nat(3), fc.nat(9), fc.nat(40)), { minLength: STEPS, maxLength: STEPS });
const tables = fc
  .array(stops, { minLength: 1, maxLength: 9 })
  .map((groups): Row[] => groups.map((stopped, at) => ({ key: `place-${at}`, reached: cumulative(stopped) })));
const cumulative = (stopped: readonly number[]): number[] =>
  stopped.map((_, step) => stopped.slice(step).reduce((all, each) => all + each, 0));

const small = (firms: number): boolean => firms > 0 && firms < FEWEST;

/**
 * Everything that follows exactly from the numbers shown, by elimination: for every group and every pair of steps,
 * whether the firms between them are determined. An attacker knows all groups, also those that are not listed.
 */
function determined(rows: readonly Row[], { total, rows: shown }: ShownTable): (vector: number[]) => boolean {
  const width = rows.length * STEPS;
  const vectorOf = (groups: readonly number[], from: number): number[] =>
    Array.from({ length: width }, (_, at) => (groups.includes(Math.floor(at / STEPS)) && at % STEPS >= from ? 1 : 0));
  const everyone = rows.map((_, at) => at);
  const known: number[][] = [];
  total.forEach((firms, step) => firms !== null && known.push(vectorOf(everyone, step)));
  for (const { key, reached } of shown) {
    const group = rows.findIndex((row) => row.key === key);
    reached.forEach((firms, step) => firms !== null && known.push(vectorOf([group], step)));
  }
  const basis: number[][] = [];
  const reduce = (vector: number[]): number[] =>
    basis.reduce((rest, pivot) => {
      const at = pivot.findIndex((value) => Math.abs(value) > 1e-9);
      const factor = (rest[at] ?? 0) / (pivot[at] ?? 1);
      return rest.map((value, i) => value - factor * (pivot[i] ?? 0));
    }, vector);
  for (const vector of known) {
    const rest = reduce(vector);
    if (rest.some((value) => Math.abs(value) > 1e-9)) basis.push(rest);
  }
  return (vector) => reduce(vector).every((value) => Math.abs(value) < 1e-9);
}

describe('nobody can tell fewer than five firms apart', () => {
  test('not by differences of any of the numbers shown, down to any steps of any one group', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const follows = determined(rows, suppressed(rows));
        rows.forEach(({ reached }, group) => {
          for (let from = 0; from < STEPS; from += 1) {
            for (let to = from + 1; to <= STEPS; to += 1) {
              const firms = (reached[from] ?? 0) - (reached[to] ?? 0);
              const between = Array.from({ length: rows.length * STEPS }, (_, at) =>
                Math.floor(at / STEPS) === group && at % STEPS >= from && at % STEPS < to ? 1 : 0,
              );
              if (small(firms)) expect(follows(between)).toBe(false);
            }
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  test('not in what the listed groups leave of the total, at any step or between two', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const { total, rows: shown } = suppressed(rows);
        const rest = total.map((firms, step) => {
          const listed = shown.map(({ reached }) => reached[step] ?? 0);
          return firms === null ? null : firms - listed.reduce((all, each) => all + each, 0);
        });
        for (const firms of rest) expect(firms !== null && small(firms)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('the elimination finds what a table without protection gives away', () => {
    const rows: Row[] = [
      { key: 'a', reached: [20, 10, 10, 10] },
      { key: 'b', reached: [3, 0, 0, 0] },
    ];
    const naive: ShownTable = {
      total: [23, 10, 10, 10],
      rows: [{ key: 'a', reached: [20, 10, 10, 10] }],
      withheld: true,
    };
    expect(determined(rows, naive)([0, 0, 0, 0, 1, 0, 0, 0])).toBe(true);
  });
});

test('large groups are shown as they are', () => {
  const rows = [
    { key: 'a', reached: [40, 30, 20, 10] },
    { key: 'b', reached: [25, 15, 5, 0] },
  ];
  expect(suppressed(rows)).toEqual({ total: [65, 45, 25, 10], rows, withheld: false });
});

test('a single small group takes the smallest other one with it', () => {
  const { total, rows, withheld } = suppressed([
    { key: 'a', reached: [40] },
    { key: 'b', reached: [8] },
    { key: 'c', reached: [2] },
  ]);
  expect(total).toEqual([50]);
  expect(rows).toEqual([{ key: 'a', reached: [40] }]);
  expect(withheld).toBe(true);
});

test('a row on its own leaves out the step that would tell of a few', () => {
  expect(shownChain([20, 18, 10, 9, 0])).toEqual([20, null, 10, null, 0]);
  expect(shownChain([4, 2, 0])).toEqual([null, null, 0]);
});

test('numbers are rounded to fives, and one to four not shown', () => {
  expect([0, 1, 4, 5, 7, 8, 12].map(rounded)).toEqual([0, null, null, 5, 5, 10, 10]);
});
