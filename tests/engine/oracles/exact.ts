/**
 * What both score oracles need, on purpose without anything from `rules/`: exact fractions, figures that are known
 * or open, and points tables. Slow and plain.
 */
export interface Fraction {
  readonly top: bigint;
  /** Never negative; 0 stands for “without limit”. */
  readonly bottom: bigint;
}
/** A figure of a firm: from `low` to `high`, both possible. A known one has both equal. */
export interface Figure {
  readonly low: Fraction;
  readonly high: Fraction;
}
export interface Points {
  readonly min: number;
  readonly max: number;
}
export type PlainProfile = Readonly<Record<string, unknown>>;

const NOTHING: Fraction = { top: 0n, bottom: 1n };
const WITHOUT_LIMIT: Fraction = { top: 1n, bottom: 0n };

const read = new Map<string, Fraction>();

/** The fraction that a decimal such as “29.4” writes. */
export function fraction(decimal: string): Fraction {
  const known = read.get(decimal);
  if (known) return known;
  const parts = /^(-?\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!parts) throw new Error(`“${decimal}” is not a plain decimal`);
  const [, whole = '', places = ''] = parts;
  const made = { top: BigInt(whole + places), bottom: 10n ** BigInt(places.length) };
  // The tables' floors are asked for each firm.
  if (read.size < 1000) read.set(decimal, made);
  return made;
}

const isZero = (a: Fraction): boolean => a.top === 0n;
const isLimitless = (a: Fraction): boolean => a.bottom === 0n;

/** Below zero where a < b, zero where they are equal. */
export function compare(a: Fraction, b: Fraction): number {
  if (isLimitless(a) || isLimitless(b)) return Number(isLimitless(a)) - Number(isLimitless(b));
  const difference = a.top * b.bottom - b.top * a.bottom;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

// ---- Answers ------------------------------------------------------------------------------

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

export function answer(profile: PlainProfile, path: string): unknown {
  let here: unknown = profile;
  for (const step of path.split('.')) {
    here = isObject(here) ? Reflect.get(here, step) : undefined;
  }
  return here ?? undefined;
}

const given = (profile: PlainProfile, path: string): Fraction | undefined => {
  const value = answer(profile, path);
  return typeof value === 'number' ? fraction(String(value)) : undefined;
};
export const isGiven = (profile: PlainProfile, path: string): boolean => given(profile, path) !== undefined;

/**
 * The figure at a path; one that is not given is at least each of its parts and at most the whole it is part of.
 * None of the figures of the scores can be negative.
 */
export function figure(
  profile: PlainProfile,
  path: string,
  bounds: { parts?: readonly string[]; whole?: string } = {},
): Figure {
  const value = given(profile, path);
  if (value) return { low: value, high: value };
  let low = NOTHING;
  for (const part of bounds.parts ?? []) {
    const least = given(profile, part);
    if (least && compare(least, low) > 0) low = least;
  }
  const whole = bounds.whole === undefined ? undefined : given(profile, bounds.whole);
  return { low, high: whole ?? WITHOUT_LIMIT };
}

/** Whether the firm had this fiscal year: a year that ended before it was founded does not exist. */
export function hadYear(profile: PlainProfile, year: number): 'yes' | 'no' | 'maybe' {
  const founded = answer(profile, 'registeredOn');
  if (typeof founded === 'string') return Number(founded.slice(0, 4)) <= year ? 'yes' : 'no';
  const years = answer(profile, 'years');
  const withFigures = Object.entries<unknown>({ ...(isObject(years) ? years : {}) }).filter(
    ([, figures]) => isObject(figures) && Object.keys(figures).length > 0,
  );
  return withFigures.some(([key]) => Number(key) <= year) ? 'yes' : 'maybe';
}

// ---- Shares and points ----------------------------------------------------------------------

/** The shares a / b can come to; `undecided` where both can be zero, which a person must judge. */
export interface Share extends Figure {
  readonly undecided: boolean;
}
export function share(a: Figure, b: Figure): Share {
  const undecided = couldBeZero(a) && couldBeZero(b);
  return { undecided, low: quotient(a.low, b.high), high: quotient(a.high, b.low) };
}

/** Something over nothing is without limit; a known amount over one without limit is nothing. */
function quotient(a: Fraction, b: Fraction): Fraction {
  if (isLimitless(b)) return NOTHING;
  if (isLimitless(a) || isZero(b)) return WITHOUT_LIMIT;
  return { top: a.top * b.bottom, bottom: a.bottom * b.top };
}

/** Points for a share: the first line whose floor is reached; none below the last. */
export function pointsFrom(value: Share, table: readonly (readonly [floor: string, points: number])[]): Points {
  const at = (share: Fraction): number => table.find(([floor]) => compare(share, fraction(floor)) >= 0)?.[1] ?? 0;
  return value.undecided ? { min: 0, max: mostOf(table) } : { min: at(value.low), max: at(value.high) };
}
/** Points for a share that should be low: the first line whose ceiling is kept; none above the last. */
export function pointsUpTo(value: Share, table: readonly (readonly [ceiling: string, points: number])[]): Points {
  const at = (share: Fraction): number => table.find(([ceiling]) => compare(share, fraction(ceiling)) <= 0)?.[1] ?? 0;
  return value.undecided ? { min: 0, max: mostOf(table) } : { min: at(value.high), max: at(value.low) };
}
const mostOf = (table: readonly (readonly [string, number])[]): number =>
  Math.max(...table.map(([, points]) => points));

export const couldBeZero = (a: Figure): boolean => isZero(a.low);
export const couldBeAtLeast = (a: Figure, n: number): boolean => compare(a.high, fraction(String(n))) >= 0;
export const couldBeBelow = (a: Figure, n: number): boolean => compare(a.low, fraction(String(n))) < 0;

export const together = (...parts: readonly Points[]): Points => ({
  min: parts.reduce((sum, part) => sum + part.min, 0),
  max: parts.reduce((sum, part) => sum + part.max, 0),
});
/** Of alternatives the firm takes the better one. */
export const better = (a: Points, b: Points): Points => ({ min: Math.max(a.min, b.min), max: Math.max(a.max, b.max) });
/** Everything any of these can be. */
export const anyOf = (options: readonly Points[]): Points => ({
  min: Math.min(...options.map((option) => option.min)),
  max: Math.max(...options.map((option) => option.max)),
});
