import { answerAt } from './facts.ts';
import type { Env } from './firm.ts';
import { firstDayOf, lastDayOf, toDay, yearOf } from './calendar.ts';
import type { Availability, AvailabilityState, Call, Day, Measure, Window } from './types.ts';

/** States in which one can apply, or need not. */
export const CAN_APPLY: readonly AvailabilityState[] = ['automatic', 'rolling', 'open'];

export const AVAILABILITY_STATES = [
  'future',
  'lapsed',
  'automatic',
  'rolling',
  'open',
  'upcoming',
  'closed',
  'unlisted',
  'unannounced',
] as const satisfies readonly AvailabilityState[];

/** Who asks, and when: all that a window depends on. */
type Asker = Pick<Env, 'catalogue' | 'profile' | 'asOf'>;

const NOTHING: Omit<Availability, 'state'> = {
  opensOn: null,
  closesOn: null,
  firstCome: false,
  expected: null,
  successor: null,
  otherRegions: [],
  call: null,
};

/** Whether and when the measure can be applied for on the day, whoever is eligible. Never assumes a call that was not announced. */
export function availabilityOf(env: Asker, measure: Measure): Availability {
  const [first] = measure.versions;
  const last = measure.versions.at(-1);
  if (first && env.asOf < toDay(first.from)) return { ...NOTHING, state: 'future', opensOn: first.from };
  if (last?.to !== undefined && env.asOf >= toDay(last.to))
    return { ...NOTHING, state: 'lapsed', successor: measure.successor ?? null };
  if (measure.availability !== 'calls') return { ...NOTHING, state: measure.availability };
  const year = yearOf(env.asOf);
  const mine = measure.calls.filter((call) => isFor(env, call)).sort((a, b) => b.year - a.year);
  const isKnown = (call: Call): boolean => env.asOf >= published(call);
  const known = mine.filter(isKnown).map((call) => ofCall(env.asOf, call));
  // A window may reach across New Year, into a year whose own call is not open.
  const found = known.find((one) => one.state === 'open') ?? known.find((one) => one.call?.year === year);
  if (found) return found;
  const earlier = mine.find((call) => call.year < year && call.windows.length > 0);
  return {
    ...NOTHING,
    state: 'unannounced',
    expected: earlier ? outline(earlier) : null,
    otherRegions: measure.calls.flatMap((call) =>
      call.year === year && call.region !== undefined && !mine.includes(call) && isKnown(call)
        ? [{ region: call.region, ...outline(call) }]
        : [],
    ),
  };
}

/** A call counts from the day it was published; where that is unknown, from the start of its year. */
const published = ({ publishedOn, year }: Call): Day =>
  publishedOn === undefined ? firstDayOf(year) : toDay(publishedOn);

function isFor(env: Asker, { region }: Call): boolean {
  if (region === undefined) return true;
  const mine = answerAt(env.profile, 'region');
  return mine === region || (env.catalogue.rules.regions[region] ?? []).some((one) => one === mine);
}

function ofCall(asOf: Day, call: Call): Availability {
  const { year, grade, doc, checked, listed, windows, firstCome = false } = call;
  const found = { ...NOTHING, call: { year, grade, doc, checked } };
  if (!listed) return { ...found, state: 'unlisted' };
  const open = windows.find((window) => opens(call, window) <= asOf && asOf <= closes(call, window));
  if (open) return { ...found, state: 'open', firstCome, closesOn: firstCome ? null : (open.closesOn ?? null) };
  const next = windows.find((window) => opens(call, window) > asOf);
  if (next) return { ...found, state: 'upcoming', ...next };
  return { ...found, state: windows.length > 0 ? 'closed' : 'unannounced' };
}

/** A window without a first day opens when its call was published. */
const opens = (call: Call, { opensOn }: Window): Day => (opensOn === undefined ? published(call) : toDay(opensOn));
const closes = (call: Call, { closesOn }: Window): Day =>
  closesOn === undefined ? lastDayOf(call.year) : toDay(closesOn);

/** Whether the call belongs to a calendar year: it is that year's call, or one of its windows reaches into it. */
export const touches = (call: Call, year: number): boolean =>
  call.year === year ||
  (call.listed &&
    call.windows.some((window) => opens(call, window) <= lastDayOf(year) && closes(call, window) >= firstDayOf(year)));

const outline = ({ year, windows, publishedOn }: Call): NonNullable<Availability['expected']> => ({
  year,
  opensOn: windows[0] ? (windows[0].opensOn ?? publishedOn ?? null) : null,
  closesOn: windows.at(-1)?.closesOn ?? null,
});
