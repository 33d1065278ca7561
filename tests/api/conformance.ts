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
    const parsed = media.schema.safeParse(JSON.parse(text));
    if (!parsed.success) {
      throw new Error(
        `${method} ${route.path} ${response.status} does not have its declared shape: ${z.prettifyError(parsed.error)}`,
      );
    }
  }
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
      const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
      return [{ method: method.toUpperCase(), path, pattern, responses: responses as Route['responses'] }];
    })
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length);
  known.set(app, routes);
  return routes;
}
