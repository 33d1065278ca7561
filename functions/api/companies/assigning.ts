/** Giving firms to service managers (指派): who there is to choose from, how a firm stands, and firms that have nobody. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { DISTRICTS } from '#functions/identity/principal.ts';
import { actorOf, recordList, writeAudited } from '../audit/record.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiEnv } from '../env.ts';
import { Uscc } from '../fields.ts';
import { pageOf, pageQuery, readCursor, writeCursor } from '../page.ts';
import { refuse } from '../problem.ts';
import { firstManager, passOn } from '../requests/pass-on.ts';
import { defineRoute, json } from '../route.ts';
import { managersIn, Person, personBy } from './directory.ts';
import { regionsIn } from './named.ts';
import { Assigned, assignWrites, countOfManager, managerOf, managersOf, withdrawWrites } from './people.ts';
import { Card, getCard } from './repository.ts';
import { withoutManager } from './unmanaged.ts';

const tag = 'managers';
const params = z.object({ uscc: Uscc });
const subject = z.string().min(1).max(200);
const assigning = { right: 'company.assign', firm: 'uscc' } as const;
const gone = { 204: { description: 'Done.' } };
const Firm = z
  .object({ uscc: Card.shape.uscc, name: Card.shape.name, region: Card.shape.region })
  .openapi('FirmToAssign');

const known = defineRoute({
  method: 'get',
  path: '/v1/managers',
  access: { right: 'managers.list' },
  tag,
  summary: { zh: '服务管家名单', en: 'The service managers' },
  request: {
    query: z.object({
      ...pageQuery,
      district: z.enum(DISTRICTS).optional(),
      firms: z.enum(['true', 'false']).default('false').openapi({ description: 'Whether their firms are counted.' }),
    }),
  },
  responses: {
    200: json(
      pageOf(
        z
          .object({
            ...Person.shape,
            firms: z
              .number()
              .int()
              .nullable()
              .openapi({ description: 'How many firms they look after; null where not asked for.' }),
          })
          .openapi('Manager'),
      ),
      'By district.',
    ),
  },
  problems: ['invalid-cursor'],
});
const unmanaged = defineRoute({
  method: 'get',
  path: '/v1/managers/none',
  access: { right: 'company.unmanaged' },
  tag,
  summary: { zh: '没有服务管家的企业', en: 'Firms that have no service manager' },
  request: { query: z.object(pageQuery) },
  limit: 'compute',
  responses: {
    200: json(
      pageOf(Firm),
      'By region and code; for staff of their district. A page may have few or none; `next` goes on.',
    ),
  },
  problems: ['invalid-cursor'],
});
const standing = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}/assignment',
  access: assigning,
  tag,
  summary: {
    zh: '指派前看：是哪家企业，现在由谁负责',
    en: 'Before assigning: which firm it is, and who looks after it',
  },
  request: { params },
  responses: {
    200: json(
      z
        .object({
          ...Firm.shape,
          managers: z.array(z.object({ ...Assigned.shape, district: Person.shape.district })),
        })
        .openapi('FirmAssignment'),
      'No figure of the firm.',
    ),
  },
  problems: ['not-found'],
});
const assign = defineRoute({
  method: 'put',
  path: '/v1/companies/{uscc}/managers/{subject}',
  access: assigning,
  tag,
  summary: { zh: '指派服务管家', en: 'Assign a service manager to a firm' },
  request: { params: params.extend({ subject }) },
  responses: gone,
  problems: ['not-found', 'conflict'],
});
const withdraw = defineRoute({
  method: 'delete',
  path: '/v1/companies/{uscc}/managers/{subject}',
  access: assigning,
  tag,
  summary: { zh: '取消服务管家', en: 'Withdraw a service manager from a firm' },
  request: { params: params.extend({ subject }) },
  responses: gone,
  problems: ['not-found', 'conflict'],
});

export function assigningRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store, now } = deps;

  app.openapi(known, async (c) => {
    const { limit, cursor, district, firms } = c.req.valid('query');
    const scope = ['managers', district];
    const start = readCursor(deps, scope, cursor);
    if (!start.ok) return refuse(c, 'invalid-cursor');
    const after = start.after === undefined ? {} : { after: start.after };
    const { people, next } = await managersIn(store, district, { limit, ...after });
    const items = await Promise.all(
      people.map(async (person) => ({
        ...person,
        firms: firms === 'true' ? await countOfManager(store, person.subject) : null,
      })),
    );
    return c.json({ items, next: next === undefined ? null : writeCursor(deps, scope, next) }, 200);
  });

  app.openapi(unmanaged, async (c) => {
    const principal = principalOf(c);
    const { limit, cursor } = c.req.valid('query');
    const regions = principal.role === 'staff' ? [principal.district ?? ''] : regionsIn(deps.catalogue().rules.fields);
    const scope = ['unmanaged', ...regions];
    const start = readCursor(deps, scope, cursor);
    if (!start.ok) return refuse(c, 'invalid-cursor');
    const { cards, next } = await withoutManager(store, regions, limit, start.after);
    const { requestId } = c.var;
    await recordList(deps, principal, { what: 'unmanaged', count: cards.length, requestId });
    const items = cards.map(({ uscc, name, region }) => ({ uscc, name, region }));
    return c.json({ items, next: next === undefined ? null : writeCursor(deps, scope, next) }, 200);
  });

  app.openapi(standing, async (c) => {
    const { uscc } = c.req.valid('param');
    const [card, managers] = await Promise.all([getCard(store, uscc), managersOf(store, uscc)]);
    if (!card) return refuse(c, 'not-found');
    const known = await Promise.all(
      managers.map(async ({ subject, name, since }) => ({
        subject,
        name,
        since,
        district: (await personBy(store, subject))?.district ?? null,
      })),
    );
    return c.json({ uscc, name: card.name, region: card.region, managers: known }, 200);
  });

  app.openapi(assign, async (c) => {
    const { uscc, subject } = c.req.valid('param');
    const [person, card] = await Promise.all([personBy(store, subject), getCard(store, uscc)]);
    if (!card || person?.role !== 'manager') return refuse(c, 'not-found');
    if (await managerOf(store, uscc, subject)) return c.body(null, 204);
    const by = actorOf(principalOf(c));
    const writes = assignWrites(uscc, { subject, name: person.name, since: now().toISOString() }, by.subject);
    const { requestId } = c.var;
    const result = await writeAudited(deps, writes, [
      { action: 'manager.assign', by, uscc, object: subject, requestId },
    ]);
    return result.ok ? c.body(null, 204) : refuse(c, 'conflict');
  });

  app.openapi(withdraw, async (c) => {
    const { uscc, subject } = c.req.valid('param');
    const manager = await managerOf(store, uscc, subject);
    if (!manager) return refuse(c, 'not-found');
    const writes = withdrawWrites(uscc, manager, now().toISOString());
    const by = actorOf(principalOf(c));
    // Their open requests first: repeated after a break, nothing is left with someone who no longer sees it.
    await passOn(deps, uscc, { from: subject, to: await firstManager(store, uscc, subject), by });
    const { requestId } = c.var;
    const result = await writeAudited(deps, writes, [
      { action: 'manager.withdraw', by, uscc, object: subject, requestId },
    ]);
    return result.ok ? c.body(null, 204) : refuse(c, 'conflict');
  });

  return app;
}
