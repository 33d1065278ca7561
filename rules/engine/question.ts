import { assess } from './evaluate.ts';
import { entryOf, fieldAt } from './facts.ts';
import type { Catalogue } from './load.ts';
import type { EvaluatedMeasure, Field, IsoDate, Profile } from './types.ts';

/** The one answer that is likely to settle most (下一个问题), and what hangs on it. */
export interface NextQuestion {
  readonly field: string;
  /** Measures whose verdict the answer can change. */
  readonly decides: readonly string[];
  /** The most those measures can bring together, in yuan; null where no figure is known. */
  readonly upTo: number | null;
}

/** How much trouble an answer is: a yes or no is at hand, a figure needs a look at the books. */
const COST: Record<Field['type'], number> = {
  flag: 1,
  enum: 1,
  industry: 1,
  date: 1,
  text: 1,
  uscc: 1,
  enums: 1.5,
  number: 2,
  certificates: 2,
};

/** The next question for a profile, or null where no answer can change a verdict any more. */
export function nextQuestion(
  catalogue: Catalogue,
  profile: Profile,
  asOf: IsoDate,
  measures?: readonly string[],
): NextQuestion | null {
  const assessOne = assess(catalogue, profile, asOf, { gaps: false });
  const asked = catalogue.rules.measures.filter(({ id }) => measures === undefined || measures.includes(id));
  return chooseQuestion(catalogue, asked.map(assessOne));
}

/**
 * The same from results at hand. A field counts for each incomplete measure that waits for it, the more the fewer
 * other fields that measure waits for, and the less the more trouble its answer is; measures that are over count
 * little. Ties go to the dictionary's order.
 */
export function chooseQuestion(catalogue: Catalogue, results: readonly EvaluatedMeasure[]): NextQuestion | null {
  const waiting = new Map<string, { weight: number; measures: EvaluatedMeasure[] }>();
  for (const result of results) {
    for (const field of result.missing) {
      const entry = waiting.get(field) ?? { weight: 0, measures: [] };
      entry.weight += priority(result) / result.missing.length;
      entry.measures.push(result);
      waiting.set(field, entry);
    }
  }
  const order = new Map(Object.keys(catalogue.rules.fields).map((path, index) => [path, index]));
  const ranked = [...waiting].map(([field, { weight, measures }]) => ({
    field,
    measures,
    score: weight / COST[fieldAt(catalogue.rules.fields, field)?.type ?? 'certificates'],
    place: order.get(entryOf(field)) ?? order.size,
  }));
  ranked.sort((a, b) => b.score - a.score || a.place - b.place || (a.field < b.field ? -1 : 1));
  const [best] = ranked;
  if (!best) return null;
  const amounts = best.measures.flatMap((result) => most(result) ?? []);
  return {
    field: best.field,
    decides: best.measures.map(({ measure }) => measure),
    upTo: amounts.length === 0 ? null : amounts.reduce((total, amount) => total + amount, 0),
  };
}

const priority = ({ availability }: EvaluatedMeasure): number =>
  availability.state === 'lapsed' || availability.state === 'future' ? 0.1 : 1;

/** The most a measure can bring where a figure is known. */
function most({ benefit }: EvaluatedMeasure): number | undefined {
  if (!benefit) return undefined;
  const { yearly, oneOff, ceiling } = benefit;
  const figures = [yearly?.max, oneOff?.max].filter((figure) => figure !== undefined);
  if (figures.length > 0) return figures.reduce((total, figure) => total + figure, 0);
  return typeof ceiling === 'number' ? ceiling : ceiling?.max;
}
