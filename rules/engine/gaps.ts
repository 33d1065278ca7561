import { addMonths, toDay, toIso, yearOf } from './calendar.ts';
import { total, trace, type Trace } from './condition.ts';
import { type Env, fieldAt, figure, likeYear, yearPath } from './facts.ts';
import { type Interval } from './interval.ts';
import { add, compare, isInfinite, multiply, type Rational, rational, sign, toNumber } from './rational.ts';
import type { Expr, Gap, Leaf, NumberRange, Score, Test, Version } from './types.ts';
import { evaluate, isNoYear } from './value.ts';

const NEAR_MONTHS = 6;
/** Share of the threshold within which a shortfall counts as near, where the rule declares nothing else. */
const NEAR_SHARE = rational(0.2);
const SEARCH_DAYS = 8192;
const LARGEST = rational(1e15);

/**
 * What an ineligible firm lacks: per unmet leaf that decides the verdict the smallest change of a lever that
 * meets it, or the day on which time alone does; and whether every one of them is near (差一点).
 */
export function gapsOf(env: Env, version: Version, root: Trace): { gaps: Gap[]; near: boolean } {
  const gaps: Gap[] = [];
  const near = closeness(root, (leaf) => {
    const found = leafGaps(env, version, leaf);
    gaps.push(...found);
    return found.some((gap) => ('on' in gap ? toDay(gap.on) <= addMonths(env.asOf, NEAR_MONTHS) : isNear(env, leaf)));
  });
  return { gaps, near };
}

/** Under `any` the nearest branch counts; under `atLeast` as many as are short. */
function closeness(node: Trace, nearLeaf: (leaf: Trace) => boolean): boolean {
  const { condition } = node;
  if (!('of' in condition)) return nearLeaf(node);
  if (condition.kind === 'not') return false;
  const near = node.children.filter((child) => child.state === 'unmet').map((child) => closeness(child, nearLeaf));
  if (condition.kind === 'all') return near.every(Boolean);
  const possible = node.children.filter((child) => child.state !== 'skipped' && child.state !== 'unmet').length;
  const short = condition.kind === 'any' ? 1 : (condition.n ?? 1) - possible;
  return near.filter(Boolean).length >= short;
}

function leafGaps(env: Env, version: Version, leaf: Trace): Gap[] {
  const { condition } = leaf;
  if (condition.kind !== 'test' && condition.kind !== 'score') return [];
  const inForce = (day: number): boolean => version.to === undefined || day < toDay(version.to);
  if (leaf.from !== undefined) return inForce(leaf.from) ? [{ condition: condition.id, on: toIso(leaf.from) }] : [];
  const turns = condition.kind === 'test' ? turningDay(env, condition) : undefined;
  if (turns !== undefined) return inForce(turns) ? [{ condition: condition.id, on: toIso(turns) }] : [];
  return (condition.levers ?? []).flatMap((lever) => leverGap(env, condition, lever) ?? []);
}

// ---- Levers -------------------------------------------------------------------------

function leverGap(env: Env, condition: Leaf | Score, lever: string): Gap | undefined {
  const yearly = fieldAt(env.catalogue.rules.fields, yearPath(env, lever, 0)) !== undefined;
  const path = yearly ? yearPath(env, lever, leverOffset(condition, lever)) : lever;
  const field = fieldAt(env.catalogue.rules.fields, path);
  const now = figure(env, path);
  if (!field?.unit || isInfinite(now.lo.at) || isInfinite(now.hi.at)) return undefined;
  const step = rational(field.step ?? 1);
  const meets = (value: Rational): boolean =>
    trace({ ...env, trial: { path, value: toNumber(value) } }, condition).state === 'met';
  const whole = field.partOf === undefined ? undefined : figure(env, likeYear(field.partOf, path)).hi.at;
  const most = field.max === undefined ? LARGEST : rational(field.max);
  const highest = whole !== undefined && compare(whole, most) < 0 ? whole : most;
  const lowest = rational(field.min ?? -1e15);
  const up = search(now.hi.at, step, highest, meets);
  const down = search(now.lo.at, { n: -step.n, d: step.d }, lowest, meets);
  const to = up ?? down;
  if (to === undefined) return undefined;
  const from = shown(now);
  const distance = (end: Rational): number => toNumber(add(to, { n: -end.n, d: end.d }));
  const delta = typeof from === 'number' ? distance(now.lo.at) : { min: distance(now.hi.at), max: distance(now.lo.at) };
  return {
    condition: condition.id,
    field: path,
    from,
    to: toNumber(to),
    delta,
    unit: field.unit,
    forYear: yearly ? yearOf(env.asOf) : null,
  };
}

const shown = (range: Interval): number | NumberRange =>
  compare(range.lo.at, range.hi.at) === 0
    ? toNumber(range.lo.at)
    : { min: toNumber(range.lo.at), max: toNumber(range.hi.at) };

/** The first of `from + step`, `from + 2 step`, … that meets, found by doubling and halving; undefined up to the limit. */
function search(
  from: Rational,
  step: Rational,
  limit: Rational,
  meets: (value: Rational) => boolean,
): Rational | undefined {
  const at = (steps: bigint): Rational => add(from, multiply(step, { n: steps, d: 1n }));
  const beyond = (value: Rational): boolean => (step.n > 0n ? compare(value, limit) > 0 : compare(value, limit) < 0);
  let unmet = 0n;
  let met = 1n;
  while (!beyond(at(met)) && !meets(at(met))) {
    unmet = met;
    met *= 2n;
  }
  if (beyond(at(met))) {
    met = lastStep(from, step, limit);
    if (met <= unmet || !meets(at(met))) return undefined;
  }
  while (met - unmet > 1n) {
    const middle = (met + unmet) / 2n;
    if (meets(at(middle))) met = middle;
    else unmet = middle;
  }
  return at(met);
}

