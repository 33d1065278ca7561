/** What every request gets first: an id, a language, headers that keep browsers from guessing, a line in the log. */
import { createHash } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';
import { languageTag } from '#functions/problem.ts';
import { langAsked, requestIdOf } from '#functions/request.ts';
import type { Deps } from '../deps.ts';
import { addressOf, type ApiEnv } from '../env.ts';
import { STYLE_HASH } from '../openapi/page.ts';
import { routeOf } from './route.ts';

export const identify = ({ newId, ...deps }: Deps) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const requestId = requestIdOf(c.req.header('x-request-id'), newId);
    c.set('requestId', requestId);
    c.set('lang', langAsked(c.req.query('lang'), c.req.header('accept-language')));
    c.set('principal', null);
    c.set('address', addressOf(c, deps));
    c.header('x-request-id', requestId);
    c.header('vary', 'accept-language, authorization');
    await next();
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
    if (!c.res.headers.has('content-language')) c.res.headers.set('content-language', languageTag(c.var.lang));
  });

/** The one page among the answers. */
export const DOCS = '/v1/docs';

const headersWith = (styles: readonly string[]) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      ...(styles.length === 0 ? {} : { styleSrc: [...styles] }),
    },
    strictTransportSecurity: 'max-age=31536000; includeSubDomains',
    xFrameOptions: 'DENY',
    crossOriginResourcePolicy: 'same-site',
  });
const ofAnswers = headersWith([]);
const ofPage = headersWith([STYLE_HASH]);

/** An API sends nothing to be run, framed or guessed at; its page has a style of its own. */
export const headers = createMiddleware<ApiEnv>((c, next) => (c.req.path === DOCS ? ofPage : ofAnswers)(c, next));

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
