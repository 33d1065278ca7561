/** `/v1/rematch/runs/{id}`: how far a re-match of all firms is. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { CAUSES, currentRun, progressOf, STATES } from '#functions/rematch/run.ts';
import type { Deps } from '../deps.ts';
import type { ApiEnv } from '../env.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json } from '../route.ts';

const Run = z
  .object({
    id: z.string(),
    cause: z.enum(CAUSES),
    object: z.string().nullable().openapi({ description: 'What set it off: a release’s id, say.' }),
    state: z.enum(STATES),
    asOf: z.string(),
    catalogue: z.string(),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    buckets: z.object({ done: z.number().int(), of: z.number().int() }),
    firms: z.number().int().openapi({ description: 'Judged so far.' }),
    gained: z.number().int().openapi({ description: 'Firms that are newly eligible for something.' }),
    lost: z.number().int(),
    verdicts: z
      .number()
      .int()
      .openapi({ description: 'Worked out so far: of firms judged on the same day, only those that a release moves.' }),
  })
  .openapi('RematchRun');

const one = defineRoute({
  method: 'get',
  path: '/v1/rematch/runs/{id}',
  access: { right: 'rematch.read' },
  tag: 'rematch',
  summary: { zh: '重新匹配的进度', en: 'The progress of a re-match' },
  request: {
    params: z.object({ id: z.string().min(1).max(200).openapi({ description: '`latest` for the one begun last.' }) }),
  },
  responses: { 200: json(Run, 'The run.') },
  problems: ['not-found'],
});

export function rematchRoutes({ store }: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  app.openapi(one, async (c) => {
    const { id } = c.req.valid('param');
    const run = id === 'latest' ? await currentRun(store) : await progressOf(store, id);
    return run ? c.json(run, 200) : refuse(c, 'not-found');
  });
  return app;
}
