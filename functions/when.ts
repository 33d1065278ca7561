/** Days and moments in the sentences of the interface: as the portal writes them, in Beijing time. */
import type { IsoDate, Lang } from '#rules/engine/types.ts';

export const dayIn = (on: IsoDate, lang: Lang): string =>
  lang === 'zh' ? on : englishDay.format(new Date(`${on}T00:00:00Z`));

/** To the minute. */
export function momentIn(at: string, lang: Lang): string {
  const beijing = new Date(Date.parse(at) + BEIJING_MS).toISOString();
  return `${dayIn(beijing.slice(0, 10), lang)} ${beijing.slice(11, 16)}`;
}
const BEIJING_MS = 8 * 3600 * 1000;

const englishDay = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