function lastStep(from: Rational, step: Rational, limit: Rational): bigint {
  const room = add(limit, { n: -from.n, d: from.d });
  return (room.n * step.d) / (room.d * step.n);
}

/** The year of the lever that the condition reads: its latest. */
function leverOffset(condition: Leaf | Score, lever: string): number {
  const offsets =
    condition.kind === 'test'
      ? yearsRead(condition.test, lever)
      : condition.items.flatMap((item) => item.steps.flatMap(([test]) => yearsRead(test, lever)));
  return offsets.length === 0 ? 0 : Math.max(...offsets);
}

function yearsRead(part: Test | Expr, name: string): number[] {
  if (part[0] === 'year') return part[1] === name ? [part[2]] : [];
  if (part[0] === 'sum' || part[0] === 'mean' || part[0] === 'growth') return part[1] === name ? [0] : [];
  return part
    .slice(1)
    .flatMap((inner) =>
      isNode(inner)
        ? yearsRead(inner, name)
        : Array.isArray(inner)
          ? inner.flatMap((each) => (isNode(each) ? yearsRead(each, name) : []))
          : [],
    );
}
const isNode = (value: unknown): value is Test | Expr =>
  Array.isArray(value) && typeof value[0] === 'string' && value.length > 1;

function isNear(env: Env, leaf: Trace): boolean {
  const { condition } = leaf;
  if (condition.kind !== 'test' && condition.kind !== 'score') return false;
  const sides = sidesOf(env, leaf);
  if (sides === undefined) return false;
  const [actual, required] = sides;
  const ends = [
    [required.hi.at, actual.lo.at],
    [actual.hi.at, required.lo.at],
  ] as const;
  const shortfall = ends.map(([a, b]) => add(a, { n: -b.n, d: b.d })).reduce((a, b) => (compare(a, b) > 0 ? a : b));
  const threshold = required.lo.at.n < 0n ? { n: -required.lo.at.n, d: required.lo.at.d } : required.lo.at;
  const allowed = condition.tolerance === undefined ? multiply(threshold, NEAR_SHARE) : rational(condition.tolerance);
  return sign(allowed) > 0 && compare(shortfall, allowed) <= 0;
}

/** Both sides of a comparison or score, as intervals; undefined for other tests. */
export function sidesOf(env: Env, leaf: Trace): readonly [Interval, Interval] | undefined {
  const { condition } = leaf;
  if (condition.kind === 'score') {
    const { min, max } = total(condition, leaf.points ?? []);
    const at = (value: number): { at: Rational; open: boolean } => ({ at: rational(value), open: false });
    return [
      { lo: at(min), hi: at(max), undefinedAt: 'never' },
      { lo: at(condition.pass), hi: at(condition.pass), undefinedAt: 'never' },
    ];
  }
  if (condition.kind !== 'test' || condition.test.length !== 3 || !isComparison(condition.test)) return undefined;
  const left = evaluate(env, condition.test[1]);
  const right = evaluate(env, condition.test[2]);
  return isNoYear(left) || isNoYear(right) ? undefined : [left, right];
}

export type ComparisonTest = Extract<Test, readonly ['>=' | '>' | '<=' | '<' | '=', Expr, Expr]>;
export const isComparison = (test: Test): test is ComparisonTest => ['>=', '>', '<=', '<', '='].includes(test[0]);

// ---- Time ---------------------------------------------------------------------------

/** The first later day on which the condition is met with everything else as it is, for tests that time alone can turn. */
function turningDay(env: Env, condition: Leaf): number | undefined {
  if (!timeAlone(condition.test)) return undefined;
  const meets = (days: number): boolean => trace({ ...env, asOf: env.asOf + days }, condition).state === 'met';
  let unmet = 0;
  let met = 1;
  while (!meets(met)) {
    unmet = met;
    met *= 2;
    if (met > SEARCH_DAYS) return undefined;
  }
  while (met - unmet > 1) {
    const middle = Math.floor((met + unmet) / 2);
    if (meets(middle)) met = middle;
    else unmet = middle;
  }
  return env.asOf + met;
}

const timeAlone = (test: Test): boolean =>
  isComparison(test) && [test[1], test[2]].some(readsTime) && ![test[1], test[2]].some(readsYear);
const readsTime = (expr: Expr): boolean =>
  ['days', 'months', 'years'].includes(expr[0]) || operands(expr).some(readsTime);
const readsYear = (expr: Expr): boolean =>
  ['year', 'sum', 'mean', 'growth', 'param', 'if'].includes(expr[0]) || operands(expr).some(readsYear);
function operands(expr: Expr): readonly Expr[] {
  switch (expr[0]) {
    case '+':
    case '-':
    case '*':
    case '/':
      return [expr[1], expr[2]];
    case 'min':
    case 'max':
      return expr[1];
    case 'days':
    case 'months':
    case 'years':
      return [expr[1]];
    default:
      return [];
  }
}
