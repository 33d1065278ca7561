import { daysOf, isIsoDate } from '../engine/calendar.ts';
import { entryOf } from '../engine/facts.ts';
import { isRecord } from '../engine/json.ts';
import type { Field, FieldDictionary, Json, Profile } from '../engine/types.ts';
import { type Fault, fault } from './faults.ts';
import { nearest } from './nearest.ts';
import { usccFault } from './uscc.ts';

export type Validation = { ok: true; profile: Profile } | { ok: false; faults: readonly Fault[] };

const MAX_LIST = 1000;
const MAX_TEXT = 500;
/** Enough to see what is wrong with a file; more would only bury it. */
const MAX_FAULTS = 1000;
const SOURCES = ['self', 'registry', 'audit', 'platform', 'manager'];
const EARLIEST_YEAR = 1949;
const LATEST_YEAR = 2100;

/**
 * Checks a company profile against the field dictionary. Gives one message per fault with the path to it, or the
 * profile; an answer of `null` counts as not given.
 */
export function validateProfile(input: unknown, fields: FieldDictionary): Validation {
  if (!isRecord(input)) return { ok: false, faults: [fault('', 'not-an-object')] };
  const faults = [...checkObject(input, [], treeOf(fields)), ...checkProvenance(input.provenance, fields)];
  if (faults.length === 0) faults.push(...checkParts(input, fields));
  return faults.length === 0 ? { ok: true, profile: input } : { ok: false, faults: faults.slice(0, MAX_FAULTS) };
}

// ---- Shape ------------------------------------------------------------------------------

interface Tree {
  field?: Field;
  readonly children: Map<string, Tree>;
}
const trees = new WeakMap<FieldDictionary, Tree>();

function treeOf(fields: FieldDictionary): Tree {
  const known = trees.get(fields);
  if (known) return known;
  const root: Tree = { children: new Map() };
  for (const [path, field] of Object.entries(fields)) {
    let here = root;
    for (const step of path.split('.')) {
      const next = here.children.get(step) ?? { children: new Map() };
      here.children.set(step, next);
      here = next;
    }
    here.field = field;
  }
  trees.set(fields, root);
  return root;
}

function checkObject(value: { readonly [key: string]: Json }, at: readonly string[], tree: Tree): Fault[] {
  const faults: Fault[] = [];
  for (const [key, inner] of Object.entries(value)) {
    faults.push(...checkEntry(key, inner, at, tree));
    if (faults.length >= MAX_FAULTS) break;
  }
  return faults;
}

function checkEntry(key: string, inner: Json, at: readonly string[], tree: Tree): Fault[] {
  if (at.length === 0 && key === 'provenance') return [];
  const path = [...at, key].join('.');
  const byYear = tree.children.get('*');
  if (byYear) {
    const year = /^\d{4}$/.test(key) ? Number(key) : 0;
    return year < EARLIEST_YEAR || year > LATEST_YEAR
      ? [fault(path, 'not-a-year', { found: key })]
      : checkNode(inner, [...at, key], byYear);
  }
  const child = tree.children.get(key);
  return child ? checkNode(inner, [...at, key], child) : [unknownKey(path, key, [...tree.children.keys()])];
}

const unknownKey = (path: string, key: string, known: readonly string[]): Fault =>
  fault(path, 'unknown-key', { found: key, nearest: nearest(key, known) ?? '' });

function checkNode(value: Json, at: readonly string[], tree: Tree): Fault[] {
  if (value === null) return [];
  if (tree.field) return checkAnswer(value, at.join('.'), tree.field);
  return isRecord(value) ? checkObject(value, at, tree) : [fault(at.join('.'), 'not-an-object')];
}

// ---- Answers ------------------------------------------------------------------------------

