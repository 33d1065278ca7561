import { type Board, JUDGEMENT, MET, stateAt, UNKNOWN, UNMET } from './board.ts';
import type { Node, ScoreItemSlots, Slot } from './graph.ts';
import type { Score } from './types.ts';

/** The points an item can give. */
export interface ItemPoints {
  readonly id: string;
  readonly min: number;
  readonly max: number;
  readonly ceiling: number;
  /** Tests that answers could still settle, where that can change the points. */
  readonly open: readonly Slot[];
}

type ScoreNode = Extract<Node, { op: 'score' }>['score'];

/** The state of a score: met or unmet as soon as its points settle it. */
export function scoreStep(score: ScoreNode): (board: Board, lane: number) => number {
  const { op, pass, items } = score;
  const reaches = (value: number): boolean => (op === '>' ? value > pass : value >= pass);
  const add = adder(score);
  const size = items.length;
  const [min, max, judged] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  return (board, lane) => {
    let isOpen = false;
    for (let index = 0; index < size; index += 1) {
      const item = items[index];
      if (item) isOpen = spread(board, lane, item, index, min, max, judged) || isOpen;
    }
    if (reaches(add(min))) return MET;
    if (!reaches(add(max))) return UNMET;
    if (!isOpen) return JUDGEMENT;
    // Unknown only where answers could still settle it; what a person must judge in any case stays a judgement.
    const settledLow = min.map((value, index) => value + (judged[index] ?? 0));
    const settledHigh = max.map((value, index) => value - (judged[index] ?? 0));
    return !reaches(add(settledLow)) || reaches(add(settledHigh)) ? UNKNOWN : JUDGEMENT;
  };
}

/**
 * Writes down an item's points: steps are tried in order; while one is open, its points and those after it remain
 * possible. `judged` is how much of the span a person gives, whatever the answers. Whether answers can change it.
 */
function spread(
  board: Board,
  lane: number,
  { tests, spans }: ScoreItemSlots,
  index: number,
  min: Float64Array,
  max: Float64Array,
  judged: Float64Array,
): boolean {
  let low = Infinity;
  let high = -Infinity;
  let narrowest = Infinity;
  let isOpen = false;
  for (let step = 0; step < spans.length; step += 1) {
    const test = tests[step];
    const state = test === undefined ? MET : (board.states[test * board.lanes + lane] ?? 0);
    if (state === UNMET) continue;
    const span = spans[step] ?? NOTHING;
    low = Math.min(low, span[0]);
    high = Math.max(high, span[1]);
    narrowest = Math.min(narrowest, span[1] - span[0]);
    if (state === MET) break;
    if (state === UNKNOWN) isOpen = true;
  }
  min[index] = low;
  max[index] = high;
  judged[index] = isOpen ? narrowest : high - low;
  return isOpen && high > low;
}
const NOTHING = [0, 0] as const;

/** Every item's points, with what is open of it. */
export function pointsOf(board: Board, { items }: ScoreNode, lane: number): ItemPoints[] {
  const [min, max] = [new Float64Array(1), new Float64Array(1)];
  return items.map((item) => {
    const { id, tests, spans } = item;
    spread(board, lane, item, 0, min, max, new Float64Array(1));
    const [low = 0] = min;
    const [high = 0] = max;
    const settled = tests.findIndex((test) => stateAt(board, test, lane) === MET);
    const tried = settled < 0 ? tests : tests.slice(0, settled);
    const open = tried.filter((test) => high > low && stateAt(board, test, lane) === UNKNOWN);
    return { id, min: low, max: high, ceiling: Math.max(...spans.map(([, most]) => most)), open };
  });
}

/** The lowest and highest total; of alternatives the firm takes the best. */
export function total(
  score: Totalled,
  points: readonly Pick<ItemPoints, 'min' | 'max'>[],
): { min: number; max: number } {
  const add = adder(score);
  return {
    min: add(Float64Array.from(points, (item) => item.min)),
    max: add(Float64Array.from(points, (item) => item.max)),
  };
}

type Totalled = Pick<Score, 'best' | 'caps'> & { readonly items: readonly { readonly id: string }[] };

/** Adds up points by item: the best of alternatives, and no more than a cap. */
function adder({ items, best = [], caps = [] }: Totalled): (points: Float64Array) => number {
  const at = (ids: readonly string[]): number[] => ids.map((id) => items.findIndex((item) => item.id === id));
  const alternatives = best.map(at);
  const capped = caps.map(({ of, most }) => ({ of: at(of), most }));
  const grouped = new Set([...alternatives.flat(), ...capped.flatMap(({ of }) => of)]);
  const plain = items.flatMap((_, index) => (grouped.has(index) ? [] : [index]));
  return (points) => {
    let sum = 0;
    for (const index of plain) sum += points[index] ?? 0;
    for (const group of alternatives) {
      let most = -Infinity;
      for (const index of group) most = Math.max(most, points[index] ?? 0);
      sum += most;
    }
    for (const { of, most } of capped) {
      let together = 0;
      for (const index of of) together += points[index] ?? 0;
      sum += Math.min(most, together);
    }
    return sum;
  };
}
