import { daysOf, firstDayOf, toDay, yearOf } from './calendar.ts';
import { between, type Bound, exactly, type Interval, isExact, narrow, point } from './interval.ts';
import { isRecord } from './json.ts';
import { rational } from './rational.ts';
import type { Day, Field, FieldDictionary, Json, Profile, Verdict } from './types.ts';
import type { Catalogue } from './load.ts';

/** What is asked of one firm on one day. */
export interface Env {
  readonly catalogue: Catalogue;
  readonly profile: Profile;
  readonly asOf: Day;
  /** A figure tried out in place of the firm's own, while a gap is searched. */
  readonly trial?: { readonly path: string; readonly value: number };
  /** The verdict of another measure for this firm and day. */
  readonly outcomeOf: (measure: string) => { verdict: Verdict; missing: readonly string[] };
  /** Parameter values that were used, by name. */
  readonly usedParameters: Map<string, string>;
}

/** The dictionary's name of a path: `years.2025.revenue` is entered as `years.*.revenue`. */
export const entryOf = remembered((path) => path.replace(/^(years|platformScore)\.\d{4}/, '$1.*'));

const stepsOf = remembered((path) => path.split('.'));

/** Paths repeat a thousand times in one evaluation; each is taken apart once. */
function remembered<T>(make: (path: string) => T): (path: string) => T {
  const known = new Map<string, T>();
  return (path) => {
    const found = known.get(path);
    if (found !== undefined) return found;
    // Paths come from rules and profiles of bounded size, but a process lives long.
    if (known.size > 10_000) known.clear();
    const made = make(path);
    known.set(path, made);
    return made;
  };
}

export const fieldAt = (fields: FieldDictionary, path: string): Field | undefined => {
  const entry = entryOf(path);
  return Object.hasOwn(fields, entry) ? fields[entry] : undefined;
};

/** The profile's answer at a path, or undefined where there is none. */
export function answerAt(profile: Profile, path: string): Json | undefined {
  let here: Json | undefined = profile;
  for (const step of stepsOf(path)) {
    if (!isRecord(here) || !Object.hasOwn(here, step)) return undefined;
    here = here[step];
  }
  return here ?? undefined;
}

/** A yes/no answer: as given, else what another answer implies; undefined where neither says. */
export function flagAt(env: Env, path: string): boolean | undefined {
  const answer = answerAt(env.profile, path);
  if (typeof answer === 'boolean') return answer;
  const implied = fieldAt(env.catalogue.rules.fields, path)?.implied;
  const other = implied && answerAt(env.profile, implied.by);
  return typeof other === 'string' && implied !== undefined && Object.hasOwn(implied.values, other)
    ? implied.values[other]
    : undefined;
}

/**
 * All values a figure can have: as given, else the field's widest range, narrowed by the whole it is part of
 * and the parts it contains.
 */
export function figure(env: Env, path: string): Interval {
  const own = ownFigure(env, path);
  if (isExact(own)) return own;
  return narrow(own, { lo: lowest(env, path), hi: highest(env, path) });
}

function ownFigure(env: Env, path: string): Interval {
  if (env.trial?.path === path) return point(env.trial.value);
  const answer = answerAt(env.profile, path);
  const field = fieldAt(env.catalogue.rules.fields, path);
  if (typeof answer === 'number') return point(answer);
  if (isRecord(answer)) {
    const { min, max } = answer;
    return between(typeof min === 'number' ? min : field?.min, typeof max === 'number' ? max : field?.max);
  }
  return between(field?.min, field?.max);
}

function highest(env: Env, path: string): Bound {
  const own = ownFigure(env, path);
  const whole = fieldAt(env.catalogue.rules.fields, path)?.partOf;
  return whole === undefined ? own.hi : narrow(own, { hi: highest(env, likeYear(whole, path)) }).hi;
}

function lowest(env: Env, path: string): Bound {
  const parts = env.catalogue.partsOf.get(entryOf(path)) ?? [];
  return parts.reduce((own, part) => narrow(own, { lo: lowest(env, likeYear(part, path)) }), ownFigure(env, path)).lo;
}

/** A dictionary entry's path in the year of another path. */
export const likeYear = (entry: string, path: string): string => {
  const year = /\.(\d{4})\./.exec(path)?.[1];
  return year === undefined ? entry : entry.replace('*', year);
};

// ---- Fiscal years -----------------------------------------------------------

/** Fiscal year 0 is the last completed one on the day of assessment. */
export const fiscalYear = (env: Env, offset: number): number => yearOf(env.asOf) - 1 + offset;

const registrationYear = (env: Env): number | undefined => {
  const answer = answerAt(env.profile, 'registeredOn');
  return typeof answer === 'string' ? Number(answer.slice(0, 4)) : undefined;
};

