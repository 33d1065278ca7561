/** Windows and renewals as a calendar file. Loaded on demand. */
import ical, { ICalAlarmType } from 'ical-generator';
import type { Evaluator } from './engine.ts';
import type { Judged, Result } from './incremental.ts';
import { groupOf } from './row.ts';
import type { GroupKey } from './view.ts';

const WORTH_NOTING: readonly GroupKey[] = ['eligible', 'review', 'near', 'incomplete'];
const DAY = 86_400;

/** Only days that were announced: last year's window is never taken for this year's. Null where there is none. */
export function calendarFile(
  evaluator: Evaluator,
  judged: Judged,
  addressOf: (measure: string) => string,
): string | null {
  const { say, lang } = evaluator.words;
  const words = say.journey.sheet;
  const calendar = ical({
    name: `${say.name} · ${words.calendarFile}`,
    prodId: { company: 'ceyin', product: 'check', language: lang },
  });
  const note = (one: Result, kind: string, summary: string, from: string, to: string | null): void => {
    const event = calendar.createEvent({
      id: `${one.measure}-${kind}-${from}@ceyin`,
      // The same check gives the same file.
      stamp: noon(judged.asOf),
      start: noon(from),
      end: noon(nextDay(to ?? from)),
      allDay: true,
      summary,
      description: evaluator.detail(judged, one).summary,
      url: addressOf(one.measure),
    });
    event.createAlarm({ type: ICalAlarmType.display, triggerBefore: 14 * DAY });
  };
  for (const one of judged.results) {
    const { name } = evaluator.row(one);
    const { state, opensOn, closesOn } = one.availability;
    if (WORTH_NOTING.includes(groupOf(one))) {
      if (state === 'open' && closesOn !== null) note(one, 'closes', words.closes(name), closesOn, null);
      if (state === 'upcoming' && opensOn !== null) {
        note(one, 'opens', words.window(name), opensOn, null);
        if (closesOn !== null) note(one, 'closes', words.closes(name), closesOn, null);
      }
    }
    if (one.held?.validTo) note(one, 'expires', words.expires(name), one.held.validTo, null);
  }
  for (const { measure, renewFrom, state } of evaluator.ladders(judged).flat()) {
    const one = judged.results.find((each) => each.measure === measure);
    if (one && state === 'held' && renewFrom !== null && renewFrom > judged.asOf)
      note(one, 'renew', words.renew(evaluator.row(one).name), renewFrom, null);
  }
  return calendar.length() === 0 ? null : calendar.toString();
}

/** All-day events are written by their day; noon in UTC is that day everywhere the portal is used. */
const noon = (on: string): Date => new Date(`${on.length === 7 ? `${on}-01` : on}T12:00:00Z`);

function nextDay(on: string): string {
  const day = noon(on);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}
