import { type Board, GIVEN, makeRoom, newBoard, stateAt, MET } from './board.ts';
import { inputsOf, type Slot } from './graph.ts';
import { type Catalogue, planOn } from './load.ts';
import { known } from './memory.ts';
import { findOpen } from './missing.ts';
import { numberOf, type Step } from './operations.ts';
import { answerSlot, type Plan } from './plan.ts';
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
  readonly open: Map<Slot, readonly string[]>;
  /** What was shown of a test before. */
  readonly sides: Map<Slot, Pick<ConditionResult, 'actual' | 'required' | 'op'>>;
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
  return { catalogue, profile, asOf, plan, board, open: new Map(), sides: new Map(), missingOf };
}

/** One lane of a board that is worked out, to ask more of that firm. */
export function envOn(catalogue: Catalogue, board: Board, lane: number): Env {
  const { graph, lanes, asOf, profiles } = board;
  const profile = profiles[lane] ?? {};
  const single = { ...newBoard(graph, asOf), profiles: [profile], done: board.done, fixed: board.fixed };
  makeRoom(single);
  for (let slot = 0; slot < board.fixed; slot += 1) {
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
    open: new Map(),
    sides: new Map(),
    missingOf: () => [],
  };
}

/** Works out every slot that has no value yet, for the first `lanes` lanes; constants stay from one firm to the next. */
export function workOut(board: Board, lanes = 1): void {
  makeRoom(board);
  const { graph } = board;
  const { nodes, moving } = graph;
  for (; board.fixed < nodes.length; board.fixed += 1)
    if (nodes[board.fixed]?.op === 'const') stepOf(graph, board.fixed)(board, board.fixed * board.lanes, board.lanes);
  for (; board.done < moving.length; board.done += 1) {
    const slot = moving[board.done] ?? 0;
    stepOf(graph, slot)(board, slot * board.lanes, lanes);
  }
}

function stepOf(plan: Plan, slot: Slot): Step {
  const known = plan.steps[slot];
  if (known) return known;
  const node = plan.nodes[slot];
  if (node === undefined) throw new Error(`The plan has no slot ${slot}.`);
  const state = stateOf(plan, node, slot);
  const run = state ? putState(state) : numberOf(plan, node, slot);
  return (plan.steps[slot] = (board, base, count) => {
    for (let lane = 0; lane < count; lane += 1) run(board, base + lane, lane);
  });
}

function putState(of: (board: Board, lane: number) => number): (board: Board, at: number, lane: number) => void {
  return (board, at, lane) => {
    board.states[at] = of(board, lane);
  };
}

/** The profile paths that a slot reads and that are absent or known only as a range, each once. */
export function openInputs(env: Env, slot: Slot): readonly string[] {
  return known(env.open, slot, () => {
    const paths = new Set<string>();
    findOpen(env.board, slot, 0, {
      path: (path) => paths.add(path),
      verdict: (measure) => env.missingOf(measure).forEach((path) => paths.add(path)),
    });
    return [...paths];
  });
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
  isMet(board, [source, ...cone], condition);
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
  for (const slot of cone) stepOf(board.graph, slot)(board, slot, 1);
  return stateAt(board, condition) === MET;
}

/** The slots that a slot rests on and itself, in the order of evaluation. */
export function above(graph: Plan, slot: Slot): readonly Slot[] {
  return known(graph.aboves, slot, () => {
    const seen = new Set<Slot>();
    const visit = (each: Slot): void => {
      if (seen.has(each)) return;
      seen.add(each);
      const node = graph.nodes[each];
      if (node) inputsOf(node).forEach(visit);
    };
    visit(slot);
    return [...seen].sort((a, b) => a - b);
  });
}
