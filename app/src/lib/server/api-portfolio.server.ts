/** A service manager’s firms × measures. */
import type { RequestEvent } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { noticeWords } from '#lib/wording/rooms/notices.ts';
import { managerWords } from '#lib/wording/rooms/manager.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { z } from 'zod';
import { read } from './api-session.server.ts';
import { Portfolio } from './api-shapes.ts';

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
  (await firmsOf(event, measures)).firms;

/** The same, of those with `search` in their name or code; and whether there are more. */
export async function firmsOf(
  event: Event,
  measures: readonly string[],
  search = '',
): Promise<{ readonly firms: readonly Held[]; readonly more: boolean }> {
  const held: Held[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams([
      ['limit', String(PAGE)],
      ...(search === '' ? [] : [['q', search]]),
      ...measures.map((measure) => ['measure', measure]),
      ...(cursor === null ? [] : [['cursor', cursor]]),
    ]);
    const found: z.infer<typeof Portfolio> = await read(event, Portfolio, `/v1/portfolio?${query.toString()}`);
    held.push(...found.items);
    cursor = found.next;
  } while (cursor !== null && held.length < MOST_FIRMS);
  return { firms: held.slice(0, MOST_FIRMS), more: cursor !== null || held.length > MOST_FIRMS };
}

export const managerPages = (lang: Lang) => [
  { href: pathIn(lang, '/portfolio'), name: managerWords[lang].portfolio },
  { href: pathIn(lang, '/portfolio/requests'), name: managerWords[lang].requests },
  { href: pathIn(lang, '/portfolio/imports'), name: managerWords[lang].imports },
  { href: pathIn(lang, '/account/notices'), name: noticeWords[lang].title },
];
