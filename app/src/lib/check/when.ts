/** Whether and when a measure can be applied for, in words. */
import { day } from '#lib/format.ts';
import type { Wording } from '#lib/wording/zh.ts';
import { regionName } from '#rules/engine/sets.ts';
import type { Availability, Lang, Measure } from '#rules/engine/types.ts';
import type { Words } from './words.ts';

export function availabilityWords(
  { say, lang, texts }: Words,
  { state, opensOn, closesOn, firstCome, expected, successor, call }: Availability,
  { unofficial }: Measure,
): string {
  const words = say.availability;
  if (unofficial) return words.unofficial;
  switch (state) {
    case 'future':
      return opensOn === null ? words.futureUndated : words.future(day(opensOn, lang));
    case 'lapsed':
      return successor === null ? words.lapsed : words.lapsedFor(texts.measures[successor]?.name ?? successor);
    case 'open':
      if (firstCome) return words.openFirstCome;
      return closesOn === null ? words.open : words.openUntil(day(closesOn, lang));
    case 'upcoming':
      return opensOn === null ? words.unannounced : words.upcoming(day(opensOn, lang));
    case 'unannounced':
      // A call of this year is known: it is the days that nobody stated.
      if (call !== null) return words.undated;
      return expected === null ? words.unannounced : words.expected(expected.year, windowWords(say, lang, expected));
    case 'automatic':
    case 'rolling':
    case 'closed':
    case 'unlisted':
      return words[state];
  }
}

export function windowWords(
  { availability }: Wording,
  lang: Lang,
  { opensOn, closesOn }: { opensOn: string | null; closesOn: string | null },
): string {
  if (opensOn !== null && closesOn !== null) return availability.window(day(opensOn, lang), day(closesOn, lang));
  if (opensOn !== null) return availability.windowFrom(day(opensOn, lang));
  return closesOn === null ? availability.windowUnknown : availability.windowTo(day(closesOn, lang));
}

export const otherCalls = ({ say, lang, texts }: Words, { otherRegions }: Availability): string[] =>
  otherRegions.map(({ region, year, ...window }) =>
    say.availability.otherRegion(regionName(texts, region), year, windowWords(say, lang, window)),
  );
