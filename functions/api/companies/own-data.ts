/** A firm's own data (个人信息保护法 45, 47): all of it given out, all of it erased. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { deleteLarge } from '#functions/store/parts.ts';
import { actorOf, writeAudited } from '../audit/record.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiEnv } from '../env.ts';
import { Uscc } from '../fields.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json } from '../route.ts';
import { expectedVersion, ifMatchHeader } from '../version.ts';
import { CONCEPTS } from './concepts.ts';
import { cardKey, erasingKey } from './keys.ts';
import { getCompany } from './repository.ts';

const tag = 'companies';
const params = z.object({ uscc: Uscc });

const give = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}/export',
  access: { right: 'company.export', firm: 'uscc' },
  tag,
  summary: { zh: '导出本企业的全部数据', en: 'Export everything kept about the firm' },
  request: { params },
  limit: 'compute',
  responses: {
    200: json(
      z.object({ uscc: Uscc, at: z.string(), data: z.record(z.string(), z.unknown()) }).openapi('CompanyExport'),
      'Everything kept about the firm, by concept.',
    ),
  },
  problems: ['not-found'],
});

const erase = defineRoute({
  method: 'delete',
  path: '/v1/companies/{uscc}',
  access: { right: 'company.delete', firm: 'uscc' },
  tag,
  summary: { zh: '删除本企业的全部数据', en: 'Erase everything kept about the firm' },
  request: { params, headers: ifMatchHeader },
  responses: {
    204: {
      description:
        'Erased: profile, history, evaluations, proofs, requests, ties to people. Counts of demand that name no firm stay, and an audit entry without figures. After a break, send it again.',
    },
  },
  problems: ['not-found', 'version-conflict', 'precondition-required'],
});

export function ownDataRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store, now } = deps;

  app.openapi(give, async (c) => {
    const { uscc } = c.req.valid('param');
    const by = actorOf(principalOf(c));
    const { requestId } = c.var;
    const data: Record<string, unknown> = {};
    for (const { name, export: exported } of CONCEPTS) {
      const kept = await exported(store, uscc);
      if (kept !== undefined) data[name] = kept;
    }
    if (Object.keys(data).length === 0) return refuse(c, 'not-found');
    await writeAudited(deps, [], [{ action: 'company.export', by, uscc, requestId }]);
    c.header('content-disposition', `attachment; filename="ceyin-${uscc}.json"`);
    return c.json({ uscc, at: now().toISOString(), data }, 200);
  });

  app.openapi(erase, async (c) => {
    const { uscc } = c.req.valid('param');
    const expected = expectedVersion(c);
    if (!expected.ok) return refuse(c, expected.kind);
    const company = await getCompany(store, uscc);
    if (company && company.version !== expected.version) return refuse(c, 'version-conflict');
    if (company) {
      // Without its profile nothing new comes to the firm; then what there is goes.
      const writes = [
        ...deleteLarge(company.item),
        { delete: cardKey(uscc) },
        { put: { ...erasingKey(uscc), body: { since: now().toISOString() } } },
      ];
      const by = actorOf(principalOf(c));
      const { requestId } = c.var;
      const result = await writeAudited(deps, writes, [{ action: 'company.erase', by, uscc, requestId }]);
      if (!result.ok) return refuse(c, 'version-conflict');
    }
    for (const concept of CONCEPTS) await concept.erase(store, uscc);
    return c.body(null, 204);
  });

  return app;
}
