import { ageDays } from './ages.ts';
import { addMonths, daysOf, firstDayOf, toDay, toIso, yearOf } from './calendar.ts';
import { assess } from './evaluate.ts';
import { answerAt } from './facts.ts';
import { isList, isRecord } from './json.ts';
import type { Catalogue } from './load.ts';
import { measuresRead, parametersRead, readsAny, titlesRead, visit } from './reads.ts';
import type { AvailabilityState, Call, Day, IsoDate, Measure, Profile, Verdict } from './types.ts';

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
  const assessOn = new Map<Day, ReturnType<typeof assess>>();
  const at = (day: Day, measure: Measure): { verdict: Verdict; state: AvailabilityState } => {
    const assessment = assessOn.get(day) ?? assess(catalogue, profile, toIso(day), { gaps: false });
    assessOn.set(day, assessment);
    const { verdict, availability } = assessment(measure);
    return { verdict, state: availability.state };
  };
  const turns = measures.flatMap((measure) => {
    let before = at(start, measure);
    return daysToLookAt(catalogue, profile, measure, start, end).flatMap((day): Turn[] => {
      const now = at(day, measure);
      const verdict = now.verdict === before.verdict ? null : { from: before.verdict, to: now.verdict };
      const availability = now.state === before.state ? null : { from: before.state, to: now.state };
      before = now;
      return verdict || availability ? [{ on: toIso(day), measure: measure.id, verdict, availability }] : [];
    });
  });
  return turns.sort((a, b) => (a.on === b.on ? (a.measure < b.measure ? -1 : 1) : a.on < b.on ? -1 : 1));
}

// ---- Days that can matter to a measure ------------------------------------------------------

/** All days after the start and up to the end on which its answer can change, in order. */
function daysToLookAt(catalogue: Catalogue, profile: Profile, measure: Measure, start: Day, end: Day): Day[] {
  const { rules } = catalogue;
  const { measures, parameters } = restsOn(catalogue, measure);
  const law = [...measures.map(({ versions }) => versions), ...parameters.map(({ values }) => values)];
  const ages = ageDays(rules.fields, profile, law, start, end);
  if (ages === 'every-day') return Array.from({ length: end - start }, (_, index) => start + 1 + index);
  const days = [
    ...Array.from({ length: YEARS + 1 }, (_, index) => firstDayOf(yearOf(start) + 1 + index)),
    ...measure.calls.flatMap(callDays),
    ...law.flat().flatMap(periodDays),
    ...(readsAny(law, ['size']) ? rules.sizes.values.flatMap(periodDays) : []),
    ...certificateDays(profile, law, measure.title),
    ...ages,
  ];
  return [...new Set(days)].filter((day) => day > start && day <= end).sort((a, b) => a - b);
}

/** The measure with those whose verdicts it reads, and the parameters they read, however far down. */
function restsOn(
  { measures, rules }: Catalogue,
  measure: Measure,
): { measures: Measure[]; parameters: (typeof rules.parameters)[string][] } {
  const found = new Set([measure]);
  const names = new Set<string>();
  const follow = (node: unknown): void => {
    for (const name of parametersRead(node)) {
      if (names.has(name)) continue;
      names.add(name);
      follow(rules.parameters[name]);
    }
    for (const id of measuresRead(node)) {
      const other = measures.get(id);
      if (!other || found.has(other)) continue;
      found.add(other);
      follow(other.versions);
    }
  };
  follow(measure.versions);
  return { measures: [...found], parameters: [...names].flatMap((name) => rules.parameters[name] ?? []) };
}

const periodDays = ({ from, to }: { from: IsoDate; to?: IsoDate }): Day[] => [
  toDay(from),
  ...(to === undefined ? [] : [toDay(to)]),
];

const callDays = ({ publishedOn, windows }: Call): Day[] => [
  ...(publishedOn === undefined ? [] : [toDay(publishedOn)]),
  ...windows.flatMap(({ opensOn, closesOn }) => [
    ...(opensOn === undefined ? [] : [toDay(opensOn)]),
    ...(closesOn === undefined ? [] : [toDay(closesOn) + 1]),
  ]),
];

/** First and last days of certificates, with the days from which a holder may renew. */
function certificateDays(profile: Profile, law: unknown, title: string | undefined): Day[] {
  const types = new Set([...titlesRead(law), ...(title === undefined ? [] : [title])]);
  const months = new Set<number>();
  visit(law, (node) => {
    if (node[0] === 'renewal') months.add(node[2]);
  });
  const list = answerAt(profile, 'certificates');
  return (isList(list) ? list : []).flatMap((entry) => {
    if (!isRecord(entry) || typeof entry.type !== 'string' || !types.has(entry.type)) return [];
    const ends = (date: unknown): Day[] => {
      const range = typeof date === 'string' ? daysOf(date) : undefined;
      return range ? [range.first, range.last] : [];
    };
    return [
      ...ends(entry.grantedOn),
      ...ends(entry.validTo).flatMap((day) => [day + 1, ...[...months].map((each) => addMonths(day, -each))]),
    ];
  });
}
