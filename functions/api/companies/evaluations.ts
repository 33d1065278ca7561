/** `/v1/companies/{uscc}/evaluations`: what the catalogue says of the stored profile. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { actorOf, recordLook } from '../audit/record.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiContext, type ApiEnv } from '../env.ts';
import { Day, Uscc } from '../fields.ts';
import { pageQuery, readCursor, writeCursor } from '../page.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { evaluationsOf, getEvaluation, keepEvaluation, latestEvaluation, type Evaluation } from './evaluation.ts';
import { getCompany } from './repository.ts';
import { EvaluationPage, EvaluationView } from './schemas.ts';

const tag = 'companies';
const params = z.object({ uscc: Uscc });
const read = { right: 'company.read', firm: 'uscc' } as const;

const run = defineRoute({
  method: 'post',
  path: '/v1/companies/{uscc}/evaluations',
  access: { right: 'company.evaluate', firm: 'uscc' },
  tag,
  summary: { zh: '评估企业资料', en: 'Evaluate a firm’s profile' },
  request: { params, ...jsonBody(z.strictObject({ asOf: Day.optional() })) },
  limit: 'compute',
  responses: {
    200: json(EvaluationView, 'Evaluated before, from the same profile, day and catalogue.'),
    201: json(EvaluationView, 'Evaluated and kept.'),
  },
  problems: ['not-found'],
});

const list = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}/evaluations',
  access: read,
  tag,
  summary: { zh: '企业的历次评估', en: 'A firm’s evaluations' },
  request: { params, query: z.object(pageQuery) },
  responses: { 200: json(EvaluationPage, 'By the day they are for, newest first; without the single findings.') },
  problems: ['invalid-cursor'],
});

const latest = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}/evaluations/latest',
  access: read,
  tag,
  summary: { zh: '最近一次评估', en: 'The evaluation made last' },
  request: { params },
  responses: { 200: json(EvaluationView, 'The evaluation made last.') },
  problems: ['not-found'],
});

const one = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}/evaluations/{id}',
  access: read,
  tag,
  summary: { zh: '一次评估', en: 'One evaluation' },
  request: { params: params.extend({ id: z.string().regex(/^[\d-]{10}\.v\d{9}\.[0-9a-f]{1,64}$/) }) },
  responses: { 200: json(EvaluationView, 'The evaluation as it was kept.') },
  problems: ['not-found'],
});

export function evaluationsRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store } = deps;

  app.openapi(run, async (c) => {
    const { asOf = todayInBeijing(deps.now()) } = c.req.valid('json');
    const company = await getCompany(store, c.req.valid('param').uscc);
    if (!company) return refuse(c, 'not-found');
    const by = actorOf(principalOf(c));
    const { requestId } = c.var;
    const { evaluation, fresh } = await keepEvaluation(deps, deps.catalogue(), company, { asOf, by, requestId });
    // What was kept before is looked at only; a fresh one has its own entry.
    if (!fresh) await looked(c, deps, company.uscc, evaluation);
    return fresh ? c.json(evaluation, 201) : c.json(evaluation, 200);
  });

  app.openapi(list, async (c) => {
    const { uscc } = c.req.valid('param');
    const { limit, cursor } = c.req.valid('query');
    const scope = ['evaluations', uscc];
    const start = readCursor(deps, scope, cursor);
    if (!start.ok) return refuse(c, 'invalid-cursor');
    const after = start.after === undefined ? {} : { after: start.after };
    const { heads, next } = await evaluationsOf(store, uscc, { limit, ...after });
    return c.json({ items: heads, next: next === undefined ? null : writeCursor(deps, scope, next) }, 200);
  });

  app.openapi(latest, async (c) => {
    const { uscc } = c.req.valid('param');
    const evaluation = await latestEvaluation(store, uscc);
    if (!evaluation) return refuse(c, 'not-found');
    await looked(c, deps, uscc, evaluation);
    return c.json(evaluation, 200);
  });

  app.openapi(one, async (c) => {
    const { uscc, id } = c.req.valid('param');
    const evaluation = await getEvaluation(store, uscc, id);
    if (!evaluation) return refuse(c, 'not-found');
    await looked(c, deps, uscc, evaluation);
    return c.json(evaluation, 200);
  });

  return app;
}

const looked = (c: ApiContext, deps: Deps, uscc: string, { id }: Evaluation): Promise<void> =>
  recordLook(deps, principalOf(c), { uscc, object: id, requestId: c.var.requestId });
