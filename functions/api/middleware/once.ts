/**
 * A request that is repeated under its Idempotency-Key changes nothing twice (幂等) and gets the first one's answer,
 * however soon it is repeated and whichever instance it reaches. Routes that keep their answer in the transaction of
 * its effect are asked again; for all others the key is claimed before the effect and the answer kept after it.
 */
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import type { NewItem, Store } from '#functions/store/port.ts';
import type { Deps } from '../deps.ts';
import type { ApiContext, ApiEnv } from '../env.ts';
import { IDEMPOTENCY_KEY, onceKey } from '../idempotency.ts';
import { refuse } from '../problem.ts';
import { seal, unseal } from '../sealed.ts';
import { metaFor, type Routes } from './guard.ts';

/** Sends a request through the whole API. */
type Again = (request: Request, env: ApiEnv['Bindings']) => Response | Promise<Response>;

export const once = (deps: Deps, routes: Routes, again: Again) => {
  const running = new Map<string, Promise<void>>();
  /** By their surroundings: middleware may put another request in the place of one. */
  const repeats = new WeakSet<object>();
  return createMiddleware<ApiEnv>(async (c, next) => {
    const key = c.req.header('idempotency-key');
    const kind = metaFor(c, routes)?.once;
    if (key === undefined || kind === undefined || !IDEMPOTENCY_KEY.test(key)) return next();
    if (repeats.has(c.env)) return next();
    const subject = c.var.principal?.subject ?? 'anonymous';
    if (kind === 'claimed') return claimed(c, deps, { subject, key }, next);
    await oneAtATime(running, `${subject} ${key}`, async () => {
      await next();
      if (!CONFLICTS.has(c.res.status) || !(await deps.store.get(onceKey(subject, key)))) return;
      // Another instance was faster with the same request: now its answer is there.
      const surroundings = { ...c.env };
      repeats.add(surroundings);
      const answer = await again(await copyOf(c), surroundings);
      // Headers of the refusal would be added to those of the answer.
      c.res = undefined;
      c.res = answer;
    });
    return undefined;
  });
};

const CONFLICTS: ReadonlySet<number> = new Set([409, 412]);

/** Who comes while another is at work under the same name waits for it. */
async function oneAtATime(running: Map<string, Promise<void>>, name: string, work: () => Promise<void>): Promise<void> {
  for (let other = running.get(name); other; other = running.get(name)) await other;
  const done = work();
  running.set(
    name,
    done.catch(() => undefined),
  );
  try {
    await done;
  } finally {
    running.delete(name);
  }
}

async function copyOf(c: ApiContext): Promise<Request> {
  const headers = new Headers(c.req.header());
  headers.set('x-request-id', c.var.requestId);
  return new Request(c.req.url, { method: c.req.method, headers, body: await c.req.text() });
}

// ---- Keys that are claimed ---------------------------------------------------------------

/** An answer is kept so long; whoever has lost one asks again within minutes. */
const KEPT_SECONDS = 24 * 3600;
/** A claim whose holder died is void after this. */
const CLAIM_SECONDS = 120;
const LOOK_AGAIN_MS = 25;
const PATIENCE_MS = 5_000;
/** A longer answer is not kept: the request may then be made anew. */
const LONGEST_ANSWER = 200 * 1024;
const HEADERS = ['content-type', 'content-language', 'etag', 'location'] as const;

interface Caller {
  readonly subject: string;
  readonly key: string;
}

const Kept = z.object({ hash: z.string(), sealed: z.string().optional() });
const STATUSES = [200, 201, 202, 204] as const;
const Answer = z.object({ status: z.literal(STATUSES), headers: z.record(z.string(), z.string()), body: z.string() });

async function claimed(
  c: ApiContext,
  { store, now, cursorKey }: Deps,
  { subject, key }: Caller,
  next: () => Promise<void>,
): Promise<Response | undefined> {
  // Only who sends the key again can open what is kept under its hash.
  const at = { pk: `ONCE#${subject}`, sk: `claimed ${createHash('sha256').update(key).digest('base64url')}` };
  const hash = await hashOf(c);
  const put = (seconds: number, sealed?: string) => ({
    ...at,
    body: { hash, ...(sealed === undefined ? {} : { sealed }) },
    expiresAt: Math.floor(now().getTime() / 1000) + seconds,
  });

  const before = await claim(store, put(CLAIM_SECONDS));
  if (before === 'busy') return refuse(c, 'unavailable', { headers: { 'retry-after': '5' } });
  if (before !== 'mine') {
    if (before.hash !== hash) return refuse(c, 'idempotency-mismatch');
    return answerFrom(c, unseal(before.sealed, key, cursorKey));
  }
  await next();
  const answer = c.res.status < 400 ? await textOf(c.res) : undefined;
  await store.write([
    answer === undefined || answer.length > LONGEST_ANSWER
      ? { delete: at }
      : { put: put(KEPT_SECONDS, seal(answer, key, cursorKey)) },
  ]);
  return undefined;
}

/** `mine`: go on; `busy`: whoever holds it takes too long; else what is kept. */
async function claim(
  store: Store,
  put: NewItem,
): Promise<'mine' | 'busy' | { readonly hash: string; readonly sealed: string }> {
  for (let waited = 0; waited <= PATIENCE_MS; waited += LOOK_AGAIN_MS) {
    const item = await store.get(put);
    if (!item && (await store.write([{ put, if: 'absent' }])).ok) return 'mine';
    const { hash, sealed } = item ? Kept.parse(item.body) : {};
    if (hash !== undefined && (sealed !== undefined || hash !== put.body.hash)) return { hash, sealed: sealed ?? '' };
    await setTimeout(LOOK_AGAIN_MS);
  }
  return 'busy';
}

async function textOf(answer: Response): Promise<string> {
  const headers = Object.fromEntries(
    HEADERS.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  return JSON.stringify({ status: answer.status, headers, body: await answer.clone().text() });
}

function answerFrom(c: ApiContext, text: string): Response {
  const { status, headers, body } = Answer.parse(JSON.parse(text));
  return c.newResponse(body === '' ? null : body, status, headers);
}

/** What makes a request the same. */
async function hashOf(c: ApiContext): Promise<string> {
  const { pathname, search } = new URL(c.req.url);
  const isForm = (c.req.header('content-type') ?? '').startsWith('multipart/');
  const body = isForm ? await formOf(c) : await c.req.text();
  const parts = [c.req.method, pathname + search, c.req.header('if-match') ?? '', body];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** What a form says: its bytes differ each time it is sent, by the boundary between its fields. */
async function formOf(c: ApiContext): Promise<readonly unknown[]> {
  // What cannot be read is refused by the route.
  const form = await c.req.formData().catch(() => new FormData());
  return Promise.all(
    [...form].map(async ([name, value]) =>
      typeof value === 'string' ? [name, value] : [name, value.name, sha256(await value.bytes())],
    ),
  );
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');
