/** The API: middleware, one module per concept, and the refusals that belong to none of them. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { ZodError } from 'zod';
import { langOf } from '#functions/match/request.ts';
import { BadCursor, ItemTooLarge, TransactionTooLarge } from '#functions/store/port.ts';
import { adviceRoutes } from './advice/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { callsRoutes } from './calls/routes.ts';
import { evaluationsRoutes } from './companies/evaluations.ts';
import { assigningRoutes } from './companies/assigning.ts';
import { managersRoutes } from './companies/managers.ts';
import { membersRoutes } from './companies/members.ts';
import { ownDataRoutes } from './companies/own-data.ts';
import { privacyRoutes } from './companies/privacy.ts';
import { companiesRoutes } from './companies/routes.ts';
import { correctionsRoutes } from './corrections/routes.ts';
import { demandRoutes } from './demand/routes.ts';
import { populationRoutes } from './demand/population.ts';
import { demandSummaryRoutes } from './demand/summary.ts';
import type { Deps } from './deps.ts';
import { downloadsRoutes } from './downloads/routes.ts';
import type { ApiContext, ApiEnv } from './env.ts';
import { faultsOf } from './faults.ts';
import { healthRoutes } from './health/routes.ts';
import { importsRoutes } from './imports/routes.ts';
import { indicatorsRoutes } from './indicators/routes.ts';
import { nameOf } from './log.ts';
import { currentRoutes } from './served/routes.ts';
import { measuresRoutes } from './measures/routes.ts';
import { meRoutes } from './me/routes.ts';
import { decoded, sized } from './middleware/body.ts';
import { authenticated, authorised, limited } from './middleware/guard.ts';
import { once } from './middleware/once.ts';
import { remembered } from './middleware/remembered.ts';
import { headers, identify, logged } from './middleware/request.ts';
import { noticesRoutes } from './notices/routes.ts';
import { openapiRoutes } from './openapi/routes.ts';
import { proofsRoutes } from './proofs/routes.ts';
import { refuse } from './problem.ts';
import { draftsRoutes } from './releases/drafts.ts';
import { judgingRoutes } from './releases/judging.ts';
import { releasesRoutes } from './releases/routes.ts';
import { requestListRoutes } from './requests/lists.ts';
import { requestsRoutes } from './requests/routes.ts';
import { rematchRoutes } from './rematch/routes.ts';
import { sourcesRoutes } from './sources/routes.ts';
import { metaOf, type RouteMeta } from './route.ts';

/** Every concept's routes. A new concept is added here. */
const MODULES: readonly ((deps: Deps) => OpenAPIHono<ApiEnv>)[] = [
  healthRoutes,
  meRoutes,
  measuresRoutes,
  sourcesRoutes,
  downloadsRoutes,
  currentRoutes,
  adviceRoutes,
  companiesRoutes,
  evaluationsRoutes,
  membersRoutes,
  assigningRoutes,
  managersRoutes,
  ownDataRoutes,
  proofsRoutes,
  auditRoutes,
  privacyRoutes,
  demandRoutes,
  demandSummaryRoutes,
  populationRoutes,
  rematchRoutes,
  noticesRoutes,
  requestsRoutes,
  requestListRoutes,
  importsRoutes,
  indicatorsRoutes,
  callsRoutes,
  correctionsRoutes,
  draftsRoutes,
  judgingRoutes,
  releasesRoutes,
];

export function createApi(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook: async (result, c: ApiContext) => {
      if (result.success) return undefined;
      // Where no JSON was sent, an empty object was looked at in its place.
      const body: unknown = result.target === 'json' ? await c.req.json().catch(() => undefined) : undefined;
      c.set('lang', langOf(body, c.var.lang));
      return invalid(c, result.error, result.target);
    },
  });
  const routes = new Map<string, RouteMeta>();

  app.use(identify(deps), logged(deps), headers);
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) =>
        refuse(c as unknown as ApiContext, 'method-not-allowed', { headers: { allow: methods.join(', ') } }),
    }),
  );
  app.use(authenticated(deps), limited(deps, routes), authorised(deps, routes), sized(routes), decoded(routes));
  app.use(async (_, next) => {
    await deps.refreshCatalogue();
    await next();
  });
  app.use(remembered(deps, routes));
  app.use(once(deps, routes, (request, env) => app.fetch(request, env)));

  for (const module of MODULES) app.route('/', module(deps));
  app.route('/', openapiRoutes(app));
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue;
    const { method, path } = definition.route;
    const meta = metaOf(definition.route);
    if (meta) routes.set(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`, meta);
  }

  app.notFound((c) => refuse(c, 'not-found'));
  app.onError((error, c) => failed(deps, error, c));
  return app;
}

const PARTS: Readonly<Record<string, readonly string[]>> = { param: ['path'], query: ['query'], header: ['header'] };

/** What zod found in a part of the request; the body's paths stand for themselves. */
const invalid = (c: ApiContext, error: ZodError, target: string): Response =>
  refuse(c, 'invalid-request', { faults: faultsOf(error.issues, c.var.lang, PARTS[target] ?? []) });

/** Nothing of an unexpected error reaches the caller, and its name alone the log. */
function failed({ log }: Deps, error: Error, c: ApiContext): Response {
  if (error instanceof ZodError) return invalid(c, error, 'json');
  if (error instanceof HTTPException && error.status === 415) return refuse(c, 'unsupported-media-type');
  if (error instanceof HTTPException && error.status === 400) return refuse(c, 'invalid-json');
  if (error instanceof BadCursor) return refuse(c, 'invalid-cursor');
  if (error instanceof ItemTooLarge || error instanceof TransactionTooLarge) return refuse(c, 'too-large');
  log.error('failed', { requestId: c.var.requestId, error: nameOf(error) });
  return refuse(c, 'internal');
}
