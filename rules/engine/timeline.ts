import { addMonths, daysOf, firstDayOf, toDay, toIso } from './calendar.ts';
import { assess } from './evaluate.ts';
import { answerAt, fieldAt } from './facts.ts';
import { isList, isRecord } from './json.ts';
import type { Catalogue } from './load.ts';
import type { AvailabilityState, Day, IsoDate, Measure, Profile, Verdict } from './types.ts';

/** A day on which the answer for a measure changes without the firm changing (时间线). */
export interface Turn {
  readonly on: IsoDate;
  readonly measure: string;
  readonly verdict: { readonly from: Verdict; readonly to: Verdict } | null;
  readonly availability: { readonly from: AvailabilityState; readonly to: AvailabilityState } | null;
}

const YEARS = 3;

/**
 * The days in the three years after `asOf` on which a verdict or an availability changes: ages, certificates running
 * out, windows, versions, sunsets. Figures of years to come are not known, so a new fiscal year turns them open.
 */
export function timelineOf(
  catalogue: Catalogue,
  profile: Profile,
  asOf: IsoDate,
  measures: readonly Measure[] = catalogue.rules.measures,
): Turn[] {
  const start = toDay(asOf);
  const end = addMonths(start, YEARS * 12);
  const shared = sharedDays(catalogue, profile);
  const assessOn = new Map<Day, ReturnType<typeof assess>>();
  const at = (day: Day, measure: Measure): { verdict: Verdict; state: AvailabilityState } => {
    const assessment = assessOn.get(day) ?? assess(catalogue, profile, toIso(day), { gaps: false });
    assessOn.set(day, assessment);
    const { verdict, availability } = assessment(measure);
    return { verdict, state: availability.state };
  };
  const turns = measures.flatMap((measure) => {
    const days = [...new Set([...shared, ...ownDays(catalogue, profile, measure)])]
      .filter((day) => day > start && day <= end)
      .sort((a, b) => a - b);
    let before = at(start, measure);
    return days.flatMap((day): Turn[] => {
      const now = at(day, measure);
      const verdict = now.verdict === before.verdict ? null : { from: before.verdict, to: now.verdict };
      const availability = now.state === before.state ? null : { from: before.state, to: now.state };
      before = now;
      return verdict || availability ? [{ on: toIso(day), measure: measure.id, verdict, availability }] : [];
    });
  });
  return turns.sort((a, b) => (a.on === b.on ? (a.measure < b.measure ? -1 : 1) : a.on < b.on ? -1 : 1));
}

/** Days that can matter to any measure: new years, certificates, periods of parameters. */
function sharedDays(catalogue: Catalogue, profile: Profile): Day[] {
  const years = Array.from({ length: 200 }, (_, index) => firstDayOf(1950 + index));
  const list = answerAt(profile, 'certificates');
  const certificates = (isList(list) ? list : []).flatMap((entry) => {
    if (!isRecord(entry)) return [];
    const granted =
      typeof entry.grantedOn === 'string' ? [daysOf(entry.grantedOn).first, daysOf(entry.grantedOn).last] : [];
    const ends = typeof entry.validTo === 'string' ? [daysOf(entry.validTo).first, daysOf(entry.validTo).last] : [];
    return [...granted, ...ends.flatMap((day) => [day + 1, addMonths(day, -12), addMonths(day, -12) + 1])];
  });
  const parameters = Object.values(catalogue.rules.parameters).flatMap(({ values }) => values.flatMap(periodDays));
  return [...years, ...certificates, ...parameters];
}

const periodDays = ({ from, to }: { from: IsoDate; to?: IsoDate }): Day[] => [
  toDay(from),
  ...(to === undefined ? [] : [toDay(to)]),
];

/** Days that can matter to this measure: its versions, calls, and ages that its conditions read. */
function ownDays(catalogue: Catalogue, profile: Profile, measure: Measure): Day[] {
  const calls = measure.calls.flatMap(({ publishedOn, windows }) => [
    ...(publishedOn === undefined ? [] : [toDay(publishedOn)]),
    ...windows.flatMap(({ opensOn, closesOn }) => [
      ...(opensOn === undefined ? [] : [toDay(opensOn)]),
      ...(closesOn === undefined ? [] : [toDay(closesOn) + 1]),
    ]),
  ]);
  const related = [...verdictsRead(measure.versions)].flatMap((id) => {
    const other = catalogue.measures.get(id);
    return other && other !== measure ? ownDays(catalogue, profile, other) : [];
  });
  return [
    ...measure.versions.flatMap(periodDays),
    ...calls,
    ...ageDays(catalogue, profile, measure.versions),
    ...related,
  ];
}

const MONTHS = { months: 1, years: 12 } as const;

/** The days on which an elapsed time reaches, or has passed, a limit that it is compared with. */
function ageDays(catalogue: Catalogue, profile: Profile, node: unknown): Day[] {
  if (!isList(node))
    return isRecord(node) ? Object.values(node).flatMap((child) => ageDays(catalogue, profile, child)) : [];
  const [, left, right] = node;
  const pairs = [
    [left, right],
    [right, left],
  ];
  const own = pairs.flatMap(([age, limit]) => {
    if (!isList(age) || !isList(limit) || limit[0] !== 'num' || typeof limit[1] !== 'number') return [];
    const [unit, date] = age;
    if (unit !== 'days' && unit !== 'months' && unit !== 'years') return [];
    const path = isList(date) && date[0] === 'field' ? date[1] : undefined;
    const answer =
      typeof path === 'string' && fieldAt(catalogue.rules.fields, path)?.type === 'date'
        ? answerAt(profile, path)
        : undefined;
    if (typeof answer !== 'string') return [];
    const { first, last } = daysOf(answer);
    const limitReached = (day: Day): Day =>
      unit === 'days' ? day + Number(limit[1]) : addMonths(day, Number(limit[1]) * MONTHS[unit]);
    return [first, last].map(limitReached).flatMap((day) => [day, day + 1]);
  });
  return [...own, ...node.flatMap((child) => ageDays(catalogue, profile, child))];
}

function verdictsRead(node: unknown): Set<string> {
  if (isList(node)) {
    const found = new Set(node.flatMap((child) => [...verdictsRead(child)]));
    if (node[0] === 'qualifies' && typeof node[1] === 'string') found.add(node[1]);
    return found;
  }
  return isRecord(node) ? new Set(Object.values(node).flatMap((child) => [...verdictsRead(child)])) : new Set();
}
