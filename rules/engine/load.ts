import { toDay, yearOf } from './calendar.ts';
import { known } from './memory.ts';
import { newPlan, type Plan } from './plan.ts';
import type { Day, Measure, Rules } from './types.ts';

/** A compiled catalogue with its look-up tables, made once and used for any number of firms. */
export interface Catalogue {
  readonly rules: Rules;
  readonly measures: ReadonlyMap<string, Measure>;
  /** Which figures are part of a figure, by dictionary entry. */
  readonly partsOf: ReadonlyMap<string, readonly string[]>;
  /** Days from which another version or value is in force, in order. */
  readonly turns: readonly Day[];
  /** The law of each stretch of days that was asked about, by year and last turn. */
  readonly plans: Map<string, Plan>;
}

export function loadCatalogue(rules: Rules): Catalogue {
  const partsOf = new Map<string, string[]>();
  for (const [path, field] of Object.entries(rules.fields)) {
    if (field.partOf !== undefined) partsOf.set(field.partOf, [...(partsOf.get(field.partOf) ?? []), path]);
  }
  return {
    rules,
    measures: new Map(rules.measures.map((measure) => [measure.id, measure])),
    partsOf,
    turns: turnsOf(rules),
    plans: new Map(),
  };
}

/** The ids that name no measure. */
export const unknownMeasures = (catalogue: Catalogue, ids: readonly string[]): string[] =>
  ids.filter((id) => !catalogue.measures.has(id));

const MOST_PLANS = 64;

/**
 * The law as it stands on a day, with what has been planned of it before. A purpose keeps a plan apart that should
 * hold only what is asked there.
 */
export function planOn(catalogue: Catalogue, asOf: Day, purpose = ''): Plan {
  const year = yearOf(asOf);
  const turn = catalogue.turns.findLast((day) => day <= asOf) ?? 0;
  const key = `${year} ${turn} ${purpose}`;
  if (catalogue.plans.size > MOST_PLANS) catalogue.plans.clear();
  return known(catalogue.plans, key, () => newPlan(catalogue, asOf, year));
}

interface Period {
  readonly from: string;
  readonly to?: string;
}

function turnsOf({ measures, parameters, sizes }: Rules): Day[] {
  const histories: readonly (readonly Period[])[] = [
    ...measures.map(({ versions }) => versions),
    ...Object.values(parameters).map(({ values }) => values),
    sizes.values,
  ];
  const days = histories.flatMap((periods) =>
    periods.flatMap(({ from, to }, index) => {
      const next = periods[index + 1];
      if (to === undefined) return [toDay(from)];
      // In a hole between two periods the nearer one is shown.
      const nearer = next ? [Math.ceil((toDay(to) + toDay(next.from)) / 2)] : [];
      return [toDay(from), toDay(to), ...nearer];
    }),
  );
  return [...new Set(days)].sort((a, b) => a - b);
}
