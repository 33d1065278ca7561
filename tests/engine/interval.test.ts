import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  between,
  compareIntervals,
  divide,
  hull,
  type Interval,
  isExact,
  maximum,
  minimum,
  multiply,
  point,
  subtract,
} from '#rules/engine/interval.ts';
import { compare, type Rational, rational, toNumber } from '#rules/engine/rational.ts';

const RUNS = { numRuns: 2000 };
/** A figure as people write it: at most four decimals, negative ones too. */
const decimal = fc.integer({ min: -30_000, max: 30_000 }).map((n) => n / 100);
/** A range with one value inside it. */
const ranged = fc.tuple(decimal, decimal, fc.double({ min: 0, max: 1, noNaN: true })).map(([a, b, share]) => {
  const [min, max] = [Math.min(a, b), Math.max(a, b)];
  const inside = Math.round((min + (max - min) * share) * 100) / 100;
  return { range: between(min, max), inside };
});

function holds(range: Interval, value: Rational): boolean {
  const low = compare(value, range.lo.at);
  const high = compare(value, range.hi.at);
  return (low > 0 || (low === 0 && !range.lo.open)) && (high < 0 || (high === 0 && !range.hi.open));
}

describe('interval arithmetic', () => {
  it.each([
    ['+', add],
    ['-', subtract],
    ['*', multiply],
    ['/', divide],
    ['min', minimum],
    ['max', maximum],
    ['hull', hull],
  ] as const)('%s holds every result of values inside its operands', (_, operation) => {
    fc.assert(
      fc.property(ranged, ranged, (a, b) => {
        const exact = operation(point(a.inside), point(b.inside));
        const wide = operation(a.range, b.range);
        if (exact.undefinedAt === 'always') return wide.undefinedAt !== 'never';
        return holds(wide, exact.lo.at) && holds(wide, exact.hi.at);
      }),
      RUNS,
    );
  });

  it('decides a comparison only where every pair of values agrees', () => {
    fc.assert(
      fc.property(ranged, ranged, fc.constantFrom('>=', '>', '<=', '<', '='), (a, b, op) => {
        const truth = compareIntervals(op, a.range, b.range);
        const exact = compareIntervals(op, point(a.inside), point(b.inside));
        return truth === 'open' || truth === exact;
      }),
      RUNS,
    );
  });

  it('compares decimals as they are written', () => {
    expect(compareIntervals('>=', divide(point(29.4), point(49)), point(0.6))).toBe('yes');
    expect(compareIntervals('=', add(point(0.1), point(0.2)), point(0.3))).toBe('yes');
    expect(compareIntervals('>=', divide(point(1), point(3)), point(0.333333333333))).toBe('yes');
  });

  it('keeps ends that are approached but never reached apart from those that are', () => {
    const share = divide(point(100), between(1, undefined));
    expect(compareIntervals('>', share, point(0))).toBe('yes');
    expect(compareIntervals('<=', share, point(100))).toBe('yes');
    expect(compareIntervals('<', share, point(100))).toBe('open');
  });

  it('leaves nothing divided by nothing to a person, and anything else by nothing unbounded', () => {
    expect(compareIntervals('>=', divide(point(0), point(0)), point(0.6))).toBe('undefined');
    expect(compareIntervals('>=', divide(point(5), point(0)), point(0.6))).toBe('yes');
    expect(compareIntervals('>=', divide(between(0, 5), point(0)), point(0.6))).toBe('open');
    expect(compareIntervals('>=', divide(point(0), between(0, 5)), point(0.6))).toBe('open');
  });

  it('knows an exact value', () => {
    expect(isExact(point(3))).toBe(true);
    expect(isExact(between(3, 4))).toBe(false);
    expect(isExact(divide(point(0), point(0)))).toBe(false);
  });
});

describe('rational', () => {
  it('is the decimal that was written', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
        (value) => toNumber(rational(value), 400) === value,
      ),
      RUNS,
    );
  });

  it('rounds half away from zero', () => {
    expect(toNumber({ n: 1n, d: 3n }, 4)).toBe(0.3333);
    expect(toNumber({ n: 5n, d: 1000n }, 2)).toBe(0.01);
    expect(toNumber({ n: -5n, d: 1000n }, 2)).toBe(-0.01);
  });
});
