import { answerAt } from './facts.ts';
import type { Env } from './firm.ts';
import { firstDayOf, lastDayOf, toDay, yearOf } from './calendar.ts';
import type { Availability, Call, Day, Measure, Window } from './types.ts';

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
  const first = measure.versions[0];
  const last = measure.versions.at(-1);
  if (first && env.asOf < toDay(first.from)) return { ...NOTHING, state: 'future', opensOn: first.from };
  if (last?.to !== undefined && env.asOf >= toDay(last.to))
    return { ...NOTHING, state: 'lapsed', successor: measure.successor ?? null };
  if (measure.availability !== 'calls') return { ...NOTHING, state: measure.availability };
  const mine = measure.calls.filter((call) => isFor(env, call));
  const known = mine.find((call) => call.year === yearOf(env.asOf) && counts(env, call));
  if (known) return ofCall(env, known);
  const earlier = mine
    .filter((call) => call.year < yearOf(env.asOf) && call.windows.length > 0)
    .sort((a, b) => b.year - a.year)[0];
  return {
    ...NOTHING,
    state: 'unannounced',
    expected: earlier ? { year: earlier.year, ...outline(earlier) } : null,
    otherRegions: measure.calls
      .filter(
        (call) => !isFor(env, call) && call.region !== undefined && call.year === yearOf(env.asOf) && counts(env, call),
      )
      .map((call) => ({ region: call.region ?? '', year: call.year, ...outline(call) })),
  };
}

/** A call counts from the day it was published; where that is unknown, from the start of its year. */
const counts = (env: Asker, call: Call): boolean =>
  env.asOf >= (call.publishedOn === undefined ? firstDayOf(call.year) : toDay(call.publishedOn));

function isFor(env: Asker, call: Call): boolean {
  if (call.region === undefined) return true;
  const region = answerAt(env.profile, 'region');
  return (
    typeof region === 'string' &&
    (region === call.region || (env.catalogue.rules.regions[call.region] ?? []).includes(region))
  );
}

function ofCall(env: Asker, call: Call): Availability {
  const source = { call: { year: call.year, grade: call.grade, doc: call.doc, checked: call.checked } };
  if (!call.listed) return { ...NOTHING, ...source, state: 'unlisted' };
  const open = call.windows.find((window) => opens(call, window) <= env.asOf && env.asOf <= closes(call, window));
  if (open) {
    const firstCome = call.firstCome ?? false;
    return { ...NOTHING, ...source, state: 'open', firstCome, closesOn: firstCome ? null : (open.closesOn ?? null) };
  }
  const next = call.windows.find((window) => opens(call, window) > env.asOf);
  if (next)
    return { ...NOTHING, ...source, state: 'upcoming', opensOn: next.opensOn ?? null, closesOn: next.closesOn ?? null };
  if (call.windows.length === 0) return { ...NOTHING, ...source, state: 'unannounced' };
  return { ...NOTHING, ...source, state: 'closed' };
}

/** A window without a first day opens when its call was published. */
const opens = (call: Call, window: Window): Day =>
  window.opensOn !== undefined
    ? toDay(window.opensOn)
    : call.publishedOn !== undefined
      ? toDay(call.publishedOn)
      : firstDayOf(call.year);
const closes = (call: Call, window: Window): Day =>
  window.closesOn === undefined ? lastDayOf(call.year) : toDay(window.closesOn);

const outline = (call: Call): { opensOn: string | null; closesOn: string | null } => ({
  opensOn: call.windows.length === 0 ? null : (call.windows[0]?.opensOn ?? call.publishedOn ?? null),
  closesOn: call.windows.at(-1)?.closesOn ?? null,
});
