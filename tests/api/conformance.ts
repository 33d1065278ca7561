/** Holds every answer that a test gets against what its route declares: status, media type, shape. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { expect } from 'vitest';
import { z } from 'zod';
import type { ApiEnv } from '#functions/api/env.ts';
import { Problem } from '#functions/api/problem.ts';

type Api = OpenAPIHono<ApiEnv>;

export function expectDeclared(app: Api, method: string, path: string, response: Response, text: string): void {
  const asked = new URL(path, 'http://api').pathname;
  const route = routesOf(app).find((each) => each.pattern.test(asked) && each.method === method.replace('HEAD', 'GET'));
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  if (route === undefined) {
    // No route: the refusals that belong to none.
    expect([401, 404, 405, 429], `${method} ${path}`).toContain(response.status);
    Problem.parse(JSON.parse(text));
    return;
  }
  const declared = route.responses[String(response.status)];
  if (declared === undefined) {
    throw new Error(
      `${method} ${route.path} answered ${response.status}, which it does not declare: ${text.slice(0, 300)}`,
    );
  }
  const media = declared.content?.[type];
  if (declared.content !== undefined && media === undefined) {
    throw new Error(`${method} ${route.path} answered ${response.status} as “${type}”, which it does not declare.`);
  }
  if (text !== '' && media?.schema instanceof z.ZodType && type.endsWith('json')) {
    const given: unknown = JSON.parse(text);
    const parsed = media.schema.safeParse(given);
    const more = parsed.success ? undescribed(given, parsed.data) : [];
    if (more.length > 0) {
      throw new Error(`${method} ${route.path} ${response.status} holds what it does not describe: ${more.join(', ')}`);
    }
    if (!parsed.success) {
      throw new Error(
        `${method} ${route.path} ${response.status} does not have its declared shape: ${z.prettifyError(parsed.error)}`,
      );
    }
  }
}

/** Paths of what an answer holds and its schema leaves out; schemas of answers change nothing else. */
function undescribed(given: unknown, described: unknown, path = ''): string[] {
  if (Array.isArray(given)) {
    const own: readonly unknown[] = Array.isArray(described) ? described : [];
    return [...new Set(given.flatMap((each, index) => undescribed(each, own[index], `${path}[]`)))];
  }
  if (typeof given !== 'object' || given === null) return [];
  const own = new Map<string, unknown>(Object.entries(described ?? {}));
  return Object.entries(given).flatMap(([key, value]: [string, unknown]) =>
    own.has(key) ? undescribed(value, own.get(key), `${path}.${key}`) : [`${path}.${key}`],
  );
}

interface Declared {
  readonly content?: Readonly<Record<string, { readonly schema?: unknown } | undefined>>;
}
interface Route {
  readonly method: string;
  readonly path: string;
  readonly pattern: RegExp;
  readonly responses: Readonly<Record<string, Declared | undefined>>;
}

const known = new WeakMap<Api, readonly Route[]>();

/** Every declared route; those with fewer parameters first, as the router prefers them. */
function routesOf(app: Api): readonly Route[] {
  const before = known.get(app);
  if (before) return before;
  const routes = app.openAPIRegistry.definitions
    .flatMap((definition): Route[] => {
      if (definition.type !== 'route') return [];
      const { method, path, responses } = definition.route;
      return [
        { method: method.toUpperCase(), path, pattern: patternOf(path), responses: responses as Route['responses'] },
      ];
    })
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length);
  known.set(app, routes);
  return routes;
}

const patterns = new Map<string, RegExp>();

function patternOf(path: string): RegExp {
  const pattern = patterns.get(path) ?? new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
  patterns.set(path, pattern);
  return pattern;
}