function checkAnswer(value: Json, path: string, field: Field): Fault[] {
  switch (field.type) {
    case 'text':
      return typeof value === 'string' && value.length <= MAX_TEXT
        ? []
        : [fault(path, 'not-a-text', { limit: MAX_TEXT })];
    case 'uscc':
      return typeof value === 'string' ? checkUscc(value, path) : [fault(path, 'not-a-text', { limit: MAX_TEXT })];
    case 'date':
      return isDateAnswer(value) ? [] : [fault(path, 'not-a-date', { found: brief(value) })];
    case 'flag':
      return typeof value === 'boolean' ? [] : [fault(path, 'not-a-flag', { found: brief(value) })];
    case 'enum':
      return checkChoice(value, path, field.values ?? []);
    case 'enums':
      if (!Array.isArray(value) || value.length > MAX_LIST) return [fault(path, 'not-a-list', { limit: MAX_LIST })];
      return value.flatMap((item: Json, index) => checkChoice(item, `${path}.${index}`, field.values ?? []));
    case 'industry':
      return isIndustry(value, field) ? [] : [fault(path, 'not-an-industry', { found: brief(value) })];
    case 'number':
      return checkNumber(value, path, field);
    case 'certificates':
      return checkCertificates(value, path, field);
  }
}

/** An answer as it may be shown in a message: short, and never looked into. */
const brief = (value: Json): string =>
  isRecord(value) ? '{…}' : Array.isArray(value) ? '[…]' : JSON.stringify(value).slice(0, 40);
const isDateAnswer = (value: Json | undefined): value is string =>
  typeof value === 'string' && (isIsoDate(value) || (/^\d{4}-\d{2}$/.test(value) && isIsoDate(`${value}-01`)));

function checkChoice(value: Json, path: string, values: readonly string[]): Fault[] {
  if (typeof value === 'string' && values.includes(value)) return [];
  const guess = typeof value === 'string' ? nearest(value, values) : undefined;
  const choices = values.length > 12 ? `${values.slice(0, 12).join(', ')} …` : values.join(', ');
  return [fault(path, 'not-a-choice', { found: brief(value), nearest: guess ?? '', choices })];
}

function isIndustry(value: Json, field: Field): boolean {
  const parts = typeof value === 'string' ? /^([A-T])(\d{2})\d{0,2}$/.exec(value) : null;
  if (!parts) return false;
  const range = field.sections?.[parts[1] ?? ''];
  const division = Number(parts[2]);
  return range === undefined || (division >= range[0] && division <= range[1]);
}

function checkNumber(value: Json, path: string, field: Field): Fault[] {
  if (typeof value === 'number') return checkBounds(value, path, field);
  if (!isRecord(value)) return [fault(path, 'not-a-number', { found: brief(value) })];
  const unknown = Object.keys(value).filter((key) => key !== 'min' && key !== 'max');
  const [min, max] = [value.min, value.max];
  const ends = [min, max].filter((end) => end !== undefined && end !== null);
  if (unknown.length > 0) return unknown.map((key) => unknownKey(`${path}.${key}`, key, ['min', 'max']));
  if (ends.length === 0 || ends.some((end) => typeof end !== 'number'))
    return [fault(path, 'not-a-number', { found: brief(value) })];
  if (typeof min === 'number' && typeof max === 'number' && min > max)
    return [fault(path, 'range-reversed', { min, max })];
  return ends.flatMap((end) => (typeof end === 'number' ? checkBounds(end, path, field) : []));
}

function checkBounds(value: number, path: string, field: Field): Fault[] {
  if (!Number.isFinite(value) || Math.abs(value) > 1e15) return [fault(path, 'not-a-number', { found: String(value) })];
  if (field.min !== undefined && value < field.min)
    return [fault(path, field.min === 0 ? 'negative' : 'too-small', { found: value, limit: field.min })];
  if (field.max !== undefined && value > field.max)
    return [fault(path, field.unit === 'ratio' ? 'not-a-share' : 'too-large', { found: value, limit: field.max })];
  return [];
}

function checkUscc(code: string, path: string): Fault[] {
  const wrong = usccFault(code);
  if (!wrong) return [];
  switch (wrong.kind) {
    case 'length':
      return [fault(path, 'uscc-length', { length: wrong.length })];
    case 'character':
      return [
        fault(path, 'uscc-character', { position: wrong.position, found: wrong.found, expected: wrong.expected }),
      ];
    case 'check':
      return [fault(path, 'uscc-check', { position: wrong.position, found: wrong.found, expected: wrong.expected })];
  }
}

const CERTIFICATE_KEYS = ['type', 'grantedOn', 'validTo'];

