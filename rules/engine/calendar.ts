import { remembered } from './memory.ts';
import type { Rational } from './rational.ts';
import type { Day, IsoDate } from './types.ts';

const DAY_MS = 86_400_000;

/** Days since 1970-01-01; the date must be valid. */
export const toDay = remembered((date: IsoDate): Day => Date.parse(`${date}T00:00:00Z`) / DAY_MS);
export const toIso = (day: Day): IsoDate => new Date(day * DAY_MS).toISOString().slice(0, 10);
export const yearOf = (day: Day): number => new Date(day * DAY_MS).getUTCFullYear();
export const firstDayOf = (year: number): Day => Date.UTC(year, 0, 1) / DAY_MS;
export const lastDayOf = (year: number): Day => Date.UTC(year, 11, 31) / DAY_MS;

export function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

/** The days a full (`2024-05-17`) or monthly (`2024-05`) date can mean. */
export function daysOf(date: string): { first: Day; last: Day } {
  if (date.length === 10) {
    const day = toDay(date);
    return { first: day, last: day };
  }
  const first = toDay(`${date}-01`);
  return { first, last: addMonths(first, 1) - 1 };
}

/** The same day of a later month, or that month's last day where it is shorter. */
export function addMonths(day: Day, months: number): Day {
  const date = new Date(day * DAY_MS);
  const target = date.getUTCMonth() + months;
  const monthLength = new Date(Date.UTC(date.getUTCFullYear(), target + 1, 0)).getUTCDate();
  return Date.UTC(date.getUTCFullYear(), target, Math.min(date.getUTCDate(), monthLength)) / DAY_MS;
}

/** Calendar months from one day to another: whole months and the share of the month begun; exact on the anniversary. */
export function monthsBetween(from: Day, to: Day): Rational {
  const a = new Date(from * DAY_MS);
  const b = new Date(to * DAY_MS);
  let whole = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
  if (addMonths(from, whole) > to) whole -= 1;
  const start = addMonths(from, whole);
  const length = BigInt(addMonths(from, whole + 1) - start);
  return { n: BigInt(whole) * length + BigInt(to - start), d: length };
}

/** The calendar day it is in Beijing. */
export const todayInBeijing = (now: Date): IsoDate =>
  new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
