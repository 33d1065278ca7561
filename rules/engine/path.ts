import { CAN_APPLY } from './availability.ts';
import { addMonths, firstDayOf, toDay, toIso } from './calendar.ts';
import { assess } from './evaluate.ts';
import type { Catalogue } from './load.ts';
import { type Obstacle, obstaclesOf } from './obstacles.ts';
import { type Prerequisite, prerequisites } from './relations.ts';
import type { Day, EvaluatedMeasure, Gap, IsoDate, Measure, Profile, Step, Verdict } from './types.ts';

/** One step of a ladder of titles (成长路径): which the firm holds, which comes next, which later. */
export interface Rung {
  readonly measure: string;
  readonly state: 'held' | 'next' | 'later';
  readonly validTo: IsoDate | null;
  /** From when the title can be renewed, where its last day is known. */
  readonly renewFrom: IsoDate | null;
  readonly renewalDue: boolean;
  /** Titles that come before it on this ladder. */
  readonly after: readonly string[];
  /** The same with where it is written, and whether the step has to be taken. */
  readonly steps: readonly RungStep[];
  /** What still stands between the firm and the title: conditions unmet or unknown. */
  readonly lacking: readonly string[];
  /** How many things stand in between: of several ways past one, only as many as are needed. */
  readonly obstacles: number;
  /** Answers that could still decide. */
  readonly missing: readonly string[];
  /** What would meet the unmet conditions, where results were evaluated with gaps. */
  readonly gaps: readonly Gap[];
  /** From when the conditions could be met; null where nothing known would meet them. */
  readonly ready: Readiness | null;
  /** When one could first apply for the title, or for its renewal; null where no window is announced for then. */
  readonly apply: Application | null;
}
export interface RungStep extends Step {
  readonly measure: string;
}
export interface Readiness {
  readonly from: IsoDate;
  /** What it hangs on: nothing more, the passing of time, figures that have to change, or answers still missing. */
  readonly if: 'nothing' | 'time' | 'figures' | 'answers';
}
export interface Application extends Readiness {
  /** The last day of that window; null where none is set. */
  readonly until: IsoDate | null;
}

/** Holders renew within so many months before the last day, where the measure names no other. */
const RENEWAL_MONTHS = 12;

/**
 * Ladders of titles from the catalogue’s prerequisites, lowest rung first; titles without a neighbour form none. The
 * days on which one could apply count only windows that are announced.
 */
export function laddersOf(
  catalogue: Catalogue,
  results: readonly EvaluatedMeasure[],
  asOf: IsoDate,
  profile: Profile,
): Rung[][] {
  const byId = new Map(results.map((result) => [result.measure, result]));
  const titled = catalogue.rules.measures.filter(({ id, title }) => title !== undefined && byId.has(id));
  const ids = new Set(titled.map(({ id }) => id));
  const leading = prerequisites(catalogue);
  const before = new Map(
    titled.map(({ id }) => [id, (leading.get(id) ?? []).filter(({ measure }) => ids.has(measure))]),
  );
  const on = assessor(catalogue, profile);
  return groups([...ids], before).map((group) => {
    const first = withinReach(group.flatMap((id) => (before.get(id)?.length === 0 ? (byId.get(id) ?? []) : [])));
    const rungs = group.flatMap((id): Rung[] => {
      const [result, measure] = [byId.get(id), catalogue.measures.get(id)];
      return result && measure
        ? [rungOf(result, measure, { before: before.get(id) ?? [], results: byId, first }, toDay(asOf), on)]
        : [];
    });
    return inOrder(rungs, before);
  });
}

/** From when a title can be renewed (复核、重新认定), and whether that day has come; null where it has no last day. */
export function renewalOf(
  measure: Measure,
  validTo: IsoDate | null,
  asOf: IsoDate,
): { readonly from: IsoDate; readonly due: boolean } | null {
  if (validTo === null) return null;
  const from = toIso(addMonths(toDay(validTo), -(measure.renewalMonths ?? RENEWAL_MONTHS)));
  return { from, due: from <= asOf };
}

