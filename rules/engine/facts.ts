import { addMonths, daysOf, firstDayOf, toDay, yearOf } from './calendar.ts';
import type { CertificateType } from './graph.ts';
import { isRecord } from './json.ts';
import { remembered } from './memory.ts';
import type { Day, Field, FieldDictionary, Json, Profile } from './types.ts';

/** The dictionary's name of a path: `years.2025.revenue` is entered as `years.*.revenue`. */
export const entryOf = remembered((path: string) => path.replace(/^(years|platformScore)\.\d{4}/, '$1.*'));

export const fieldAt = (fields: FieldDictionary, path: string): Field | undefined => {
  const entry = entryOf(path);
  return Object.hasOwn(fields, entry) ? fields[entry] : undefined;
};

/** Reads the answer at a path of the dictionary, which never names anything but a profile's own keys. */
export const readerOf = remembered((path: string) => {
  const keys = path.split('.');
  return (profile: Profile): Json | undefined =>
    keys.reduce<Json | undefined>((here, key) => (isRecord(here) ? here[key] : undefined), profile) ?? undefined;
});

/** The profile's answer at a path, or undefined where there is none. */
export const answerAt = (profile: Profile, path: string): Json | undefined => readerOf(path)(profile);

/** A yes/no answer: as given, else what another answer implies; undefined where neither says. */
export function flagAt(profile: Profile, path: string, implied: Field['implied']): boolean | undefined {
  const answer = answerAt(profile, path);
  if (typeof answer === 'boolean') return answer;
  return implied && impliedBy(implied, answerAt(profile, implied.by));
}

/** What a choice or a yes/no says of another question; undefined where nothing follows from it. */
export const impliedBy = ({ values }: NonNullable<Field['implied']>, answer: unknown): boolean | undefined =>
  Object.hasOwn(values, String(answer)) ? values[String(answer)] : undefined;

/** A dictionary entry's path in the year of another path. */
export const likeYear = (entry: string, path: string): string => {
  const year = /\.(\d{4})\./.exec(path)?.[1];
  return year === undefined ? entry : entry.replace('*', year);
};

/** Certificates of a type, by the dictionary. */
export const certificateOf = (fields: FieldDictionary, type: string): CertificateType => ({
  type,
  expires: fields.certificates?.expires?.includes(type) ?? true,
});

// ---- Fiscal years -----------------------------------------------------------

/** Fiscal year 0 is the last completed one on the day of assessment. */
export const fiscalYear = (asOf: Day, offset: number): number => yearOf(asOf) - 1 + offset;

const registrationYear = (profile: Profile): number | undefined => {
  const answer = answerAt(profile, 'registeredOn');
  return typeof answer === 'string' ? Number(answer.slice(0, 4)) : undefined;
};

/** A year that ended before registration does not exist; without the date, figures prove that a year does. */
export function yearExists(profile: Profile, year: number): 'yes' | 'no' | 'maybe' {
  const registered = registrationYear(profile);
  if (registered !== undefined) return year >= registered ? 'yes' : 'no';
  const years = answerAt(profile, 'years');
  const answered = (figures: Json): boolean =>
    isRecord(figures) && Object.values(figures).some((each) => each !== null);
  return isRecord(years) && Object.entries(years).some(([key, figures]) => Number(key) <= year && answered(figures))
    ? 'yes'
    : 'maybe';
}

/** The first day on which the fiscal year with this offset is one that exists for the firm. */
export const firstDayWithYear = (profile: Profile, asOf: Day, offset: number): Day =>
  firstDayOf((registrationYear(profile) ?? yearOf(asOf)) + 1 - offset);

/** The one figure by year that stands outside `years`: the official platform's rating (专精特新发展评价得分). */
export const PLATFORM_SCORE = 'platformScore';

