/** What every request gets first: an id, a language, headers that keep browsers from guessing, a line in the log. */
import { createHash } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';
import { parseAccept } from 'hono/utils/accept';
import type { Lang } from '#rules/engine/types.ts';
import { languageTag } from '#functions/problem.ts';
import type { Deps } from '../deps.ts';
import type { ApiContext, ApiEnv } from '../env.ts';
import { routeOf } from './route.ts';

/** Ids from outside are taken where they are plain, so that one request can be followed through several services. */
const SANE_ID = /^[\w-]{8,64}$/;

export const identify = ({ newId }: Deps) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const sent = c.req.header('x-request-id') ?? '';
    const requestId = SANE_ID.test(sent) ? sent : newId();
    c.set('requestId', requestId);
    c.set('lang', langOf(c));
    c.set('principal', null);
    c.header('x-request-id', requestId);
    c.header('vary', 'accept-language, authorization');
    await next();
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
    if (!c.res.headers.has('content-language')) c.header('content-language', languageTag(c.var.lang));
  });

/** `lang=en` in the query, else what the browser prefers, else Chinese. */
function langOf(c: ApiContext): Lang {
  const asked = c.req.query('lang');
  if (asked === 'zh' || asked === 'en') return asked;
  const preferred = parseAccept(c.req.header('accept-language') ?? '')
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ type }) => type.slice(0, 2).toLowerCase())
    .find((code) => code === 'zh' || code === 'en');
  return preferred === 'en' ? 'en' : 'zh';
}

/** An API sends nothing to be run, framed or guessed at. */
export const headers = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  strictTransportSecurity: 'max-age=31536000; includeSubDomains',
  xFrameOptions: 'DENY',
  crossOriginResourcePolicy: 'same-site',
});

/** One line per request; it holds the route's pattern and a hash of the subject, no figure and no firm. */
export const logged = ({ log, now }: Deps) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const started = now().getTime();
    await next();
    const { principal, requestId } = c.var;
    log.info('request', {
      requestId,
      method: c.req.method,
      route: routeOf(c)?.path ?? '(none)',
      status: c.res.status,
      ms: now().getTime() - started,
      ...(principal === null ? {} : { subject: hashOf(principal.subject) }),
    });
  });

const hashOf = (subject: string): string => createHash('sha256').update(subject).digest('base64url').slice(0, 16);
