import { assess } from './evaluate.ts';
import type { Catalogue } from './load.ts';
import type { Benefit, BenefitFigures, EvaluatedMeasure, IsoDate, MatchResult, Profile, Texts } from './types.ts';

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
  const asked = measures
    ? catalogue.rules.measures.filter(({ id }) => measures.includes(id))
    : catalogue.rules.measures;
  const results = asked.map((measure) => {
    const result = assessOne(measure);
    return { ...result, benefit: worded(texts, result, result.benefit) };
  });
  return { ...headOf(catalogue, asOf), results };
}

/** Of what day and by which catalogue the answer is. */
export const headOf = ({ rules }: Catalogue, asOf: IsoDate): Omit<MatchResult, 'results'> => ({
  asOf,
  catalogue: { hash: rules.hash, measures: rules.measures.length },
});

/** A benefit with what it rests on and how it is put, in one language. */
export function worded(
  texts: Texts,
  { measure, version }: Pick<EvaluatedMeasure, 'measure' | 'version'>,
  figures: BenefitFigures | null,
): Benefit | null {
  const { basis = null, text = null } = texts.measures[measure]?.versions[version]?.benefit ?? {};
  return figures && { ...figures, basis, text };
}
