/** `/v1/measures/{id}/calls`: a year's call, entered by staff and in force at once. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { authorize } from '#functions/identity/rights.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Measure } from '#rules/engine/types.ts';
import { actorOf } from '../audit/record.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiContext, type ApiEnv } from '../env.ts';
import { LangParam } from '../fields.ts';
import { idempotencyHeader, onceOnly } from '../idempotency.ts';
import { pageQuery, readCursor, writeCursor } from '../page.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { expectedVersion, ifMatchHeader, versionTag } from '../version.ts';
import { callId, type CallFacts } from './call.ts';
import { checkCall } from './check.ts';
import { callHistory, callsOfMeasure, getCall, saveCall, type KeptCall } from './repository.ts';
import { CallBody, CallHistory, CallList, CallParam, CallView, MeasureParam, NewCall } from './schemas.ts';
import { compiledViews, enteredView, mayName, versionView } from './view.ts';

const tag = 'calls';
/** Staff enter the calls of their own district: which that is, the body or the address says. */
const write = { right: 'calls.write', byHandler: true } as const;
const read = { right: 'measures.read' } as const;
const params = z.object({ id: MeasureParam });
const oneParams = params.extend({ call: CallParam });

const list = defineRoute({
  method: 'get',
  path: '/v1/measures/{id}/calls',
  access: read,
  tag,
  summary: { zh: '一项政策的年度通知', en: 'A measure’s yearly calls' },
  request: { params, query: z.object({ lang: LangParam }) },
  responses: { 200: json(CallList, 'Entered calls and those of the release; the latest year first.') },
  problems: ['not-found'],
});

const create = defineRoute({
  method: 'post',
  path: '/v1/measures/{id}/calls',
  access: write,
  tag,
  summary: { zh: '录入年度通知，立即生效', en: 'Enter a year’s call; it counts at once' },
  request: { params, headers: idempotencyHeader.partial(), ...jsonBody(NewCall) },
  responses: { 201: json(CallView, 'Entered.') },
  problems: ['not-found', 'conflict', 'idempotency-mismatch'],
});

const change = defineRoute({
  method: 'put',
  path: '/v1/measures/{id}/calls/{call}',
  access: write,
  tag,
  summary: { zh: '修改年度通知', en: 'Change a year’s call' },
  request: { params: oneParams, headers: ifMatchHeader, ...jsonBody(CallBody) },
  responses: { 200: json(CallView, 'Changed.') },
  problems: ['not-found', 'version-conflict', 'precondition-required'],
});

const withdraw = defineRoute({
  method: 'delete',
  path: '/v1/measures/{id}/calls/{call}',
  access: write,
  tag,
  summary: { zh: '撤回年度通知', en: 'Withdraw a year’s call' },
  request: { params: oneParams, headers: ifMatchHeader },
  responses: { 200: json(CallView, 'Withdrawn; what the release says of that year counts again.') },
  problems: ['not-found', 'version-conflict', 'precondition-required'],
});

const history = defineRoute({
  method: 'get',
  path: '/v1/measures/{id}/calls/{call}/history',
  access: read,
  tag,
  summary: { zh: '年度通知的修改记录', en: 'The versions a call had' },
  request: { params: oneParams, query: z.object(pageQuery) },
  responses: { 200: json(CallHistory, 'Every version that was entered, the newest first.') },
  problems: ['not-found', 'invalid-cursor'],
});

