/** A service manager’s firms × measures. */
import type { RequestEvent } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { noticeWords } from '#lib/wording/rooms/notices.ts';
import { managerWords } from '#lib/wording/rooms/manager.ts';
import type { Lang, Texts } from '#rules/engine/types.ts';
import type { z } from 'zod';
import { isPossible, mayBeOpen } from '#lib/portfolio.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { read } from './api-session.server.ts';
import { Portfolio } from './api-shapes.ts';
import { rules, texts } from './catalogue.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;
export type Held = z.infer<typeof Portfolio>['items'][number];

/** What most firms of a district are asked about; others can be chosen on the page. */
export const CORE = ['cn-tech-sme', 'cn-hnte', 'cn-innovative-sme', 'cn-srdi-sme', 'cn-little-giant', 'cy-fengming'];
export const MOST_MEASURES = 8;

const PAGE = 100;
/** More are not laid out beside one another: who has more looks for them by name. */
export const MOST_FIRMS = 1000;

/** The firms with the verdicts of these measures as of today, as many as are laid out. */
export const portfolioOf = async (event: Event, measures: readonly string[]): Promise<readonly Held[]> =>
  (await firmsOf(event, { measures })).firms;

interface Asked {
  readonly measures: readonly string[];
  /** Certificates that run out within so many days are shown. */
  readonly ending?: number;
  /** Only firms with this in their name or code. */
  readonly search?: string;
}

/** The same of what is asked; and whether there are more. */
export async function firmsOf(
  event: Event,
  { measures, ending, search = '' }: Asked,
): Promise<{ readonly firms: readonly Held[]; readonly more: boolean }> {
  const held: Held[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams([
      ['limit', String(PAGE)],
      ...(search === '' ? [] : [['q', search]]),
      ...(ending === undefined ? [] : [['ending', String(ending)]]),
      ...measures.map((measure) => ['measure', measure]),
      ...(cursor === null ? [] : [['cursor', cursor]]),
    ]);
    const found: z.infer<typeof Portfolio> = await read(event, Portfolio, `/v1/portfolio?${query.toString()}`);
    held.push(...found.items);
    cursor = found.next;
  } while (cursor !== null && held.length < MOST_FIRMS);
  return { firms: held.slice(0, MOST_FIRMS), more: cursor !== null || held.length > MOST_FIRMS };
}

/** The interface judges by so many measures at once. */
const AT_ONCE = 50;

/** The measures about which some of the firms can do something today, with how many: first what has to be applied for. */
export async function possibleOf(event: Event, lang: Lang) {
  const [{ measures }, { measures: words }] = await Promise.all([rules(), texts(lang)]);
  const today = todayInBeijing(new Date());
  const open = measures.filter((one) => mayBeOpen(one, today) && asksForPapers(words, one.id)).map(({ id }) => id);
  const counts = new Map<string, { readonly firms: number; readonly window: string }>();
  for (let at = 0; at < open.length; at += AT_ONCE) {
    for (const { today } of await portfolioOf(event, open.slice(at, at + AT_ONCE))) {
      for (const found of today) {
        const { measure, availability: window } = found;
        if (isPossible(cellOf(found))) counts.set(measure, { firms: (counts.get(measure)?.firms ?? 0) + 1, window });
      }
    }
  }
  return [...counts]
    .sort(([, a], [, b]) => Number(isSelfAssessed(a)) - Number(isSelfAssessed(b)) || b.firms - a.firms)
    .map(([id, one]) => ({ id, ...one, name: words[id]?.name ?? id }));
}

const isSelfAssessed = ({ window }: { readonly window: string }): boolean => window === 'automatic';

/** What is simply there for everybody, such as a telephone number, is nothing to do. */
const asksForPapers = (words: Texts['measures'], id: string): boolean => (words[id]?.evidence ?? []).length > 0;

/** A finding as the table shows it: nearly there is a verdict of its own. */
export const cellOf = ({ verdict, near, availability: window, held, heldUntil }: Held['today'][number]) => ({
  verdict: near && verdict === 'ineligible' ? ('near' as const) : verdict,
  window,
  held,
  heldUntil,
});

export const managerPages = (lang: Lang) => [
  { href: pathIn(lang, '/portfolio'), name: managerWords[lang].portfolio },
  { href: pathIn(lang, '/portfolio/requests'), name: managerWords[lang].requests },
  { href: pathIn(lang, '/portfolio/imports'), name: managerWords[lang].imports },
  { href: pathIn(lang, '/account/notices'), name: noticeWords[lang].title },
];
