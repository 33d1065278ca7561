/** Whether and when measures can be applied for, whoever asks: a call for one region is seen from that region. */
import { availabilityOf } from '#rules/engine/availability.ts';
import { toDay } from '#rules/engine/calendar.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import type { Availability, Call, IsoDate, Measure, Rules, Version, Window } from '#rules/engine/types.ts';

export type Standings = ReadonlyMap<string, Availability>;

/** The availability of every measure on a day, as the engine gives it to a firm of the region its calls are for. */
export function standingsOn(catalogue: Catalogue, on: IsoDate): Standings {
  const asOf = toDay(on);
  return new Map(
    catalogue.rules.measures.map((measure) => {
      const region = regionOf(catalogue.rules, measure);
      const profile = region === undefined ? {} : { region };
      return [measure.id, availabilityOf({ catalogue, profile, asOf }, measure)];
    }),
  );
}

function regionOf({ regions }: Rules, { calls }: Measure): string | undefined {
  const region = calls.find((call) => call.region !== undefined)?.region;
  return region === undefined ? undefined : (regions[region]?.[0] ?? region);
}

/** The version in force on a day; before the first the first, after the last the last. */
export function versionOn(measure: Measure, on: IsoDate): Version {
  const [first] = measure.versions;
  if (!first) throw new Error(`“${measure.id}” has no version.`);
  return measure.versions.filter(({ from }) => from <= on).at(-1) ?? first;
}

/** How a measure stands, in the few classes that people look for. */
export type Standing = 'open' | 'rolling' | 'automatic' | 'upcoming' | 'undated' | 'unannounced' | 'closed' | 'ended';

export const STANDINGS: readonly Standing[] = [
  'open',
  'upcoming',
  'rolling',
  'automatic',
  'undated',
  'unannounced',
  'closed',
  'ended',
];

export function standingOf({ state, call }: Availability): Standing {
  switch (state) {
    case 'open':
    case 'rolling':
    case 'automatic':
    case 'upcoming':
      return state;
    case 'unannounced':
      return call === null ? 'unannounced' : 'undated';
    case 'closed':
    case 'unlisted':
      return 'closed';
    case 'lapsed':
      return 'ended';
    case 'future':
      return 'upcoming';
  }
}

/** The day a window opens: where the call does not say, the day the call was published, if that is known. */
export const opensOn = (call: Call, window: Window): IsoDate | null => window.opensOn ?? call.publishedOn ?? null;
export const closesOn = (window: Window): IsoDate | null => window.closesOn ?? null;
