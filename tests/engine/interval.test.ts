import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trace } from '#rules/engine/condition.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { add, compare, divide, type Rational, rational, toNumber } from '#rules/engine/rational.ts';
import type { Expr, Field, Json, State, Test } from '#rules/engine/types.ts';
import { bareCatalogue, environment } from './support.ts';

const RUNS = { numRuns: 2000 };
type Comparison = '>=' | '>' | '<=' | '<' | '=';
const COMPARISONS: readonly Comparison[] = ['>=', '>', '<=', '<', '='];

/** Three figures that may be anything, negative too. */
const figure: Field = { type: 'number', unit: 'yuan', step: 1 };
const rules = { ...bareCatalogue.rules, fields: { a: figure, b: figure, c: figure } };
/** By a catalogue of its own, so that one expression is not worked out again with the next. */
const stateOf = (test: Test, profile: Record<string, Json>): State =>
  trace(environment(profile, '2026-07-01', loadCatalogue(rules)), {
    kind: 'test',
    id: 'x',
    basis: [],
    grade: 'A',
    test,
  }).state;

const num = (value: number): Expr => ['num', value];
const [a, b, c] = (['a', 'b', 'c'] as const).map((name): Expr => ['field', name]) as [Expr, Expr, Expr];

/** A figure as people write it: at most two decimals, negative ones and zero too. */
const decimal = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -30_000, max: 30_000 }).map((n) => n / 100),
);
/** A range, closed or without an upper end, with one value inside it. */
const ranged = fc
  .tuple(decimal, decimal, fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 9 }))
  .map(([x, y, share, kind]) => {
    const [min, max] = [Math.min(x, y), Math.max(x, y)];
    const inside = Math.round((min + (max - min) * share) * 100) / 100;
    return kind === 0 ? { range: { min }, inside } : { range: { min, max }, inside };
  });
const firm = fc.record({ a: ranged, b: ranged, c: ranged });
const { expr } = fc.letrec<{ expr: Expr; leaf: Expr }>((tie) => ({
  leaf: fc.oneof(fc.constantFrom(a, b, c), decimal.map(num)),
  expr: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('leaf'),
    fc.tuple(fc.constantFrom('+', '-', '*', '/'), tie('expr'), tie('expr')),
    fc.tuple(fc.constantFrom('min', 'max'), fc.array(tie('expr'), { minLength: 2, maxLength: 3 })),
    fc.tuple(
      fc.constant('if'),
      fc.tuple(fc.constantFrom(...COMPARISONS), tie('leaf'), tie('leaf')),
      tie('expr'),
      tie('expr'),
    ),
  ),
}));

describe('arithmetic on ranges', () => {
  it('decides a comparison only where it holds, or fails, for every value inside', () => {
    fc.assert(
      fc.property(firm, expr, expr, fc.constantFrom(...COMPARISONS), (figures, left, right, op) => {
        const on = (pick: (each: { range: Json; inside: number }) => Json): State =>
          stateOf([op, left, right], { a: pick(figures.a), b: pick(figures.b), c: pick(figures.c) });
        const wide = on(({ range }) => range);
        return (wide !== 'met' && wide !== 'unmet') || on(({ inside }) => inside) === wide;
      }),
      RUNS,
    );
  });

  it('is as exact as fractions are', () => {
    const operand = fc.tuple(decimal, decimal, decimal);
    fc.assert(
      fc.property(operand, ([x, y, z]) => {
        const exact = (op: (p: Rational, q: Rational) => Rational): Rational => op(rational(x), rational(y));
        const sign = (op: '+' | '/', value: Rational): boolean =>
          stateOf(['>=', [op, num(x), num(y)], num(z)], {}) === (compare(value, rational(z)) >= 0 ? 'met' : 'unmet');
        return sign('+', exact(add)) && (y === 0 || sign('/', exact(divide)));
      }),
      RUNS,
    );
  });

  it('compares decimals as they are written', () => {
    expect(stateOf(['>=', ['/', num(29.4), num(49)], num(0.6)], {})).toBe('met');
    expect(stateOf(['=', ['+', num(0.1), num(0.2)], num(0.3)], {})).toBe('met');
    expect(stateOf(['>=', ['/', num(1), num(3)], num(0.333333333333)], {})).toBe('met');
    expect(stateOf(['=', ['-', ['+', a, num(0.1)], a], num(0.1)], { a: 1e9 })).toBe('met');
  });

  it('keeps ends that are approached but never reached apart from those that are', () => {
    const share: Expr = ['/', num(100), a];
    const atLeastOne = { a: { min: 1 } };
    expect(stateOf(['>', share, num(0)], atLeastOne)).toBe('met');
    expect(stateOf(['>', ['+', share, num(1)], num(1)], atLeastOne)).toBe('met');
    expect(stateOf(['<=', share, num(100)], atLeastOne)).toBe('met');
    expect(stateOf(['<', share, num(100)], atLeastOne)).toBe('unknown');
  });

  it('leaves nothing divided by nothing to a person, and anything else by nothing unbounded', () => {
    const share: Test = ['>=', ['/', a, b], num(0.6)];
    expect(stateOf(share, { a: 0, b: 0 })).toBe('judgement');
    expect(stateOf(share, { a: 5, b: 0 })).toBe('met');
    expect(stateOf(share, { a: { min: 0, max: 5 }, b: 0 })).toBe('unknown');
    expect(stateOf(share, { a: 0, b: { min: 0, max: 5 } })).toBe('unknown');
    expect(stateOf(share, { a: 5, b: { min: -1, max: 1 } })).toBe('unknown');
  });

  it('leaves open what only one value of a range leaves undefined, or makes unbounded', () => {
    const undefinedThere: Expr = ['if', ['>=', a, a], ['/', num(0), num(0)], num(0)];
    expect(stateOf(['<=', ['min', [undefinedThere, num(0)]], num(0)], { a: { min: 0 } })).toBe('unknown');
    const unbounded: Expr = ['+', num(0), ['/', num(-1), num(0)]];
    expect(stateOf(['>=', ['*', a, unbounded], a], { a: { min: 0 } })).toBe('unknown');
    const bothUnbounded: Expr = ['/', ['max', [['/', num(0.01), a], num(0)]], ['/', b, a]];
    expect(stateOf(['<=', num(0), bothUnbounded], { a: { min: 0 }, b: 1 })).toBe('unknown');
    const nothingLeft: Expr = ['/', ['/', a, a], ['max', [a, ['/', a, num(0)]]]];
    expect(stateOf(['<=', ['-', a, num(2)], nothingLeft], { a: { min: 2 } })).toBe('unknown');
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
