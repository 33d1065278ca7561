import type { Limit, Wishes } from './packing.ts';

/** What an item is in a state: undecided, taken or left. */
export const OPEN = 0;
export const IN = 1;
const OUT = 2;

/** A packing as it is searched. */
export interface Problem {
  readonly size: number;
  /** Worth first, then one for the item itself: more items win between equal sums. */
  readonly value: readonly number[];
  /** The limits asked for, and the rivals as cliques of which one may be taken. */
  readonly limits: readonly Limit[];
  readonly limitsOf: readonly (readonly number[])[];
  readonly needs: readonly (readonly number[])[];
  readonly wishes: Wishes;
  /** Whether nothing is needed or wished for, so that nothing follows from what is left out. */
  readonly free: boolean;
  /** More than all errors of rounding in a sum of prices. */
  readonly slack: number;
  readonly scratch: Scratch;
}
export interface State {
  readonly status: Uint8Array;
  /** How many more of each limit may be taken. */
  readonly room: Int32Array;
  value: number;
}
export type Solution = Pick<State, 'status' | 'value'>;

/** Everything open; undefined where the wishes cannot be met. */
export const started = (problem: Problem): State | undefined =>
  settled(problem, {
    status: new Uint8Array(problem.size),
    room: Int32Array.from(problem.limits, ({ most }) => most),
    value: 0,
  });

/** The state with the item taken and everything that rules out; undefined where it cannot be. */
export function take(problem: Problem, before: State, item: number): State | undefined {
  const state: State = {
    status: before.status.slice(),
    room: before.room.slice(),
    value: before.value + (problem.value[item] ?? 0),
  };
  state.status[item] = IN;
  for (const index of problem.limitsOf[item] ?? []) {
    state.room[index] = (state.room[index] ?? 0) - 1;
    if (state.room[index] === 0)
      for (const other of problem.limits[index]?.of ?? []) if (state.status[other] === OPEN) state.status[other] = OUT;
  }
  return settled(problem, state);
}

export function drop(problem: Problem, before: State, item: number): State | undefined {
  const state: State = { ...before, status: before.status.slice() };
  state.status[item] = OUT;
  return settled(problem, state);
}

/** Leaves out what has lost all that it needs; undefined where something taken has. Changes the state given. */
function settled(problem: Problem, state: State): State | undefined {
  if (problem.free) return state;
  const { status } = state;
  const lost = (list: readonly number[]): boolean => list.every((other) => status[other] === OUT);
  for (let again = true; again;) {
    again = false;
    for (let item = 0; item < problem.size; item += 1) {
      const needed = problem.needs[item] ?? [];
      if (status[item] === OUT || needed.length === 0 || !lost(needed)) continue;
      if (status[item] === IN) return undefined;
      status[item] = OUT;
      again = true;
    }
  }
  return problem.wishes.some(lost) ? undefined : state;
}

export const itemsOf = ({ status }: Solution): number[] => [...status.keys()].filter((item) => status[item] === IN);

// ---- The search ------------------------------------------------------------------------

/** How many rounds prices are adjusted: at the start, and after each decision. */
export const LONG = 100;
const SHORT = 4;

interface SolveOptions {
  /** Only choices worth more than this count. */
  readonly floor?: number;
  /** A choice worth this much ends the search. */
  readonly enough?: number;
  readonly prices?: Float64Array | undefined;
  readonly onFound?: (choice: Solution) => void;
}

