/**
 * Answers that rest on nothing but the address, the language, the day and the catalogue are made once and sent again,
 * until the catalogue changes.
 */
import { createMiddleware } from 'hono/factory';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Deps, LoadedCatalogue } from '../deps.ts';
import type { ApiEnv } from '../env.ts';
import { isUnchanged } from '../version.ts';
import { metaFor, type Routes } from './guard.ts';

interface Answer {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}
interface Kept {
  /** In the order in which they were last asked for. */
  readonly answers: Map<string, Answer>;
  bytes: number;
}

/** So much is kept of a catalogue; what has not been asked for longest goes first. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Longer addresses are somebody's own. */
const LONGEST_ADDRESS = 300;
const HEADERS = ['content-type', 'content-disposition', 'cache-control', 'etag'] as const;

export const remembered = ({ catalogue, now }: Deps, routes: Routes) => {
  const kept = new WeakMap<LoadedCatalogue, Kept>();
  return createMiddleware<ApiEnv>(async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const address = pathname + search;
    if (metaFor(c, routes)?.remember !== true || address.length > LONGEST_ADDRESS) return next();
    const loaded = catalogue();
    const own = kept.get(loaded) ?? { answers: new Map<string, Answer>(), bytes: 0 };
    kept.set(loaded, own);
    const key = `${c.var.lang} ${todayInBeijing(now())} ${address}`;

    const before = own.answers.get(key);
    if (before) {
      own.answers.delete(key);
      own.answers.set(key, before);
      const { etag, 'cache-control': caching = 'no-store' } = before.headers;
      c.header('cache-control', caching);
      if (etag !== undefined && isUnchanged(c, etag)) return c.body(null, 304);
      return c.body(before.body, 200, before.headers);
    }
    await next();
    if (c.res.status === 200) {
      const body = new Uint8Array(await c.res.clone().arrayBuffer());
      const headers = HEADERS.flatMap((name) => {
        const value = c.res.headers.get(name);
        return value === null ? [] : [[name, value] as const];
      });
      keep(own, key, { body, headers: Object.fromEntries(headers) });
    }
    return undefined;
  });
};

function keep(own: Kept, key: string, answer: Answer): void {
  // Two may have been made at once.
  own.bytes += answer.body.length - (own.answers.get(key)?.body.length ?? 0);
  own.answers.set(key, answer);
  for (const [oldest, { body }] of own.answers) {
    if (own.bytes <= MOST_BYTES) return;
    own.answers.delete(oldest);
    own.bytes -= body.length;
  }
}
