import { availabilityOf } from './availability.ts';
import { toDay, toIso } from './calendar.ts';
import { leavesOf, trace, type TracedLeaf } from './condition.ts';
import { answerAt, type Env, fiscalYear, flagAt, heldOn, holdings, inForceOrNearest, yearPath } from './facts.ts';
import { gapsOf, isComparison, sidesOf } from './gaps.ts';
import { type Interval, isExact } from './interval.ts';
import { isList } from './json.ts';
import type { Catalogue } from './load.ts';
import { isInfinite, toNumber } from './rational.ts';
import { check, possibleSizes } from './test.ts';
import type {
  BenefitFigures,
  ConditionResult,
  EvaluatedMeasure,
  Expr,
  IsoDate,
  Measure,
  NumberRange,
  Profile,
  Shown,
  State,
  Test,
  Verdict,
  Version,
} from './types.ts';
import { evaluate as valueOf, isNoYear } from './value.ts';

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
  const day = toDay(asOf);
  const assessOne = (measure: Measure): EvaluatedMeasure => {
    const known = done.get(measure.id);
    if (known) return known;
    const env: Env = { catalogue, profile, asOf: day, outcomeOf, usedParameters: new Map() };
    const result = assessMeasure(env, measure, gaps);
    done.set(measure.id, result);
    return result;
  };
  const outcomeOf = (id: string): EvaluatedMeasure => {
    const measure = catalogue.measures.get(id);
    if (!measure) throw new Error(`The catalogue has no measure “${id}”.`);
    return assessOne(measure);
  };
  return assessOne;
}

