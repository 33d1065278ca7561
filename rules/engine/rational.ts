/**
 * Exact numbers: a fraction of two integers, the denominator never negative.
 * A denominator of zero is an infinity with the numerator's sign. Decimals typed by a person stay what they
 * are, so that 29.4 / 49 is 60 % and not a little less.
 */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

export const ZERO: Rational = { n: 0n, d: 1n };
export const INFINITY: Rational = { n: 1n, d: 0n };
export const MINUS_INFINITY: Rational = { n: -1n, d: 0n };

/** The decimal that a number is written as, exactly. */
export function rational(value: number): Rational {
  if (Number.isSafeInteger(value)) return { n: BigInt(value), d: 1n };
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const n = BigInt(whole + fraction);
  const shift = Number(exponent) - fraction.length;
  return shift >= 0 ? { n: n * 10n ** BigInt(shift), d: 1n } : { n, d: 10n ** BigInt(-shift) };
}

/** Rounded to so many decimals, half away from zero; infinities stay infinities. */
export function toNumber(value: Rational, decimals = 12): number {
  if (value.d === 0n) return value.n > 0n ? Infinity : -Infinity;
  if (value.d === 1n) return Number(value.n);
  const negative = value.n < 0n;
  const scaled = ((negative ? -value.n : value.n) * 10n ** BigInt(decimals) * 2n + value.d) / (value.d * 2n);
  const digits = scaled.toString().padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  return Number(`${negative ? '-' : ''}${digits.slice(0, cut)}.${digits.slice(cut)}`);
}

export const isInfinite = (a: Rational): boolean => a.d === 0n;
export const sign = (a: Rational): -1 | 0 | 1 => (a.n > 0n ? 1 : a.n < 0n ? -1 : 0);
export const negate = (a: Rational): Rational => ({ n: -a.n, d: a.d });

export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  if (a.d === 0n || b.d === 0n) {
    const left = a.d === 0n ? sign(a) : 0;
    const right = b.d === 0n ? sign(b) : 0;
    return left < right ? -1 : left > right ? 1 : 0;
  }
  const difference = a.n * b.d - b.n * a.d;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/** Infinity wins over any finite number; opposite infinities are never added by the interval arithmetic. */
export function add(a: Rational, b: Rational): Rational {
  if (a.d === 0n) return a;
  if (b.d === 0n) return b;
  return a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

/** Zero times infinity is zero: the bound of an interval that is zero throughout. */
export function multiply(a: Rational, b: Rational): Rational {
  if (a.n === 0n || b.n === 0n) return ZERO;
  const d = a.d * b.d;
  return d === 0n ? (a.n > 0n === b.n > 0n ? INFINITY : MINUS_INFINITY) : { n: a.n * b.n, d };
}

/** The divisor is not zero; a finite number over infinity is zero. */
export function divide(a: Rational, b: Rational): Rational {
  if (b.d === 0n) return ZERO;
  return b.n > 0n ? multiply(a, { n: b.d, d: b.n }) : multiply(a, { n: -b.d, d: -b.n });
}
