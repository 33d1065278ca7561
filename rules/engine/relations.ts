import type { Catalogue } from './load.ts';
import { titlesRead } from './reads.ts';
import type { EvaluatedMeasure, Step } from './types.ts';

/** A measure that leads to another, and how. */
export interface Prerequisite {
  readonly measure: string;
  readonly step: Step;
}

/** A relation about which the catalogue says nothing more binds, and stands in the measure's own documents. */
const PLAIN: Step = { required: true, origin: 'document', basis: [] };

/** What leads to each measure, in the catalogue's order; measures that nothing leads to are left out. */
export function prerequisites(catalogue: Catalogue): ReadonlyMap<string, readonly Prerequisite[]> {
  const found = new Map<string, Prerequisite[]>();
  for (const { id, relations } of catalogue.rules.measures)
    for (const next of relations.prerequisiteOf ?? [])
      found.set(next, [...(found.get(next) ?? []), { measure: id, step: relations.steps?.[next] ?? PLAIN }]);
  return found;
}

/**
 * The measures of which one must come first, any of them, before the firm can have this one; empty where nothing is
 * needed, where one of them is held, or where the verdict itself looks at the titles and so has said what is needed.
 */
export function stillNeeded(
  catalogue: Catalogue,
  before: readonly Prerequisite[],
  result: EvaluatedMeasure,
  resultOf: (measure: string) => EvaluatedMeasure | undefined,
): string[] {
  const ids = before.filter(({ step }) => step.required).map(({ measure }) => measure);
  // Of a measure that was not evaluated nobody knows whether its title is held.
  if (ids.some((id) => resultOf(id)?.held !== null)) return [];
  const version = catalogue.measures.get(result.measure)?.versions.find(({ from }) => from === result.version);
  const read = titlesRead(version);
  const titles = ids.map((id) => catalogue.measures.get(id)?.title);
  return titles.some((title) => title !== undefined && read.includes(title)) ? [] : ids;
}
