/** A profile answered piece by piece: reading and changing single answers by their path. */
import type { Json, NumberRange, Profile } from '#rules/engine/types.ts';

type Json0 = { readonly [key: string]: Json };

/** The dictionary's name of a path: `years.2025.revenue` is entered as `years.*.revenue`, a certificate's date as `certificates`. */
export const entryOfPath = (path: string): string =>
  path.replace(/^(years|platformScore)\.\d{4}/, '$1.*').replace(/^certificates\..*/, 'certificates');

/** The year in a path, where it has one. */
export const yearOfPath = (path: string): number | undefined => {
  const year = /^(?:years|platformScore)\.(\d{4})/.exec(path)?.[1];
  return year === undefined ? undefined : Number(year);
};

/** The path of a dictionary entry in a fiscal year; entries without years stay as they are. */
export const pathInYear = (entry: string, year: number): string => entry.replace('*', String(year));

/** The answer at a path; undefined where there is none. */
export function answerIn(profile: Profile, path: string): Json | undefined {
  let here: Json | undefined = profile;
  for (const step of path.split('.')) here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  return here ?? undefined;
}

/** The profile with another answer at a path, or with none; objects that become empty go. */
export function withAnswer(profile: Profile, path: string, answer: Json | undefined): Profile {
  return changed(profile, path.split('.'), answer) ?? {};
}

function changed(here: Json | undefined, steps: readonly string[], answer: Json | undefined): Json0 | undefined {
  const [step, ...rest] = steps;
  const own = isObject(here) ? here : {};
  if (step === undefined) return own;
  const inner = rest.length === 0 ? answer : changed(own[step], rest, answer);
  const others = Object.entries(own).filter(([key]) => key !== step);
  const entries: [string, Json][] = inner === undefined ? others : [...others, [step, inner]];
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Every answered path, as deep as the dictionary goes: a range, a list and a certificate are one answer each. */
export function answeredPaths(profile: Profile): string[] {
  return Object.entries(profile).flatMap(([key, value]) => (key === 'provenance' ? [] : below(key, value)));
}

function below(path: string, value: Json): string[] {
  if (value === null) return [];
  if (!isObject(value) || isRange(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => below(`${path}.${key}`, inner));
}

const isRange = (value: Json0): boolean =>
  Object.keys(value).length > 0 && Object.keys(value).every((key) => key === 'min' || key === 'max');

/** A figure or a range by its ends; undefined for any other answer. */
export function rangeIn(answer: Json | undefined): NumberRange | undefined {
  if (typeof answer === 'number') return { min: answer, max: answer };
  if (!isObject(answer)) return undefined;
  const { min, max } = answer;
  return { ...(typeof min === 'number' && { min }), ...(typeof max === 'number' && { max }) };
}

/** The dictionary entries whose answers differ between two profiles. */
export function changedEntries(before: Profile, after: Profile): Set<string> {
  const entries = new Set<string>();
  for (const path of new Set([...answeredPaths(before), ...answeredPaths(after)])) {
    const [one, other] = [answerIn(before, path), answerIn(after, path)];
    if (one !== other && JSON.stringify(one) !== JSON.stringify(other)) entries.add(entryOfPath(path));
  }
  // Which years are filled in can decide which years exist, as the founding day does.
  if (yearsIn(before) !== yearsIn(after)) entries.add('registeredOn');
  return entries;
}

const yearsIn = ({ years }: Profile): string => (isObject(years) ? Object.keys(years).sort().join() : '');

export const isObject = (value: Json | undefined): value is Json0 =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isProfile = (value: unknown): value is Profile =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
