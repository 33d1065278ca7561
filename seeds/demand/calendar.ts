import { addMonths, toDay, yearOf } from '#rules/engine/calendar.ts';
import type { Day, Measure } from '#rules/engine/types.ts';
import { byWeight, type Random } from '../district/random.ts';

/** First and last day, both inclusive. */
export interface Span {
  readonly first: Day;
  readonly last: Day;
}

/** A window of which only one end is known is taken to be so many days long. */
const USUAL_DAYS = 45;

/**
 * When applications to a measure fall within a span, for a firm in these call regions: the windows of its calls,
 * a year without dated calls taking the nearest year's. Undefined where no call has a date: then any day will do.
 */
export function windowsOf(measure: Measure, regions: readonly string[], span: Span): Span[] | undefined {
  const dated = measure.calls
    .filter((call) => call.listed && (call.region === undefined || regions.includes(call.region)))
    .flatMap(({ year, windows }) => windows.flatMap((window) => closed(window).map((at) => ({ year, ...at }))));
  const years = [...new Set(dated.map(({ year }) => year))];
  if (years.length === 0) return undefined;
  const found: Span[] = [];
  for (let year = yearOf(span.first); year <= yearOf(span.last); year += 1) {
    const model = years.reduce((best, next) => (Math.abs(next - year) < Math.abs(best - year) ? next : best));
    for (const window of dated.filter((one) => one.year === model)) {
      const shift = (day: Day) => addMonths(day, 12 * (year - model));
      const inside = {
        first: Math.max(shift(window.first), span.first),
        last: Math.min(shift(window.last), span.last),
      };
      if (inside.first <= inside.last) found.push(inside);
    }
  }
  return found;
}

function closed({ opensOn, closesOn }: { opensOn?: string; closesOn?: string }): Span[] {
  if (opensOn === undefined && closesOn === undefined) return [];
  const last = closesOn === undefined ? toDay(opensOn ?? '') + USUAL_DAYS : toDay(closesOn);
  return [{ first: opensOn === undefined ? last - USUAL_DAYS : toDay(opensOn), last }];
}

/** Draws a working day from a span by the weights of the twelve months. */
export function seasonalDay(random: Random, { first, last }: Span, months: readonly number[]): Day {
  const parts: { weight: number; first: Day; last: Day }[] = [];
  for (let at = first; at <= last;) {
    const end = Math.min(addMonths(at - dayOfMonth(at) + 1, 1) - 1, last);
    parts.push({ weight: ((months[monthOf(at)] ?? 1) * (end - at + 1)) / 30, first: at, last: end });
    at = end + 1;
  }
  const part = byWeight(parts)(random);
  return workingDay(random.whole(part.first, part.last), { first, last });
}

/** The day itself, or the working day nearest to it within the span; the day itself where the span has none. */
export function workingDay(day: Day, { first, last }: Span): Day {
  for (let step = 0; step < 12; step += 1) {
    if (day + step <= last && isWorkingDay(day + step)) return day + step;
    if (day - step >= first && isWorkingDay(day - step)) return day - step;
  }
  return day;
}

/** Monday to Friday outside the long holidays that keep their dates; the Spring Festival moves and is left to the season. */
export function isWorkingDay(day: Day): boolean {
  if ((day + 3) % 7 > 4) return false;
  const month = monthOf(day);
  const date = dayOfMonth(day);
  return !((month === 9 && date <= 7) || (month === 4 && date <= 3) || (month === 0 && date === 1));
}

const monthOf = (day: Day): number => new Date(day * 86_400_000).getUTCMonth();
const dayOfMonth = (day: Day): number => new Date(day * 86_400_000).getUTCDate();
