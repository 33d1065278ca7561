import type { Env } from './facts.ts';
import { openInputs } from './inputs.ts';
import { check, type Outcome } from './test.ts';
import type { Condition, Day, Group, Leaf, Points, Score, ScoreItem, State } from './types.ts';

/** A condition with its state for one firm; groups keep their children. */
export interface Trace {
  readonly condition: Condition;
  readonly state: State;
  /** Profile paths that can still change the state; empty unless it is unknown. */
  readonly missing: readonly string[];
  readonly children: readonly Trace[];
  /** First day a test on completed years can be judged, where the firm has none yet. */
  readonly from?: Day | undefined;
  readonly points?: readonly ItemPoints[];
}
export interface ItemPoints {
  readonly id: string;
  readonly min: number;
  readonly max: number;
  readonly ceiling: number;
  /** How much of the span a person gives, whatever the answers. */
  readonly judged: number;
  readonly missing: readonly string[];
}

export function trace(env: Env, condition: Condition): Trace {
  if (condition.when === undefined) return body(env, condition);
  const guard = check(env, condition.when).state;
  if (guard === 'met') return body(env, condition);
  if (guard === 'unmet') return skipped(condition);
  const inner = body(env, condition);
  if (inner.state === 'met' || inner.state === 'skipped') return inner;
  const missing = guard === 'unknown' ? union([openInputs(env, condition.when), inner.missing]) : [];
  return { ...inner, state: guard, missing };
}

function skipped(condition: Condition): Trace {
  return { condition, state: 'skipped', missing: [], children: 'of' in condition ? condition.of.map(skipped) : [] };
}

function body(env: Env, condition: Condition): Trace {
  switch (condition.kind) {
    case 'test':
      return leaf(env, condition);
    case 'judgement':
      return { condition, state: 'judgement', missing: [], children: [] };
    case 'score':
      return score(env, condition);
    case 'all':
    case 'any':
    case 'atLeast':
    case 'not':
      return group(
        condition,
        condition.of.map((child) => trace(env, child)),
      );
  }
}

function leaf(env: Env, condition: Leaf): Trace {
  const outcome: Outcome = check(env, condition.test);
  const state = outcome.state === 'unknown' && condition.declaredBy !== undefined ? 'judgement' : outcome.state;
  return {
    condition,
    state,
    missing: state === 'unknown' ? openInputs(env, condition.test) : [],
    children: [],
    from: outcome.from,
  };
}

// ---- Groups -----------------------------------------------------------------------

function group(condition: Group, children: readonly Trace[]): Trace {
  const counted = children.filter((child) => child.state !== 'skipped');
  const state =
    counted.length === 0
      ? 'skipped'
      : combined(
          condition,
          counted.map((child) => child.state),
        );
  const missing =
    state === 'unknown'
      ? union(counted.filter((child) => child.state === 'unknown').map((child) => child.missing))
      : [];
  return { condition, state, missing, children };
}

function combined(condition: Group, states: readonly State[]): State {
  const undecided: State = states.includes('unknown') ? 'unknown' : 'judgement';
  const met = states.filter((state) => state === 'met').length;
  const unmet = states.filter((state) => state === 'unmet').length;
  switch (condition.kind) {
    case 'all':
      return unmet > 0 ? 'unmet' : met === states.length ? 'met' : undecided;
    case 'any':
      return met > 0 ? 'met' : unmet === states.length ? 'unmet' : undecided;
    case 'atLeast': {
      const needed = condition.n ?? 1;
      return met >= needed ? 'met' : states.length - unmet < needed ? 'unmet' : undecided;
    }
    case 'not':
      return states[0] === 'met' ? 'unmet' : states[0] === 'unmet' ? 'met' : (states[0] ?? 'skipped');
  }
}

// ---- Scores -----------------------------------------------------------------------

function score(env: Env, condition: Score): Trace {
  const points = condition.items.map((item) => itemPoints(env, item));
  const { min, max } = total(condition, points);
  const reaches = (value: number): boolean => (condition.op === '>' ? value > condition.pass : value >= condition.pass);
  const state = reaches(min) ? 'met' : reaches(max) ? undecided(condition, points, reaches) : 'unmet';
  return {
    condition,
    state,
    missing: state === 'unknown' ? union(points.map((item) => item.missing)) : [],
    children: [],
    points,
  };
}

/** Unknown only where answers could still settle the score; what a person must judge in any case stays a judgement. */
function undecided(condition: Score, points: readonly ItemPoints[], reaches: (value: number) => boolean): State {
  const settledLow = points.map((item) => ({ ...item, max: item.min + item.judged }));
  const settledHigh = points.map((item) => ({ ...item, min: item.max - item.judged }));
  const couldDecide = !reaches(total(condition, settledLow).max) || reaches(total(condition, settledHigh).min);
  return couldDecide && points.some((item) => item.missing.length > 0) ? 'unknown' : 'judgement';
}

/** The lowest and highest total; of alternatives the firm takes the best. */
export function total(condition: Score, points: readonly ItemPoints[]): { min: number; max: number } {
  const alternatives = condition.best ?? [];
  const caps = condition.caps ?? [];
  const grouped = new Set([...alternatives.flat(), ...caps.flatMap((cap) => cap.of)]);
  const of = (ids: readonly string[]): readonly ItemPoints[] => points.filter((item) => ids.includes(item.id));
  const sum = (end: 'min' | 'max'): number =>
    points.filter((item) => !grouped.has(item.id)).reduce((all, item) => all + item[end], 0) +
    alternatives.reduce((all, ids) => all + Math.max(...of(ids).map((item) => item[end])), 0) +
    caps.reduce(
      (all, cap) =>
        all +
        Math.min(
          cap.most,
          of(cap.of).reduce((part, item) => part + item[end], 0),
        ),
      0,
    );
  return { min: sum('min'), max: sum('max') };
}

/** Steps are tried in order; while one is open, its points and those after it remain possible. */
function itemPoints(env: Env, item: ScoreItem): ItemPoints {
  const ceiling = Math.max(span(item.otherwise)[1], ...item.steps.map(([, points]) => span(points)[1]));
  const possible: (readonly [number, number])[] = [];
  const open: string[] = [];
  let settled = false;
  for (const [test, points] of item.steps) {
    const { state } = check(env, test);
    if (state === 'unmet') continue;
    possible.push(span(points));
    settled = state === 'met';
    if (settled) break;
    if (state === 'unknown') open.push(...openInputs(env, test));
  }
  if (!settled) possible.push(span(item.otherwise));
  const min = Math.min(...possible.map(([low]) => low));
  const max = Math.max(...possible.map(([, high]) => high));
  const judged = open.length > 0 ? Math.min(...possible.map(([low, high]) => high - low)) : max - min;
  return { id: item.id, min, max, ceiling, judged, missing: open.length > 0 && max > min ? union([open]) : [] };
}

const span = (points: Points): readonly [number, number] => (typeof points === 'number' ? [points, points] : points);

export const union = (lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())];

/** A leaf of a trace, and whether the state of the whole rests on it. */
export interface TracedLeaf {
  readonly leaf: Trace;
  readonly decides: boolean;
}

/** The leaves in the order of the file; a leaf decides where it and every group above it share the state of the whole. */
export function leavesOf(node: Trace, decides = true): TracedLeaf[] {
  if (!('of' in node.condition)) return [{ leaf: node, decides }];
  const inverted = node.condition.kind === 'not';
  return node.children.flatMap((child) => leavesOf(child, decides && (inverted || child.state === node.state)));
}
