import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Deps } from '../deps.ts';
import type { ApiEnv } from '../env.ts';
import { nameOf } from '../log.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json } from '../route.ts';

const Health = z
  .object({
    status: z.literal('ok'),
    catalogue: z.object({ hash: z.string(), measures: z.number().int(), checked: z.iso.date() }),
  })
  .openapi('Health');

const health = defineRoute({
  method: 'get',
  path: '/v1/health',
  access: { right: 'service.read' },
  tag: 'service',
  summary: {
    zh: '服务是否正常：存储可用，目录已载入',
    en: 'Whether the service works: store reachable, catalogue loaded',
  },
  responses: { 200: json(Health, 'It works.') },
});

export function healthRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  app.openapi(health, async (c) => {
    try {
      await deps.store.get({ pk: 'HEALTH', sk: 'probe' });
    } catch (error) {
      deps.log.error('store-unreachable', { requestId: c.var.requestId, error: nameOf(error) });
      return refuse(c, 'unavailable');
    }
    const { hash, measures, checked } = deps.catalogue().rules;
    return c.json({ status: 'ok' as const, catalogue: { hash, measures: measures.length, checked } }, 200);
  });
  return app;
}
