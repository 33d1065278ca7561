import { assess } from './evaluate.ts';
import type { Catalogue } from './load.ts';
import type { Benefit, EvaluatedMeasure, IsoDate, MatchResult, Measure, Profile, Texts } from './types.ts';

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
  const assessOne = assess(catalogue, profile, asOf);
  const results = askedOf(catalogue, measures).map((measure) => {
    const result = assessOne(measure);
    const { benefit } = result;
    return { ...result, benefit: benefit && { ...benefit, ...wordsOf(texts, result) } };
  });
  return { ...headOf(catalogue, asOf), results };
}

/** Of what day and by which catalogue the answer is. */
export const headOf = ({ rules }: Catalogue, asOf: IsoDate): Omit<MatchResult, 'results'> => ({
  asOf,
  catalogue: { hash: rules.hash, measures: rules.measures.length },
});

/** In the catalogue’s order, whatever the order they are asked in. */
export const askedOf = ({ rules }: Catalogue, only: MatchOptions['measures']): readonly Measure[] =>
  only ? rules.measures.filter(({ id }) => only.includes(id)) : rules.measures;

/** What the benefit rests on and how it is put, in one language. */
export function wordsOf(
  texts: Texts,
  { measure, version }: Pick<EvaluatedMeasure, 'measure' | 'version'>,
): Pick<Benefit, 'basis' | 'text'> {
  const { basis = null, text = null } = texts.measures[measure]?.versions[version]?.benefit ?? {};
  return { basis, text };
}
