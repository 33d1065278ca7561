import { hiAt, loAt, SKIPPED, stateAt, UNMET } from './board.ts';
import { addMonths, toDay, toIso, yearOf } from './calendar.ts';
import { judgedFrom, shownPoints } from './condition.ts';
import { fieldAt, likeYear, PLATFORM_SCORE, yearPath } from './facts.ts';
import { above, type Env, onOtherDays, withOtherFigures, workOutThese } from './firm.ts';
import { known } from './memory.ts';
import { figureSlot, type PlannedCondition, type PlannedMeasure } from './plan.ts';
import { total } from './scores.ts';
import { tidy } from './tidy.ts';
import type { Day, Gap, Leaf, NumberRange, Score, Version } from './types.ts';

const NEAR_MONTHS = 6;
/** Share of the threshold within which a shortfall counts as near, where the rule declares nothing else. */
const NEAR_SHARE = 0.2;
const SEARCH_DAYS = 8192;
const LARGEST = 1e15;

/**
 * What an ineligible firm lacks: per unmet leaf that decides the verdict the smallest change of a lever that
 * meets it, or the day on which time alone does; and whether every one of them is near (差一点).
 */
export function gapsOf(env: Env, { version, require }: PlannedMeasure): { gaps: Gap[]; near: boolean } {
  const gaps: Gap[] = [];
  const near = closeness(env, require, (leaf) => {
    const found = leafGaps(env, version, leaf);
    gaps.push(...found);
    return found.some((gap) => ('on' in gap ? toDay(gap.on) <= addMonths(env.asOf, NEAR_MONTHS) : isNear(env, leaf)));
  });
  return { gaps, near };
}

/** Under `any` the nearest branch counts; under `atLeast` as many as are short. */
function closeness(env: Env, node: PlannedCondition, nearLeaf: (leaf: PlannedCondition) => boolean): boolean {
  const { condition, children } = node;
  if (!('of' in condition)) return nearLeaf(node);
  if (condition.kind === 'not') return false;
  const states = children.map((child) => stateAt(env.board, child.state));
  const near = children.flatMap((child, index) => (states[index] === UNMET ? closeness(env, child, nearLeaf) : []));
  if (condition.kind === 'all') return near.every(Boolean);
  const possible = states.filter((state) => state !== SKIPPED && state !== UNMET).length;
  const short = condition.kind === 'any' ? 1 : (condition.n ?? 1) - possible;
  return near.filter(Boolean).length >= short;
}

function leafGaps(env: Env, version: Version, leaf: PlannedCondition): Gap[] {
  const { condition } = leaf;
  if (condition.kind !== 'test' && condition.kind !== 'score') return [];
  const inForce = (day: Day): boolean => version.to === undefined || day < toDay(version.to);
  const turns =
    judgedFrom(env, leaf) ?? (known(timeAlone, condition, readsTimeAlone) ? turningDay(env, leaf) : undefined);
  if (turns !== undefined) return inForce(turns) ? [{ condition: condition.id, on: toIso(turns) }] : [];
  return (condition.levers ?? []).flatMap((lever) => leverGap(env, leaf, condition, lever) ?? []);
}

// ---- Levers -------------------------------------------------------------------------

function leverGap(env: Env, leaf: PlannedCondition, { id }: Leaf | Score, lever: string): Gap | undefined {
  const { fields } = env.catalogue.rules;
  const yearly = fieldAt(fields, `years.${yearOf(env.asOf)}.${lever}`) !== undefined || lever === PLATFORM_SCORE;
  const path = yearly ? yearPath(fields, env.profile, env.asOf, lever, latestOffset(env, leaf, lever)) : lever;
  const field = fieldAt(fields, path);
  const now = figureAt(env, path);
  if (!field?.unit || !Number.isFinite(now.min) || !Number.isFinite(now.max)) return undefined;
  const { unit, step = 1, max = LARGEST, min = -LARGEST, partOf } = field;
  const highest = partOf === undefined ? max : Math.min(max, figureAt(env, likeYear(partOf, path)).max);
  const to = withOtherFigures(
    env,
    path,
    leaf.state,
    (meets) => search(now.max, step, highest, meets) ?? search(now.min, -step, min, meets),
  );
  if (to === undefined) return undefined;
  const isExact = now.min === now.max;
  const from: number | NumberRange = isExact ? now.min : now;
  const delta = isExact ? tidy(to - now.min) : { min: tidy(to - now.max), max: tidy(to - now.min) };
  return { condition: id, field: path, from, to, delta, unit, forYear: yearly ? yearOf(env.asOf) : null };
}