/** The path of a yearly figure; a more exact one (`fallback` in the dictionary) gives way where it is not given. */
export function yearPath(fields: FieldDictionary, profile: Profile, asOf: Day, name: string, offset: number): string {
  const year = fiscalYear(asOf, offset);
  if (name === PLATFORM_SCORE) return `${PLATFORM_SCORE}.${year}`;
  const path = `years.${year}.${name}`;
  const fallback = fieldAt(fields, path)?.fallback;
  return fallback === undefined || answerAt(profile, path) !== undefined ? path : likeYear(fallback, path);
}

// ---- Dates and certificates ---------------------------------------------------

export interface Holding {
  index: number;
  granted: { first: Day; last: Day } | undefined;
  /** Undefined where the answer is missing; null for titles without a term. */
  validTo: { first: Day; last: Day } | null | undefined;
}

/** The firm's certificates of a type, or undefined where the list itself is absent. */
export function holdings(profile: Profile, { type, expires }: CertificateType): readonly Holding[] | undefined {
  const list = answerAt(profile, 'certificates');
  if (!Array.isArray(list)) return undefined;
  return list.flatMap((entry: Json, index) => {
    if (!isRecord(entry) || entry.type !== type) return [];
    const { grantedOn, validTo } = entry;
    return [
      {
        index,
        granted: typeof grantedOn === 'string' ? daysOf(grantedOn) : undefined,
        validTo: typeof validTo === 'string' ? daysOf(validTo) : expires ? undefined : null,
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
export const heldOn = (profile: Profile, asOf: Day, certificate: CertificateType): Holding | undefined =>
  (holdings(profile, certificate) ?? [])
    .filter((holding) => validOn(holding, asOf) === 'yes')
    .sort((a, b) => end(b) - end(a))[0];

/** Whether a certificate of the type is valid on the day. */
export function holds(profile: Profile, asOf: Day, certificate: CertificateType): 'yes' | 'no' | 'maybe' {
  const list = holdings(profile, certificate);
  if (list === undefined) return 'maybe';
  const states = list.map((holding) => validOn(holding, asOf));
  return states.includes('yes') ? 'yes' : states.includes('maybe') ? 'maybe' : 'no';
}

/** Whether a holder is within so many months before the certificate's last day. */
export function dueForRenewal(
  profile: Profile,
  asOf: Day,
  certificate: CertificateType,
  months: number,
): 'yes' | 'no' | 'maybe' {
  const held = holds(profile, asOf, certificate);
  if (held !== 'yes') return held;
  const validTo = heldOn(profile, asOf, certificate)?.validTo;
  if (!validTo) return 'no';
  const due = (last: Day): boolean => asOf >= addMonths(last, -months);
  return due(validTo.first) === due(validTo.last) ? (due(validTo.first) ? 'yes' : 'no') : 'maybe';
}

/** Codes are prefixes of one another: `I65` lies within `I`; `K70` may or may not lie within `K7010`. */
export function industryWithin(code: unknown, prefixes: readonly string[]): 'yes' | 'no' | 'maybe' {
  if (typeof code !== 'string') return 'maybe';
  if (prefixes.some((prefix) => code.startsWith(prefix))) return 'yes';
  return prefixes.some((prefix) => prefix.startsWith(code)) ? 'maybe' : 'no';
}

const end = (holding: Holding): Day => (holding.validTo ? holding.validTo.first : Infinity);

export const dated = <T extends { from: string; to?: string }>(values: readonly T[], day: Day): T | undefined =>
  values.find((value) => toDay(value.from) <= day && (value.to === undefined || day < toDay(value.to)));

/** The value in force on the day, else the nearest one in time. */
export function inForceOrNearest<T extends { from: string; to?: string }>(
  values: readonly T[],
  day: Day,
): T | undefined {
  const distance = ({ from, to }: T): number =>
    day < toDay(from) ? toDay(from) - day : to === undefined || day < toDay(to) ? 0 : day - toDay(to) + 1;
  return values.toSorted((a, b) => distance(a) - distance(b))[0];
}
