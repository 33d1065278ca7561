/** Every route is declared here: who may use it, what it takes, every answer it gives. */
import { createRoute, z, type RouteConfig } from '@hono/zod-openapi';
import { needsTarget, ruleOf, type Right } from '#functions/identity/rights.ts';
import { PROBLEMS, type ProblemKind, type ProblemStatus } from '#functions/problem.ts';
import type { Lang } from '#rules/engine/types.ts';
import { Problem } from './problem.ts';
import { idempotencyHeader } from './idempotency.ts';
import type { LimitClass } from './limiter.ts';

/** Who may use a route. Rights that depend on an object name the parameter that holds it, or leave it to the handler. */
export interface Access {
  readonly right: Right;
  /** The path parameter with the firm's unified social credit code (统一社会信用代码). */
  readonly firm?: string;
  /** The path or query parameter with the district; absent in a request, the person's own is meant. */
  readonly district?: string;
  /** The object is known only once it is read: the handler calls `authorize` itself. */
  readonly byHandler?: true;
}

export interface RouteSpec<P extends string> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: P;
  readonly access: Access;
  readonly tag: string;
  readonly summary: { readonly zh: string; readonly en: string };
  readonly request?: RouteConfig['request'];
  /** Answers other than refusals. */
  readonly responses: RouteConfig['responses'];
  /** Refusals beyond those that its parts bring along: 401, 403, 404 by access; 400, 413, 415, 422 by request; 429, 500. */
  readonly problems?: readonly ProblemKind[];
  /** Which limit counts; by method where absent. */
  readonly limit?: LimitClass;
  /** Most bytes of a body; 256 KB where absent. */
  readonly bodyLimit?: number;
  /** What whoever sends more is told. */
  readonly tooLarge?: Readonly<Record<Lang, string>>;
  /** The answer rests on the address, the language, the day and the catalogue alone. */
  readonly remember?: true;
}

/** What the middleware knows of a route. */
export interface RouteMeta {
  readonly access: Access;
  readonly limit: LimitClass;
  readonly bodyLimit: number;
  readonly tooLarge?: Readonly<Record<Lang, string>> | undefined;
  /** Whether it takes a body at all: how one is written that nobody reads does not matter. */
  readonly takesBody: boolean;
  readonly remember: boolean;
  /** How an Idempotency-Key is heeded; absent where nothing is changed. */
  readonly once?: Once | undefined;
}
/** The route keeps its answer with its effect, or leaves that to the middleware. */
type Once = 'own' | 'claimed';

export const BODY_LIMIT = 256 * 1024;

/** A route for `app.openapi(route, handler)`; the handler may answer with any of the responses or with `refuse(…)`. */
export function defineRoute<P extends string, const R extends RouteSpec<P>>(spec: R & { readonly path: P }) {
  const { method, path, access, tag, summary, responses } = spec;
  const rule = ruleOf(access.right);
  if (needsTarget(access.right) && !(access.firm ?? access.district ?? access.byHandler)) {
    throw new Error(`${method} ${path}: ${access.right} depends on an object, and the route does not say on which.`);
  }
  const once = onceOf(spec);
  const request = once === 'claimed' ? withKey(spec.request) : spec.request;
  const meta: RouteMeta = {
    access,
    limit: spec.limit ?? (method === 'get' ? 'read' : 'write'),
    bodyLimit: spec.bodyLimit ?? BODY_LIMIT,
    tooLarge: spec.tooLarge,
    takesBody: request?.body !== undefined,
    remember: spec.remember === true,
    once,
  };
  const route = createRoute({
    method,
    path,
    tags: [tag],
    operationId: operationId(method, path),
    summary: summary.zh,
    ...(request === undefined ? {} : { request }),
    responses: { ...responses, ...problemResponses(problemsOf(spec, once)) },
    security: rule.by === 'everyone' ? [{}, { bearer: [] }] : [{ bearer: [] }],
    'x-summary': summary,
    'x-access': { ...access, by: rule.by, hidden: rule.hidden === true },
    [META]: meta,
  });
  // The refusals are declared for the type's sake all together; the document names those that can happen.
  return route as unknown as Declared<R>;
}

/** The middleware's part of a route's definition; left out of the document. */
export const metaOf = (route: object): RouteMeta | undefined =>
  META in route ? (route[META] as RouteMeta) : undefined;
const META = Symbol('meta');

/** A JSON answer. */
export const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
/** A JSON body that must be there. */
export const jsonBody = <S extends z.ZodType>(schema: S) => ({
  body: { required: true as const, content: { 'application/json': { schema } } },
});

type ProblemResponses = {
  [S in ProblemStatus]: { description: string; content: { 'application/problem+json': { schema: typeof Problem } } };
};
type Declared<R extends RouteSpec<string>> = {
  method: R['method'];
  path: R['path'];
  responses: R['responses'] & ProblemResponses;
} & (R extends { readonly request: infer Q extends NonNullable<RouteConfig['request']> } ? { request: Q } : object);

/** Whatever changes something can be asked under a key, by everyone who says who they are. */
function onceOf({ method, access, request }: RouteSpec<string>): Once | undefined {
  if (request?.headers instanceof z.ZodObject && 'idempotency-key' in request.headers.shape) return 'own';
  return method === 'get' || ruleOf(access.right).by === 'everyone' ? undefined : 'claimed';
}

function withKey(request: RouteConfig['request']): NonNullable<RouteConfig['request']> {
  const headers = request?.headers instanceof z.ZodObject ? request.headers : z.object({});
  return { ...request, headers: headers.extend(idempotencyHeader.partial().shape) };
}

function problemsOf({ access, request, problems = [] }: RouteSpec<string>, once: Once | undefined): ProblemKind[] {
  const { by, hidden } = ruleOf(access.right);
  return [
    ...problems,
    'invalid-token',
    'too-many-requests',
    'internal',
    'unavailable',
    ...(by === 'everyone' ? [] : (['unauthenticated', 'forbidden'] as const)),
    ...(hidden ? (['not-found'] as const) : []),
    ...((request ?? once) ? (['invalid-request'] as const) : []),
    ...(once === 'claimed' ? (['idempotency-mismatch'] as const) : []),
    ...(request?.body ? (['invalid-json', 'too-large', 'unsupported-media-type'] as const) : []),
  ];
}

function problemResponses(kinds: readonly ProblemKind[]) {
  const byStatus = new Map<number, string[]>();
  for (const kind of new Set(kinds)) {
    const { status } = PROBLEMS[kind];
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${kind}\` ${PROBLEMS[kind].en}`]);
  }
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, lines]) => [
        status,
        { description: lines.join('; '), content: { 'application/problem+json': { schema: Problem } } },
      ]),
  );
}

/** `get /v1/measures/{id}/versions` → `getMeasuresByIdVersions`. */
const operationId = (method: string, path: string): string =>
  method +
  path
    .replace(/^\/v1/, '')
    .split(/[/.-]/)
    .filter(Boolean)
    .map((part) => part.replace(/^\{(.*)\}$/, 'by-$1'))
    .flatMap((part) => part.split('-'))
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
