/** `/v1/companies/{uscc}/requests`: a firm's questions to its service manager, and what each of them does next. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { recordWrites, stageOf } from '#functions/demand/log.ts';
import type { Principal } from '#functions/identity/principal.ts';
import type { Right } from '#functions/identity/rights.ts';
import type { Write } from '#functions/store/port.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Lang } from '#rules/engine/types.ts';
import { actorOf, recordLook, writeAudited } from '../audit/record.ts';
import { managerOf } from '../companies/people.ts';
import { getCompany } from '../companies/repository.ts';
import { placeOf } from '../demand/place.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiContext, type ApiEnv } from '../env.ts';
import { Uscc } from '../fields.ts';
import { idempotencyHeader, onceOnly } from '../idempotency.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { expectedVersion, ifMatchHeader, ifNoneMatchHeader, isUnchanged, versionTag } from '../version.ts';
import { firstManager } from './pass-on.ts';
import { askWrites, newRequestId, requestBy, stepsOf, stepWrites, type KeptRequest } from './repository.ts';
import {
  BODIES,
  mayReadTexts,
  NewRequest,
  phoneView,
  RequestView,
  RequestWithSteps,
  stepView,
  viewOf,
} from './schemas.ts';
import { ACT_NAMES, ACTS, STATES, type Act } from './states.ts';
import { asked, stepped, type Acting, type Person, type Said, type Stepped, type Wrong } from './step.ts';

const tag = 'requests';
const params = z.object({ uscc: Uscc });
const one = params.extend({ id: z.string().min(1).max(100) });

const ask = defineRoute({
  method: 'post',
  path: '/v1/companies/{uscc}/requests',
  access: { right: 'requests.ask', firm: 'uscc' },
  tag,
  summary: { zh: '向服务管家提问', en: 'Ask the firm’s service manager' },
  request: { params, headers: idempotencyHeader, ...jsonBody(NewRequest) },
  responses: { 201: json(RequestView, 'Asked. Where the request is repeated, as it stands by now.') },
  problems: ['unknown-measure', 'idempotency-mismatch', 'conflict'],
});

const read = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}/requests/{id}',
  access: { right: 'requests.read', firm: 'uscc' },
  tag,
  summary: { zh: '一件诉求及办理过程', en: 'One request and how it was dealt with' },
  request: { params: one, headers: ifNoneMatchHeader },
  responses: {
    200: json(RequestWithSteps, 'With its history; without texts for staff.'),
    304: { description: 'Unchanged.' },
  },
  problems: ['not-found'],
});

/** Every act is a route of its own, with the right it needs. */
type Open = Exclude<Act, 'release'>;
const RIGHTS = {
  accept: 'requests.answer',
  answer: 'requests.answer',
  'ask-firm': 'requests.answer',
  resume: 'requests.answer',
  solve: 'requests.answer',
  decline: 'requests.answer',
  reassign: 'requests.reassign',
  reply: 'requests.ask',
  withdraw: 'requests.ask',
  rate: 'requests.rate',
} as const satisfies Record<Open, Right>;

const actRoute = (act: Open) => {
  const body: z.ZodType<Said & { readonly to?: string | undefined }> = BODIES[act];
  return defineRoute({
    method: 'post',
    path: `/v1/companies/{uscc}/requests/{id}/${act}`,
    access: { right: RIGHTS[act], firm: 'uscc' },
    tag,
    summary: { zh: ACTS[act].zh, en: `Step: ${ACTS[act].en}` },
    request: { params: one, headers: ifMatchHeader, ...jsonBody(body) },
    responses: { 200: json(RequestView, 'As it stands after the step.') },
    problems: ['not-found', 'wrong-state', 'version-conflict', 'precondition-required'],
  });
};

