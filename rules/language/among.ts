import { isRecord } from '../engine/json.ts';
import { measuresRead } from '../engine/reads.ts';
import type { Measure } from '../engine/types.ts';
import { suggestion } from './names.ts';
import type { Source } from './problems.ts';
import type { FieldsFile } from './schema.ts';

/** An entry’s id; undefined where it has none. */
export const idOf = (data: unknown): string | undefined => {
  const id = isRecord(data) ? data.id : undefined;
  return typeof id === 'string' ? id : undefined;
};

/** Notes every id that stands twice in one file. */
export function checkUnique(source: Source, ids: readonly string[]): void {
  ids.forEach((id, index) => {
    if (ids.indexOf(id) !== index) source.problem([index], `“${id}” is entered twice`);
  });
}

/** Notes every field that another one names and that is not there. */
export function checkFieldNames(source: Source, fields: FieldsFile): void {
  const known = fields.map(({ path }) => path);
  for (const [index, { partOf, fallback, difference, implied, follows = [] }] of fields.entries()) {
    const named = Object.entries({
      partOf: [partOf],
      fallback: [fallback],
      difference: [difference?.of, difference?.less],
      implied: [implied?.by],
      follows,
    });
    for (const [key, names] of named)
      for (const name of names)
        if (name !== undefined && !known.includes(name))
          source.problem([index, key], `there is no field or parameter “${name}”${suggestion(name, known)}`);
    const by = fields.find(({ path }) => path === implied?.by);
    const answers = by?.values?.map(({ id }) => id) ?? ['true', 'false'];
    for (const answer of by ? Object.keys(implied?.values ?? {}) : [])
      if (!answers.includes(answer))
        source.problem(
          [index, 'implied', 'values', answer],
          `no option of this field is named “${answer}”${suggestion(answer, answers)}`,
        );
  }
}

/** The provisions (条款) of the plans; an id that stands twice is noted. */
export function provisionIds(source: Source): Set<string> {
  const list: readonly unknown[] = Array.isArray(source.data) ? source.data : [];
  const ids = list.flatMap((entry) => idOf(entry) ?? []);
  checkUnique(source, ids);
  return new Set(ids);
}

/** The documents in which provisions stand: the plans. */
export function planIds(source: Source): Set<string> {
  const list: readonly unknown[] = Array.isArray(source.data) ? source.data : [];
  return new Set(
    list.flatMap((entry) => {
      const places = isRecord(entry) && Array.isArray(entry.sources) ? entry.sources : [];
      return places.flatMap((place: unknown) => (isRecord(place) && typeof place.doc === 'string' ? [place.doc] : []));
    }),
  );
}

/** Notes ids that two files share, and files that are not named after theirs. */
export function checkMeasureIds(sources: readonly Source[]): void {
  const seen = new Map<string, string>();
  for (const source of sources) {
    const id = idOf(source.data);
    if (id === undefined) continue;
    const other = seen.get(id);
    if (other !== undefined) source.problem(['id'], `“${id}” is also the id of ${other}`);
    seen.set(id, source.file);
    if (!source.file.endsWith(`/${id}.yaml`)) source.problem(['id'], `the file of “${id}” is named ${id}.yaml`);
  }
}

/** A measure's verdict never depends on itself. */
export function checkCycles(sources: readonly Source[], measures: readonly Measure[]): void {
  const reads = new Map(measures.map((measure) => [measure.id, measuresRead(measure.versions)]));
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    (reads.get(from) ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  for (const measure of measures) {
    if (!reaches(measure.id, measure.id, new Set())) continue;
    sources
      .find((source) => idOf(source.data) === measure.id)
      ?.problem(['versions'], `the verdict of “${measure.id}” depends on itself through qualifies(…)`);
  }
}
