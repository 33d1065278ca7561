/** What the rules say of every firm alike on one stretch of days, each part encoded when it is first told. */
import { above, type Env } from '#rules/engine/firm.ts';
import type { Slot } from '#rules/engine/graph.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import { known } from '#rules/engine/memory.ts';
import type { Plan, PlannedCondition } from '#rules/engine/plan.ts';
import { isChoosing } from '#rules/engine/shown.ts';
import type { Day, Texts } from '#rules/engine/types.ts';
import { Outline, type OutlinedMeasure } from './outline.ts';
import { Pieces } from './pieces.ts';

/** Instead of the slot of a condition's test: it has none to show. */
export const NO_TEST = -1;
/** Instead of the slot of a condition's test: more than its two sides depends on the firm. */
export const FIRMS_OWN = -2;

/** Which parts of a measure's standing depend on the firm even where nothing is missing. */
export interface Own {
  readonly availability: boolean;
  readonly benefit: boolean;
}

export class Ruled {
  readonly outline: Outline;
  /** Of conditions, by leaf and what came of it. */
  readonly conditions = new Pieces();
  readonly #plan: Plan;
  readonly #tests: number[] = [];
  readonly #own: (Own | undefined)[] = [];
  #asOf: Day = NaN;
  #measures = new WeakMap<Texts, Pieces>();

  constructor(plan: Plan) {
    this.#plan = plan;
    this.outline = new Outline(plan);
  }

  /** The slot of the test whose sides a leaf shows, or why there is none. */
  testAt(leaf: number): number {
    return (this.#tests[leaf] ??= testShown(this.#plan, this.outline.leafAt(leaf)));
  }

  ownOf({ place, planned }: OutlinedMeasure): Own {
    return (this.#own[place] ??= {
      availability: planned.measure.calls.some(({ region }) => region !== undefined),
      benefit: Object.values(planned.benefit).some((slot) => slot !== undefined && !isFixed(this.#plan, slot)),
    });
  }

  /** Of measures, by place and verdict; kept in each language for the day asked about last, on which calls depend. */
  measuresOn(asOf: Day, texts: Texts): Pieces {
    if (this.#asOf !== asOf) {
      this.#asOf = asOf;
      this.#measures = new WeakMap();
    }
    return known(this.#measures, texts, () => new Pieces());
  }
}

const kept = new WeakMap<Catalogue, Map<Plan, Ruled>>();
/** Questions are mostly of one day; who asks about many does not make this grow. */
const MOST = 4;

export function ruledOf({ catalogue, plan }: Env): Ruled {
  const plans = known(kept, catalogue, () => new Map<Plan, Ruled>());
  if (plans.size >= MOST && !plans.has(plan)) plans.clear();
  return known(plans, plan, () => new Ruled(plan));
}

function testShown(plan: Plan, { condition, test }: PlannedCondition): number {
  if (condition.kind === 'score') return FIRMS_OWN;
  if (test === undefined) return NO_TEST;
  return isChoosing(plan, test) || !isRequiredFixed(plan, test) ? FIRMS_OWN : test;
}

/** Whether a test asks the same of every firm. */
function isRequiredFixed(plan: Plan, test: Slot): boolean {
  const node = plan.nodes[test];
  if (node?.op === 'not') return isRequiredFixed(plan, node.of);
  return node?.op !== 'compare' || isFixed(plan, node.b);
}

/** Whether a figure is the same for every firm and on every day. */
const isFixed = (plan: Plan, slot: Slot): boolean =>
  above(plan, slot).every((each) => {
    const node = plan.nodes[each];
    return node !== undefined && (node.op === 'const' || 'a' in node);
  });
