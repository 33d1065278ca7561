import { toDay, toIso } from '#rules/engine/calendar.ts';
import type { Day, IsoDate } from '#rules/engine/types.ts';

// A district speaks of a few thousand days over and over.
const texts = new Map<Day, IsoDate>();
const days = new Map<IsoDate, Day>();

export function isoOf(day: Day): IsoDate {
  const known = texts.get(day);
  if (known !== undefined) return known;
  const text = toIso(day);
  texts.set(day, text);
  return text;
}

export function dayOf(date: IsoDate): Day {
  const known = days.get(date);
  if (known !== undefined) return known;
  const day = toDay(date);
  days.set(date, day);
  return day;
}
