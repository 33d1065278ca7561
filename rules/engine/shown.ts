import {
  ALWAYS,
  type Board,
  flagsAt,
  GIVEN,
  hiAt,
  loAt,
  MAYBE,
  NO_YEAR,
  SKIPPED,
  stateAt,
  UNKNOWN,
  VERDICTS,
} from './board.ts';
import { toIso } from './calendar.ts';
import { missingIn, nameOf, type PartName, shownPoints } from './condition.ts';
import { answerAt, certificateOf, fiscalYear, flagAt, heldOn, holdings } from './facts.ts';
import type { Env } from './firm.ts';
import type { Slot } from './graph.ts';
import { inputsAt, type Plan, type PlannedCondition } from './plan.ts';
import { total } from './scores.ts';
import { classesAt } from './sizes.ts';
import { tidy } from './tidy.ts';
import type { ConditionResult, Expr, Score, Shown, Test } from './types.ts';

/** What is told of one condition: its state, both sides with their units, and what could still change it. */
export function conditionResult(
  env: Env,
  leaf: PlannedCondition,
  code: number,
  decides: boolean,
  part: PartName,
): ConditionResult {
  const { condition, test, same } = leaf;
  if ('of' in condition) throw new Error('There is no such slot.');
  const { id, grade, basis } = condition;
  const place = code + (decides ? 5 : 0);
  const before = same[place];
  if (before) return before;
  const missing = code === UNKNOWN ? missingIn(env, leaf) : NO_PATHS;
  const state = nameOf(code);
  // Written out: thousands are made for every firm, and parts spread into one another take twice as long.
  if (condition.kind === 'score') {
    const shown = showScore(env, leaf, condition);
    return { id, state, missing, part, decides, grade, basis, ...shown, unit: 'points', used: NO_PATHS };
  }
  const { unit = null } = condition.kind === 'test' ? condition : {};
  const { actual, required, op } = sidesAt(env, leaf, code);
  const used = test === undefined ? NO_PATHS : usedPaths(env, test);
  const shown = { id, state, missing, part, decides, grade, basis, actual, required, op, unit, used };
  // Nothing of the firm is shown of what a person must judge, unless an answer is missing that could spare it.
  if (test === undefined && code !== UNKNOWN) same[place] = shown;
  return shown;
}

/** Whether a test chooses between several figures that the firm may give. */
export const isChoosing = (plan: Plan, test: Slot): boolean => picksIn(plan, test).length > 0;

/** What stands on both sides of a condition; nothing where it tests nothing, or is skipped. */
export const sidesAt = (env: Env, { condition, test }: PlannedCondition, code: number): Sides =>
  condition.kind === 'test' && test !== undefined && code !== SKIPPED
    ? showTest(env, condition.test, test)
    : NOTHING_SHOWN;

export type Sides = Pick<ConditionResult, 'actual' | 'required' | 'op'>;
const NOTHING_SHOWN: Sides = { actual: null, required: null, op: null };

function showScore(env: Env, leaf: PlannedCondition, score: Score): Sides & Required<Pick<ConditionResult, 'items'>> {
  const points = shownPoints(env, leaf);
  const items = points.map(({ id, min, max, ceiling, missing }) => ({
    id,
    points: { min, max },
    max: ceiling,
    missing,
  }));
  const { min, max } = total(score, points);
  const actual = min === max ? tidy(min) : { min: tidy(min), max: tidy(max) };
  return { actual, required: score.pass, op: score.op, items };
}

/** What stands on both sides of a test; worked out once for all conditions that share it. */
function showTest(env: Env, test: Test, slot: Slot): Sides {
  return (env.sides[slot] ??= sidesOf(env, test, slot));
}

