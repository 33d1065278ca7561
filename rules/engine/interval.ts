import {
  add as addRational,
  compare,
  divide as divideRational,
  INFINITY,
  isInfinite,
  MINUS_INFINITY,
  multiply as multiplyRational,
  negate,
  type Rational,
  rational,
  sign,
  ZERO,
} from './rational.ts';

/** One end of an interval; an open end is approached but never reached. */
export interface Bound {
  readonly at: Rational;
  readonly open: boolean;
}
/**
 * All values that a figure can have. `undefinedAt` says whether some (`maybe`) or all (`always`) of them are
 * 0 / 0, which no arithmetic decides.
 */
export interface Interval {
  readonly lo: Bound;
  readonly hi: Bound;
  readonly undefinedAt: 'never' | 'maybe' | 'always';
}

const closed = (at: Rational): Bound => ({ at, open: false });
const EVERYTHING: Interval = {
  lo: { at: MINUS_INFINITY, open: true },
  hi: { at: INFINITY, open: true },
  undefinedAt: 'never',
};

export const exactly = (at: Rational): Interval => ({ lo: closed(at), hi: closed(at), undefinedAt: 'never' });
export const point = (value: number): Interval => exactly(rational(value));
/** From `min` to `max`, both reached; an end that is left out is infinite. */
export const between = (min: number | undefined, max: number | undefined): Interval => ({
  lo: min === undefined ? EVERYTHING.lo : closed(rational(min)),
  hi: max === undefined ? EVERYTHING.hi : closed(rational(max)),
  undefinedAt: 'never',
});

export const isExact = (x: Interval): boolean => x.undefinedAt === 'never' && compare(x.lo.at, x.hi.at) === 0;

const lower = (a: Bound, b: Bound): Bound => {
  const order = compare(a.at, b.at);
  return order < 0 ? a : order > 0 ? b : a.open ? b : a;
};
const higher = (a: Bound, b: Bound): Bound => {
  const order = compare(a.at, b.at);
  return order > 0 ? a : order < 0 ? b : a.open ? b : a;
};
/** The tighter of two bounds, for narrowing. */
const least = (a: Bound, b: Bound): Bound => {
  const order = compare(a.at, b.at);
  return order < 0 ? a : order > 0 ? b : a.open ? a : b;
};
const greatest = (a: Bound, b: Bound): Bound => {
  const order = compare(a.at, b.at);
  return order > 0 ? a : order < 0 ? b : a.open ? a : b;
};

const eitherUndefined = (a: Interval, b: Interval): Interval['undefinedAt'] =>
  a.undefinedAt === 'always' || b.undefinedAt === 'always'
    ? 'always'
    : a.undefinedAt === 'maybe' || b.undefinedAt === 'maybe'
      ? 'maybe'
      : 'never';

/** The smallest interval that holds both. */
export function hull(a: Interval, b: Interval): Interval {
  if (a.undefinedAt === 'always' && b.undefinedAt === 'always') return a;
  const undefinedAt = a.undefinedAt === 'never' && b.undefinedAt === 'never' ? 'never' : 'maybe';
  return { lo: lower(a.lo, b.lo), hi: higher(a.hi, b.hi), undefinedAt };
}

/** What both allow; where they contradict each other the first stands. */
export function narrow(a: Interval, limit: { lo?: Bound; hi?: Bound }): Interval {
  const lo = limit.lo ? greatest(a.lo, limit.lo) : a.lo;
  const hi = limit.hi ? least(a.hi, limit.hi) : a.hi;
  return compare(lo.at, hi.at) > 0 ? a : { ...a, lo, hi };
}

export function add(a: Interval, b: Interval): Interval {
  const sum = (x: Bound, y: Bound): Bound => ({ at: addRational(x.at, y.at), open: x.open || y.open });
  return { lo: sum(a.lo, b.lo), hi: sum(a.hi, b.hi), undefinedAt: eitherUndefined(a, b) };
}

export function minus(a: Interval): Interval {
  return { lo: { ...a.hi, at: negate(a.hi.at) }, hi: { ...a.lo, at: negate(a.lo.at) }, undefinedAt: a.undefinedAt };
}

export const subtract = (a: Interval, b: Interval): Interval => add(a, minus(b));

export function multiply(a: Interval, b: Interval): Interval {
  const product = (x: Bound, y: Bound): Bound => {
    const at = multiplyRational(x.at, y.at);
    const zeroReached = (sign(x.at) === 0 && !x.open) || (sign(y.at) === 0 && !y.open);
    return { at, open: (x.open || y.open) && !zeroReached };
  };
  return {
    ...span([product(a.lo, b.lo), product(a.lo, b.hi), product(a.hi, b.lo), product(a.hi, b.hi)]),
    undefinedAt: eitherUndefined(a, b),
  };
}

