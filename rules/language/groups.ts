/** What measures have to do with one another: exclusion groups, the steps from one to the next; and words for a search. */
import { z } from 'zod';
import type { BasisRef, ExclusionGroup, Lang, Measure, Relations, Texts } from '../engine/types.ts';
import { suggestion } from './names.ts';
import type { Path, Source } from './problems.ts';
import { basis, grade, type MeasureFile, words } from './schema.ts';

const bases = z.union([basis, z.array(basis).min(1)]);

export const groupsSchema = z.array(
  z.strictObject({
    id: z.string(),
    kind: z.enum(['one-per-year', 'one-per-project', 'one-per-expense', 'one-treatment']),
    /** How many of its measures can be had; one where absent. */
    most: z.number().int().positive().optional(),
    name: words,
    note: words.optional(),
    grade,
    basis: bases,
  }),
);
export type GroupsFile = z.infer<typeof groupsSchema>;

/** Where relations may point. */
export interface Known {
  readonly measures: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly documents: ReadonlySet<string>;
  /** The documents that are plans (规划). */
  readonly plans: ReadonlySet<string>;
}

// ---- A measure's relations ----------------------------------------------------------------

export function compileRelations(source: Source, file: MeasureFile, known: Known): Relations {
  const { prerequisiteOf, excludes, supersedes, groups } = file.relations ?? {};
  const path: Path = ['relations'];
  const next = (prerequisiteOf ?? []).map((entry) => (typeof entry === 'string' ? entry : entry.id));
  checkIds(source, [...path, 'prerequisiteOf'], next, known.measures, 'measure');
  checkIds(source, [...path, 'excludes'], excludes ?? [], known.measures, 'measure');
  checkIds(source, [...path, 'supersedes'], supersedes ?? [], known.measures, 'measure');
  checkIds(source, [...path, 'groups'], groups ?? [], known.groups, 'exclusion group');
  for (const [kind, ids] of Object.entries({ prerequisiteOf: next, excludes: excludes ?? [] }))
    if (ids.includes(file.id))
      source.problem([...path, kind, ids.indexOf(file.id)], 'a measure has no relation to itself');
  const steps = (prerequisiteOf ?? []).flatMap((entry, index): [string, NonNullable<Relations['steps']>[string]][] => {
    if (typeof entry === 'string') return [];
    const refs = basisRefs(source, entry.basis, [...path, 'prerequisiteOf', index, 'basis'], known.documents);
    const origin = refs.every(({ doc }) => known.plans.has(doc)) ? 'plan' : 'document';
    return [[entry.id, { required: entry.required ?? true, origin, basis: refs }]];
  });
  return {
    ...(prerequisiteOf ? { prerequisiteOf: next } : {}),
    ...(steps.length > 0 ? { steps: Object.fromEntries(steps) } : {}),
    ...(excludes ? { excludes } : {}),
    ...(supersedes ? { supersedes } : {}),
    ...(groups ? { groups } : {}),
  };
}

function checkIds(source: Source, path: Path, ids: readonly string[], known: ReadonlySet<string>, what: string): void {
  ids.forEach((id, index) => {
    if (!known.has(id)) source.problem([...path, index], `no ${what} is named “${id}”${suggestion(id, [...known])}`);
    if (ids.indexOf(id) !== index) source.problem([...path, index], `“${id}” is entered twice`);
  });
}

function basisRefs(
  source: Source,
  entry: z.infer<typeof bases>,
  path: Path,
  documents: ReadonlySet<string>,
): BasisRef[] {
  return (Array.isArray(entry) ? entry : [entry]).map((each): BasisRef => {
    const ref = typeof each === 'string' ? { doc: each } : each;
    if (!documents.has(ref.doc))
      source.problem(path, `the bibliography has no document “${ref.doc}”${suggestion(ref.doc, [...documents])}`);
    return ref.article === undefined ? { doc: ref.doc } : { doc: ref.doc, article: ref.article };
  });
}

/** No title can have itself as a step on its way. */
export function checkSteps(sources: ReadonlyMap<string, Source>, measures: readonly Measure[]): void {
  const next = new Map(measures.map(({ id, relations }) => [id, relations.prerequisiteOf ?? []]));
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    (next.get(from) ?? []).some((id) => id === to || (!seen.has(id) && reaches(id, to, seen.add(id))));
  for (const { id } of measures)
    if (reaches(id, id, new Set()))
      sources.get(id)?.problem(['relations', 'prerequisiteOf'], `“${id}” comes before itself through prerequisiteOf`);
}

// ---- Exclusion groups ----------------------------------------------------------------------

/** The groups as the engine uses them; what belongs to one is more than can be had of it. */
export function compileGroups(
  source: Source,
  groups: GroupsFile,
  measures: readonly Measure[],
  documents: ReadonlySet<string>,
): ExclusionGroup[] {
  return groups.map(({ id, kind, most = 1, grade, basis }, index) => {
    if (groups.findIndex((other) => other.id === id) !== index)
      source.problem([index, 'id'], `“${id}” is entered twice`);
    const members = measures.filter(({ relations }) => relations.groups?.includes(id)).length;
    if (members > 0 && members <= most)
      source.problem([index, 'id'], `only ${members} measures belong to “${id}”: it rules nothing out`);
    return { id, kind, most, grade, basis: basisRefs(source, basis, [index, 'basis'], documents) };
  });
}

export const groupTexts = (groups: GroupsFile, lang: Lang): Texts['groups'] =>
  Object.fromEntries(
    groups.map(({ id, name, note }) => [id, { name: name[lang], ...(note ? { note: note[lang] } : {}) }]),
  );

// ---- Words for one another -----------------------------------------------------------------

/** Lists of words of both languages that mean the same to somebody who searches. */
export const synonymsSchema = z.array(z.array(z.string().min(1)).min(2));
export type SynonymsFile = z.infer<typeof synonymsSchema>;

export function checkSynonyms(source: Source, lists: SynonymsFile): void {
  const seen = new Set<string>();
  lists.forEach((list, index) => {
    list.forEach((word, at) => {
      const plain = word.normalize('NFKC').toLowerCase();
      if (plain !== word) source.problem([index, at], `write “${plain}”: lower case, half-width`);
      if (seen.has(plain)) source.problem([index, at], `“${word}” is entered twice`);
      seen.add(plain);
    });
  });
}
