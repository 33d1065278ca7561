import { OpenAPIHono, z } from '@hono/zod-openapi';
import { DISTRICTS, ROLES } from '#functions/identity/principal.ts';
import { RIGHT_NAMES, rightsOf } from '#functions/identity/rights.ts';
import { principalOf, type ApiEnv } from '../env.ts';
import { defineRoute, json } from '../route.ts';

const Me = z
  .object({
    subject: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    district: z.enum(DISTRICTS).nullable(),
    firmLevel: z.boolean(),
    rights: z.array(z.object({ right: z.enum(RIGHT_NAMES), relation: z.string() })),
  })
  .openapi('Me');

const me = defineRoute({
  method: 'get',
  path: '/v1/me',
  access: { right: 'me.read' },
  tag: 'me',
  summary: { zh: '我是谁，我可以做什么', en: 'Who I am and what I may do' },
  responses: {
    200: json(Me, 'The person the token speaks for, with every right and how they must stand to its object.'),
  },
});

export function meRoutes(): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  app.openapi(me, (c) => {
    const principal = principalOf(c);
    const { subject, name, role, district = null, firmLevel = false } = principal;
    return c.json({ subject, name, role, district, firmLevel, rights: rightsOf(principal) }, 200);
  });
  return app;
}
