import { type Board, flagsAt, hiAt, loAt, MET, NO_YEAR, UNKNOWN, UNMET } from './board.ts';
import { industryWithin } from './facts.ts';
import type { Node, Slot } from './graph.ts';
import { remembered } from './memory.ts';
import type { Plan } from './plan.ts';
import type { SizeClass, SizeLimits } from './types.ts';

type Sizes = Extract<Node, { readonly op: 'sizes' }>;

const CLASSES: readonly SizeClass[] = ['large', 'medium', 'small', 'micro'];
/** The firm's industry is unknown, or too coarse to say which row of the standard applies. */
const INDUSTRY_OPEN = 16;

const bitOf = (size: string): number => 1 << CLASSES.findIndex((each) => each === size);

/** The lower limits of large, medium and small, each with the figure's slot. */
type Limits = readonly (readonly (readonly [Slot, number])[])[];
interface Applying {
  readonly limits: readonly Limits[];
  readonly industryOpen: boolean;
}

/**
 * Works out the size classes (中小企业划型) that a firm can belong to, one bit each; none for industries that the
 * standard leaves out.
 */
export function sizesStep(plan: Plan, node: Sizes): (board: Board, code: unknown, lane: number) => number {
  const applyingTo = remembered((code: unknown) => applying(plan, node, code));
  return (board, code, lane) => {
    const found = applyingTo(code);
    let possible = found.industryOpen ? INDUSTRY_OPEN : 0;
    for (const limits of found.limits) possible |= sizesWithin(board, limits, lane);
    return possible;
  };
}

/** Rows of the standard that can apply to an industry. */
function applying(plan: Plan, node: Sizes, code: unknown): Applying {
  const rows = (plan.tables[node.table] ?? []).filter((row) => industryWithin(code, row.codes) !== 'no');
  const slots = (limits: SizeLimits): (readonly [Slot, number])[] =>
    Object.entries(limits).flatMap(([indicator, limit]) => {
      const slot = node.figures[indicator];
      return slot === undefined ? [] : [[slot, limit] as const];
    });
  return {
    limits: rows.map(({ large, medium, small }) => [large, medium, small].map(slots)),
    industryOpen: typeof code !== 'string' || rows.some((row) => industryWithin(code, row.codes) === 'maybe'),
  };
}

/** A class is reached only where all its lower limits are; one that is missed drops the firm a class. */
function sizesWithin(board: Board, limits: Limits, lane: number): number {
  let possible = 0;
  for (const [index, limit] of limits.entries()) {
    const reached = reaches(board, limit, lane);
    if (reached !== UNMET) possible |= 1 << index;
    if (reached === MET) return possible;
  }
  return possible | bitOf('micro');
}

function reaches(board: Board, limits: Limits[number], lane: number): number {
  let all = MET;
  for (const [slot, limit] of limits) {
    if (hiAt(board, slot, lane) < limit) return UNMET;
    if (loAt(board, slot, lane) < limit) all = UNKNOWN;
  }
  return all;
}

/** Whether a set of possible classes lies within the wanted ones; `none` where the standard has no class for the firm. */
export function sizeWithin(possible: number, wanted: readonly string[]): 'yes' | 'no' | 'maybe' | 'none' {
  const classes = possible & 15;
  if (classes === 0) return 'none';
  // A finer code may turn out to belong to an industry that the standard leaves out.
  if ((possible & INDUSTRY_OPEN) !== 0) return 'maybe';
  const mask = wanted.reduce((bits, size) => bits | bitOf(size), 0);
  return (classes & ~mask) === 0 ? 'yes' : (classes & mask) === 0 ? 'no' : 'maybe';
}

/** The classes that a firm can belong to, largest first; undefined where no year is completed or the standard has none. */
export function classesAt(board: Board, sizes: Slot, lane = 0): readonly SizeClass[] | undefined {
  const possible = (flagsAt(board, sizes, lane) & NO_YEAR) !== 0 ? 0 : loAt(board, sizes, lane);
  const classes = CLASSES.filter((size) => (possible & bitOf(size)) !== 0);
  return classes.length === 0 ? undefined : classes;
}

/** The figures that the rows for an industry read, and whether the industry itself is open. */
export function sizeInputs(
  plan: Plan,
  node: Sizes,
  code: unknown,
): { industryOpen: boolean; figures: readonly Slot[] } {
  const { limits, industryOpen } = applying(plan, node, code);
  return {
    industryOpen,
    figures: [...new Set(limits.flatMap((row) => row.flatMap((each) => each.map(([slot]) => slot))))],
  };
}
