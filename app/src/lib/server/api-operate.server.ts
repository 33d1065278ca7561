/** What operators see: the service, the re-match, overdue questions. */
import type { RequestEvent } from '@sveltejs/kit';
import { day } from '#lib/format.ts';
import { pathIn } from '#lib/lang.ts';
import { importWords } from '#lib/wording/rooms/import.ts';
import { assignWords } from '#lib/wording/rooms/assign.ts';
import { operateWords } from '#lib/wording/rooms/operate.ts';
import type { Lang } from '#rules/engine/types.ts';
import { ask } from './api.server.ts';
import { moment } from './api-firm.server.ts';
import { isLate } from './api-requests.server.ts';
import { read, readIfAny } from './api-session.server.ts';
import { type Request, Requests } from './api-shapes.ts';
import { Health, RematchRun } from './api-shapes-audit.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

export const operatePages = (lang: Lang) => [
  { href: pathIn(lang, '/operate'), name: operateWords[lang].title },
  { href: pathIn(lang, '/operate/managers'), name: assignWords[lang].title },
  { href: pathIn(lang, '/portfolio/imports'), name: importWords[lang].title },
];

/** What the interface says of itself; null where it does not answer, or says that its store cannot be reached. */
export async function healthOf({ fetch }: Pick<Event, 'fetch'>, lang: Lang) {
  const answer = await ask(fetch, '/v1/health', lang);
  if (!answer?.ok) return null;
  const { hash, measures, checked } = Health.parse(answer.body).catalogue;
  return { hash: hash.slice(0, 12), measures, checked: day(checked, lang) };
}

/** The re-match begun last; null where there was none. */
export async function latestRun(event: Event, lang: Lang) {
  const run = await readIfAny(event, RematchRun, '/v1/rematch/runs/latest');
  if (!run) return null;
  const words = operateWords[lang];
  return {
    ...run,
    cause: words.causes[run.cause] ?? run.cause,
    state: words.states[run.state] ?? run.state,
    asOf: day(run.asOf, lang),
    startedAt: moment(run.startedAt, lang),
    finishedAt: run.finishedAt === null ? null : moment(run.finishedAt, lang),
  };
}

const MOST_LISTED = 50;

/** A question as whoever may not read it sees it. */
export const requestRow = ({ id, uscc, manager, clock, labels }: Request, lang: Lang) => ({
  id,
  uscc,
  manager: manager?.name ?? null,
  due: clock.dueAt === null ? clock.words : moment(clock.dueAt, lang),
  late: isLate(clock.dueAt),
  state: labels.state,
  urgency: labels.urgency,
});

/** The questions that are overdue, those due first before the others. */
export async function overdueRequests(event: Event, lang: Lang) {
  const { items, next } = await read(event, Requests, `/v1/requests/overdue?limit=${MOST_LISTED}`);
  return {
    more: next !== null,
    // All of them are late, which the heading says once.
    rows: items.map((item) => ({ ...requestRow(item, lang), late: false })),
  };
}