/** The choice worth most, of those that go on from the state; undefined where none is worth more than the floor. */
export function solve(problem: Problem, start: State, options: SolveOptions = {}): Solution | undefined {
  const { floor = -1, enough = Infinity, prices, onFound } = options;
  let best: Solution | undefined;
  let least = floor;
  const search = (before: State, from: Float64Array, rounds: number): void => {
    const priced = reckon(problem, before, from, rounds, least);
    const state = priced && fixed(problem, before, priced, least);
    if (!state) return;
    if (state !== before) {
      search(state, priced.prices, SHORT);
      return;
    }
    const pivot = pivotOf(problem, state);
    if (pivot === undefined) {
      best = withOpen(problem, state);
      least = best.value;
      onFound?.(best);
      return;
    }
    const taken = take(problem, state, pivot);
    if (taken) search(taken, priced.prices, SHORT);
    if (least >= enough) return;
    const left = drop(problem, state, pivot);
    if (left) search(left, priced.prices, SHORT);
  };
  search(start, prices ?? new Float64Array(problem.limits.length), prices ? SHORT : LONG);
  return best;
}

/** The state with all that is open taken. */
function withOpen(problem: Problem, { status, value }: State): Solution {
  const open = [...status.keys()].filter((item) => status[item] === OPEN);
  return {
    status: status.map((each) => (each === OPEN ? IN : each)),
    value: open.reduce((sum, item) => sum + (problem.value[item] ?? 0), value),
  };
}

/**
 * The item to decide next: of an unmet wish the most valuable, else the open one that rules out most others; undefined
 * where all open ones go together.
 */
function pivotOf(problem: Problem, { status, room }: State): number | undefined {
  const unmet = problem.wishes.find((list) => !list.some((item) => status[item] === IN));
  if (unmet)
    return unmet
      .filter((item) => status[item] === OPEN)
      .reduce((best, item) => ((problem.value[item] ?? 0) > (problem.value[best] ?? 0) ? item : best));
  const rivals = new Float64Array(problem.size);
  problem.limits.forEach(({ of }, index) => {
    let open = 0;
    for (const item of of) if (status[item] === OPEN) open += 1;
    const over = open - (room[index] ?? 0);
    if (over > 0) for (const item of of) rivals[item] = (rivals[item] ?? 0) + over;
  });
  let pivot: number | undefined;
  for (let item = 0; item < problem.size; item += 1) {
    const own = rivals[item] ?? 0;
    const most = pivot === undefined ? 0 : (rivals[pivot] ?? 0);
    if (status[item] === OPEN && (own > most || (own === most && pivot !== undefined && value(item) > value(pivot))))
      pivot = item;
  }
  return pivot;

  function value(item: number): number {
    return problem.value[item] ?? 0;
  }
}

// ---- The bound -------------------------------------------------------------------------

interface Priced {
  /** What a use of each limit costs. */
  readonly prices: Float64Array;
  /** What each open item is worth beyond the prices of its limits; stands until the next reckoning. */
  readonly gain: Float64Array;
  /** No way to go on from the state ends above this. */
  readonly bound: number;
}

/** Room to reckon in, made once for a problem; what stands there counts until the next reckoning. */
export interface Scratch {
  /** Limits that are tight in the state, and the open items of each, one limit after another up to its end. */
  readonly tight: Int32Array;
  readonly ends: Int32Array;
  readonly members: Int32Array;
  readonly use: Int32Array;
  readonly prices: Float64Array;
  readonly gain: Float64Array;
  readonly bestGain: Float64Array;
}
export function scratchFor(size: number, limits: readonly Limit[]): Scratch {
  const memberships = limits.reduce((sum, { of }) => sum + of.length, 0);
  return {
    tight: new Int32Array(limits.length),
    ends: new Int32Array(limits.length),
    members: new Int32Array(memberships),
    use: new Int32Array(limits.length),
    prices: new Float64Array(limits.length),
    gain: new Float64Array(size),
    bestGain: new Float64Array(size),
  };
}

/**
 * Puts a price on every limit: the prices of all the room that is left, and what the open items are worth beyond the
 * prices of their limits, is more than any choice can bring (Lagrangian bound). Prices of limits that are sought after
 * rise and others fall, some rounds long. Undefined once no choice can be worth more than `least`.
 */
