/** Files to and from the interface, as a signed-in person. */
import { API_ORIGIN } from '$app/env/private';
import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { langOf } from '#lib/lang.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import { accessOf } from './session.server.ts';
import { signInPath } from './session-guard.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

/** What the interface answers to this request, as it comes; with the page that says why not where it refuses. */
export async function passed(event: Event, path: string, signal?: AbortSignal): Promise<Response> {
  const { session } = event.locals;
  const access = session ? await accessOf(session) : null;
  if (access === null) redirect(303, signInPath(event.url));
  const answer = await event
    .fetch(`${API_ORIGIN}${path}`, {
      headers: { authorization: `Bearer ${access}`, 'accept-language': langOf(event.url) },
      ...(signal === undefined ? {} : { signal }),
    })
    .catch(() => null);
  const words = roomWords[langOf(event.url)];
  if (!answer) error(503, words.unavailable);
  if (!answer.ok) error(answer.status === 404 ? 404 : 503, answer.status === 404 ? words.gone : words.unavailable);
  return answer;
}

/** The same as a file to keep under this name. */
export async function download(event: Event, path: string, name: string): Promise<Response> {
  const answer = await passed(event, path);
  return new Response(answer.body, {
    headers: {
      'content-type': answer.headers.get('content-type') ?? 'application/octet-stream',
      'content-disposition': `attachment; filename="${name}"`,
    },
  });
}
