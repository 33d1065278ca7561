import type { Condition, ConditionResult, EvaluatedMeasure, Gap, Group, Version } from './types.ts';

/** What stands between a firm and a measure: a condition, or a choice of ways past it. */
export type Obstacle = ConditionObstacle | ChoiceObstacle;
export interface ConditionObstacle {
  readonly kind: 'condition';
  readonly condition: ConditionResult;
  /** What would meet it: a figure, or the day from which time alone does; empty where nothing is known to. */
  readonly gaps: readonly Gap[];
  /** The firm meets what would have to be otherwise. */
  readonly negated: boolean;
}
export interface ChoiceObstacle {
  readonly kind: 'choice';
  /** How many of the ways have to be gone. */
  readonly need: number;
  /** Each way with all that stands on it. */
  readonly of: readonly (readonly Obstacle[])[];
}

/** All that stands in the way of an ineligible or out-of-scope firm; empty for others. */
export function obstaclesOf(version: Version, result: EvaluatedMeasure): Obstacle[] {
  const states = new Map(result.conditions.map((condition) => [condition.id, condition]));
  const blocked = (condition: Condition | undefined): Obstacle[] =>
    condition ? below(condition, states, result.gaps, 'unmet') : [];
  if (result.verdict === 'out-of-scope') return blocked(version.scope);
  return result.verdict === 'ineligible' ? blocked(version.require) : [];
}

type States = ReadonlyMap<string, ConditionResult>;

function below(node: Condition, states: States, gaps: readonly Gap[], state: 'met' | 'unmet'): Obstacle[] {
  if (!('of' in node)) {
    const condition = states.get(node.id);
    if (condition?.state !== state || !condition.decides) return [];
    const own = gaps.filter((gap) => gap.condition === condition.id);
    return [{ kind: 'condition', condition, gaps: own, negated: state === 'met' }];
  }
  const inner = node.kind === 'not' ? (state === 'met' ? 'unmet' : 'met') : state;
  const ways = node.of.map((child) => below(child, states, gaps, inner)).filter((way) => way.length > 0);
  const need = neededOf(node, ways.length, states, state);
  return need >= ways.length ? ways.flat() : [{ kind: 'choice', need, of: ways }];
}

/** How many of the blocked children have to turn for the group to turn. */
function neededOf(node: Group, blocked: number, states: States, state: 'met' | 'unmet'): number {
  const counted = node.of.filter((child) => !isSkipped(child, states)).length;
  switch (node.kind) {
    case 'not':
      return blocked;
    case 'all':
      return state === 'unmet' ? blocked : 1;
    case 'any':
      return state === 'unmet' ? 1 : blocked;
    case 'atLeast':
      return state === 'unmet' ? (node.n ?? 1) - (counted - blocked) : blocked - (node.n ?? 1) + 1;
  }
}

const isSkipped = (node: Condition, states: States): boolean =>
  'of' in node ? node.of.every((child) => isSkipped(child, states)) : states.get(node.id)?.state === 'skipped';
