import { availabilityOf } from './availability.ts';
import { toDay } from './calendar.ts';
import { assess, waitsFor } from './evaluate.ts';
import { entryOf, fieldAt } from './facts.ts';
import { type Env, openFirm, workOut } from './firm.ts';
import type { Catalogue } from './load.ts';
import { planMeasure } from './plan.ts';
import type { Availability, EvaluatedMeasure, Field, IsoDate, Profile } from './types.ts';

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
  const day = toDay(asOf);
  const asked = catalogue.rules.measures.filter(({ id }) => measures === undefined || measures.includes(id));
  const env: Env = openFirm(catalogue, profile, day, (id) => {
    const measure = catalogue.measures.get(id);
    return measure ? waitsFor(env, planMeasure(env.plan, measure)) : [];
  });
  const planned = asked.map((measure) => planMeasure(env.plan, measure));
  workOut(env.board);
  const open = planned.map((each) => ({
    measure: each.measure.id,
    missing: waitsFor(env, each),
    weight: weightOf(availabilityOf(env, each.measure)),
  }));
  const best = mostSettling(catalogue, open);
  if (!best) return null;
  const assessOne = assess(catalogue, profile, asOf, { gaps: false });
  return question(best, (id) => {
    const measure = catalogue.measures.get(id);
    return measure && most(assessOne(measure));
  });
}

/** The same from results at hand. */
export function chooseQuestion(catalogue: Catalogue, results: readonly EvaluatedMeasure[]): NextQuestion | null {
  const open = results.map(({ measure, missing, availability }) => ({
    measure,
    missing,
    weight: weightOf(availability),
  }));
  const best = mostSettling(catalogue, open);
  const byId = new Map(results.map((result) => [result.measure, result]));
  return (
    best &&
    question(best, (id) => {
      const result = byId.get(id);
      return result && most(result);
    })
  );
}

interface Open {
  readonly measure: string;
  readonly missing: readonly string[];
  readonly weight: number;
}
interface Best {
  readonly field: string;
  readonly measures: readonly string[];
}

/**
 * A field counts for each measure that waits for it, the more the fewer other fields that measure waits for, and the
 * less the more trouble its answer is. Ties go to the dictionary's order.
 */
function mostSettling(catalogue: Catalogue, results: readonly Open[]): Best | null {
  const waiting = new Map<string, { weight: number; measures: string[] }>();
  for (const { measure, missing, weight } of results) {
    for (const field of missing) {
      const entry = waiting.get(field) ?? { weight: 0, measures: [] };
      entry.weight += weight / missing.length;
      entry.measures.push(measure);
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
  return ranked[0] ?? null;
}

function question({ field, measures }: Best, amountOf: (measure: string) => number | undefined): NextQuestion {
  const amounts = measures.flatMap((id) => amountOf(id) ?? []);
  return {
    field,
    decides: measures,
    upTo: amounts.length === 0 ? null : amounts.reduce((total, amount) => total + amount, 0),
  };
}

/** Measures that are over, or not yet there, count little. */
const weightOf = ({ state }: Availability): number => (state === 'lapsed' || state === 'future' ? 0.1 : 1);

/** The most a measure can bring where a figure is known. */
function most({ benefit }: EvaluatedMeasure): number | undefined {
  if (!benefit) return undefined;
  const { yearly, oneOff, ceiling } = benefit;
  const figures = [yearly?.max, oneOff?.max].filter((figure) => figure !== undefined);
  if (figures.length > 0) return figures.reduce((total, figure) => total + figure, 0);
  return typeof ceiling === 'number' ? ceiling : ceiling?.max;
}
