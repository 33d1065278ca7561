/** Notices as the rooms show them. */
import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { pathIn } from '#lib/lang.ts';
import type { Lang } from '#rules/engine/types.ts';
import { moment } from './api-firm.server.ts';
import { change, read } from './api-session.server.ts';
import { Anything, FIRM_QUESTIONS, Notices } from './api-shapes.ts';
import { linked, soonestFirst, unnamed } from './notice-parts.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;
type Notice = z.infer<typeof Notices>['items'][number];

const NEWS = 50;
/** What is told of several firms alike stands once, above their names. */
const TOGETHER = ['certificate-expires', 'firm-assigned'];

/**
 * What a manager was told and has not dealt with: first what speaks of a day, the soonest first, then the newest;
 * certificates that run out on one day together, and so firms newly assigned.
 */
export async function newsOf(event: Event, lang: Lang) {
  const { items, unread } = await read(event, Notices, `/v1/notices?unread=true&limit=${NEWS}&lang=${lang}`);
  const groups = new Map<string, (typeof items)[number][]>();
  for (const one of items) {
    const key = TOGETHER.includes(one.kind) ? one.title : one.id;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return {
    unread,
    ids: items.map(({ id }) => id),
    items: [...groups]
      .sort(([, [a]], [, [b]]) => soonestFirst(a, b))
      .flatMap(([key, [first, ...more]]) => {
        if (!first) return [];
        const firms = [first, ...more].flatMap((one) => one.firms);
        const text = TOGETHER.includes(first.kind) ? '' : first.text;
        const question = questionOf(first, lang);
        const on = moment(first.at, lang);
        const parts = linked(text, aboutOf({ firms, measures: first.measures }, '/portfolio', lang));
        return [{ key, on, title: first.title, question, parts, firms: unnamed(text, firms) }];
      }),
  };
}

/** What a notice is about, with the pages; firms have one below `room`, where the reader has such a room. */
export const aboutOf = (
  { firms, measures }: Pick<Notice, 'firms' | 'measures'>,
  room: string | undefined,
  lang: Lang,
): { readonly name: string; readonly href: string | null }[] => [
  ...firms.map(({ uscc, name }) => ({ name, href: room === undefined ? null : pathIn(lang, `${room}/${uscc}`) })),
  ...measures.map(({ id, name }) => ({ name, href: pathIn(lang, `/measures/${id}`) })),
];

/** Where whoever is told reads the question that a notice is about: a manager, or a firm; null for any other notice. */
export function questionOf(
  { kind, firms, object }: Pick<Notice, 'kind' | 'firms' | 'object'>,
  lang: Lang,
): string | null {
  const [firm] = firms;
  if (!kind.startsWith('request-') || !firm || object === null) return null;
  const room = FIRM_QUESTIONS.includes(kind)
    ? `/account/companies/${firm.uscc}/requests`
    : `/portfolio/requests/${firm.uscc}`;
  return pathIn(lang, `${room}/${object}`);
}

/** So many are marked at once. */
const MARKED = 100;

/** Marks these as dealt with; the first refusal ends it. */
export async function markSeen(event: Event, ids: readonly string[]) {
  for (const id of ids.slice(0, MARKED)) {
    const done = await change(event, Anything, `/v1/notices/${encodeURIComponent(id)}/read`, { method: 'POST' });
    if (!done.ok) return done;
  }
  return { ok: true, body: null } as const;
}