export function callsRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store } = deps;
  const measureOf = (id: string): Measure | undefined => deps.catalogue().catalogue.measures.get(id);

  app.openapi(list, async (c) => {
    const measure = measureOf(c.req.valid('param').id);
    if (!measure) return refuse(c, 'not-found');
    const entered = await callsOfMeasure(store, measure.id);
    const named = mayName(c.var.principal);
    const items = [
      ...entered.filter(({ call }) => named || !call.withdrawn).map((kept) => enteredView(kept, named)),
      ...compiledViews(deps.catalogue(), c.var.lang, measure, entered),
    ].sort((a, b) => b.year - a.year || (a.id < b.id ? -1 : 1));
    return c.json({ measure: measure.id, items }, 200);
  });

  app.openapi(create, async (c) => {
    const principal = principalOf(c);
    const measure = measureOf(c.req.valid('param').id);
    if (!measure) return refuse(c, 'not-found');
    const facts = c.req.valid('json');
    const allowed = await mayWrite(c, deps, facts.region);
    if (!allowed.ok) return refuse(c, allowed.kind);

    const { 'idempotency-key': key } = c.req.valid('header');
    const once =
      key === undefined ? undefined : await onceOnly(deps, principal, key, { measure: measure.id, ...facts });
    if (once === 'mismatch') return refuse(c, 'idempotency-mismatch');
    if (once?.before) {
      const view = CallView.parse(once.before.body);
      c.header('etag', versionTag(view.version ?? 1));
      return c.json(view, 201);
    }

    const faults = faultsOf(c, deps, measure, facts);
    if (faults.length > 0) return refuse(c, 'invalid-request', { faults });
    const before = await getCall(store, measure.id, callId(facts));
    if (before && !before.call.withdrawn) return refuse(c, 'conflict', taken(c, before));
    const saved = await saveCall(deps, {
      measure: measure.id,
      facts,
      withdrawn: false,
      before,
      by: actorOf(principal),
      requestId: c.var.requestId,
      more: (kept) => (once ? [once.remember(201, enteredView(kept, true))] : []),
    });
    if (!saved) return refuse(c, 'conflict', taken(c, await getCall(store, measure.id, callId(facts))));
    await deps.refreshCatalogue('now');
    c.header('etag', versionTag(saved.version));
    return c.json(enteredView(saved, true), 201);
  });

  app.openapi(change, async (c) => {
    const found = await toChange(c, deps, c.req.valid('param'));
    if (!found.ok) return found.refusal;
    const { measure, before } = found;
    const { year, region } = before.call;
    const facts = { ...c.req.valid('json'), year, region };
    const faults = faultsOf(c, deps, measure, facts);
    if (faults.length > 0) return refuse(c, 'invalid-request', { faults });
    const saved = await saveCall(deps, { ...savingOf(c, measure, before), facts, withdrawn: false });
    if (!saved) return outdated(c, await getCall(store, measure.id, callId(facts)));
    await deps.refreshCatalogue('now');
    c.header('etag', versionTag(saved.version));
    return c.json(enteredView(saved, true), 200);
  });

  app.openapi(withdraw, async (c) => {
    const found = await toChange(c, deps, c.req.valid('param'));
    if (!found.ok) return found.refusal;
    const { measure, before } = found;
    const saved = await saveCall(deps, { ...savingOf(c, measure, before), facts: before.call, withdrawn: true });
    if (!saved) return outdated(c, await getCall(store, measure.id, callId(before.call)));
    await deps.refreshCatalogue('now');
    c.header('etag', versionTag(saved.version));
    return c.json(enteredView(saved, true), 200);
  });

  app.openapi(history, async (c) => {
    const { id, call } = c.req.valid('param');
    const { limit, cursor } = c.req.valid('query');
    const scope = ['calls', id, call];
    const start = readCursor(deps, scope, cursor);
    if (!start.ok) return refuse(c, 'invalid-cursor');
    if (!(await getCall(store, id, call))) return refuse(c, 'not-found');
    const query = { limit, ...(start.after === undefined ? {} : { after: start.after }) };
    const { versions, next } = await callHistory(store, id, call, query);
    const named = mayName(c.var.principal);
    return c.json(
      {
        items: versions.map((kept) => versionView(kept, named)),
        next: next === undefined ? null : writeCursor(deps, scope, next),
      },
      200,
    );
  });

  return app;
}

type Refusal = ReturnType<typeof refuse>;

/** A call that may be changed by whoever asks, as it stands; else the refusal. */
async function toChange(
  c: ApiContext,
  deps: Deps,
  { id, call }: { readonly id: string; readonly call: string },
): Promise<
  | { readonly ok: true; readonly measure: Measure; readonly before: KeptCall }
  | { readonly ok: false; readonly refusal: Refusal }
> {
  const refused = (refusal: Refusal) => ({ ok: false, refusal }) as const;
  const [, region = ''] = /^\d{4}-(.+)$/.exec(call) ?? [];
  const allowed = await mayWrite(c, deps, region === 'all' ? null : region);
  if (!allowed.ok) return refused(refuse(c, allowed.kind));
  const measure = deps.catalogue().catalogue.measures.get(id);
  const before = measure && (await getCall(deps.store, id, call));
  if (!before || before.call.withdrawn) return refused(refuse(c, 'not-found'));
  const expected = expectedVersion(c);
  if (!expected.ok && expected.kind === 'precondition-required') return refused(refuse(c, expected.kind));
  if (!expected.ok || expected.version !== before.version) return refused(outdated(c, before));
  return { ok: true, measure, before };
}

/** A call for everyone, or for more than a district, is for publishers: no district's staff stand for it. */
const mayWrite = (c: ApiContext, deps: Deps, region: string | null) =>
  authorize(deps, principalOf(c), 'calls.write', { district: region ?? 'all' });

const savingOf = (c: ApiContext, measure: Measure, before: KeptCall) => ({
  measure: measure.id,
  before,
  by: actorOf(principalOf(c)),
  requestId: c.var.requestId,
});

const faultsOf = (c: ApiContext, deps: Deps, measure: Measure, facts: CallFacts) =>
  checkCall(deps.catalogue().rules, measure, facts, todayInBeijing(deps.now())).map(({ path, words }) => ({
    path,
    message: words[c.var.lang],
  }));

const taken = (c: ApiContext, kept: KeptCall | undefined) => ({
  detail:
    c.var.lang === 'zh'
      ? '这一年、这个地区的通知已经录入，请修改它。'
      : 'A call of this year and region is there already; change that one.',
  ...(kept === undefined ? {} : { current: enteredView(kept, true) }),
});

const outdated = (c: ApiContext, kept: KeptCall | undefined): Refusal =>
  kept
    ? refuse(c, 'version-conflict', { current: enteredView(kept, true), headers: { etag: versionTag(kept.version) } })
    : refuse(c, 'not-found');
