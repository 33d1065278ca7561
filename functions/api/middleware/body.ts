/** A body is read once, within its route's limit, and JSON is looked at before anything walks it. */
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { isTooDeep } from '#functions/match/body.ts';
import type { ApiEnv } from '../env.ts';
import { refuse } from '../problem.ts';
import { BODY_LIMIT } from '../route.ts';
import type { Routes } from './guard.ts';
import { routeOf } from './route.ts';

export const sized = (routes: Routes) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const route = routeOf(c);
    const maxSize = (route && routes.get(`${route.method} ${route.path}`)?.bodyLimit) ?? BODY_LIMIT;
    return bodyLimit({ maxSize, onError: () => refuse(c, 'too-large') })(c, next);
  });

export const decoded = createMiddleware<ApiEnv>(async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
  const [type = '', ...parameters] = (c.req.header('content-type') ?? '').toLowerCase().split(';');
  const charset = parameters.map((each) => each.trim()).find((each) => each.startsWith('charset='));
  const plain = (c.req.header('content-encoding') ?? 'identity') === 'identity';
  if (!plain || (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)))
    return refuse(c, 'unsupported-media-type');
  if (/^application\/([a-z.-]+\+)?json$/.test(type.trim())) {
    try {
      // Kept by the request, which hands the same bytes to whoever reads the body next.
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await c.req.arrayBuffer());
      if (isTooDeep(text)) return refuse(c, 'invalid-json');
    } catch {
      return refuse(c, 'invalid-json');
    }
  }
  return next();
});