/** `a / 0` is unbounded where `a` is not zero; `0 / 0` is undefined and left to a person. */
export function divide(a: Interval, b: Interval): Interval {
  const below = sign(b.lo.at);
  const above = sign(b.hi.at);
  if (below === 0 && above === 0) return divideByZero(a, eitherUndefined(a, b));
  if (above < 0) return divide(minus(a), minus(b));
  const holdsZero = sign(a.lo.at) <= 0 && sign(a.hi.at) >= 0;
  const divisorReachesZero = (below < 0 && (above > 0 || !b.hi.open)) || (below === 0 && !b.lo.open);
  const undefinedAt =
    eitherUndefined(a, b) !== 'never' ? eitherUndefined(a, b) : divisorReachesZero && holdsZero ? 'maybe' : 'never';
  // A divisor that reaches zero from below: a / 0 takes the sign of a, so both ends are open to it.
  if (below < 0)
    return sign(a.lo.at) === 0 && sign(a.hi.at) === 0
      ? { ...exactly(ZERO), undefinedAt }
      : { lo: closed(MINUS_INFINITY), hi: closed(INFINITY), undefinedAt };
  if (below > 0) {
    const quotient = (x: Bound, y: Bound): Bound[] =>
      isInfinite(x.at) && isInfinite(y.at)
        ? []
        : [{ at: divideRational(x.at, y.at), open: sign(x.at) === 0 ? x.open : x.open || y.open }];
    const bounds = [...quotient(a.lo, b.lo), ...quotient(a.lo, b.hi), ...quotient(a.hi, b.lo), ...quotient(a.hi, b.hi)];
    return { ...span(bounds), undefinedAt };
  }
  // The divisor starts at zero: quotients grow without limit towards it.
  const reached = !b.lo.open;
  const far = (x: Bound): Bound =>
    isInfinite(b.hi.at)
      ? { at: ZERO, open: sign(x.at) !== 0 }
      : { at: divideRational(x.at, b.hi.at), open: x.open || b.hi.open };
  const lo: Bound = sign(a.lo.at) < 0 ? { at: MINUS_INFINITY, open: !reached } : far(a.lo);
  const hi: Bound = sign(a.hi.at) > 0 ? { at: INFINITY, open: !reached } : far(a.hi);
  return { lo, hi, undefinedAt };
}

function divideByZero(a: Interval, undefinedAt: Interval['undefinedAt']): Interval {
  const low = sign(a.lo.at);
  const high = sign(a.hi.at);
  if (low === 0 && high === 0) return { ...EVERYTHING, undefinedAt: 'always' };
  const lo = low < 0 ? MINUS_INFINITY : INFINITY;
  const hi = high > 0 ? INFINITY : MINUS_INFINITY;
  const zeroInside = low <= 0 && high >= 0 && !(low === 0 && a.lo.open) && !(high === 0 && a.hi.open);
  return {
    lo: closed(lo),
    hi: closed(hi),
    undefinedAt: undefinedAt !== 'never' ? undefinedAt : zeroInside ? 'maybe' : 'never',
  };
}

export function minimum(a: Interval, b: Interval): Interval {
  return { lo: lower(a.lo, b.lo), hi: least(a.hi, b.hi), undefinedAt: eitherUndefined(a, b) };
}
export function maximum(a: Interval, b: Interval): Interval {
  return { lo: greatest(a.lo, b.lo), hi: higher(a.hi, b.hi), undefinedAt: eitherUndefined(a, b) };
}

function span(bounds: readonly Bound[]): { lo: Bound; hi: Bound } {
  const [first = closed(ZERO), ...rest] = bounds;
  return { lo: rest.reduce(lower, first), hi: rest.reduce(higher, first) };
}

export type Comparison = '>=' | '>' | '<=' | '<' | '=';
export type Truth = 'yes' | 'no' | 'open' | 'undefined';

/** Whether the comparison holds for every pair of values (`yes`), for none (`no`), or for some (`open`). */
export function compareIntervals(op: Comparison, a: Interval, b: Interval): Truth {
  const undefinedAt = eitherUndefined(a, b);
  if (undefinedAt === 'always') return 'undefined';
  const truth = decide(op, a, b);
  return undefinedAt === 'maybe' ? 'open' : truth;
}

function decide(op: Comparison, a: Interval, b: Interval): Truth {
  switch (op) {
    case '>=':
      return atLeast(a, b) ? 'yes' : above(b, a) ? 'no' : 'open';
    case '>':
      return above(a, b) ? 'yes' : atLeast(b, a) ? 'no' : 'open';
    case '<=':
      return atLeast(b, a) ? 'yes' : above(a, b) ? 'no' : 'open';
    case '<':
      return above(b, a) ? 'yes' : atLeast(a, b) ? 'no' : 'open';
    case '=':
      return isExact(a) && isExact(b) && compare(a.lo.at, b.lo.at) === 0
        ? 'yes'
        : above(a, b) || above(b, a)
          ? 'no'
          : 'open';
  }
}
/** Every value of `a` is at least every value of `b`. */
const atLeast = (a: Interval, b: Interval): boolean => compare(a.lo.at, b.hi.at) >= 0;
/** Every value of `a` is above every value of `b`. */
function above(a: Interval, b: Interval): boolean {
  const order = compare(a.lo.at, b.hi.at);
  return order > 0 || (order === 0 && (a.lo.open || b.hi.open));
}
