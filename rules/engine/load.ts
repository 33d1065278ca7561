import type { Measure, Rules } from './types.ts';

/** A compiled catalogue with its look-up tables, made once and used for any number of firms. */
export interface Catalogue {
  readonly rules: Rules;
  readonly measures: ReadonlyMap<string, Measure>;
  /** Which figures are part of a figure, by dictionary entry. */
  readonly partsOf: ReadonlyMap<string, readonly string[]>;
}

export function loadCatalogue(rules: Rules): Catalogue {
  const partsOf = new Map<string, string[]>();
  for (const [path, field] of Object.entries(rules.fields)) {
    if (field.partOf !== undefined) partsOf.set(field.partOf, [...(partsOf.get(field.partOf) ?? []), path]);
  }
  return { rules, measures: new Map(rules.measures.map((measure) => [measure.id, measure])), partsOf };
}

/** The ids that name no measure. */
export const unknownMeasures = (catalogue: Catalogue, ids: readonly string[]): string[] =>
  ids.filter((id) => !catalogue.measures.has(id));
