import { availabilityOf } from './availability.ts';
import {
  ALWAYS,
  type Board,
  flagsAt,
  GIVEN,
  hiAt,
  INCOMPLETE,
  INELIGIBLE,
  loAt,
  MAYBE,
  NO_YEAR,
  OUT_OF_SCOPE,
  SKIPPED,
  stateAt,
  UNKNOWN,
  VERDICTS,
} from './board.ts';
import { toDay, toIso } from './calendar.ts';
import { eachLeaf, missingIn, nameOf, shownPoints } from './condition.ts';
import { exactAt } from './exact.ts';
import { answerAt, certificateOf, dueForRenewal, fiscalYear, flagAt, heldOn, holdings } from './facts.ts';
import { type Env, openFirm, workOut } from './firm.ts';
import { gapsOf } from './gaps.ts';
import type { Slot } from './graph.ts';
import type { Catalogue } from './load.ts';
import { known } from './memory.ts';
import { inputsAt, type Plan, type PlannedCondition, type PlannedMeasure, planMeasure } from './plan.ts';
import { toNumber } from './rational.ts';
import { total } from './scores.ts';
import { classesAt } from './sizes.ts';
import { tidy } from './tidy.ts';
import type {
  BenefitFigures,
  ConditionResult,
  EvaluatedMeasure,
  Expr,
  Gap,
  IsoDate,
  Measure,
  NumberRange,
  Profile,
  Score,
  Shown,
  Test,
} from './types.ts';

export interface AssessOptions {
  /** Gaps are searched by trial, which takes most of the time; without them `gaps` is empty and `near` false. */
  readonly gaps?: boolean;
}

/** Everything the engine says about one firm on one day; each measure is evaluated once, on first use. */
export function assess(
  catalogue: Catalogue,
  profile: Profile,
  asOf: IsoDate,
  { gaps = true }: AssessOptions = {},
): (measure: Measure) => EvaluatedMeasure {
  const done = new Map<string, EvaluatedMeasure>();
  const assessOne = (measure: Measure): EvaluatedMeasure =>
    known(done, measure.id, () => {
      const planned = planMeasure(env.plan, measure);
      workOut(env.board);
      return assessMeasure(env, planned, gaps);
    });
  const env = openFirm(catalogue, profile, toDay(asOf), (id) => {
    const measure = catalogue.measures.get(id);
    const planned = measure && planMeasure(env.plan, measure);
    return planned ? waitsFor(env, planned) : NO_PATHS;
  });
  return assessOne;
}

function assessMeasure(env: Env, planned: PlannedMeasure, withGaps: boolean): EvaluatedMeasure {
  const { measure, version, scope, require } = planned;
  const code = stateAt(env.board, planned.verdict);
  const conditions: ConditionResult[] = [];
  const show = (part: 'scope' | 'require') => (leaf: PlannedCondition, state: number, decides: boolean) =>
    conditions.push(conditionResult(env, leaf, state, decides, part));
  if (scope) eachLeaf(env.board, scope, 0, show('scope'));
  if (code !== OUT_OF_SCOPE) eachLeaf(env.board, require, 0, show('require'));
  const { gaps, near } = code === INELIGIBLE && withGaps ? gapsOf(env, planned) : NO_GAPS;
  return {
    measure: measure.id,
    version: version.from,
    track: trackOf(env, measure),
    verdict: VERDICTS[code] ?? 'incomplete',
    near,
    held: heldTitle(env, measure),
    availability: availabilityOf(env, measure),
    conditions,
    missing: waitsFor(env, planned),
    gaps,
    parameters: planned.parameters,
    benefit: code === INELIGIBLE || code === OUT_OF_SCOPE ? null : benefitOf(env, planned),
  };
}
const NO_GAPS: { gaps: readonly Gap[]; near: boolean } = { gaps: [], near: false };

/** What an incomplete verdict waits for: the scope’s open answers where it is open, else those of the requirements. */
export function waitsFor(env: Env, { scope, require, verdict }: PlannedMeasure): readonly string[] {
  if (stateAt(env.board, verdict) !== INCOMPLETE) return NO_PATHS;
  return missingIn(env, scope !== undefined && stateAt(env.board, scope.state) === UNKNOWN ? scope : require);
}

/** Which track a measure with a renewal rule takes; null where it has none or the certificates are not known. */
function trackOf(env: Env, measure: Measure): 'new' | 'renewal' | null {
  if (measure.title === undefined || measure.renewalMonths === undefined) return null;
  const certificate = certificateOf(env.catalogue.rules.fields, measure.title);
  const due = dueForRenewal(env.profile, env.asOf, certificate, measure.renewalMonths);
  return due === 'yes' ? 'renewal' : due === 'no' ? 'new' : null;
}

function heldTitle(env: Env, measure: Measure): { validTo: IsoDate | null } | null {
  const holding =
    measure.title === undefined
      ? undefined
      : heldOn(env.profile, env.asOf, certificateOf(env.catalogue.rules.fields, measure.title));
  return holding ? { validTo: holding.validTo ? toIso(holding.validTo.last) : null } : null;
}

// ---- What is shown of a condition ------------------------------------------------------

function conditionResult(
  env: Env,
  leaf: PlannedCondition,
  code: number,
  decides: boolean,
  part: 'scope' | 'require',
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
  const isTest = condition.kind === 'test' && test !== undefined;
  const { actual, required, op } = isTest && code !== SKIPPED ? showTest(env, condition.test, test) : NOTHING_SHOWN;
  const unit = isTest ? (condition.unit ?? null) : null;
  const used = isTest ? usedPaths(env, test) : NO_PATHS;
  const shown = { id, state, missing, part, decides, grade, basis, actual, required, op, unit, used };
  // Nothing of the firm is shown of what a person must judge, unless an answer is missing that could spare it.
  if (!isTest && code !== UNKNOWN) same[place] = shown;
  return shown;
}

type Sides = Pick<ConditionResult, 'actual' | 'required' | 'op'>;
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
  return {
    ...(shown.granted ? { min: toIso(shown.granted.first) } : {}),
    ...(shown.validTo ? { max: toIso(shown.validTo.last) } : {}),
  };
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

// ---- Benefit ------------------------------------------------------------------------------

function benefitOf(env: Env, { version, benefit }: PlannedMeasure): BenefitFigures | null {
  if (!version.benefit) return null;
  const amount = (slot: Slot | undefined): NumberRange | null =>
    slot === undefined ? null : moneyRange(env.board, slot);
  const most = amount(benefit.ceiling);
  return {
    yearly: amount(benefit.yearly),
    oneOff: amount(benefit.oneOff),
    ceiling: most && most.min === most.max && most.max !== undefined ? most.max : most,
  };
}

/** The range in yuan, to the fen; null where nothing bounds it. */
function moneyRange(board: Board, slot: Slot): NumberRange | null {
  const [lo, hi, flags] = [loAt(board, slot), hiAt(board, slot), flagsAt(board, slot)];
  if ((flags & (NO_YEAR | ALWAYS | MAYBE)) !== 0 || (hi === Infinity && (lo === -Infinity || lo === 0))) return null;
  if (Number.isInteger(lo) && Number.isInteger(hi)) return { min: lo, max: hi };
  const [least, most] = exactAt(board, slot, 0);
  return {
    ...(Number.isFinite(lo) && { min: toNumber(least, 2) }),
    ...(Number.isFinite(hi) && { max: toNumber(most, 2) }),
  };
}
