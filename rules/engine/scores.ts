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

export type ScoreNode = Extract<Node, { op: 'score' }>['score'];

/** The state of a score: met or unmet as soon as its points settle it. */
export function scoreStep(score: ScoreNode): (board: Board, lane: number) => number {
  const { op, pass, items } = score;
  const add = adder(score);
  return (board, lane) => {
    const spreads = items.map((item) => spread(board, lane, item));
    const reaches = (points: (item: Spread) => number): boolean => {
      const sum = add(spreads.map(points));
      return op === '>' ? sum > pass : sum >= pass;
    };
    if (reaches(({ min }) => min)) return MET;
    if (!reaches(({ max }) => max)) return UNMET;
    if (!spreads.some(({ isOpen }) => isOpen)) return JUDGEMENT;
    // Unknown only where answers could still settle it; what a person must judge in any case stays a judgement.
    const canSettle = !reaches(({ min, judged }) => min + judged) || reaches(({ max, judged }) => max - judged);
    return canSettle ? UNKNOWN : JUDGEMENT;
  };
}

interface Spread {
  readonly min: number;
  readonly max: number;
  /** How much of the span a person gives, whatever the answers. */
  readonly judged: number;
  /** Whether answers can change the points. */
  readonly isOpen: boolean;
}

/** An item's points: steps are tried in order; while one is open, its points and those after it remain possible. */
export function spread(board: Board, lane: number, { tests, spans }: ScoreItemSlots): Spread {
  let [min, max, narrowest, isOpen] = [Infinity, -Infinity, Infinity, false];
  for (const [step, [least, most]] of spans.entries()) {
    const test = tests[step];
    const state = test === undefined ? MET : stateAt(board, test, lane);
    if (state === UNMET) continue;
    min = Math.min(min, least);
    max = Math.max(max, most);
    narrowest = Math.min(narrowest, most - least);
    if (state === MET) break;
    if (state === UNKNOWN) isOpen = true;
  }
  return { min, max, judged: isOpen ? narrowest : max - min, isOpen: isOpen && max > min };
}

/** Every item's points, with what is open of it. */
export const pointsOf = (board: Board, { items }: ScoreNode, lane: number): ItemPoints[] =>
  items.map((item) => {
    const { id, tests, spans } = item;
    const { min, max, isOpen } = spread(board, lane, item);
    const settled = tests.findIndex((test) => stateAt(board, test, lane) === MET);
    const tried = isOpen ? tests.slice(0, settled < 0 ? tests.length : settled) : [];
    const open = tried.filter((test) => stateAt(board, test, lane) === UNKNOWN);
    return { id, min, max, ceiling: Math.max(...spans.map(([, most]) => most)), open };
  });

/** The lowest and highest total; of alternatives the firm takes the best. */
export function total(
  score: Totalled,
  points: readonly Pick<ItemPoints, 'min' | 'max'>[],
): { min: number; max: number } {
  const add = adder(score);
  return {
    min: add(points.map(({ min }) => min)),
    max: add(points.map(({ max }) => max)),
  };
}

type Totalled = Pick<Score, 'best' | 'caps'> & { readonly items: readonly { readonly id: string }[] };

/** Adds up points by item: the best of alternatives, and no more than a cap. */
export function adder({ items, best = [], caps = [] }: Totalled): (points: ArrayLike<number>) => number {
  const at = (ids: readonly string[]): number[] => ids.map((id) => items.findIndex((item) => item.id === id));
  const alternatives = best.map(at);
  const capped = caps.map(({ of, most }) => ({ of: at(of), most }));
  const grouped = new Set([...alternatives.flat(), ...capped.flatMap(({ of }) => of)]);
  const plain = items.flatMap((_, index) => (grouped.has(index) ? [] : [index]));
  return (points) => {
    const sum = (indices: readonly number[]): number => indices.reduce((a, index) => a + (points[index] ?? 0), 0);
    return (
      sum(plain) +
      alternatives.reduce((a, group) => a + Math.max(...group.map((index) => points[index] ?? 0)), 0) +
      capped.reduce((a, { of, most }) => a + Math.min(most, sum(of)), 0)
    );
  };
}
