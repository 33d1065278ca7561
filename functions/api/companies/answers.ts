/** A profile taken apart into its answers, by the paths of the field dictionary. */
import { fieldAt } from '#rules/engine/facts.ts';
import { isRecord } from '#rules/engine/json.ts';
import type { FieldDictionary, Json, Profile } from '#rules/engine/types.ts';
import { canonical } from '../audit/canonical.ts';

/** Where a value comes from (来源): the firm itself, a register, an audit, an official platform, the service manager. */
export const SOURCES = ['self', 'registry', 'audit', 'platform', 'manager'] as const;
export type Source = (typeof SOURCES)[number];

/** Every answer by its path, `years.2025.rdExpense`; lists and ranges are one answer. */
export function answersOf(profile: Profile, fields: FieldDictionary): ReadonlyMap<string, Json> {
  const answers = new Map<string, Json>();
  const walk = (value: Json, path: string): void => {
    if (value === null) return;
    if (fieldAt(fields, path) !== undefined) answers.set(path, value);
    else if (isRecord(value)) for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`);
  };
  for (const [key, value] of Object.entries(profile)) if (key !== PROVENANCE) walk(value, key);
  return answers;
}

/** The paths whose answers differ, in order; those that were taken away among them. */
export function changedPaths(before: Profile | undefined, after: Profile, fields: FieldDictionary): string[] {
  const [old, now] = [answersOf(before ?? {}, fields), answersOf(after, fields)];
  const paths = new Set([...old.keys(), ...now.keys()]);
  return [...paths].filter((path) => !same(old.get(path), now.get(path))).sort();
}

/** A profile without answers of `null` and what they leave empty: they count as not given. */
export function withoutNulls(profile: Profile): Profile {
  return Object.fromEntries(
    Object.entries(profile).flatMap(([key, value]): [string, Json][] => {
      const kept = key === PROVENANCE ? value : pruned(value);
      return kept === undefined || kept === null ? [] : [[key, kept]];
    }),
  );
}

function pruned(value: Json): Json | undefined {
  if (value === null) return undefined;
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
    const kept = pruned(inner);
    return kept === undefined ? [] : [[key, kept]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/**
 * The profile with where each value comes from. What changed comes from `source`, unless the writer said otherwise;
 * an entry that merely came back with a changed value counts as not said. Without an entry a value is the firm's own.
 */
export function withProvenance(
  before: Profile | undefined,
  after: Profile,
  fields: FieldDictionary,
  source: Source,
): Profile {
  const [old, said] = [entriesOf(before), entriesOf(after)];
  const changed = new Set(changedPaths(before, after, fields));
  const entries = [...answersOf(after, fields).keys()].flatMap((path): [string, Json][] => {
    const given = said[path];
    const echoed = given === undefined || same(given, old[path]);
    if (!changed.has(path)) return given === undefined ? [] : [[path, given]];
    if (!echoed) return [[path, given]];
    return source === 'self' ? [] : [[path, { source }]];
  });
  const rest = Object.entries(after).filter(([key]) => key !== PROVENANCE);
  return Object.fromEntries(entries.length === 0 ? rest : [...rest, [PROVENANCE, Object.fromEntries(entries)]]);
}

/** The paths that the writer newly says to come from this source. */
export function newlyFrom(source: Source, before: Profile | undefined, after: Profile): string[] {
  const old = entriesOf(before);
  return Object.entries(entriesOf(after)).flatMap(([path, entry]) =>
    isRecord(entry) && entry.source === source && !same(entry, old[path]) ? [path] : [],
  );
}

const PROVENANCE = 'provenance';

const entriesOf = (profile: Profile | undefined): Readonly<Record<string, Json>> =>
  isRecord(profile?.[PROVENANCE]) ? profile[PROVENANCE] : {};

const same = (a: Json | undefined, b: Json | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && canonical(a) === canonical(b));

/** Who said what is there, as its entry has it; null without one. */
export function sourceOf({ provenance }: Profile, path: string): string | null {
  const said = isRecord(provenance) ? provenance[path] : undefined;
  return isRecord(said) && typeof said.source === 'string' ? said.source : null;
}

/** Whether the firm said it itself: so it is without an entry, too. */
export const isOwn = (profile: Profile, path: string): boolean => (sourceOf(profile, path) ?? 'self') === 'self';
