/** What operators see and do: the service, the re-match, overdue questions, who looks after which firms. */
import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { day } from '#lib/format.ts';
import { pathIn } from '#lib/lang.ts';
import { importWords } from '#lib/wording/rooms/import.ts';
import { operateWords } from '#lib/wording/rooms/operate.ts';
import type { Lang } from '#rules/engine/types.ts';
import { ask } from './api.server.ts';
import { firmPath, moment } from './api-firm.server.ts';
import { isLate } from './api-requests.server.ts';
import { change, type Done, read, readIfAny } from './api-session.server.ts';
import { Anything, type Request, Requests } from './api-shapes.ts';
import { HandOver, Health, Managers, RematchRun } from './api-shapes-audit.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

export const operatePages = (lang: Lang) => [
  { href: pathIn(lang, '/operate'), name: operateWords[lang].title },
  { href: pathIn(lang, '/operate/managers'), name: operateWords[lang].managers },
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

/** So many managers a district is thought to have at most. */
const MOST_MANAGERS = 100;

export async function knownManagers(event: Event, lang: Lang) {
  const { districts, noDistrict } = operateWords[lang];
  const { items } = await read(event, Managers, `/v1/managers?limit=${MOST_MANAGERS}`);
  return items.map(({ subject, name, district }) => ({
    id: subject,
    name,
    district: district === null ? noDistrict : (districts[district] ?? district),
  }));
}

/** Makes a manager look after a firm, or no longer. */
export const setManager = (
  event: Event,
  act: 'assign' | 'withdraw',
  uscc: string,
  subject: string,
): Promise<Done<unknown>> =>
  change(event, Anything, `${firmPath(uscc)}/managers/${encodeURIComponent(subject)}`, {
    method: act === 'assign' ? 'PUT' : 'DELETE',
  });

/** A portfolio of hundreds takes several goes, each with the same key. */
const MOST_GOES = 20;
const PATIENCE_MS = 60_000;

/** Hands over all that a manager looks after; says how many firms. */
export async function handOver(
  event: Event,
  key: string,
  body: { readonly from: string; readonly to: string },
): Promise<Done<z.infer<typeof HandOver>>> {
  const go = () =>
    change(event, HandOver, '/v1/portfolio/hand-over', {
      method: 'POST',
      headers: { 'idempotency-key': key },
      body,
      patienceMs: PATIENCE_MS,
    });
  let done = await go();
  for (let goes = 1; done.ok && done.body.state === 'running' && goes < MOST_GOES; goes += 1) done = await go();
  return done;
}
