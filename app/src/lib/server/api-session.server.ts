/** The interface as a signed-in person asks it: with their token, and with refusals a page can show. */
import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { langOf } from '#lib/lang.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import type { Lang } from '#rules/engine/types.ts';
import { ask, type Answer, type FaultsAt } from './api.server.ts';
import { accessOf } from './session.server.ts';
import { signInPath } from './session-guard.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;
type Request = NonNullable<Parameters<typeof ask>[3]>;

/** What was asked for, or the page that says why not: missing, refused, out of order. */
export async function read<S extends z.ZodType>(event: Event, shape: S, path: string): Promise<z.infer<S>> {
  return (await readTagged(event, shape, path)).body;
}

/** The same with the tag of its version, to change it by. */
export async function readTagged<S extends z.ZodType>(
  event: Event,
  shape: S,
  path: string,
): Promise<{ readonly body: z.infer<S>; readonly etag: string }> {
  const said = await answered(event, path, {});
  if (said.ok) return { body: shape.parse(said.body), etag: said.etag ?? '' };
  const words = roomWords[langOf(event.url)];
  // What an address names wrongly is not there either.
  if ([403, 404, 422].includes(said.status)) error(404, words.gone);
  error(said.status >= 500 ? 503 : said.status, said.problem ?? words.unavailable);
}

/** The same, but null where there is nothing. */
export async function readIfAny<S extends z.ZodType>(event: Event, shape: S, path: string): Promise<z.infer<S> | null> {
  const said = await answered(event, path, {});
  if (!said.ok && said.status === 404) return null;
  if (said.ok) return shape.parse(said.body);
  error(said.status >= 500 ? 503 : said.status, said.problem ?? roomWords[langOf(event.url)].unavailable);
}

/** What a form says after it was sent. */
export interface Refused {
  readonly status: number;
  readonly problem: string;
  readonly faults: readonly string[];
  readonly faultsAt: FaultsAt;
}
export type Done<T> = { readonly ok: true; readonly body: T } | { readonly ok: false; readonly refused: Refused };

/** The refusal with each fault after what the page calls its field: `labels` by the place in the request, list items together. */
export function named(refused: Refused, labels: Readonly<Record<string, string>>, lang: Lang): Refused {
  const faults = Object.entries(refused.faultsAt).map(([at, message]) => {
    const label = labels[at] ?? labels[at.replace(/\.\d+$/, '')];
    return label === undefined ? message : `${label}${roomWords[lang].colon}${message}`;
  });
  return faults.length === 0 ? refused : { ...refused, problem: roomWords[lang].mend, faults };
}

/** Changes something; a refusal comes back to be shown beside what was typed. */
export async function change<S extends z.ZodType>(
  event: Event,
  shape: S,
  path: string,
  request: Request,
): Promise<Done<z.infer<S>>> {
  const said = await answered(event, path, request);
  if (said.ok) return { ok: true, body: shape.parse(said.body) };
  const problem = (said.status < 500 ? said.problem : null) ?? roomWords[langOf(event.url)].unavailable;
  return { ok: false, refused: { status: said.status, problem, faults: said.faults, faultsAt: said.faultsAt } };
}

/** As the interface's `If-Match` names it. */
export const ifVersion = (version: string | number): Readonly<Record<string, string>> => ({
  'if-match': `"v${version}"`,
});

/** A whole portfolio or a district's counts may take a while on a busy machine. */
const PATIENCE_MS = 15_000;

async function answered(event: Event, path: string, request: Request): Promise<Answer> {
  const { session } = event.locals;
  const access = session ? await accessOf(session) : null;
  if (access === null) redirect(303, signInPath(event.url));
  const headers = { ...request.headers, authorization: `Bearer ${access}` };
  const answer = await ask(event.fetch, path, langOf(event.url), { patienceMs: PATIENCE_MS, ...request, headers });
  if (answer === null) return { ok: false, status: 503, problem: null, faults: [], faultsAt: {} };
  if (!answer.ok && answer.status === 401) redirect(303, signInPath(event.url));
  return answer;
}