function sidesOf(env: Env, test: Test, slot: Slot): Sides {
  const { catalogue, profile, asOf, plan, board } = env;
  const node = plan.nodes[slot];
  switch (test[0]) {
    case 'is':
      return {
        actual: flagAt(profile, test[1], catalogue.rules.fields[test[1]]?.implied) ?? null,
        required: true,
        op: '=',
      };
    case 'not': {
      const inner = node?.op === 'not' ? showTest(env, test[1], node.of) : NOTHING_SHOWN;
      return typeof inner.required === 'boolean' ? { ...inner, required: !inner.required } : inner;
    }
    case 'in':
    case 'has':
      return { actual: answered(env, test[1]), required: test[2], op: 'in' };
    case 'industry':
      return { actual: answered(env, 'industryCode'), required: test[1], op: 'in' };
    case 'size':
      return {
        actual: node?.op === 'size' ? (classesAt(board, node.sizes) ?? null) : null,
        required: test[1],
        op: 'in',
      };
    case 'holds':
    case 'renewal':
      return { actual: certificateShown(env, test[1]), required: test[1], op: 'in' };
    case 'exists':
      return { actual: null, required: fiscalYear(asOf, test[1]), op: null };
    case 'qualifies':
      return {
        actual: node?.op === 'qualifies' ? (VERDICTS[stateAt(board, node.verdict)] ?? null) : null,
        required: test[1],
        op: null,
      };
    case 'and':
    case 'or':
      return NOTHING_SHOWN;
    case '>=':
    case '>':
    case '<=':
    case '<':
    case '=': {
      if (node?.op !== 'compare') return NOTHING_SHOWN;
      const dated = isDated(env, test[1]) || isDated(env, test[2]);
      const show = (slot: Slot): Shown => (dated ? showRange(board, slot, toIso, true) : showRange(board, slot, tidy));
      return { actual: show(node.a), required: show(node.b), op: test[0] };
    }
  }
}

/** An answer in the form a result may carry: texts, numbers, yes/no and lists of texts. */
function answered(env: Env, path: string): Shown {
  const answer = answerAt(env.profile, path);
  if (Array.isArray(answer)) return answer.filter((item) => typeof item === 'string');
  return typeof answer === 'object' ? null : (answer ?? null);
}

/** The dates of the certificate that counts, or null where none is known. */
function certificateShown(env: Env, type: string): Shown {
  const certificate = certificateOf(env.catalogue.rules.fields, type);
  const list = holdings(env.profile, certificate);
  const shown = heldOn(env.profile, env.asOf, certificate) ?? list?.at(-1);
  if (!shown) return list === undefined ? null : [];
  const { granted, validTo } = shown;
  return { ...(granted && { min: toIso(granted.first) }), ...(validTo && { max: toIso(validTo.last) }) };
}

const isDated = (env: Env, expr: Expr): boolean =>
  expr[0] === 'date' ||
  expr[0] === 'validTo' ||
  (expr[0] === 'field' && env.catalogue.rules.fields[expr[1]]?.type === 'date');

/** A number or a range; null where there is none, or where a day that has to be known at both ends is not. */
function showRange<T>(
  board: Board,
  slot: Slot,
  show: (value: number) => T,
  isClosed = false,
): T | { min?: T; max?: T } | null {
  const [lo, hi, flags] = [loAt(board, slot), hiAt(board, slot), flagsAt(board, slot)];
  const [hasLeast, hasMost] = [Number.isFinite(lo), Number.isFinite(hi)];
  if ((flags & (NO_YEAR | ALWAYS)) !== 0 || (isClosed && !(hasLeast && hasMost))) return null;
  if (lo === hi && (flags & MAYBE) === 0) return hasLeast ? show(lo) : null;
  return { ...(hasLeast && { min: show(lo) }), ...(hasMost && { max: show(hi) }) };
}

/** The exact figures used where the firm may give one of several, such as average headcounts. */
function usedPaths({ plan, board }: Env, test: Slot): readonly string[] {
  const picks = (plan.picks[test] ??= picksIn(plan, test));
  if (picks.length === 0) return NO_PATHS;
  return picks.flatMap((slot) => {
    const node = plan.nodes[slot];
    if (node?.op !== 'pick') return [];
    const used = plan.nodes[(flagsAt(board, node.given) & GIVEN) !== 0 ? node.exact : node.coarse];
    return used && 'path' in used ? [used.path] : [];
  });
}

/** Where a test itself chooses between two figures; not where a verdict or a size class does that it reads. */
function picksIn(plan: Plan, slot: Slot): readonly Slot[] {
  const node = plan.nodes[slot];
  if (!node || node.op === 'qualifies' || node.op === 'size') return [];
  return node.op === 'pick' ? [slot] : [...new Set(inputsAt(plan, slot).flatMap((inner) => picksIn(plan, inner)))];
}
const NO_PATHS: readonly string[] = [];
