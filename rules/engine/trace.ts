import { ALWAYS, NO_YEAR, OUT_OF_SCOPE, SKIPPED } from './board.ts';
import type { Columns } from './columns.ts';
import type { Slot } from './graph.ts';
import { known } from './memory.ts';
import type { PlannedCondition, PlannedMeasure } from './plan.ts';
import { onDemand } from './single.ts';
import type { Json, Profile } from './types.ts';

/**
 * What the verdicts on one firm rest on: no words, and each figure and each answer once, however many conditions look at
 * it. Where they stand is the same for every firm: {@link TracedCondition}.
 */
export interface Trace {
  /** Verdict codes, by measure. */
  readonly verdicts: Uint8Array;
  /** State codes, by condition. */
  readonly states: Uint8Array;
  /** The least and the greatest value of each figure; not a number where its fiscal year does not exist or it is 0 / 0. */
  readonly figures: Float64Array;
  readonly answers: readonly (Json | undefined)[];
}

/** Measure by measure, the scope first, in the order of the file. */
export interface TracedCondition {
  readonly measure: number;
  readonly part: 'scope' | 'require';
  readonly planned: PlannedCondition;
  /** Where in `figures` the two sides of a comparison begin. */
  readonly sides: readonly [actual: number, required: number] | undefined;
  /** Where in `answers` the answer is that it looks at, where that is no figure. */
  readonly answer: number | undefined;
}

export interface Tracer {
  readonly conditions: readonly TracedCondition[];
  readonly traceOf: (profile: Profile) => Trace;
}

/** Traces one firm after another. */
export function tracer(columns: Columns, measures: readonly PlannedMeasure[]): Tracer {
  const { lo, hi, flags, profiles, graph } = columns.board;
  const { begin, stateOf } = onDemand(columns);
  const places = new Map<Slot, number>();
  const leaves = measures.flatMap(({ scope, require }, measure) => [
    ...(scope ? leavesOf(scope, measure, 'scope') : []),
    ...leavesOf(require, measure, 'require'),
  ]);
  const conditions = leaves.map((leaf) => located(columns, leaf, places));
  const slots = Int32Array.from(leaves, ({ planned }) => planned.state);
  const codes = Int32Array.from(measures, ({ verdict }) => verdict);
  const ends = Int32Array.from(measures, (_, index) => leaves.filter(({ measure }) => measure <= index).length);
  const scopes = Int32Array.from(
    measures,
    (_, index) => leaves.filter((leaf) => leaf.measure === index && leaf.part === 'scope').length,
  );
  const figureSlots = Int32Array.from(places.keys());
  const moving = figureSlots
    .map((_, place) => place)
    .filter((place) => graph.nodes[figureSlots[place] ?? 0]?.op !== 'const');

  const put = (figures: Float64Array, place: number): void => {
    const slot = figureSlots[place] ?? 0;
    stateOf(slot);
    const isNone = ((flags[slot] ?? 0) & (NO_YEAR | ALWAYS)) !== 0;
    figures[2 * place] = isNone ? NaN : (lo[slot] ?? NaN);
    figures[2 * place + 1] = isNone ? NaN : (hi[slot] ?? NaN);
  };
  const isSkipped = (within: readonly Slot[]): boolean =>
    within.length > 0 && within.some((group) => stateOf(group) === SKIPPED);

  begin();
  const blank = new Float64Array(2 * figureSlots.length);
  for (let place = 0; place < figureSlots.length; place += 1) put(blank, place);
  return {
    conditions,
    traceOf: (profile) => {
      profiles[0] = profile;
      begin();
      const verdicts = new Uint8Array(codes.length);
      const states = new Uint8Array(slots.length).fill(SKIPPED);
      let from = 0;
      for (let measure = 0; measure < codes.length; measure += 1) {
        const verdict = stateOf(codes[measure] ?? 0);
        const end = ends[measure] ?? 0;
        const shown = verdict === OUT_OF_SCOPE ? from + (scopes[measure] ?? 0) : end;
        for (let index = from; index < shown; index += 1)
          if (!isSkipped(leaves[index]?.within ?? NONE)) states[index] = stateOf(slots[index] ?? 0);
        verdicts[measure] = verdict;
        from = end;
      }
      const figures = blank.slice();
      for (const place of moving) put(figures, place);
      return { verdicts, states, figures, answers: columns.answers.slice() };
    },
  };
}

const NONE: readonly Slot[] = [];

type Leaf = Pick<TracedCondition, 'measure' | 'part' | 'planned'> & {
  /** The guarded groups it belongs to: where one is skipped, it is. */
  readonly within: readonly Slot[];
};

function leavesOf(
  planned: PlannedCondition,
  measure: number,
  part: 'scope' | 'require',
  within: readonly Slot[] = NONE,
): Leaf[] {
  if (!('of' in planned.condition)) return [{ measure, part, planned, within }];
  const inner = planned.guard === undefined ? within : [...within, planned.state];
  return planned.children.flatMap((child) => leavesOf(child, measure, part, inner));
}

function located(
  { board, columnOf }: Columns,
  { measure, part, planned }: Leaf,
  places: Map<Slot, number>,
): TracedCondition {
  const node = planned.test === undefined ? undefined : board.graph.nodes[planned.test];
  const place = (slot: Slot): number => 2 * known(places, slot, () => places.size);
  const leaf = { measure, part, planned, sides: undefined, answer: undefined };
  switch (node?.op) {
    case 'compare':
      return { ...leaf, sides: [place(node.a), place(node.b)] };
    case 'is':
    case 'in':
    case 'has':
      return { ...leaf, answer: columnOf(node.path) };
    case 'industry':
      return { ...leaf, answer: columnOf('industryCode') };
    default:
      return leaf;
  }
}
