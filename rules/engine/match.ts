import { assess } from './evaluate.ts';
import type { Catalogue } from './load.ts';
import type { IsoDate, MatchResult, Profile, Texts } from './types.ts';

export interface MatchOptions {
  readonly asOf: IsoDate;
  /** Only these measures, which all exist; all of the catalogue where absent. */
  readonly measures?: readonly string[] | undefined;
}

/**
 * The answer that command line, function and browser give alike: for every measure asked for its verdict and
 * what it rests on, in the catalogue's order. The same input gives the same output, byte for byte.
 */
export function match(
  catalogue: Catalogue,
  texts: Texts,
  profile: Profile,
  { asOf, measures }: MatchOptions,
): MatchResult {
  const asked = catalogue.rules.measures.filter((measure) => measures === undefined || measures.includes(measure.id));
  const assessOne = assess(catalogue, profile, asOf);
  const results = asked.map((measure) => {
    const result = assessOne(measure);
    const { benefit } = result;
    const words = texts.measures[measure.id]?.versions[result.version]?.benefit;
    return { ...result, benefit: benefit && { ...benefit, basis: words?.basis ?? null, text: words?.text ?? null } };
  });
  return { asOf, catalogue: { hash: catalogue.rules.hash, measures: catalogue.rules.measures.length }, results };
}
