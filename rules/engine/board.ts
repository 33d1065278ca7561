import type { Slot } from './graph.ts';
import { type Bound, type Interval } from './interval.ts';
import type { Plan } from './plan.ts';
import { INFINITY, MINUS_INFINITY, type Rational, rational } from './rational.ts';
import type { Day, Profile, Verdict } from './types.ts';

/** States as small numbers: the least of several is the state of all of them together. */
export const UNMET = 0;
export const UNKNOWN = 1;
export const JUDGEMENT = 2;
export const MET = 3;
export const SKIPPED = 4;
export const STATES = ['unmet', 'unknown', 'judgement', 'met', 'skipped'] as const;

export const VERDICTS = ['eligible', 'review', 'incomplete', 'ineligible', 'out-of-scope'] as const satisfies Verdict[];
export const ELIGIBLE = 0;
export const REVIEW = 1;
export const INCOMPLETE = 2;
export const INELIGIBLE = 3;
export const OUT_OF_SCOPE = 4;

/** What is special about a number; none of these for the common case of a closed range of defined numbers. */
export const LO_OPEN = 1;
export const HI_OPEN = 2;
/** An infinite end that is a value, not a limit: something divided by zero. */
export const LO_REACHED = 4;
export const HI_REACHED = 8;
/** Some, or all, of the values are 0 / 0. */
export const MAYBE = 16;
export const ALWAYS = 32;
/** The fiscal year does not exist; the lower end holds the first day on which one does. */
export const NO_YEAR = 64;
export const SPECIAL = 127;
/** The answer was given. */
export const GIVEN = 128;
/** An answer it rests on is absent or a range. */
export const OPEN = 256;

/**
 * The values of a graph's slots for a number of firms at once, one lane each. Numbers are ranges in floating point;
 * where rounding could decide, the steps fall back on exact fractions.
 */
export interface Board {
  readonly graph: Plan;
  readonly lanes: number;
  asOf: Day;
  lo: Float64Array;
  hi: Float64Array;
  flags: Uint16Array;
  states: Uint8Array;
  readonly profiles: Profile[];
  /** How many of the plan's moving slots are worked out for the firms at hand. */
  done: number;
  /** Up to which slot the constants are written down. */
  fixed: number;
}

export const newBoard = (graph: Plan, asOf: Day, lanes = 1): Board => ({
  graph,
  lanes,
  asOf,
  lo: new Float64Array(0),
  hi: new Float64Array(0),
  flags: new Uint16Array(0),
  states: new Uint8Array(0),
  profiles: [],
  done: 0,
  fixed: 0,
});

/** Makes room for all slots of the graph; what is there stays. */
export function makeRoom(board: Board): void {
  const needed = board.graph.nodes.length * board.lanes;
  if (board.states.length >= needed) return;
  const size = Math.max(needed, 2 * board.states.length);
  const { lo, hi, flags, states } = board;
  board.lo = new Float64Array(size);
  board.lo.set(lo);
  board.hi = new Float64Array(size);
  board.hi.set(hi);
  board.flags = new Uint16Array(size);
  board.flags.set(flags);
  board.states = new Uint8Array(size);
  board.states.set(states);
}

export const stateAt = (board: Board, slot: Slot, lane = 0): number => board.states[slot * board.lanes + lane] ?? 0;
export const loAt = (board: Board, slot: Slot, lane = 0): number => board.lo[slot * board.lanes + lane] ?? 0;
export const hiAt = (board: Board, slot: Slot, lane = 0): number => board.hi[slot * board.lanes + lane] ?? 0;
export const flagsAt = (board: Board, slot: Slot, lane = 0): number => board.flags[slot * board.lanes + lane] ?? 0;

// ---- Between ranges of floating-point numbers and exact intervals ----------------

/** The range that stands at a place, taken as the decimals it is written as. */
export function intervalAt(board: Board, at: number): Interval {
  const flags = board.flags[at] ?? 0;
  const end = (value: number, open: number, reached: number): Bound =>
    Number.isFinite(value)
      ? { at: rational(value), open: (flags & open) !== 0 }
      : { at: value > 0 ? INFINITY : MINUS_INFINITY, open: (flags & reached) === 0 };
  return {
    lo: end(board.lo[at] ?? 0, LO_OPEN, LO_REACHED),
    hi: end(board.hi[at] ?? 0, HI_OPEN, HI_REACHED),
    undefinedAt: (flags & ALWAYS) !== 0 ? 'always' : (flags & MAYBE) !== 0 ? 'maybe' : 'never',
  };
}

/** Writes an exact interval down as the nearest range of floating-point numbers. */
export function putInterval(board: Board, at: number, { lo, hi, undefinedAt }: Interval, open: number): void {
  board.lo[at] = nearest(lo.at);
  board.hi[at] = nearest(hi.at);
  board.flags[at] =
    (lo.at.d === 0n ? (lo.open ? 0 : LO_REACHED) : lo.open ? LO_OPEN : 0) |
    (hi.at.d === 0n ? (hi.open ? 0 : HI_REACHED) : hi.open ? HI_OPEN : 0) |
    (undefinedAt === 'always' ? ALWAYS : undefinedAt === 'maybe' ? MAYBE : 0) |
    open;
}

/** Off by a few units in the sixteenth digit at most. */
export function nearest({ n, d }: Rational): number {
  if (d === 0n) return n > 0n ? Infinity : -Infinity;
  if (d === 1n) return Number(n);
  return Number(n) / Number(d);
}
