import { remembered } from './memory.ts';

/**
 * Exact numbers: a fraction of two integers, the denominator never negative. A denominator of zero is an infinity with
 * the numerator's sign, and 0 / 0 is undefined, as in floating point. Decimals typed by a person stay what they are, so
 * that 29.4 / 49 is 60 % and not a little less.
 */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

export const ZERO: Rational = { n: 0n, d: 1n };

/** The decimal that a number is written as, exactly. */
export const rational = remembered((value: number): Rational => {
  if (!Number.isFinite(value)) return { n: value > 0 ? 1n : -1n, d: 0n };
  const [mantissa = '', exponent] = String(value).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const n = BigInt(whole + fraction);
  const shift = Number(exponent ?? 0) - fraction.length;
  const power = 10n ** BigInt(Math.abs(shift));
  return shift > 0 ? { n: n * power, d: 1n } : { n, d: power };
});

/** Rounded to so many decimals, half away from zero; infinities stay infinities. */
export function toNumber(value: Rational, decimals = 12): number {
  const { n, d } = value;
  if (d === 0n) return nearest(value);
  const twice = n * 2n * 10n ** BigInt(decimals) + (n < 0n ? -d : d);
  return Number(`${twice / (d * 2n)}e-${decimals}`);
}

/** Off by a few units in the sixteenth digit at most. */
export const nearest = ({ n, d }: Rational): number => Number(n) / Number(d);

export const isUndefined = ({ n, d }: Rational): boolean => n === 0n && d === 0n;

/** Below, at or above zero as the first is below, equal to or above the second. */
export function compare(a: Rational, b: Rational): number {
  // Two infinities differ by their signs alone.
  const difference = a.d === b.d ? a.n - b.n : a.n * b.d - b.n * a.d;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

export const add = (a: Rational, b: Rational): Rational =>
  a.d === b.d && a.d !== 0n ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };

export const subtract = (a: Rational, b: Rational): Rational => add(a, { n: -b.n, d: b.d });

export const multiply = (a: Rational, b: Rational): Rational => ({ n: a.n * b.n, d: a.d * b.d });

export const divide = (a: Rational, b: Rational): Rational =>
  multiply(a, b.n < 0n ? { n: -b.d, d: -b.n } : { n: b.d, d: b.n });
