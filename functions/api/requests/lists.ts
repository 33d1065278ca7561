/** Lists of questions: a firm's, a manager's inbox, what is overdue, and what waits for a firm to get a manager. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Principal } from '#functions/identity/principal.ts';
import { recordList, recordLook } from '../audit/record.ts';
import { managersOf } from '../companies/people.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiContext, type ApiEnv } from '../env.ts';
import { Uscc } from '../fields.ts';
import { pageQuery, readCursor, writeCursor } from '../page.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json } from '../route.ts';
import { inboxOf, overduePage, requestsOf, type Requests } from './repository.ts';
import { mayReadTexts, RequestPage, viewOf } from './schemas.ts';

const tag = 'requests';

const list = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}/requests',
  access: { right: 'requests.read', firm: 'uscc' },
  tag,
  summary: { zh: '企业的诉求', en: 'A firm’s requests' },
  request: { params: z.object({ uscc: Uscc }), query: z.object(pageQuery) },
  responses: { 200: json(RequestPage, 'Newest first; without texts for staff.') },
  problems: ['invalid-cursor'],
});

const inbox = defineRoute({
  method: 'get',
  path: '/v1/requests',
  access: { right: 'requests.inbox' },
  tag,
  summary: { zh: '待我办理的诉求', en: 'The requests I am to deal with' },
  request: {
    query: z.object({
      ...pageQuery,
      which: z.enum(['pending', 'closed', 'unassigned']).default('pending').openapi({
        description:
          '`pending`: mine, due soonest first, then those that wait for firms. `closed`: mine, latest first. `unassigned`: nobody’s yet, of firms I look after.',
      }),
    }),
  },
  responses: { 200: json(RequestPage, 'A page may be short: requests of firms no longer looked after are left out.') },
  problems: ['invalid-cursor'],
});

const late = defineRoute({
  method: 'get',
  path: '/v1/requests/overdue',
  access: { right: 'requests.overdue' },
  tag,
  summary: { zh: '超期未办结的诉求', en: 'Requests that are overdue' },
  request: { query: z.object(pageQuery) },
  responses: { 200: json(RequestPage, 'Of all firms, by due time, without texts.') },
  problems: ['invalid-cursor'],
});

const unassigned = defineRoute({
  method: 'get',
  path: '/v1/requests/unassigned',
  access: { right: 'requests.unassigned' },
  tag,
  summary: { zh: '没有服务管家的企业提的诉求', en: 'Requests of firms that have no service manager' },
  request: { query: z.object(pageQuery) },
  responses: {
    200: json(
      RequestPage,
      'By due time, without texts; for staff of the firms of their district. A page may be short: firms that have a manager by now are left out.',
    ),
  },
  problems: ['invalid-cursor'],
});

export function requestListRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store, now, relations } = deps;

  app.openapi(list, async (c) => {
    const { uscc } = c.req.valid('param');
    const principal = principalOf(c);
    const page = await pageFor(c, deps, {
      query: c.req.valid('query'),
      scope: ['requests', uscc],
      find: (paging) => requestsOf(store, uscc, paging),
      look: () => recordLook(deps, principal, { uscc, object: 'requests', requestId: c.var.requestId }),
      withTexts: mayReadTexts(principal),
    });
    return page ? c.json(page, 200) : refuse(c, 'invalid-cursor');
  });

  app.openapi(inbox, async (c) => {
    const { subject } = principalOf(c);
    const { which, ...query } = c.req.valid('query');
    const whose = which === 'unassigned' ? null : subject;
    const page = await pageFor(c, deps, {
      query,
      scope: ['inbox', subject, which],
      find: (paging) => inboxOf(store, whose, which === 'closed' ? 'closed' : 'pending', paging),
      keep: (uscc) => relations.assignedTo(subject, uscc),
      look: (count) => looked(c, deps, 'requests', count),
      withTexts: true,
    });
    return page ? c.json(page, 200) : refuse(c, 'invalid-cursor');
  });

  app.openapi(late, async (c) => {
    const page = await pageFor(c, deps, {
      query: c.req.valid('query'),
      scope: ['overdue'],
      find: (paging) => overduePage(store, now(), paging),
      look: (count) => looked(c, deps, 'overdue', count),
      withTexts: false,
    });
    return page ? c.json(page, 200) : refuse(c, 'invalid-cursor');
  });

  app.openapi(unassigned, async (c) => {
    const principal = principalOf(c);
    const page = await pageFor(c, deps, {
      query: c.req.valid('query'),
      scope: ['unassigned', principal.subject],
      find: (paging) => inboxOf(store, null, 'pending', paging),
      keep: (uscc) => waitsFor(deps, principal, uscc),
      look: (count) => looked(c, deps, 'unassigned', count),
      withTexts: false,
    });
    return page ? c.json(page, 200) : refuse(c, 'invalid-cursor');
  });

  return app;
}

interface Paging {
  readonly limit: number;
  readonly after?: string;
}
interface Wanted {
  readonly query: { readonly limit: number; readonly cursor?: string | undefined };
  /** What a cursor of this list belongs to. */
  readonly scope: readonly unknown[];
  readonly find: (paging: Paging) => Promise<Requests>;
  /** Whether a firm's questions belong to it: all of them where it is left out. */
  readonly keep?: (uscc: string) => Promise<boolean>;
  /** Records that so many were looked at. */
  readonly look: (count: number) => Promise<unknown>;
  readonly withTexts: boolean;
}

const everyFirm = () => Promise.resolve(true);

/** A page of a list, once the look is on record; null where the cursor is none of its own. */
async function pageFor(c: ApiContext, deps: Deps, { query, scope, find, keep = everyFirm, look, withTexts }: Wanted) {
  const start = readCursor(deps, scope, query.cursor);
  if (!start.ok) return null;
  const { requests, next } = await find({
    limit: query.limit,
    ...(start.after === undefined ? {} : { after: start.after }),
  });
  const kept = await Promise.all(requests.map(({ uscc }) => keep(uscc)));
  const items = requests.filter((_, index) => kept[index]);
  await look(items.length);
  return {
    items: items.map((request) => viewOf(request, c.var.lang, withTexts)),
    next: next === undefined ? null : writeCursor(deps, scope, next),
  };
}

const looked = (c: ApiContext, deps: Deps, what: string, count: number) =>
  recordList(deps, principalOf(c), { what, count, requestId: c.var.requestId });

/** Whether the firm has no manager, and it is for this person to find it one. */
async function waitsFor({ store, relations }: Deps, { role, district }: Principal, uscc: string): Promise<boolean> {
  if ((await managersOf(store, uscc)).length > 0) return false;
  return role === 'operator' || (district !== undefined && (await relations.districtOf(uscc)) === district);
}