export function requestsRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store, now } = deps;

  app.openapi(ask, async (c) => {
    const { uscc } = c.req.valid('param');
    const body = c.req.valid('json');
    const principal = principalOf(c);
    const key = c.req.valid('header')['idempotency-key'];
    const { measure = null } = body;
    if (measure !== null && !deps.catalogue().catalogue.measures.has(measure)) {
      return refuse(c, 'unknown-measure', { faults: [{ path: 'measure', message: measure }] });
    }
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const once = await onceOnly(deps, principal, key, { uscc, ...body });
      if (once === 'mismatch') return refuse(c, 'idempotency-mismatch');
      // What was asked is kept in one place only, so that erasing the firm reaches it.
      const before = once.before && (await requestBy(store, uscc, z.string().parse(once.before.body)));
      if (once.before && !before) return refuse(c, 'not-found');
      if (before) return c.json(shown(c, before), 201);

      const id = newRequestId(now(), deps.newId());
      const by = actorOf(principal);
      const manager = await firstManager(store, uscc);
      const { request, step } = asked({ ...body, phone: body.phone?.number, id, uscc, measure, by, manager }, now());
      const demand = measure === null ? [] : await demandWrites(deps, { uscc, measure, id, principal });
      const result = await writeAudited(
        deps,
        [...askWrites(request, step), once.remember(201, id), ...demand],
        [{ action: 'request.ask', by, uscc, object: id, requestId: c.var.requestId }],
      );
      if (result.ok) return c.json(shown(c, { ...request, version: 1 }), 201);
      if (result.conflicts.includes(0)) return refuse(c, 'not-found');
    }
    return refuse(c, 'conflict');
  });

  app.openapi(read, async (c) => {
    const { uscc, id } = c.req.valid('param');
    const request = await requestBy(store, uscc, id);
    if (!request) return refuse(c, 'not-found');
    if (isUnchanged(c, versionTag(request.version))) return c.body(null, 304);
    const principal = principalOf(c);
    await recordLook(deps, principal, { uscc, object: `request ${id}`, requestId: c.var.requestId });
    const withTexts = mayReadTexts(principal);
    const history = (await stepsOf(store, request)).map((step) => stepView(step, c.var.lang, withTexts));
    const phone = withTexts ? phoneView(request) : null;
    return c.json({ ...viewOf(request, c.var.lang, withTexts), phone, history }, 200);
  });

  for (const act of ACT_NAMES) {
    if (act === 'release') continue;
    app.openapi(actRoute(act), async (c) => {
      const { uscc, id } = c.req.valid('param');
      const { to: taker, ...said } = c.req.valid('json');
      const before = await requestBy(store, uscc, id);
      if (!before) return refuse(c, 'not-found');
      const expected = expectedVersion(c);
      if (!expected.ok && expected.kind === 'precondition-required') return refuse(c, expected.kind);
      const to = taker === undefined ? undefined : await personOf(deps, uscc, taker);
      if (taker !== undefined && !to) {
        return refuse(c, 'invalid-request', { faults: [{ path: 'to', message: NOT_A_MANAGER[c.var.lang] }] });
      }
      const by = actorOf(principalOf(c));
      const acting: Acting = { act, by, said, ...(to === undefined ? {} : { to }) };
      const after = stepped(before, acting, now());
      if (!after.ok) return wrong(c, before, after.why);
      if (!expected.ok || expected.version !== before.version) return stale(c, before);

      const result = await writeAudited(deps, stepWrites(before, after.request, after.step), [
        { action: `request.${act}`, by, uscc, object: id, requestId: c.var.requestId },
      ]);
      if (result.ok) return c.json(shown(c, { ...after.request, version: before.version + 1 }), 200);
      // Someone was faster: what they did may leave nothing to be done here.
      const current = await requestBy(store, uscc, id);
      if (!current) return refuse(c, 'not-found');
      const again: Stepped = stepped(current, acting, now());
      return again.ok ? stale(c, current) : wrong(c, current, again.why);
    });
  }

  return app;
}

const MOST_ATTEMPTS = 8;

/** Asking about a measure is a step of the firm's demand for it (咨询): nothing where the firm is further already. */
async function demandWrites(
  { store, now, catalogue }: Deps,
  {
    uscc,
    measure,
    id,
    principal: { subject, role },
  }: { readonly uscc: string; readonly measure: string; readonly id: string; readonly principal: Principal },
): Promise<readonly Write[]> {
  const company = await getCompany(store, uscc);
  if (!company) return [];
  const on = todayInBeijing(now());
  const recorded = recordWrites(await stageOf(store, { uscc, measure }), {
    id: `request-${id}`,
    uscc,
    measure,
    type: 'asked',
    on,
    at: now().toISOString(),
    by: { subject, role },
    where: placeOf(catalogue().rules, on, company.profile),
  });
  return recorded.ok ? recorded.writes : [];
}

async function personOf({ store }: Deps, uscc: string, subject: string): Promise<Person | undefined> {
  const manager = await managerOf(store, uscc, subject);
  return manager && { subject, name: manager.name };
}

/** The request for who asks, with its version as ETag. */
function shown(c: ApiContext, request: KeptRequest): z.infer<typeof RequestView> {
  c.header('etag', versionTag(request.version));
  return viewOf(request, c.var.lang, mayReadTexts(principalOf(c)));
}

const stale = (c: ApiContext, current: KeptRequest) =>
  refuse(c, 'version-conflict', { ...seen(c, current), detail: MOVED_ON[c.var.lang] });
const wrong = (c: ApiContext, current: KeptRequest, why: Wrong) =>
  refuse(c, 'wrong-state', { ...seen(c, current), detail: WRONG[why](current)[c.var.lang] });
const seen = (c: ApiContext, current: KeptRequest) => ({
  current: shown(c, current),
  headers: { etag: versionTag(current.version) },
});

type Words = Readonly<Record<Lang, string>>;
const MOVED_ON: Words = {
  zh: '这件诉求刚刚有了新的进展，刚才提交的没有保存。请看办理过程，再决定下一步。',
  en: 'Something was done with this request just now, so what was sent is not saved. See what was done, then decide.',
};
const NOT_A_MANAGER: Words = { zh: '不是这家企业的服务管家', en: 'is not a service manager of this firm' };
const WRONG: Readonly<Record<Wrong, (current: KeptRequest) => Words>> = {
  state: ({ state, manager }) => ({
    zh: `诉求现在是“${STATES[state].zh}”${manager === null ? '' : `，由${manager.name}办理`}；这一步没有办，填的内容没有保存。`,
    en: `The request is now “${STATES[state].en}”${manager === null ? '' : `, dealt with by ${manager.name}`}; this step was not taken, and nothing was saved.`,
  }),
  'held-by-another': ({ manager }) =>
    manager === null
      ? { zh: '请先受理。', en: 'Accept it first.' }
      : { zh: `这件诉求由${manager.name}办理。`, en: `${manager.name} deals with this request.` },
  'already-held': () => ({ zh: '这件诉求已经由这位服务管家办理。', en: 'This manager deals with it already.' }),
  rated: () => ({ zh: '已经评价过，每件诉求评价一次。', en: 'It was rated already; each request is rated once.' }),
  'too-long': () => ({
    zh: '往来次数已达上限，请办结后另行提出。',
    en: 'There have been too many steps: close it and ask anew.',
  }),
};