/** Of a choice of ways only as many are counted as have to be gone, the shortest first. */
const countOf = (obstacles: readonly Obstacle[]): number =>
  obstacles.reduce((sum, obstacle) => {
    if (obstacle.kind === 'condition') return sum + 1;
    const ways = obstacle.of.map(countOf).sort((a, b) => a - b);
    return sum + ways.slice(0, obstacle.need).reduce((a, b) => a + b, 0);
  }, 0);

type Assessor = (measure: Measure, day: Day) => EvaluatedMeasure;

/** Results of other days, each day opened once. */
function assessor(catalogue: Catalogue, profile: Profile): Assessor {
  const days = new Map<Day, (measure: Measure) => EvaluatedMeasure>();
  return (measure, day) => {
    const assessOne = days.get(day) ?? assess(catalogue, profile, toIso(day), { gaps: false });
    days.set(day, assessOne);
    return assessOne(measure);
  };
}

/** Of the titles that nothing leads to those that are not out of reach; where all are, all that are for such a firm. */
function withinReach(roots: readonly EvaluatedMeasure[]): ReadonlySet<string> {
  const open = roots.filter(({ verdict, near }) => near || COULD_QUALIFY.includes(verdict));
  const meant = roots.filter(({ verdict }) => verdict !== 'out-of-scope');
  return new Set((open.length > 0 ? open : meant).map(({ measure }) => measure));
}

/** Where a title stands on its ladder. */
interface Place {
  readonly before: readonly Prerequisite[];
  readonly results: ReadonlyMap<string, EvaluatedMeasure>;
  /** Titles with which the ladder can begin. */
  readonly first: ReadonlySet<string>;
}

function rungOf(result: EvaluatedMeasure, measure: Measure, place: Place, asOf: Day, on: Assessor): Rung {
  const validTo = result.held?.validTo ?? null;
  const renewal = renewalOf(measure, validTo, toIso(asOf));
  const renewFrom = renewal && toDay(renewal.from);
  const { before } = place;
  const state = stateOf(result, place);
  const version = measure.versions.find(({ from }) => from === result.version);
  const obstacles = version === undefined ? [] : obstaclesOf(version, result);
  const ready = version === undefined || state === 'later' ? null : readiness(result, obstacles, asOf);
  // A title without a last day is never renewed.
  const isOver = state === 'held' && renewFrom === null;
  return {
    measure: result.measure,
    state,
    validTo,
    renewFrom: renewal?.from ?? null,
    renewalDue: renewal?.due ?? false,
    after: before.map((each) => each.measure),
    steps: before.map(({ measure: id, step }) => ({ measure: id, ...step })),
    lacking: result.conditions
      .filter(({ state: each, decides }) => decides && (each === 'unmet' || each === 'unknown'))
      .map(({ id }) => id),
    obstacles: countOf(obstacles),
    missing: result.missing,
    gaps: result.gaps,
    ready: ready && { from: toIso(ready.from), if: ready.if },
    apply: ready === null || isOver ? null : application(measure, ready, Math.max(asOf, renewFrom ?? asOf), on),
  };
}

/** A step that nobody has to take holds nobody back who qualifies already. */
function stateOf({ measure, held, verdict }: EvaluatedMeasure, { before, results, first }: Place): Rung['state'] {
  if (held) return 'held';
  if (before.length === 0) return first.has(measure) ? 'next' : 'later';
  const isFree = before.every(({ step }) => !step.required) && (verdict === 'eligible' || verdict === 'review');
  const holds = (each: Prerequisite): boolean => (results.get(each.measure)?.held ?? null) !== null;
  return before.some(holds) || isFree ? 'next' : 'later';
}

// ---- Days --------------------------------------------------------------------------------

interface Ready {
  readonly from: Day;
  readonly if: Readiness['if'];
}

/** From when the conditions could be met, and what that hangs on; null where nothing is known to meet them. */
function readiness({ verdict }: EvaluatedMeasure, obstacles: readonly Obstacle[], asOf: Day): Ready | null {
  if (verdict === 'incomplete') return { from: asOf, if: 'answers' };
  return obstacles.reduce<Ready | null>(
    (all, obstacle) => {
      const own = all && past(obstacle, asOf);
      return own && later(all, own);
    },
    { from: asOf, if: 'nothing' },
  );
}