function checkCertificates(value: Json, path: string, field: Field): Fault[] {
  if (!Array.isArray(value) || value.length > MAX_LIST) return [fault(path, 'not-a-list', { limit: MAX_LIST })];
  return value.flatMap((entry: Json, index) => {
    const here = `${path}.${index}`;
    if (!isRecord(entry)) return [fault(here, 'not-an-object')];
    const unknown = Object.keys(entry).filter((key) => !CERTIFICATE_KEYS.includes(key));
    const { type, grantedOn, validTo } = entry;
    return [
      ...unknown.map((key) => unknownKey(`${here}.${key}`, key, CERTIFICATE_KEYS)),
      ...checkChoice(type ?? null, `${here}.type`, field.values ?? []),
      ...Object.entries({ grantedOn, validTo }).flatMap(([key, date]) =>
        date === undefined || date === null || isDateAnswer(date)
          ? []
          : [fault(`${here}.${key}`, 'not-a-date', { found: brief(date) })],
      ),
      ...(isDateAnswer(grantedOn) && isDateAnswer(validTo) && daysOf(validTo).last < daysOf(grantedOn).first
        ? [fault(`${here}.validTo`, 'ends-before-start', { grantedOn, validTo })]
        : []),
    ];
  });
}

function checkProvenance(value: Json | undefined, fields: FieldDictionary): Fault[] {
  if (value === undefined || value === null) return [];
  if (!isRecord(value)) return [fault('provenance', 'not-an-object')];
  return Object.entries(value).flatMap(([path, entry]) => {
    const here = `provenance.${path}`;
    if (!Object.hasOwn(fields, entryOf(path))) return [unknownKey(here, path, Object.keys(fields))];
    if (!isRecord(entry)) return [fault(here, 'not-an-object')];
    const { source, asOf } = entry;
    return [
      ...Object.keys(entry)
        .filter((key) => key !== 'source' && key !== 'asOf')
        .map((key) => unknownKey(`${here}.${key}`, key, ['source', 'asOf'])),
      ...(source === undefined ? [] : checkChoice(source, `${here}.source`, SOURCES)),
      ...(asOf === undefined || isDateAnswer(asOf)
        ? []
        : [fault(`${here}.asOf`, 'not-a-date', { found: brief(asOf) })]),
    ];
  });
}

// ---- Parts and wholes ---------------------------------------------------------------------

/** A part that is by definition within its whole is never certainly larger. */
const checkParts = (profile: { readonly [key: string]: Json }, fields: FieldDictionary): Fault[] =>
  partsAboveWholes(profile, fields).flatMap(({ part, whole, least, most, strict }) =>
    strict ? [fault(part, 'part-above-whole', { found: least, whole, limit: most })] : [],
  );

export interface PartAboveWhole {
  /** Paths in the profile. */
  readonly part: string;
  readonly whole: string;
  readonly least: number;
  readonly most: number;
  /** Certainly a mistake; otherwise both may have been counted on different days or by different rules. */
  readonly strict: boolean;
}

/** Parts that are larger than what they are part of, whatever the ranges hold. */
export function partsAboveWholes(
  profile: { readonly [key: string]: Json },
  fields: FieldDictionary,
): readonly PartAboveWhole[] {
  const years = isRecord(profile.years) ? Object.keys(profile.years) : [];
  return Object.entries(fields).flatMap(([part, { partOf, strict = false }]) => {
    if (partOf === undefined) return [];
    const pairs = part.startsWith('years.*.')
      ? years.map((year) => [part.replace('*', year), partOf.replace('*', year)] as const)
      : [[part, partOf] as const];
    return pairs.flatMap(([partPath, wholePath]) => {
      const least = endOf(profile, partPath, 'min');
      const most = endOf(profile, wholePath, 'max');
      return least !== undefined && most !== undefined && least > most
        ? [{ part: partPath, whole: wholePath, least, most, strict }]
        : [];
    });
  });
}

function endOf(profile: { readonly [key: string]: Json }, path: string, end: 'min' | 'max'): number | undefined {
  let here: Json | undefined = profile;
  for (const step of path.split('.')) here = isRecord(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  if (typeof here === 'number') return here;
  const bound = isRecord(here) ? here[end] : undefined;
  return typeof bound === 'number' ? bound : undefined;
}
