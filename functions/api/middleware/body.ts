/** A body is read once, within its route's limit, and JSON is looked at before anything walks it. */
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { isTooDeep } from '#functions/match/body.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { ApiEnv } from '../env.ts';
import { refuse } from '../problem.ts';
import { BODY_LIMIT } from '../route.ts';
import { metaFor, type Routes } from './guard.ts';

export const sized = (routes: Routes) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const { bodyLimit: maxSize = BODY_LIMIT, tooLarge, takesBody } = metaFor(c, routes) ?? {};
    // What no route reads need not be measured.
    if (takesBody !== true) return next();
    // Most say how long they are, and need not be opened for it.
    const length = c.req.header('transfer-encoding') === undefined ? Number(c.req.header('content-length')) : NaN;
    if (length <= maxSize) return next();
    const detail = tooLarge?.[c.var.lang] ?? AT_MOST[c.var.lang](Math.round(maxSize / 1024));
    return bodyLimit({ maxSize, onError: () => refuse(c, 'too-large', { detail }) })(c, next);
  });

const AT_MOST: Readonly<Record<Lang, (kilobytes: number) => string>> = {
  zh: (kilobytes) => `最多 ${kilobytes} KB。`,
  en: (kilobytes) => `At most ${kilobytes} KB.`,
};

export const decoded = (routes: Routes) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    if (metaFor(c, routes)?.takesBody !== true) return next();
    const [type = '', ...parameters] = (c.req.header('content-type') ?? '').toLowerCase().split(';');
    const charset = parameters.map((each) => each.trim()).find((each) => each.startsWith('charset='));
    const plain = (c.req.header('content-encoding') ?? 'identity') === 'identity';
    if (!plain || (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)))
      return refuse(c, 'unsupported-media-type');
    if (/^application\/([a-z.-]+\+)?json$/.test(type.trim())) {
      try {
        const text = new TextDecoder('utf-8', { fatal: true }).decode(await c.req.arrayBuffer());
        if (isTooDeep(text)) return refuse(c, 'invalid-json');
        // Whoever reads the body next gets this text; the framework keeps promises, whatever its types say.
        Object.assign(c.req.bodyCache, { text: Promise.resolve(text) });
      } catch {
        return refuse(c, 'invalid-json');
      }
    }
    return next();
  });