function assessMeasure(env: Env, measure: Measure, withGaps: boolean): EvaluatedMeasure {
  const version = inForceOrNearest(measure.versions, env.asOf);
  if (!version) throw new Error(`“${measure.id}” has no version.`);
  const scope = version.scope && trace(env, version.scope);
  const require = trace(env, version.require);
  const verdict = verdictOf(scope?.state ?? 'met', require.state);
  const shownTraces = [
    ...(scope ? leavesOf(scope).map((leaf) => conditionResult(env, leaf, 'scope')) : []),
    ...(verdict === 'out-of-scope' ? [] : leavesOf(require).map((leaf) => conditionResult(env, leaf, 'require'))),
  ];
  const { gaps, near } =
    verdict === 'ineligible' && withGaps ? gapsOf(env, version, require) : { gaps: [], near: false };
  const benefit = verdict === 'ineligible' || verdict === 'out-of-scope' ? null : benefitOf(env, version);
  return {
    measure: measure.id,
    version: version.from,
    track: trackOf(env, measure),
    verdict,
    near,
    held: heldTitle(env, measure),
    availability: availabilityOf(env, measure),
    conditions: shownTraces,
    missing: verdict === 'incomplete' ? (scope?.state === 'unknown' ? scope.missing : require.missing) : [],
    gaps,
    benefit,
    parameters: Object.fromEntries([...env.usedParameters].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function verdictOf(scope: State, require: State): Verdict {
  if (scope === 'unmet') return 'out-of-scope';
  if (scope === 'unknown') return 'incomplete';
  switch (require) {
    case 'met':
    case 'skipped':
      return 'eligible';
    case 'unmet':
      return 'ineligible';
    case 'unknown':
      return 'incomplete';
    case 'judgement':
      return 'review';
  }
}

/** Which track a measure with a renewal rule takes; null where it has none or the certificates are not known. */
function trackOf(env: Env, measure: Measure): 'new' | 'renewal' | null {
  if (measure.title === undefined || measure.renewalMonths === undefined) return null;
  const { state } = check(env, ['renewal', measure.title, measure.renewalMonths]);
  return state === 'met' ? 'renewal' : state === 'unmet' ? 'new' : null;
}

function heldTitle(env: Env, measure: Measure): { validTo: IsoDate | null } | null {
  const holding = measure.title === undefined ? undefined : heldOn(env, measure.title);
  return holding ? { validTo: holding.validTo ? toIso(holding.validTo.last) : null } : null;
}

// ---- What is shown of a condition ------------------------------------------------------

function conditionResult(env: Env, { leaf, decides }: TracedLeaf, part: 'scope' | 'require'): ConditionResult {
  const { condition, state, missing } = leaf;
  const grade = 'grade' in condition ? condition.grade : 'A';
  const common = { state, missing, part, decides, grade, basis: 'basis' in condition ? condition.basis : [] };
  if (condition.kind === 'test') {
    const shown = state === 'skipped' ? { actual: null, required: null, op: null } : showTest(env, condition.test);
    return {
      id: condition.id,
      ...common,
      ...shown,
      unit: condition.unit ?? null,
      used: usedPaths(env, condition.test),
    };
  }
  if (condition.kind === 'score') {
    const sides = sidesOf(env, leaf);
    const items = (leaf.points ?? []).map((item) => ({
      id: item.id,
      points: { min: item.min, max: item.max },
      max: item.ceiling,
      missing: item.missing,
    }));
    return {
      id: condition.id,
      ...common,
      op: condition.op,
      actual: sides ? showNumber(sides[0]) : null,
      required: condition.pass,
      unit: 'points',
      used: [],
      items,
    };
  }
  return {
    id: 'id' in condition ? condition.id : '',
    ...common,
    actual: null,
    required: null,
    op: null,
    unit: null,
    used: [],
  };
}

type Sides = Pick<ConditionResult, 'actual' | 'required' | 'op'>;

function showTest(env: Env, test: Test): Sides {
  switch (test[0]) {
    case 'is':
      return { actual: flagAt(env, test[1]) ?? null, required: true, op: '=' };
    case 'not': {
      const inner = showTest(env, test[1]);
      return typeof inner.required === 'boolean' ? { ...inner, required: !inner.required } : inner;
    }
    case 'in':
    case 'has':
      return { actual: answered(env, test[1]), required: test[2], op: 'in' };
    case 'industry':
      return { actual: answered(env, 'industryCode'), required: test[1], op: 'in' };
    case 'size':
      return { actual: possibleSizes(env) ?? null, required: test[1], op: 'in' };
    case 'holds':
    case 'renewal':
      return { actual: certificateShown(env, test[1]), required: test[1], op: 'in' };
    case 'exists':
      return { actual: null, required: fiscalYear(env, test[1]), op: null };
    case 'qualifies':
      return { actual: env.outcomeOf(test[1]).verdict, required: test[1], op: null };
    case 'and':
    case 'or':
      return { actual: null, required: null, op: null };
    default: {
      if (!isComparison(test)) return { actual: null, required: null, op: null };
      const show = isDated(env, test[1]) || isDated(env, test[2]) ? showDate : showNumber;
      const [left, right] = [valueOf(env, test[1]), valueOf(env, test[2])];
      return {
        actual: isNoYear(left) ? null : show(left),
        required: isNoYear(right) ? null : show(right),
        op: test[0],
      };
    }
  }
}

/** An answer in the form a result may carry: texts, numbers, yes/no and lists of texts. */
function answered(env: Env, path: string): Shown {
  const answer = answerAt(env.profile, path);
  if (Array.isArray(answer)) return answer.filter((item) => typeof item === 'string');
  return typeof answer === 'string' || typeof answer === 'number' || typeof answer === 'boolean' ? answer : null;
}

/** The dates of the certificate that counts, or null where none is known. */
function certificateShown(env: Env, type: string): Shown {
  const list = holdings(env, type);
  const shown = heldOn(env, type) ?? list?.at(-1);
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

function showNumber(value: Interval): number | NumberRange | null {
  if (value.undefinedAt === 'always') return null;
  if (isExact(value)) return isInfinite(value.lo.at) ? null : toNumber(value.lo.at);
  return {
    ...(isInfinite(value.lo.at) ? {} : { min: toNumber(value.lo.at) }),
    ...(isInfinite(value.hi.at) ? {} : { max: toNumber(value.hi.at) }),
  };
}

function showDate(value: Interval): Shown {
  if (isInfinite(value.lo.at) || isInfinite(value.hi.at)) return null;
  const [min, max] = [toIso(Number(value.lo.at.n)), toIso(Number(value.hi.at.n))];
  return min === max ? min : { min, max };
}

/** The exact figures used where the firm may give one of several, such as average headcounts. */
function usedPaths(env: Env, test: Test): string[] {
  const found: string[] = [];
  const visit = (part: unknown): void => {
    if (!isList(part)) return;
    const [kind, name, offset] = part;
    if ((kind === 'year' || kind === 'sum' || kind === 'mean' || kind === 'growth') && typeof name === 'string') {
      const first = kind === 'year' && typeof offset === 'number' ? offset : 0;
      const many = kind === 'year' || typeof offset !== 'number' ? 1 : offset;
      if (env.catalogue.rules.fields[`years.*.${name}`]?.fallback === undefined) return;
      for (let back = 0; back < many; back += 1) found.push(yearPath(env, name, first - back));
      return;
    }
    part.forEach(visit);
  };
  visit(test);
  return [...new Set(found)];
}

// ---- Benefit ------------------------------------------------------------------------------

function benefitOf(env: Env, version: Version): BenefitFigures | null {
  if (!version.benefit) return null;
  const { yearly, oneOff, ceiling } = version.benefit;
  const amount = (expr: Expr | undefined): NumberRange | null => (expr ? moneyRange(env, expr) : null);
  const most = amount(ceiling);
  return {
    yearly: amount(yearly),
    oneOff: amount(oneOff),
    ceiling: most && most.min === most.max && most.max !== undefined ? most.max : most,
  };
}

/** The range in yuan, to the fen; null where nothing bounds it. */
function moneyRange(env: Env, expr: Expr): NumberRange | null {
  const value = valueOf(env, expr);
  if (isNoYear(value) || value.undefinedAt !== 'never') return null;
  if (isInfinite(value.hi.at) && (isInfinite(value.lo.at) || value.lo.at.n === 0n)) return null;
  return {
    ...(isInfinite(value.lo.at) ? {} : { min: toNumber(value.lo.at, 2) }),
    ...(isInfinite(value.hi.at) ? {} : { max: toNumber(value.hi.at, 2) }),
  };
}