/** A year that ended before registration does not exist; without the date, figures prove that a year does. */
export function yearExists(env: Env, offset: number): 'yes' | 'no' | 'maybe' {
  const year = fiscalYear(env, offset);
  const registered = registrationYear(env);
  if (registered !== undefined) return year >= registered ? 'yes' : 'no';
  const years = answerAt(env.profile, 'years');
  const answered = (figures: Json): boolean =>
    isRecord(figures) && Object.values(figures).some((each) => each !== null);
  return isRecord(years) && Object.entries(years).some(([key, figures]) => Number(key) <= year && answered(figures))
    ? 'yes'
    : 'maybe';
}

/** The first day on which the fiscal year with this offset is one that exists for the firm. */
export const firstDayWithYear = (env: Env, offset: number): Day =>
  firstDayOf((registrationYear(env) ?? yearOf(env.asOf)) + 1 - offset);

/** The one figure by year that stands outside `years`: the official platform's rating (专精特新发展评价得分). */
const PLATFORM_SCORE = 'platformScore';

/** The path of a yearly figure; a more exact one (`fallback` in the dictionary) gives way where it is not given. */
export function yearPath(env: Env, name: string, offset: number): string {
  const year = fiscalYear(env, offset);
  if (name === PLATFORM_SCORE) return `${PLATFORM_SCORE}.${year}`;
  const path = `years.${year}.${name}`;
  const fallback = fieldAt(env.catalogue.rules.fields, path)?.fallback;
  const given = answerAt(env.profile, path) !== undefined || env.trial?.path === path;
  return fallback === undefined || given ? path : likeYear(fallback, path);
}

// ---- Dates and certificates ---------------------------------------------------

export const dayRange = (first: Day | undefined, last: Day | undefined): Interval => between(first, last);
export const dayPoint = (day: Day): Interval => exactly(rational(day));

/** The days a date answer can mean; everything where it is absent. */
export function dateAt(env: Env, path: string): Interval {
  const answer = answerAt(env.profile, path);
  if (typeof answer !== 'string') return dayRange(undefined, undefined);
  const { first, last } = daysOf(answer);
  return dayRange(first, last);
}

export interface Holding {
  index: number;
  granted: { first: Day; last: Day } | undefined;
  /** Undefined where the answer is missing; null for titles without a term. */
  validTo: { first: Day; last: Day } | null | undefined;
}

/** The firm's certificates of a type, or undefined where the list itself is absent. */
export function holdings(env: Env, type: string): readonly Holding[] | undefined {
  const list = answerAt(env.profile, 'certificates');
  if (!Array.isArray(list)) return undefined;
  const runsOut = env.catalogue.rules.fields.certificates?.expires?.includes(type) ?? true;
  return list.flatMap((entry: Json, index) => {
    if (!isRecord(entry) || entry.type !== type) return [];
    const { grantedOn, validTo } = entry;
    return [
      {
        index,
        granted: typeof grantedOn === 'string' ? daysOf(grantedOn) : undefined,
        validTo: typeof validTo === 'string' ? daysOf(validTo) : runsOut ? undefined : null,
      },
    ];
  });
}

/** Whether the certificate is valid on the day, both its dates included. */
export function validOn(holding: Holding, day: Day): 'yes' | 'no' | 'maybe' {
  const { granted, validTo } = holding;
  if ((granted && granted.first > day) || (validTo && validTo.last < day)) return 'no';
  const begun = granted !== undefined && granted.last <= day;
  const notOver = validTo === null || (validTo !== undefined && validTo.first >= day);
  return begun && notOver ? 'yes' : 'maybe';
}

/** The holding that is certainly valid on the day and lasts longest. */
export function heldOn(env: Env, type: string): Holding | undefined {
  return (holdings(env, type) ?? [])
    .filter((holding) => validOn(holding, env.asOf) === 'yes')
    .reduce<Holding | undefined>(
      (best, next) => (best === undefined || end(next) > end(best) ? next : best),
      undefined,
    );
}
const end = (holding: Holding): Day => (holding.validTo ? holding.validTo.first : Infinity);

export const dated = <T extends { from: string; to?: string }>(values: readonly T[], day: Day): T | undefined =>
  values.find((value) => toDay(value.from) <= day && (value.to === undefined || day < toDay(value.to)));

/** The value in force on the day, else the nearest one in time. */
export function inForceOrNearest<T extends { from: string; to?: string }>(
  values: readonly T[],
  day: Day,
): T | undefined {
  const distance = (value: T): number =>
    day < toDay(value.from)
      ? toDay(value.from) - day
      : value.to === undefined || day < toDay(value.to)
        ? 0
        : day - toDay(value.to) + 1;
  return values.reduce<T | undefined>(
    (best, next) => (best === undefined || distance(next) < distance(best) ? next : best),
    undefined,
  );
}
