import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { assess } from '../engine/evaluate.ts';
import { isRecord } from '../engine/json.ts';
import type { Catalogue } from '../engine/load.ts';
import type { EvaluatedMeasure, FieldDictionary, Json, Profile } from '../engine/types.ts';
import { yamlBelow } from '../language/read.ts';
import { validateProfile } from '../profile/validate.ts';
import { CASES } from './paths.ts';

/** The case files (规则用例): profile patches over a named base, a day, and what must come out. */
const json: z.ZodType<Json> = z.json();
const expectation = z.strictObject({
  verdict: z.enum(['eligible', 'review', 'incomplete', 'ineligible', 'out-of-scope']).optional(),
  near: z.boolean().optional(),
  track: z.enum(['new', 'renewal']).nullable().optional(),
  version: z.string().optional(),
  held: json.optional(),
  availability: z.union([z.string(), z.record(z.string(), json)]).optional(),
  /** State by condition id, or parts of the condition's result. */
  conditions: z.record(z.string(), json).optional(),
  /** Points by “score.item”: a number, or { min, max }. */
  points: z.record(z.string(), json).optional(),
  missing: z.array(z.string()).optional(),
  gaps: z.array(z.record(z.string(), json)).optional(),
  benefit: json.optional(),
  /** First day of the value used, by parameter. */
  parameters: z.record(z.string(), json).optional(),
});
const caseSchema = z.strictObject({
  name: z.string(),
  base: z.string().optional(),
  asOf: z.string().optional(),
  patch: z.record(z.string(), json).optional(),
  expect: expectation,
});
const fileSchema = z.strictObject({ base: z.string(), asOf: z.string(), cases: z.array(caseSchema).min(1) });
type Expectation = z.infer<typeof expectation>;

export interface Case {
  readonly measure: string;
  readonly name: string;
  readonly asOf: string;
  readonly profile: Profile;
  readonly expect: Expectation;
}

/** The cases of one file. Throws with the file's name where it cannot be read or a profile is not valid. */
export function readCases(path: string, fields: FieldDictionary): Case[] {
  const measure = basename(path, '.yaml');
  const result = fileSchema.safeParse(parse(readFileSync(path, 'utf8')));
  if (!result.success) throw new Error(`${path}: ${z.prettifyError(result.error)}`);
  const file = result.data;
  return file.cases.map((entry) => {
    const profile = patched(readBase(entry.base ?? file.base), entry.patch ?? {});
    const checked = validateProfile(profile, fields);
    if (!checked.ok)
      throw new Error(
        `${path}: “${entry.name}”: ${checked.faults.map((fault) => `${fault.path} ${fault.en}`).join('; ')}`,
      );
    return { measure, name: entry.name, asOf: entry.asOf ?? file.asOf, profile: checked.profile, expect: entry.expect };
  });
}

/** All cases by measure id; measures without a file have none. */
export function readAllCases(fields: FieldDictionary, measures: readonly string[]): Map<string, Case[]> {
  const files = new Map(yamlBelow(CASES).map((path) => [basename(path, '.yaml'), path]));
  return new Map(measures.map((id) => [id, files.has(id) ? readCases(files.get(id) ?? '', fields) : []]));
}

const bases = new Map<string, Json>();

function readBase(name: string): { [key: string]: Json } {
  const path = join(CASES, 'bases', `${name}.yaml`);
  const known: Json = bases.get(name) ?? (existsSync(path) ? json.parse(parse(readFileSync(path, 'utf8'))) : null);
  bases.set(name, known);
  if (!isRecord(known)) throw new Error(`There is no base profile “${name}” in tests/cases/bases.`);
  return { ...structuredClone(known) };
}

/** A copy with the answers at the given paths replaced; null takes an answer away. */
export function patched(
  profile: { [key: string]: Json },
  patch: Readonly<Record<string, Json>>,
): { [key: string]: Json } {
  const whole = structuredClone(profile);
  for (const [path, value] of Object.entries(patch)) {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    let here: { [key: string]: Json } = whole;
    for (const step of steps) {
      const next = here[step];
      const inner: { [key: string]: Json } = isRecord(next) ? { ...next } : {};
      here[step] = inner;
      here = inner;
    }
    if (value === null) Reflect.deleteProperty(here, last);
    else here[last] = value;
  }
  return whole;
}

/** What the evaluation got differently from what the case expects; empty where it passes. */
export function differences(catalogue: Catalogue, one: Case): string[] {
  const measure = catalogue.measures.get(one.measure);
  if (!measure) return [`no measure is named “${one.measure}”`];
  const result = assess(catalogue, one.profile, one.asOf, {
    gaps: one.expect.gaps !== undefined || one.expect.near !== undefined,
  })(measure);
  return compareResult(one.expect, result);
}

function compareResult(expect: Expectation, result: EvaluatedMeasure): string[] {
  const found: string[] = [];
  const same = (what: string, wanted: unknown, got: unknown): void => {
    if (wanted !== undefined && !contains(got, wanted))
      found.push(`${what}: expected ${written(wanted)}, got ${written(askedOf(got, wanted))}`);
  };
  same('verdict', expect.verdict, result.verdict);
  same('near', expect.near, result.near);
  same('track', expect.track, result.track);
  same('version', expect.version, result.version);
  same('held', expect.held, result.held);
  same('benefit', expect.benefit, result.benefit);
  same('parameters', expect.parameters, result.parameters);
  same(
    'availability',
    typeof expect.availability === 'string' ? { state: expect.availability } : expect.availability,
    result.availability,
  );
  if (expect.missing) same('missing', [...expect.missing].sort(), [...result.missing].sort());
  for (const [id, wanted] of Object.entries(expect.conditions ?? {})) {
    const condition = result.conditions.find((each) => each.id === id);
    same(
      `condition ${id}`,
      typeof wanted === 'string' ? { state: wanted } : wanted,
      condition ? (typeof wanted === 'string' ? { state: condition.state } : condition) : undefined,
    );
    if (!condition) found.push(`condition ${id}: not in the result`);
  }
  for (const [key, wanted] of Object.entries(expect.points ?? {})) {
    const [score, item] = key.split('.');
    const points = result.conditions.find((each) => each.id === score)?.items?.find((each) => each.id === item)?.points;
    same(`points ${key}`, typeof wanted === 'number' ? { min: wanted, max: wanted } : wanted, points);
  }
  if (expect.gaps) {
    if (expect.gaps.length !== result.gaps.length)
      found.push(`gaps: expected ${expect.gaps.length}, got ${JSON.stringify(result.gaps)}`);
    expect.gaps.forEach((gap, index) => {
      same(`gap ${index + 1}`, gap, result.gaps[index]);
    });
  }
  return found;
}

/** Of what was found no more than the case asks about. */
function askedOf(got: unknown, wanted: unknown): unknown {
  if (typeof got !== 'object' || typeof wanted !== 'object' || got === null || wanted === null || Array.isArray(got))
    return got;
  return Object.fromEntries(Object.entries(got).filter(([key]) => key in wanted));
}

const written = (value: unknown): string => (value === undefined ? '—' : JSON.stringify(value));

/** Whether `whole` has everything `part` says; lists and plain values must be equal. */
function contains(whole: unknown, part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return Object.is(whole, part);
  if (Array.isArray(part))
    return (
      Array.isArray(whole) && part.length === whole.length && part.every((each, index) => contains(whole[index], each))
    );
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(part).every(([key, value]) => contains(Reflect.get(whole, key), value));
}