export function reckon(
  problem: Problem,
  { status, room, value }: State,
  start: Float64Array,
  rounds: number,
  least: number,
): Priced | undefined {
  const { size, slack, scratch } = problem;
  const { tight, ends, members, use, prices, gain, bestGain } = scratch;
  const count = tightLimits(problem, status, room);
  for (let at = 0; at < count; at += 1) prices[at] = start[tight[at] ?? 0] ?? 0;
  const found = new Float64Array(problem.limits.length);
  let lowest = Infinity;
  let pace = 1;
  for (let round = 0; round < rounds; round += 1) {
    for (let item = 0; item < size; item += 1) gain[item] = status[item] === OPEN ? (problem.value[item] ?? 0) : 0;
    let bound = value;
    let member = 0;
    for (let at = 0; at < count; at += 1) {
      const price = prices[at] ?? 0;
      bound += price * (room[tight[at] ?? 0] ?? 0);
      for (const end = ends[at] ?? 0; member < end; member += 1) {
        const item = members[member] ?? 0;
        gain[item] = (gain[item] ?? 0) - price;
      }
    }
    for (let item = 0; item < size; item += 1) bound += Math.max(0, gain[item] ?? 0);
    if (bound + forWishes(problem, status, gain) + slack < least + 1) return undefined;
    if (bound < lowest) {
      lowest = bound;
      bestGain.set(gain);
      for (let at = 0; at < count; at += 1) found[tight[at] ?? 0] = prices[at] ?? 0;
    } else pace *= 0.7;
    let length = 0;
    member = 0;
    for (let at = 0; at < count; at += 1) {
      let free = room[tight[at] ?? 0] ?? 0;
      for (const end = ends[at] ?? 0; member < end; member += 1) if ((gain[members[member] ?? 0] ?? 0) > 0) free -= 1;
      use[at] = free;
      length += free * free;
    }
    if (length === 0) break;
    const step = (pace * Math.max(bound - Math.max(least, 0), bound * 0.01)) / length;
    for (let at = 0; at < count; at += 1) prices[at] = Math.max(0, (prices[at] ?? 0) - step * (use[at] ?? 0));
  }
  return { prices: found, gain: bestGain, bound: lowest };
}

/** Notes the limits with more open items than room, and those items; gives how many limits there are. */
function tightLimits({ limits, scratch }: Problem, status: Uint8Array, room: Int32Array): number {
  const { tight, ends, members } = scratch;
  let count = 0;
  let end = 0;
  for (let index = 0; index < limits.length; index += 1) {
    const begin = end;
    for (const item of limits[index]?.of ?? []) {
      if (status[item] !== OPEN) continue;
      members[end] = item;
      end += 1;
    }
    if (end - begin <= (room[index] ?? 0)) {
      end = begin;
      continue;
    }
    tight[count] = index;
    ends[count] = end;
    count += 1;
  }
  return count;
}

/** What is lost at least by taking one item of each unmet wish: 0 or less. */
function forWishes(problem: Problem, status: Uint8Array, gain: Float64Array): number {
  let lost = 0;
  for (const list of problem.wishes) {
    let least = -Infinity;
    for (const item of list) {
      if (status[item] === IN) least = 0;
      else if (status[item] === OPEN) least = Math.max(least, Math.min(0, gain[item] ?? 0));
    }
    lost = Math.min(lost, least);
  }
  return lost;
}

/** Takes and leaves what no better choice could decide otherwise; the state itself where there is nothing such. */
function fixed(problem: Problem, start: State, { gain, bound }: Priced, least: number): State | undefined {
  let state = start;
  for (let item = 0; item < problem.size; item += 1) {
    if (state.status[item] !== OPEN) continue;
    const own = gain[item] ?? 0;
    if (bound - Math.abs(own) + problem.slack >= least + 1) continue;
    const next = own > 0 ? take(problem, state, item) : drop(problem, state, item);
    if (!next) return undefined;
    state = next;
  }
  return state;
}
