import { type Board, GIVEN, makeRoom, newBoard, stateAt, MET } from './board.ts';
import type { Slot } from './graph.ts';
import { type Catalogue, planOn } from './load.ts';
import { findOpen } from './missing.ts';
import { numberOf, type Step } from './operations.ts';
import { answerSlot, inputsAt, type Plan } from './plan.ts';
import { stateOf } from './tests.ts';
import type { ConditionResult, Day, Profile } from './types.ts';

/** What is asked of one firm on one day. */
export interface Env {
  readonly catalogue: Catalogue;
  readonly profile: Profile;
  readonly asOf: Day;
  readonly plan: Plan;
  readonly board: Board;
  /** What was worked out for a slot before: paths that are open. */
  readonly open: (readonly string[] | undefined)[];
  /** What was shown of a test before. */
  readonly sides: (Pick<ConditionResult, 'actual' | 'required' | 'op'> | undefined)[];
  /** What another measure's verdict waits for. */
  readonly missingOf: (measure: string) => readonly string[];
}

export function openFirm(
  catalogue: Catalogue,
  profile: Profile,
  asOf: Day,
  missingOf: (measure: string) => readonly string[] = () => [],
): Env {
  const plan = planOn(catalogue, asOf);
  const board = newBoard(plan, asOf);
  board.profiles.push(profile);
  return { catalogue, profile, asOf, plan, board, sides: [], open: [], missingOf };
}

/** One lane of a board that is worked out, to ask more of that firm. */
export function envOn(catalogue: Catalogue, board: Board, lane: number): Env {
  const { graph, lanes, asOf, profiles } = board;
  const profile = profiles[lane] ?? {};
  const single = { ...newBoard(graph, asOf), profiles: [profile], done: board.done };
  makeRoom(single);
  for (let slot = 0; slot < board.done; slot += 1) {
    const at = slot * lanes + lane;
    single.lo[slot] = board.lo[at] ?? 0;
    single.hi[slot] = board.hi[at] ?? 0;
    single.flags[slot] = board.flags[at] ?? 0;
    single.states[slot] = board.states[at] ?? 0;
  }
  return {
    catalogue,
    profile,
    asOf,
    plan: graph,
    board: single,
    open: [],
    sides: [],
    missingOf: () => [],
  };
}

/** Works out every slot that has no value yet, for the one firm on the board. */
export function workOut(board: Board): void {
  makeRoom(board);
  for (; board.done < board.graph.nodes.length; board.done += 1) run(board, board.done);
}

/** Works out these slots, and none that they do not rest on; in the order of evaluation. */
export function workOutThese(board: Board, slots: Iterable<Slot>): void {
  makeRoom(board);
  for (const slot of slots) run(board, slot);
}

const run = (board: Board, slot: Slot): void => {
  stepOf(board.graph, slot)(board, slot, 0);
};

/** What works out a slot, made when first needed. */
export function stepOf(plan: Plan, slot: Slot): Step {
  const before = plan.steps[slot];
  if (before) return before;
  const node = plan.nodes[slot];
  if (node === undefined) throw new Error('There is no such slot.');
  const state = stateOf(plan, node, slot);
  return (plan.steps[slot] = state ? putState(state) : numberOf(plan, node, slot));
}

const putState =
  (of: (board: Board, lane: number) => number): Step =>
  (board, at, lane) => {
    board.states[at] = of(board, lane);
  };

/** The profile paths that a slot reads and that are absent or known only as a range, each once. */
export function openInputs(env: Env, slot: Slot): readonly string[] {
  const before = env.open[slot];
  if (before) return before;
  const paths = new Set<string>();
  findOpen(env.board, slot, 0, {
    path: (path) => paths.add(path),
    verdict: (measure) => env.missingOf(measure).forEach((path) => paths.add(path)),
  });
  return (env.open[slot] = [...paths]);
}

// ---- Trying out -------------------------------------------------------------------

/**
 * Tries other figures for one answer on one condition; undefined where the condition does not read the answer.
 * Whatever is tried, what was there before is worked out again.
 */
export function withOtherFigures<T>(
  env: Env,
  path: string,
  condition: Slot,
  use: (isMetWith: (figure: number) => boolean) => T,
): T | undefined {
  const { plan, board } = env;
  const source = answerSlot(plan, path);
  const cone = above(plan, condition).filter((slot) => slot !== source && above(plan, slot).includes(source));
  if (cone.length === 0) return undefined;
  const found = use((figure) => {
    board.lo[source] = figure;
    board.hi[source] = figure;
    board.flags[source] = GIVEN;
    return isMet(board, cone, condition);
  });
  workOutThese(board, [source, ...cone]);
  return found;
}

/** Tries other days on one condition with all answers as they are. */
export function onOtherDays<T>(env: Env, condition: Slot, use: (isMetOn: (day: Day) => boolean) => T): T {
  const { plan, board, asOf } = env;
  const cone = above(plan, condition);
  const isMetOn = (day: Day): boolean => {
    board.asOf = day;
    return isMet(board, cone, condition);
  };
  const found = use(isMetOn);
  isMetOn(asOf);
  return found;
}

function isMet(board: Board, cone: readonly Slot[], condition: Slot): boolean {
  workOutThese(board, cone);
  return stateAt(board, condition) === MET;
}

/** The slots that a slot rests on and itself, in the order of evaluation. */
export function above(graph: Plan, slot: Slot): readonly Slot[] {
  const before = graph.aboves[slot];
  if (before) return before;
  const seen = new Set<Slot>();
  const visit = (each: Slot): void => {
    if (seen.has(each)) return;
    seen.add(each);
    inputsAt(graph, each).forEach(visit);
  };
  visit(slot);
  return (graph.aboves[slot] = [...seen].sort((a, b) => a - b));
}