const WEIGHT: Record<Ready['if'], number> = { nothing: 0, time: 1, answers: 2, figures: 3 };

const later = (a: Ready, b: Ready): Ready => ({
  from: Math.max(a.from, b.from),
  if: WEIGHT[a.if] > WEIGHT[b.if] ? a.if : b.if,
});

/** The first day past an obstacle: of several ways the earliest as many as are needed. */
function past(obstacle: Obstacle, asOf: Day): Ready | null {
  if (obstacle.kind === 'condition') {
    const days = obstacle.gaps.map((gap): Ready =>
      'on' in gap
        ? { from: toDay(gap.on), if: 'time' }
        : // The year's figures count once it is over.
          { from: gap.forYear === null ? asOf : firstDayOf(gap.forYear + 1), if: 'figures' },
    );
    return days.sort(byDay)[0] ?? null;
  }
  const ways = obstacle.of
    .map((way) =>
      way.reduce<Ready | null>(
        (all, each) => {
          const own = all && past(each, asOf);
          return own && later(all, own);
        },
        { from: asOf, if: 'nothing' },
      ),
    )
    .filter((way) => way !== null)
    .sort(byDay);
  return ways.length < obstacle.need ? null : ways.slice(0, obstacle.need).reduce(later);
}

const byDay = (a: Ready, b: Ready): number => a.from - b.from || WEIGHT[a.if] - WEIGHT[b.if];

const COULD_QUALIFY: readonly Verdict[] = ['eligible', 'review', 'incomplete'];

/** The first day from then on with an open window; the measure's answer of that day must not stand against it. */
function application(measure: Measure, ready: Ready, earliest: Day, on: Assessor): Application | null {
  const from = Math.max(ready.from, earliest);
  const days = [from, ...measure.calls.flatMap(openingDays).filter((day) => day > from)].sort((a, b) => a - b);
  for (const day of days) {
    const { verdict, availability } = on(measure, day);
    if (!CAN_APPLY.includes(availability.state)) continue;
    if (ready.if !== 'figures' && !COULD_QUALIFY.includes(verdict)) continue;
    const isOpen = ready.if !== 'figures' && verdict === 'incomplete';
    return { from: toIso(day), until: availability.closesOn, if: isOpen ? 'answers' : ready.if };
  }
  return null;
}

/** Days on which a window of the call can open. */
const openingDays = ({ year, publishedOn, windows }: Measure['calls'][number]): Day[] => [
  publishedOn === undefined ? firstDayOf(year) : toDay(publishedOn),
  ...windows.flatMap(({ opensOn }) => (opensOn === undefined ? [] : [toDay(opensOn)])),
];

// ---- The order of rungs --------------------------------------------------------------------

type Before = ReadonlyMap<string, readonly Prerequisite[]>;

function groups(ids: readonly string[], before: Before): string[][] {
  const priors = (id: string): string[] => (before.get(id) ?? []).map(({ measure }) => measure);
  const neighbours = (id: string): string[] => [...priors(id), ...ids.filter((other) => priors(other).includes(id))];
  const seen = new Set<string>();
  return ids.flatMap((id) => {
    if (seen.has(id) || neighbours(id).length === 0) return [];
    const group: string[] = [];
    const queue = [id];
    seen.add(id);
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      group.push(next);
      for (const other of neighbours(next)) {
        if (seen.has(other)) continue;
        seen.add(other);
        queue.push(other);
      }
    }
    return [group];
  });
}

const STATES: readonly Rung['state'][] = ['held', 'next', 'later'];

/** Every title after those that come before it; among equals what is held first, what is out of reach last. */
function inOrder(rungs: readonly Rung[], before: Before): Rung[] {
  const rank = (id: string): number => Math.max(0, ...(before.get(id) ?? []).map(({ measure }) => 1 + rank(measure)));
  return rungs.toSorted(
    (a, b) =>
      rank(a.measure) - rank(b.measure) ||
      STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
      (a.measure < b.measure ? -1 : 1),
  );
}
