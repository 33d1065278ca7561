import { type Board, flagsAt, loAt, NO_YEAR, SKIPPED, stateAt, STATES, UNKNOWN, UNMET } from './board.ts';
import { firstDayWithYear } from './facts.ts';
import { type Env, openInputs, workOut } from './firm.ts';
import { planCondition, type PlannedCondition } from './plan.ts';
import { type ItemPoints, pointsOf } from './scores.ts';
import type { Condition, ConditionResult, Day, State } from './types.ts';

/** What comes out of one condition for one firm. */
export interface Trace {
  readonly state: State;
  /** Profile paths that can still change the state; empty unless it is unknown. */
  readonly missing: readonly string[];
  /** First day a test on completed years can be judged, where the firm has none yet. */
  readonly from: Day | undefined;
  readonly points: readonly PointsShown[];
}
export type PointsShown = Pick<ItemPoints, 'id' | 'min' | 'max' | 'ceiling'> & { readonly missing: readonly string[] };

export function trace(env: Env, condition: Condition): Trace {
  const planned = planCondition(env.plan, condition);
  workOut(env.board);
  return {
    state: nameOf(stateAt(env.board, planned.state)),
    missing: missingIn(env, planned),
    from: judgedFrom(env, planned),
    points: shownPoints(env, planned),
  };
}

export const nameOf = (state: number): State => STATES[state] ?? 'unknown';

/** The open answers that can still change the state, in the order of the rule; none unless the state is unknown. */
export function missingIn(env: Env, planned: PlannedCondition): readonly string[] {
  const { board } = env;
  if (stateAt(board, planned.state) !== UNKNOWN) return NONE;
  const own = stateAt(board, planned.body) === UNKNOWN ? missingInBody(env, planned) : NONE;
  return planned.guard !== undefined && stateAt(board, planned.guard) === UNKNOWN
    ? union([openInputs(env, planned.guard), own])
    : own;
}
const NONE: readonly string[] = [];

function missingInBody(env: Env, planned: PlannedCondition): readonly string[] {
  if (planned.test !== undefined) return openInputs(env, planned.test);
  if (planned.condition.kind === 'score') return union(shownPoints(env, planned).map((item) => item.missing));
  return union(planned.children.map((child) => missingIn(env, child)));
}

export function shownPoints(env: Env, planned: PlannedCondition): PointsShown[] {
  const node = env.plan.nodes[planned.body];
  if (node?.op !== 'score') return [];
  return pointsOf(env.board, node.score, 0).map(({ id, min, max, ceiling, open }) => ({
    id,
    min,
    max,
    ceiling,
    missing: union(open.map((test) => openInputs(env, test))),
  }));
}

/** The first day on which a test on completed years can be judged, where the firm has no such year yet. */
export function judgedFrom(env: Env, { test, body }: PlannedCondition): Day | undefined {
  const { board, profile, asOf, plan } = env;
  const node = test === undefined || stateAt(board, body) !== UNMET ? undefined : plan.nodes[test];
  if (node?.op === 'exists') return firstDayWithYear(profile, asOf, node.offset);
  const sides = node?.op === 'compare' ? [node.a, node.b] : node?.op === 'size' ? [node.sizes] : [];
  const days = sides.filter((side) => (flagsAt(board, side) & NO_YEAR) !== 0).map((side) => loAt(board, side));
  return days.length === 0 ? undefined : Math.max(...days);
}

const union = (lists: readonly (readonly string[])[]): readonly string[] => {
  const [first = NONE, ...rest] = lists.filter((list) => list.length > 0);
  return rest.length === 0 ? first : [...new Set([...first, ...rest.flat()])];
};

/** Of a measure, who it is for (适用范围) or what it asks. */
export type PartName = ConditionResult['part'];
export type LeafFound = (leaf: PlannedCondition, state: number, decides: boolean, part: PartName) => void;

/** Calls with each leaf in the order of the file; a leaf decides where it and every group above it share the state of the whole. */
export function eachLeaf(
  board: Board,
  planned: PlannedCondition,
  part: PartName,
  found: LeafFound,
  decides = true,
  skipped = false,
): void {
  const { condition, guard, children } = planned;
  const state = skipped ? SKIPPED : stateAt(board, planned.state);
  if (children.length === 0) found(planned, state, decides, part);
  const areSkipped = skipped || (state === SKIPPED && guard !== undefined);
  for (const child of children) {
    const childState = areSkipped ? SKIPPED : stateAt(board, child.state);
    const decidesToo = decides && (condition.kind === 'not' || childState === state);
    eachLeaf(board, child, part, found, decidesToo, areSkipped);
  }
}
