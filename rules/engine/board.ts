import type { Slot } from './graph.ts';
import type { Plan } from './plan.ts';
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

/** A finite end that is approached but never reached, or an infinite one that is: something divided by zero. */
export const LO_ODD = 1;
export const HI_ODD = 2;
/** Some, or all, of the values are 0 / 0. */
export const MAYBE = 4;
export const ALWAYS = 8;
/** The fiscal year does not exist; the lower end holds the first day on which one does. */
export const NO_YEAR = 16;
/** The answer was given. */
export const GIVEN = 32;
/** An answer it rests on is absent or a range. */
export const OPEN = 64;
/** Worked out in floating point, and not sure to be exact; kept by columns alone. */
export const ROUNDED = 128;
export const ODD = LO_ODD | HI_ODD;
/** No plain range. */
export const STRANGE = ODD | MAYBE | ALWAYS | NO_YEAR;

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
  flags: Uint8Array;
  states: Uint8Array;
  readonly profiles: Profile[];
  /** Up to which slot all are worked out for the firms at hand. */
  done: number;
}

export const newBoard = (graph: Plan, asOf: Day, lanes = 1): Board => ({
  graph,
  lanes,
  asOf,
  lo: new Float64Array(0),
  hi: new Float64Array(0),
  flags: new Uint8Array(0),
  states: new Uint8Array(0),
  profiles: [],
  done: 0,
});

/** Makes room for all slots of the graph; what is there stays. */
export function makeRoom(board: Board): void {
  const needed = board.graph.nodes.length * board.lanes;
  if (board.states.length >= needed) return;
  const size = Math.max(needed, 2 * board.states.length);
  const moved = <T extends Float64Array | Uint8Array>(room: T, from: T): T => {
    room.set(from);
    return room;
  };
  board.lo = moved(new Float64Array(size), board.lo);
  board.hi = moved(new Float64Array(size), board.hi);
  board.flags = moved(new Uint8Array(size), board.flags);
  board.states = moved(new Uint8Array(size), board.states);
}

export const stateAt = (board: Board, slot: Slot, lane = 0): number => board.states[slot * board.lanes + lane] ?? 0;
export const loAt = (board: Board, slot: Slot, lane = 0): number => board.lo[slot * board.lanes + lane] ?? 0;
export const hiAt = (board: Board, slot: Slot, lane = 0): number => board.hi[slot * board.lanes + lane] ?? 0;
export const flagsAt = (board: Board, slot: Slot, lane = 0): number => board.flags[slot * board.lanes + lane] ?? 0;

/** Whether the end of a range is approached but never reached, by its value and its flag. */
export const isOpenEnd = (end: number, odd: number): boolean => Number.isFinite(end) === (odd !== 0);
