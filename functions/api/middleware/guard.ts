/** Who is asking, how often, and whether they may: before anything of the request's body is read. */
import { createMiddleware } from 'hono/factory';
import { authorize, holds } from '#functions/identity/rights.ts';
import type { Deps } from '../deps.ts';
import { type ApiContext, type ApiEnv } from '../env.ts';
import { limitHeaders, type LimitClass, type Limiter } from '../limiter.ts';
import { nameOf } from '../log.ts';
import { refuse } from '../problem.ts';
import type { RouteMeta } from '../route.ts';
import { routeOf } from './route.ts';

/** What is known of each route, by `GET /v1/measures/:id`. */
export type Routes = ReadonlyMap<string, RouteMeta>;

export const metaFor = (c: ApiContext, routes: Routes): RouteMeta | undefined => {
  const route = routeOf(c);
  return route && routes.get(`${route.method} ${route.path}`);
};

/** The principal of the token, or nobody where none was sent. A bad token is refused, never taken for nobody. */
export const authenticated = ({ verifyToken, limiter, log }: Deps) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const sent = c.req.header('authorization');
    if (sent === undefined) return next();
    const [, token] = /^Bearer +([\w.~+/-]+=*) *$/i.exec(sent) ?? [];
    try {
      const principal = token === undefined ? null : await verifyToken(token);
      if (principal === null) {
        // Guessing tokens is limited like anything else that nobody asks.
        const headers = { 'www-authenticate': 'Bearer realm="ceyin", error="invalid_token"' };
        return overLimit(limiter, c, callerOf(c), 'read') ?? refuse(c, 'invalid-token', { headers });
      }
      c.set('principal', principal);
    } catch (error) {
      log.error('issuer-unreachable', { requestId: c.var.requestId, error: nameOf(error) });
      return refuse(c, 'unavailable', { headers: { 'retry-after': '10' } });
    }
    return next();
  });

/** At most so many requests of a class per person, or per address where nobody is signed in. */
export const limited = ({ limiter }: Deps, routes: Routes) =>
  createMiddleware<ApiEnv>(
    async (c, next) => overLimit(limiter, c, callerOf(c), metaFor(c, routes)?.limit ?? 'read') ?? next(),
  );

const callerOf = (c: ApiContext): string =>
  c.var.principal === null ? `address ${c.var.address}` : `subject ${c.var.principal.subject}`;

/** Counts the request and tells how many are left; a refusal where none is. */
function overLimit(limiter: Limiter, c: ApiContext, caller: string, limitClass: LimitClass): Response | undefined {
  const taken = limiter.take(caller, limitClass);
  for (const [name, value] of Object.entries(limitHeaders(taken, limitClass))) c.header(name, value);
  return taken.ok
    ? undefined
    : refuse(c, 'too-many-requests', { headers: { 'retry-after': String(taken.resetSeconds) } });
}

/** Deny by default: a route without a declared access answers nobody. */
export const authorised = (deps: Deps, routes: Routes) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const route = routeOf(c);
    if (!route) return next();
    const access = metaFor(c, routes)?.access;
    if (!access) throw new Error(`${route.method} ${route.path} declares no access.`);
    const { principal } = c.var;
    const target = {
      uscc: access.firm === undefined ? undefined : valueOf(c, route.path, access.firm),
      district: access.district === undefined ? undefined : c.req.query(access.district),
    };
    const decision = access.byHandler
      ? holds(principal, access.right)
      : await authorize(deps, principal, access.right, target);
    if (decision.ok) return next();
    return refuse(c, decision.kind, {
      ...(decision.kind === 'unauthenticated' ? { headers: { 'www-authenticate': 'Bearer realm="ceyin"' } } : {}),
    });
  });

/** A path parameter of the route that will answer; middleware of all paths has none of its own. */
function valueOf(c: ApiContext, pattern: string, name: string): string | undefined {
  const at = pattern.split('/').indexOf(`:${name}`);
  const segment = at < 0 ? undefined : new URL(c.req.url).pathname.split('/')[at];
  if (segment === undefined) return undefined;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