/** All values the figure can have. */
function figureAt(env: Env, path: string): { min: number; max: number } {
  const slot = figureSlot(env.plan, path);
  workOutThese(env.board, above(env.plan, slot));
  return { min: loAt(env.board, slot), max: hiAt(env.board, slot) };
}

/**
 * The first of `from + step`, `from + 2 step`, … that meets; undefined where none up to the limit does.
 * Each is rounded to the decimals that can be written, so that 0.1 and ten steps of 0.01 are 0.2.
 */
function search(from: number, step: number, limit: number, meets: (value: number) => boolean): number | undefined {
  const after = (count: number): number => tidy(from + step * count);
  const steps = leastMet(Math.min(LARGEST, Math.floor(tidy((limit - from) / step))), (count) => meets(after(count)));
  return steps && after(steps);
}

/** The least whole number from one up that meets, found by doubling and halving; undefined where none up to the last does. */
function leastMet(last: number, isMet: (count: number) => boolean): number | undefined {
  let unmet = 0;
  let met = 1;
  while (met <= last && !isMet(met)) {
    unmet = met;
    met *= 2;
  }
  if (met > last) {
    if (last <= unmet || !isMet(last)) return undefined;
    met = last;
  }
  while (met - unmet > 1) {
    const middle = Math.floor((met + unmet) / 2);
    if (isMet(middle)) met = middle;
    else unmet = middle;
  }
  return met;
}

/** The latest year of the lever that the condition reads, as an offset. */
function latestOffset(env: Env, leaf: PlannedCondition, lever: string): number {
  const { nodes, year } = env.plan;
  const years = above(env.plan, leaf.body).flatMap((slot) => {
    const node = nodes[slot];
    const [, root, of, name] = (node?.op === 'answer' ? /^(\w+)\.(\d{4})(?:\.(.+))?$/.exec(node.path) : null) ?? [];
    return (name ?? root) === lever ? [Number(of)] : [];
  });
  return years.length === 0 ? 0 : Math.max(...years) - (year - 1);
}

/** Whether the shortfall is within the tolerance. */
function isNear(env: Env, leaf: PlannedCondition): boolean {
  const { condition, test } = leaf;
  if (condition.kind === 'score') {
    const { min, max } = total(condition, shownPoints(env, leaf));
    return isWithin(condition, [min, max, condition.pass, condition.pass]);
  }
  const node = test === undefined ? undefined : env.plan.nodes[test];
  if (condition.kind !== 'test' || node?.op !== 'compare') return false;
  const ends = [node.a, node.b].flatMap((slot) => [loAt(env.board, slot), hiAt(env.board, slot)] as const);
  return isWithin(condition, ends.map(tidy));
}

function isWithin({ tolerance }: Leaf | Score, [low = 0, high = 0, least = 0, most = 0]: readonly number[]): boolean {
  const short = tidy(Math.max(most - low, high - least));
  const allowed = tolerance ?? tidy(Math.abs(least) * NEAR_SHARE);
  return allowed > 0 && short <= allowed;
}

// ---- Time ---------------------------------------------------------------------------

/** The first later day on which the condition is met with everything else as it is. */
const turningDay = (env: Env, leaf: PlannedCondition): Day | undefined =>
  onOtherDays(env, leaf.state, (isMetOn) => {
    const days = leastMet(SEARCH_DAYS, (count) => isMetOn(env.asOf + count));
    return days && env.asOf + days;
  });

const timeAlone = new WeakMap<Leaf | Score, boolean>();

/** A comparison that time alone can turn: it reads an elapsed time, and nothing that the years change. */
function readsTimeAlone(condition: Leaf | Score): boolean {
  const text = condition.kind === 'test' ? JSON.stringify(condition.test) : '';
  return /^\["[<>=].*\["(days|months|years)",\[/.test(text) && !/\["(year|sum|mean|growth|param|if)",/.test(text);
}
