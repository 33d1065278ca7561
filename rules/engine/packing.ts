import {
  drop,
  IN,
  itemsOf,
  LONG,
  OPEN,
  type Problem,
  scratchFor,
  reckon,
  type Solution,
  solve,
  started,
  type State,
  take,
} from './branch-and-bound.ts';

/**
 * The choice of the most valuable items where some rule one another out: pairs, limits on how many of a list may be
 * taken, and items that are only worth something beside another. Branch and bound, exact.
 */
export interface Packing {
  /** Whole numbers from 0 up; their sum times the number of items stays below 2^53. */
  readonly worth: readonly number[];
  /** Pairs that cannot be taken together. */
  readonly rivals: readonly (readonly [number, number])[];
  /** At most `most` of a list of items. */
  readonly limits: readonly Limit[];
  /** Per item a list of which one at least must be taken with it; an empty list asks for none. */
  readonly needs: readonly (readonly number[])[];
}
export interface Limit {
  readonly of: readonly number[];
  readonly most: number;
}
/** Lists of items; of each at least one must be taken. */
export type Wishes = readonly (readonly number[])[];

/**
 * The items with the highest sum; ties go to more items, then to the set with the first items. Undefined where the
 * wishes cannot be met.
 */
export function bestPacking(packing: Packing, wishes: Wishes = []): number[] | undefined {
  const problem = problemOf(packing, wishes);
  const open = started(problem);
  const best = open && solve(problem, open);
  return open && best && itemsOf(hasEqual(packing, wishes, best) ? firstOf(problem, open, best) : best);
}

/** Per item the highest sum of a choice that holds it; undefined where none can. */
export function worthWith(packing: Packing): (number | undefined)[] {
  const problem = problemOf(packing, []);
  const open = started(problem);
  const best = new Array<number | undefined>(problem.size);
  if (!open) return best;
  const prices = reckon(problem, open, new Float64Array(problem.limits.length), LONG, -1)?.prices;
  // Each choice that turns up is also a first answer for the other items it holds.
  const onFound = (choice: Solution): void => {
    for (const item of itemsOf(choice)) best[item] = Math.max(best[item] ?? 0, choice.value);
  };
  const top = solve(problem, open, { prices, onFound })?.value;
  for (const item of problem.value.keys()) {
    if (best[item] === top || open.status[item] !== OPEN) continue;
    const taken = take(problem, open, item);
    if (taken) solve(problem, taken, { floor: best[item] ?? -1, prices, onFound });
  }
  return best.map((value) => (value === undefined ? undefined : Math.floor(value / (problem.size + 1))));
}

/** Whether another choice is worth as much: it would hold an item that this one leaves out. */
function hasEqual(packing: Packing, wishes: Wishes, best: Solution): boolean {
  const left = [...best.status.keys()].filter((item) => best.status[item] !== IN);
  if (left.length === 0) return false;
  const problem = problemOf(packing, [...wishes, left]);
  const open = started(problem);
  return open !== undefined && solve(problem, open, { floor: best.value - 1, enough: best.value }) !== undefined;
}

/** Of the choices worth as much the one with the first items: each item in turn is kept if it can be. */
function firstOf(problem: Problem, open: State, best: Solution): Solution {
  let [state, chosen]: [State, Solution] = [open, best];
  for (let item = 0; item < problem.size; item += 1) {
    if (state.status[item] !== OPEN) continue;
    const taken = take(problem, state, item);
    const found: Solution | undefined =
      taken &&
      (chosen.status[item] === IN ? chosen : solve(problem, taken, { floor: best.value - 1, enough: best.value }));
    const next: State | undefined = found ? taken : drop(problem, state, item);
    if (!next) break;
    [state, chosen] = [next, found ?? chosen];
  }
  return chosen;
}

/** Lists of items that rivals, limits and needs tie together; between two of them nothing depends. */
export function componentsOf({ worth, rivals, limits, needs }: Packing): number[][] {
  const near = worth.map((_, item) => new Set(needs[item]));
  const tie = (a: number, b: number): void => {
    near[a]?.add(b);
    near[b]?.add(a);
  };
  needs.forEach((list, item) => list.forEach((other) => tie(item, other)));
  for (const [a, b] of rivals) tie(a, b);
  for (const { of } of limits) for (const item of of) tie(item, of[0] ?? item);
  const seen = new Set<number>();
  const reached = (item: number): number[] => {
    if (seen.has(item)) return [];
    seen.add(item);
    return [item, ...[...(near[item] ?? [])].flatMap(reached)];
  };
  return worth.flatMap((_, item) => (seen.has(item) ? [] : [reached(item).sort((a, b) => a - b)]));
}

// ---- The problem as it is searched -----------------------------------------------------

function problemOf({ worth, rivals, limits, needs }: Packing, wishes: Wishes): Problem {
  const size = worth.length;
  const all = [...limits.filter(({ most }) => most > 1), ...cliques(size, rivals, limits)];
  const value = worth.map((each) => each * (size + 1) + 1);
  return {
    size,
    value,
    limits: all,
    limitsOf: worth.map((_, item) => all.flatMap(({ of }, index) => (of.includes(item) ? [index] : []))),
    needs,
    wishes,
    free: wishes.length === 0 && needs.every((list) => list.length === 0),
    scratch: scratchFor(size, all),
    slack: value.reduce((sum, each) => sum + each, 0) * 1e-12,
  };
}

/** Lists of items that all rule one another out, so that each pair of rivals is in one. */
function cliques(size: number, pairs: Packing['rivals'], limits: readonly Limit[]): Limit[] {
  const conflict = Array.from({ length: size }, () => new Set<number>());
  const oppose = (a: number, b: number): void => {
    if (a !== b) conflict[a]?.add(b);
    if (a !== b) conflict[b]?.add(a);
  };
  for (const [a, b] of pairs) oppose(a, b);
  for (const { of, most } of limits) if (most === 1) for (const a of of) for (const b of of) oppose(a, b);
  const among = (item: number, others: readonly number[]): number =>
    others.filter((other) => conflict[item]?.has(other)).length;
  const byRivalsIn = (items: readonly number[]): number[] =>
    [...items].sort((a, b) => among(b, items) - among(a, items) || a - b);
  const covered = new Set<number>();
  return conflict.flatMap((rivals, item) =>
    [...rivals].flatMap((rival): Limit[] => {
      if (covered.has(item * size + rival)) return [];
      const clique = [item, rival];
      let common = [...rivals].filter((other) => conflict[rival]?.has(other));
      while (common.length > 0) {
        const [next = item] = byRivalsIn(common);
        clique.push(next);
        common = common.filter((other) => conflict[next]?.has(other));
      }
      for (const a of clique) for (const b of clique) covered.add(a * size + b);
      return [{ of: clique, most: 1 }];
    }),
  );
}
