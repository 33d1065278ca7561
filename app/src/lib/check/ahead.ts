/** The next three years for a firm that stays as it is: days on which something it can have changes. */
import { toDay, toIso } from '#rules/engine/calendar.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import { timelineOf, type Turn } from '#rules/engine/timeline.ts';
import type { AvailabilityState, IsoDate, Measure, Verdict } from '#rules/engine/types.ts';
import type { Judged } from './incremental.ts';

export interface Turning {
  readonly on: IsoDate;
  readonly measure: string;
  readonly verdict: Verdict | null;
  readonly state: AvailabilityState | null;
}

/** Turns that a firm can act on; every year's calls becoming unknown again at New Year is not one. */
export function turningsOf(
  catalogue: Catalogue,
  { profile, asOf, results }: Judged,
  measures?: readonly Measure[],
): Turning[] {
  const within = new Map(results.map((one): [string, Verdict] => [one.measure, one.verdict]));
  return timelineOf(catalogue, profile, asOf, measures)
    .flatMap((turn): Turning[] => {
      const verdict = turn.verdict?.to ?? within.get(turn.measure) ?? null;
      if (turn.verdict) within.set(turn.measure, turn.verdict.to);
      const state = turn.availability && isNews(turn, verdict) ? turn.availability.to : null;
      if (!turn.verdict && state === null) return [];
      // A new year whose figures are not known yet opens many questions; only a loss or a gain is news.
      if (turn.verdict?.to === 'incomplete' && state === null) return [];
      return [{ on: dayOf(turn, state), measure: turn.measure, verdict: turn.verdict?.to ?? null, state }];
    })
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/** A window is remembered by the last day on which one can still apply, not by the first on which it is over. */
const dayOf = ({ on, verdict }: Turn, state: AvailabilityState | null): IsoDate =>
  state === 'closed' && !verdict ? toIso(toDay(on) - 1) : on;

const NEWS: readonly AvailabilityState[] = ['open', 'upcoming', 'closed', 'lapsed', 'automatic', 'rolling'];

const isNews = ({ availability }: Turn, verdict: Verdict | null): boolean =>
  verdict !== 'out-of-scope' &&
  (availability?.from === 'future' || (availability !== null && NEWS.includes(availability.to)));
