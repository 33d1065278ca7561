import { STEPS, type Step as Stage } from '#functions/demand/events.ts';
import type { Day, Measure, Profile, Verdict } from '#rules/engine/types.ts';
import { daysOf, toDay } from '#rules/engine/calendar.ts';
import { isList, isRecord } from '#rules/engine/json.ts';
import { byWeight, oneOf, type Random } from '../district/random.ts';
import { seasonalDay, type Span, windowsOf, workingDay } from './calendar.ts';
import parameters from './parameters.json' with { type: 'json' };

export interface Step {
  readonly stage: Stage;
  readonly day: Day;
  /** Why it was refused. */
  readonly reason?: string;
}

/** What is drawn for one measure. */
export interface Draw {
  readonly id: string;
  readonly pull: number;
  readonly decideDays: readonly number[];
  readonly months?: readonly number[] | undefined;
}
export const DRAWS: readonly Draw[] = parameters.measures.list;

export interface Interest {
  readonly profile: Profile;
  readonly measure: Measure;
  readonly draw: Draw;
  readonly verdict: Verdict;
  /** The call regions the firm belongs to. */
  readonly regions: readonly string[];
  readonly span: Span;
}

/**
 * The way one firm goes with one measure, in the order of its steps; empty where it never looks. A title that the
 * profile shows as granted within the span was granted on that day, and no other title is ever granted.
 */
export function drawFunnel(random: Random, interest: Interest): Step[] {
  const span = lifetime(interest);
  const { measure, profile } = interest;
  const grants = measure.title === undefined ? [] : grantDays(profile, measure.title);
  const granted = grants.find((day) => day > span.first && day <= span.last);
  if (granted !== undefined) return wayToGrant(random, { ...interest, span }, granted);
  // Who holds the title has no need of it.
  if (grants.some((day) => day <= span.first)) return [];
  return wayOnward(random, { ...interest, span });
}

/** The part of the span in which the firm was there to look. */
function lifetime({ profile, span }: Interest): Span {
  const founded = typeof profile.registeredOn === 'string' ? daysOf(profile.registeredOn).last + 30 : span.first;
  return { first: Math.max(span.first, founded), last: span.last };
}

function grantDays(profile: Profile, title: string): Day[] {
  const certificates = isList(profile.certificates) ? profile.certificates : [];
  return certificates.flatMap((entry) =>
    isRecord(entry) && entry.type === title && typeof entry.grantedOn === 'string' && entry.grantedOn.length === 10
      ? [toDay(entry.grantedOn)]
      : [],
  );
}

// ---- Backwards from a title that was granted ----------------------------------------------------

function wayToGrant(random: Random, interest: Interest, granted: Day): Step[] {
  const { measure, draw, regions, span } = interest;
  const [soonest = 0, latest = 60] = draw.decideDays;
  const windows = windowsOf(measure, regions, span);
  const possible = { first: Math.max(span.first, granted - 2 * latest), last: granted - soonest };
  const inside =
    windows === undefined
      ? possible
      : windows.map((window) => overlap(window, possible)).findLast(({ first, last }) => first <= last);
  if (inside === undefined || inside.first > inside.last) return [];
  const applied = workingDay(random.whole(inside.first, inside.last), inside);
  const steps = [...leadingUp(random, applied), { stage: 'granted' as const, day: granted }];
  return (steps[0]?.day ?? 0) < span.first ? [] : steps;
}

const overlap = (a: Span, b: Span): Span => ({ first: Math.max(a.first, b.first), last: Math.min(a.last, b.last) });

/** The steps that lead to an application on this day, with it. */
function leadingUp(random: Random, applied: Day): Step[] {
  const { gaps } = parameters;
  const preparing = applied - gap(random, gaps.preparing);
  const asks = random.chance(parameters.asks);
  const asked = preparing - (asks ? gap(random, gaps.asked) : 0);
  const interested = asked - gap(random, gaps.interested);
  return [
    { stage: 'looked', day: interested - gap(random, gaps.looked) },
    { stage: 'interested', day: interested },
    ...(asks ? [{ stage: 'asked' as const, day: asked }] : []),
    { stage: 'preparing', day: preparing },
    { stage: 'applied', day: applied },
  ];
}

/** Days between two steps: mostly few. */
const gap = (random: Random, most: number): number => Math.round(most * random.unit() * random.unit() ** 0.5);

/** So many days after the last one may the application lie that a firm prepares. */
const AHEAD = 90;

// ---- Onward from the first look ------------------------------------------------------------------

function wayOnward(random: Random, interest: Interest): Step[] {
  const { verdict, draw, span } = interest;
  if (verdict === 'out-of-scope' || !random.chance(draw.pull * parameters.looks[verdict])) return [];
  const application = applicationDay(random, interest);
  if (application === undefined) return [];
  const steps = leadingUp(random, application);
  if ((steps[0]?.day ?? 0) < span.first) return [];

  const goesOn = parameters.goesOn[verdict];
  const reached = !random.chance(goesOn.interested)
    ? 'looked'
    : !random.chance(goesOn.preparing)
      ? 'asked'
      : !random.chance(goesOn.applied)
        ? 'preparing'
        : 'applied';
  const taken = steps.filter(({ stage }) => STEPS.indexOf(stage) <= STEPS.indexOf(reached));
  const end = reached === 'applied' ? outcome(random, interest, application) : givenUp(random, taken);
  return [...taken, ...end].filter(({ day }) => day <= span.last);
}

/** Some are on their way to an application that lies ahead; undefined where no window comes. */
function applicationDay(random: Random, { measure, regions, draw, span }: Interest): Day | undefined {
  const reach = { first: span.first, last: span.last + AHEAD };
  if (reach.first > reach.last) return undefined;
  const windows = windowsOf(measure, regions, reach);
  if (windows === undefined) return seasonalDay(random, reach, draw.months ?? parameters.months.weights);
  const window = oneOf(random, windows);
  // Most apply in a window's last days.
  return (
    window && workingDay(window.last - Math.floor((window.last - window.first) * random.unit() * random.unit()), window)
  );
}

function outcome(random: Random, { draw, verdict, measure }: Interest, applied: Day): Step[] {
  const { outcomes } = parameters;
  const [soonest = 0, latest = 60] = draw.decideDays;
  if (random.chance(outcomes.withdrawn))
    return [{ stage: 'withdrawn', day: working(applied + random.whole(2, soonest + 5)) }];
  const day = working(applied + random.whole(soonest, latest));
  const may = measure.title === undefined && verdict !== 'out-of-scope';
  if (may && random.chance(outcomes.granted[verdict])) return [{ stage: 'granted', day }];
  return [{ stage: 'refused', day, reason: drawReason(random).id }];
}

function givenUp(random: Random, taken: readonly Step[]): Step[] {
  const last = taken.at(-1);
  return last?.stage === 'preparing' && random.chance(parameters.outcomes.preparingWithdrawn)
    ? [{ stage: 'withdrawn', day: working(last.day + random.whole(3, 40)) }]
    : [];
}

const drawReason = byWeight(parameters.outcomes.reasons);
/** Never earlier: an answer does not come before its time. */
const working = (day: Day): Day => workingDay(day, { first: day, last: day + 11 });
