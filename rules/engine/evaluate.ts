import { availabilityOf } from './availability.ts';
import {
  ALWAYS,
  type Board,
  flagsAt,
  hiAt,
  INCOMPLETE,
  INELIGIBLE,
  loAt,
  MAYBE,
  NO_YEAR,
  OUT_OF_SCOPE,
  stateAt,
  UNKNOWN,
  VERDICTS,
} from './board.ts';
import { toDay, toIso } from './calendar.ts';
import { eachLeaf, type LeafFound, missingIn } from './condition.ts';
import { exactAt } from './exact.ts';
import { certificateOf, dueForRenewal, heldOn } from './facts.ts';
import { type Env, openFirm, workOut } from './firm.ts';
import { gapsOf } from './gaps.ts';
import type { Slot } from './graph.ts';
import type { Catalogue } from './load.ts';
import { known } from './memory.ts';
import { type PlannedMeasure, planMeasure } from './plan.ts';
import { toNumber } from './rational.ts';
import { conditionResult } from './shown.ts';
import type {
  BenefitFigures,
  ConditionResult,
  EvaluatedMeasure,
  Gap,
  IsoDate,
  Measure,
  NumberRange,
  Profile,
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
  options: AssessOptions = {},
): (measure: Measure) => EvaluatedMeasure {
  const done = new Map<string, EvaluatedMeasure>();
  const env = openCase(catalogue, profile, asOf);
  return (measure) => known(done, measure.id, () => assessMeasure(env, measure, options));
}

/** One firm on one day, to be asked about measures. */
export function openCase(catalogue: Catalogue, profile: Profile, asOf: IsoDate): Env {
  const env = openFirm(catalogue, profile, toDay(asOf), (id) => {
    const measure = catalogue.measures.get(id);
    return measure ? waitsFor(env, planMeasure(env.plan, measure)) : NO_PATHS;
  });
  return env;
}

function assessMeasure(env: Env, measure: Measure, options: AssessOptions): EvaluatedMeasure {
  const planned = planMeasure(env.plan, measure);
  workOut(env.board);
  return {
    measure: measure.id,
    version: planned.version.from,
    ...standingOf(env, planned, options),
    availability: availabilityOf(env, measure),
    conditions: conditionsOf(env, planned),
    parameters: planned.parameters,
    benefit: benefitOf(env, planned),
  };
}

export type Standing = Pick<EvaluatedMeasure, 'track' | 'verdict' | 'near' | 'held' | 'missing' | 'gaps'>;

/** What comes out of a measure as a whole, where all that it rests on has been worked out. */
export function standingOf(env: Env, planned: PlannedMeasure, options: AssessOptions = {}): Standing {
  const { measure } = planned;
  const code = stateAt(env.board, planned.verdict);
  const { gaps, near } = code === INELIGIBLE && options.gaps !== false ? gapsOf(env, planned) : NO_GAPS;
  return {
    track: trackOf(env, measure),
    verdict: VERDICTS[code] ?? 'incomplete',
    near,
    held: heldTitle(env, measure),
    missing: waitsFor(env, planned),
    gaps,
  };
}

/** Each condition that is shown, the scope's first; of what is out of scope the requirements are not. */
function conditionsOf(env: Env, { scope, require, verdict }: PlannedMeasure): readonly ConditionResult[] {
  const { board } = env;
  const conditions: ConditionResult[] = [];
  const found: LeafFound = (leaf, code, decides, part) => {
    conditions.push(conditionResult(env, leaf, code, decides, part));
  };
  if (scope) eachLeaf(board, scope, 'scope', found);
  if (stateAt(board, verdict) !== OUT_OF_SCOPE) eachLeaf(board, require, 'require', found);
  return conditions;
}

const NO_GAPS: { gaps: readonly Gap[]; near: boolean } = { gaps: [], near: false };

const NO_PATHS: readonly string[] = [];

/** What an incomplete verdict waits for: the scope’s open answers where it is open, else those of the requirements. */
export function waitsFor(env: Env, { scope, require, verdict }: PlannedMeasure): readonly string[] {
  if (stateAt(env.board, verdict) !== INCOMPLETE) return NO_PATHS;
  return missingIn(env, scope !== undefined && stateAt(env.board, scope.state) === UNKNOWN ? scope : require);
}

/** Which track a measure with a renewal rule takes; null where it has none or the certificates are not known. */
function trackOf(env: Env, measure: Measure): 'new' | 'renewal' | null {
  const { title, renewalMonths } = measure;
  if (title === undefined || renewalMonths === undefined) return null;
  const due = dueForRenewal(env.profile, env.asOf, certificateOf(env.catalogue.rules.fields, title), renewalMonths);
  return due === 'yes' ? 'renewal' : due === 'no' ? 'new' : null;
}

function heldTitle(env: Env, measure: Measure): { validTo: IsoDate | null } | null {
  const { title } = measure;
  const holding = title && heldOn(env.profile, env.asOf, certificateOf(env.catalogue.rules.fields, title));
  return holding ? { validTo: holding.validTo ? toIso(holding.validTo.last) : null } : null;
}

// ---- Benefit ------------------------------------------------------------------------------

/** What it is worth to the firm; nothing where the measure is not for it. */
export function benefitOf(env: Env, { version, benefit, verdict }: PlannedMeasure): BenefitFigures | null {
  const code = stateAt(env.board, verdict);
  if (!version.benefit || code === INELIGIBLE || code === OUT_OF_SCOPE) return null;
  const amount = (slot: Slot | undefined): NumberRange | null =>
    slot === undefined ? null : moneyRange(env.board, slot);
  const most = amount(benefit.ceiling);
  return {
    yearly: amount(benefit.yearly),
    oneOff: amount(benefit.oneOff),
    ceiling: most?.min === most?.max ? (most?.max ?? most) : most,
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
