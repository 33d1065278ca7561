import { STEPS, type Step as Stage } from '#functions/demand/events.ts';
import { addMonths, toDay, toIso } from '#rules/engine/calendar.ts';
import type { Day, IsoDate, Measure, Profile, Rules, Verdict } from '#rules/engine/types.ts';
import { randomFor } from '../district/random.ts';
import { DRAWS, drawFunnel, type Step } from './funnel.ts';
import parameters from './parameters.json' with { type: 'json' };

/** One step of one firm with one measure. */
export interface DemandEvent {
  /** Always the same for the same step, so that loading twice counts once. */
  readonly id: string;
  /** An instant in Beijing: `2025-05-06T10:24:00+08:00`. */
  readonly at: string;
  readonly uscc: string;
  readonly measure: string;
  readonly type: Stage;
  /** With `refused`: why. */
  readonly reason?: string;
}

export interface DemandOptions {
  readonly firms: Iterable<Profile>;
  readonly seed: number;
  readonly rules: Pick<Rules, 'measures' | 'regions'>;
  /** Verdicts of at least the measures in {@link MEASURES}; a measure it leaves out has no events. */
  readonly verdictsOf: (profile: Profile) => ReadonlyMap<string, Verdict>;
  /** The last day of the events, which begin two years earlier. */
  readonly asOf: IsoDate;
}

/** The measures that events are drawn for. */
export const MEASURES: readonly string[] = DRAWS.map(({ id }) => id);

/** Two years of demand in the order of time. Firms without a code have none: they could not have saved it. */
export function* makeDemand({ firms, seed, rules, verdictsOf, asOf }: DemandOptions): Generator<DemandEvent, void> {
  const last = toDay(asOf);
  const span = { first: addMonths(last, -12 * parameters.years) + 1, last };
  const drawn = DRAWS.flatMap((draw) => {
    const measure = rules.measures.find(({ id }) => id === draw.id);
    return measure ? [{ draw, measure }] : [];
  });
  const planned: Planned[] = [];
  for (const profile of firms) {
    if (typeof profile.uscc !== 'string') continue;
    const verdicts = verdictsOf(profile);
    const regions = regionsOf(rules.regions, profile.region);
    for (const [index, { draw, measure }] of drawn.entries()) {
      const verdict = verdicts.get(draw.id);
      if (verdict === undefined) continue;
      const random = randomFor(seed, hash(profile.uscc), index + 1);
      const steps = drawFunnel(random, { profile, measure, draw, verdict, regions, span });
      planned.push(...timed(steps, random.whole(0, 500), profile.uscc, measure));
    }
  }
  planned.sort((a, b) => a.minute - b.minute || (a.uscc < b.uscc ? -1 : a.uscc > b.uscc ? 1 : 0));
  for (const plan of planned) yield eventOf(plan);
}

interface Planned {
  /** Minutes since 1970 on Beijing's clocks. */
  readonly minute: number;
  readonly uscc: string;
  readonly measure: string;
  readonly stage: Stage;
  readonly reason: string | undefined;
}

const regionsOf = (regions: Rules['regions'], own: unknown): string[] =>
  typeof own !== 'string' ? [] : [own, ...Object.keys(regions).filter((name) => regions[name]?.includes(own))];

/** Within office hours, each step of a day some minutes after the one before. */
function timed(steps: readonly Step[], start: number, uscc: string, measure: Measure): Planned[] {
  return steps.map(({ stage, day, reason }) => ({
    minute: minuteOf(day, start, STEPS.indexOf(stage)),
    uscc,
    measure: measure.id,
    stage,
    reason,
  }));
}

const OPENING = 8 * 60 + 40;
const minuteOf = (day: Day, start: number, order: number): number => day * 1440 + OPENING + (start % 420) + order * 14;

function eventOf({ minute, uscc, measure, stage, reason }: Planned): DemandEvent {
  const day = Math.floor(minute / 1440);
  const clock = minute - day * 1440;
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    id: `synthetic:${uscc}:${measure}:${stage}`,
    at: `${toIso(day)}T${two(Math.floor(clock / 60))}:${two(clock % 60)}:00+08:00`,
    uscc,
    measure,
    type: stage,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** A number for a code, the same on every machine (FNV-1a). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value | 0;
}
