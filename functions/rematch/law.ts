/**
 * The law that verdicts rest on (判定依据): of each measure its conditions, the parameters they read and the measures
 * they refer to. Texts, calls, amounts and sources are no part of it, so that a release of these moves no firm.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Key, Store, Write } from '#functions/store/port.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import { measuresRead, parametersRead } from '#rules/engine/reads.ts';
import type { Measure, Rules } from '#rules/engine/types.ts';

export interface Law {
  /** Two catalogues with the same measures and the same hash judge every firm alike. */
  readonly hash: string;
  /** In the catalogue's order: the digits of what is kept of a firm stand for them. */
  readonly measures: readonly string[];
  /** Per measure a short hash of what its verdict rests on; empty where it is not known any more. */
  readonly prints: readonly string[];
}

const known = new WeakMap<Rules, Law>();

/** A catalogue's law; megabytes are hashed, once for each. */
export function lawOf({ rules }: Catalogue): Law {
  const before = known.get(rules);
  if (before) return before;
  const measures = rules.measures.map(({ id }) => id);
  const prints = printsOf(rules);
  const law = { hash: digest(measures, prints).toString('hex'), measures, prints };
  known.set(rules, law);
  return law;
}

/** The measures of the newer law whose verdicts may be others by the older one. */
export function movedBetween(older: Law, newer: Law): string[] {
  const before = new Map(older.measures.map((id, at) => [id, older.prints[at]]));
  return newer.measures.filter((id, at) => before.get(id) === undefined || before.get(id) !== newer.prints[at]);
}

function printsOf({ fields, sizes, parameters, measures }: Rules): string[] {
  const byId = new Map(measures.map((measure) => [measure.id, measure]));
  const common = digest(fields, sizes).toString('hex');
  const parts = new Map<string, Part>();
  const part = (name: string, make: () => unknown): Part => {
    const made = parts.get(name) ?? partOf(make());
    parts.set(name, made);
    return made;
  };
  return measures.map(({ id }) => {
    const reached = new Map<string, Part>();
    const reach = (name: string, make: () => unknown): void => {
      if (reached.has(name)) return;
      const { hash, parametersRead, measuresRead } = part(name, make);
      reached.set(name, { hash, parametersRead, measuresRead });
      for (const each of parametersRead) reach(`parameter ${each}`, () => parameters[each]?.values);
      for (const each of measuresRead) reach(`measure ${each}`, () => conditionsOf(byId.get(each)));
    };
    reach(`measure ${id}`, () => conditionsOf(byId.get(id)));
    const all = [...reached].map(([name, { hash }]) => [name, hash]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
    return digest(common, all).toString('base64url').slice(0, 16);
  });
}

/** Something that verdicts rest on, and what it reads in its turn. */
interface Part {
  readonly hash: string;
  readonly parametersRead: readonly string[];
  readonly measuresRead: readonly string[];
}
const partOf = (node: unknown): Part => ({
  hash: digest(node ?? null).toString('base64url'),
  parametersRead: parametersRead(node),
  measuresRead: measuresRead(node),
});

const conditionsOf = (measure: Measure | undefined): unknown =>
  measure?.versions.map(({ from, to, scope, require }) => ({ from, to, scope, require }));

const digest = (...parts: readonly unknown[]): Buffer => createHash('sha256').update(JSON.stringify(parts)).digest();

// ---- In the store -----------------------------------------------------------------------

const lawKey = (hash: string): Key => ({ pk: 'JUDGED-BY', sk: hash });

/** Keeps what firms are judged by, for whoever reads their digits, and for the next law to be compared with. */
export function lawWrite(catalogue: Catalogue): Write {
  const { hash, measures, prints } = lawOf(catalogue);
  return { put: { ...lawKey(hash), body: { measures, prints } } };
}

/** Laws that firms were judged by; looked up once each. */
export function keptLaws(store: Store): (hash: string) => Promise<Law> {
  const kept = new Map<string, Law>();
  return async (hash) => {
    const law = kept.get(hash) ?? { hash, ...LawBody.parse((await store.get(lawKey(hash)))?.body ?? {}) };
    kept.set(hash, law);
    return law;
  };
}
const LawBody = z.object({
  measures: z.array(z.string()).default([]),
  prints: z.array(z.string()).default([]),
});
