/** `/v1/companies`: firms’ profiles, with versions and history. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { recordList, recordLook } from '../audit/record.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiContext, type ApiEnv } from '../env.ts';
import { Uscc } from '../fields.ts';
import { idempotencyHeader } from '../idempotency.ts';
import { pageQuery, readCursor, writeCursor } from '../page.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { ifMatchHeader, ifNoneMatchHeader, isUnchanged, versionTag } from '../version.ts';
import { merged } from './merge.ts';
import { assignWrites, firmsOf, joinWrites, listCompaniesOfManager } from './people.ts';
import { cardsOf, cardsOfRegion, getCompany, historyOf, versionOf } from './repository.ts';
import { save, viewOf } from './save.ts';
import { CardPage, CompanyBody, CompanyPatch, CompanyView, HistoryPage, SavedCompany, VersionView } from './schemas.ts';

const tag = 'companies';
const params = z.object({ uscc: Uscc });
const read = { right: 'company.read', firm: 'uscc' } as const;
const write = { right: 'company.write', firm: 'uscc' } as const;
const once = idempotencyHeader.partial();
const bodyLimit = 512 * 1024;

const list = defineRoute({
  method: 'get',
  path: '/v1/companies',
  access: { right: 'company.list' },
  tag,
  summary: { zh: '我可以看到的企业', en: 'The firms I may see' },
  request: {
    query: z.object({
      ...pageQuery,
      subdistrict: z.string().min(1).max(20).optional().openapi({ description: 'Staff: firms of this subdistrict.' }),
    }),
  },
  responses: {
    200: json(
      CardPage,
      'A firm’s people: their firms; managers: those assigned; staff with the right: their district’s.',
    ),
  },
  problems: ['invalid-cursor'],
});

const create = defineRoute({
  method: 'post',
  path: '/v1/companies',
  access: { right: 'company.create' },
  tag,
  summary: { zh: '建立企业资料', en: 'Create a firm’s profile' },
  request: { headers: once, ...jsonBody(CompanyBody) },
  bodyLimit,
  responses: {
    201: json(SavedCompany, 'Created; who creates it is its owner, or the manager who looks after it.'),
  },
  problems: ['conflict', 'invalid-profile', 'idempotency-mismatch'],
});

const one = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}',
  access: read,
  tag,
  summary: { zh: '一家企业的资料', en: 'One firm’s profile' },
  request: { headers: ifNoneMatchHeader, params },
  responses: { 200: json(CompanyView, 'The profile as it stands.'), 304: { description: 'Unchanged.' } },
  problems: ['not-found'],
});

const replace = defineRoute({
  method: 'put',
  path: '/v1/companies/{uscc}',
  access: write,
  tag,
  summary: { zh: '保存企业资料', en: 'Save a firm’s profile' },
  request: { params, headers: ifMatchHeader.extend(once.shape), ...jsonBody(CompanyBody) },
  bodyLimit,
  responses: { 200: json(SavedCompany, 'Saved; the version stays where nothing differs.') },
  problems: [
    'not-found',
    'invalid-profile',
    'version-conflict',
    'precondition-required',
    'conflict',
    'idempotency-mismatch',
  ],
});

const change = defineRoute({
  method: 'patch',
  path: '/v1/companies/{uscc}',
  access: write,
  tag,
  summary: { zh: '修改企业资料中的几项', en: 'Change some values of a firm’s profile' },
  request: { params, headers: ifMatchHeader.extend(once.shape), ...jsonBody(CompanyPatch) },
  bodyLimit,
  responses: { 200: json(SavedCompany, 'Saved; the version stays where nothing differs.') },
  problems: [
    'not-found',
    'invalid-profile',
    'version-conflict',
    'precondition-required',
    'conflict',
    'idempotency-mismatch',
  ],
});

const history = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}/history',
  access: read,
  tag,
  summary: { zh: '企业资料的修改记录', en: 'How a firm’s profile changed' },
  request: { params, query: z.object(pageQuery) },
  responses: { 200: json(HistoryPage, 'Who saved what, when and from where; newest first.') },
  problems: ['invalid-cursor'],
});

const version = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}/history/{version}',
  access: read,
  tag,
  summary: { zh: '企业资料的一个历史版本', en: 'A former version of a firm’s profile' },
  request: { params: params.extend({ version: z.coerce.number().int().min(1).max(999_999_999) }) },
  responses: { 200: json(VersionView, 'The profile as it was saved then.') },
  problems: ['not-found'],
});

export function companiesRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store } = deps;

  app.openapi(list, async (c) => {
    const principal = principalOf(c);
    const { limit, cursor, subdistrict } = c.req.valid('query');
    const scope = ['companies', principal.subject, principal.role, subdistrict];
    const start = readCursor(deps, scope, cursor);
    if (!start.ok) return refuse(c, 'invalid-cursor');
    const query = { limit, ...(start.after === undefined ? {} : { after: start.after }) };
    const answer = (items: z.infer<typeof CardPage>['items'], next: string | undefined) =>
      c.json({ items, next: next === undefined ? null : writeCursor(deps, scope, next) }, 200);

    if (principal.role === 'staff') {
      const { cards, next } = await cardsOfRegion(store, principal.district ?? '', { ...query, subdistrict });
      const what = `${principal.district ?? ''} ${subdistrict ?? ''}`;
      await recordList(deps, principal, { what, count: cards.length, requestId: c.var.requestId });
      return answer(cards, next);
    }
    if (principal.role === 'manager') {
      const { usccs, next } = await listCompaniesOfManager(store, principal.subject, query);
      return answer(await cardsOf(store, usccs), next);
    }
    const firms = await firmsOf(store, principal.subject);
    return answer(
      await cardsOf(
        store,
        firms.map(({ uscc }) => uscc),
      ),
      undefined,
    );
  });

  app.openapi(create, async (c) => {
    const { profile, source } = c.req.valid('json');
    const { uscc } = profile;
    if (typeof uscc !== 'string') return refuse(c, 'invalid-profile', { faults: [usccFault(c)] });
    const { subject, name, role } = principalOf(c);
    const since = deps.now().toISOString();
    const tie =
      role === 'manager'
        ? assignWrites(uscc, { subject, name, since })
        : joinWrites(uscc, { subject, name, role: 'owner', since });
    const result = await save(c, deps, { uscc, profile, source, before: undefined, more: tie });
    return result.ok ? c.json(result.saved, 201) : result.refusal;
  });

  app.openapi(one, async (c) => {
    const { uscc } = c.req.valid('param');
    const company = await getCompany(store, uscc);
    if (!company) return refuse(c, 'not-found');
    if (isUnchanged(c, versionTag(company.version))) return c.body(null, 304);
    const { requestId } = c.var;
    await recordLook(deps, principalOf(c), { uscc, object: versionTag(company.version), requestId });
    return c.json(viewOf(company), 200);
  });

  app.openapi(replace, async (c) => {
    const { uscc } = c.req.valid('param');
    const { profile, source } = c.req.valid('json');
    const before = await getCompany(store, uscc);
    if (!before) return refuse(c, 'not-found');
    if (profile.uscc !== uscc) return refuse(c, 'invalid-profile', { faults: [usccFault(c)] });
    const result = await save(c, deps, { uscc, profile, source, before });
    return result.ok ? c.json(result.saved, 200) : result.refusal;
  });

  app.openapi(change, async (c) => {
    const { uscc } = c.req.valid('param');
    const { profile: patch, source } = c.req.valid('json');
    const before = await getCompany(store, uscc);
    if (!before) return refuse(c, 'not-found');
    const profile = merged(before.profile, patch);
    if (profile.uscc !== uscc) return refuse(c, 'invalid-profile', { faults: [usccFault(c)] });
    const result = await save(c, deps, { uscc, profile, source, before });
    return result.ok ? c.json(result.saved, 200) : result.refusal;
  });

  app.openapi(history, async (c) => {
    const { uscc } = c.req.valid('param');
    const { limit, cursor } = c.req.valid('query');
    const scope = ['history', uscc];
    const start = readCursor(deps, scope, cursor);
    if (!start.ok) return refuse(c, 'invalid-cursor');
    const { lines, next } = await historyOf(store, uscc, {
      limit,
      ...(start.after === undefined ? {} : { after: start.after }),
    });
    return c.json({ items: lines, next: next === undefined ? null : writeCursor(deps, scope, next) }, 200);
  });

  app.openapi(version, async (c) => {
    const { uscc, version } = c.req.valid('param');
    const found = await versionOf(store, uscc, version);
    if (!found) return refuse(c, 'not-found');
    const { requestId } = c.var;
    await recordLook(deps, principalOf(c), { uscc, object: versionTag(version), requestId });
    const profile: Record<string, unknown> = found.profile;
    return c.json({ uscc, ...found.line, profile }, 200);
  });

  return app;
}

const usccFault = (c: ApiContext) => ({
  path: 'profile.uscc',
  message:
    c.var.lang === 'zh'
      ? '应为地址中的统一社会信用代码，且不能改动'
      : 'must be the firm’s unified social credit code, and stays',
});
