/** `/v1/companies/{uscc}/demand`: what a firm does about measures, written once however often it is sent. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { todayInBeijing, toDay } from '#rules/engine/calendar.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { Wrong } from '#functions/demand/events.ts';
import { lastEventsOf, recordWrites, stageOf, stagesOf } from '#functions/demand/log.ts';
import type { Principal } from '#functions/identity/principal.ts';
import type { ProblemKind } from '#functions/problem.ts';
import { recordLook } from '../audit/record.ts';
import { getCompany } from '../companies/repository.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiEnv } from '../env.ts';
import { Uscc } from '../fields.ts';
import { idempotencyHeader, onceOnly } from '../idempotency.ts';
import { pageQuery, readCursor, writeCursor } from '../page.ts';
import { refuse, type RefusalMore } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { placeOf } from './place.ts';
import { eventView, MeasureId, NewDemand, OwnDemand, Recorded, recordView } from './schemas.ts';

const params = z.object({ uscc: Uscc });

const write = defineRoute({
  method: 'post',
  path: '/v1/companies/{uscc}/demand',
  access: { right: 'demand.write.own', firm: 'uscc' },
  tag: 'demand',
  summary: { zh: '记录企业对一项政策的进展', en: 'Record what a firm does about a measure' },
  request: { params, headers: idempotencyHeader, ...jsonBody(NewDemand) },
  responses: { 201: json(Recorded, 'The event and where the firm stands now; the same again where it is repeated.') },
  problems: ['unknown-measure', 'wrong-state', 'idempotency-mismatch', 'conflict'],
});

const read = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}/demand',
  access: { right: 'demand.read.firm', firm: 'uscc' },
  tag: 'demand',
  summary: { zh: '企业对各项政策的进展', en: 'How far a firm is with each measure' },
  request: { params, query: z.object({ ...pageQuery, measure: MeasureId.optional() }) },
  responses: { 200: json(OwnDemand, 'By measure, each with its latest events, the latest first.') },
  problems: ['invalid-cursor'],
});

/** So many events are shown of each measure. */
const SHOWN = 50;

export function demandRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();

  app.openapi(write, async (c) => {
    const { uscc } = c.req.valid('param');
    const said = await recorded(deps, {
      uscc,
      principal: principalOf(c),
      key: c.req.valid('header')['idempotency-key'],
      body: c.req.valid('json'),
      lang: c.var.lang,
    });
    return said.ok ? c.json(said.answer, 201) : refuse(c, said.kind, said.more);
  });

  app.openapi(read, async (c) => {
    const { uscc } = c.req.valid('param');
    const { limit, cursor, measure } = c.req.valid('query');
    const principal = principalOf(c);
    const scope = ['demand', principal.subject, uscc, measure ?? null];
    const start = readCursor(deps, scope, cursor);
    if (!start.ok) return refuse(c, 'invalid-cursor');
    await recordLook(deps, principal, { uscc, object: 'demand', requestId: c.var.requestId });
    const { stages, next } =
      measure === undefined
        ? await stagesOf(deps.store, uscc, { limit, after: start.after })
        : { stages: [await stageOf(deps.store, { uscc, measure })].flatMap((found) => found ?? []) };
    const items = await Promise.all(
      stages.map(async (stage) => ({
        ...recordView(stage),
        events: (await lastEventsOf(deps.store, { uscc, measure: stage.measure }, SHOWN)).map(eventView),
      })),
    );
    return c.json({ items, next: next === undefined ? null : writeCursor(deps, scope, next) }, 200);
  });

  return app;
}

interface Asked {
  readonly uscc: string;
  readonly principal: Principal;
  readonly key: string;
  readonly body: z.infer<typeof NewDemand>;
  readonly lang: Lang;
}
type Answer =
  | { readonly ok: true; readonly answer: Recorded }
  | { readonly ok: false; readonly kind: ProblemKind; readonly more?: RefusalMore };

const MOST_ATTEMPTS = 8;
/** What happened longer ago belongs to no call that anyone can still answer. */
const LONGEST_AGO_DAYS = 3 * 366;

async function recorded(deps: Deps, { uscc, principal, key, body, lang }: Asked): Promise<Answer> {
  const { store, now } = deps;
  const { measure, type, reason } = body;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const once = await onceOnly(deps, principal, key, { uscc, ...body });
    if (once === 'mismatch') return { ok: false, kind: 'idempotency-mismatch' };
    if (once.before) return { ok: true, answer: Recorded.parse(once.before.body) };

    const { rules, catalogue } = deps.catalogue();
    if (!catalogue.measures.has(measure)) {
      return { ok: false, kind: 'unknown-measure', more: { faults: [{ path: 'measure', message: measure }] } };
    }
    const today = todayInBeijing(now());
    const on = body.on ?? today;
    if (on > today || toDay(on) < toDay(today) - LONGEST_AGO_DAYS) {
      return { ok: false, kind: 'invalid-request', more: { faults: [{ path: 'on', message: DAYS[lang] }] } };
    }
    const company = await getCompany(store, uscc);
    if (!company) return { ok: false, kind: 'not-found' };

    const result = recordWrites(await stageOf(store, { uscc, measure }), {
      id: deps.newId(),
      uscc,
      measure,
      type,
      on,
      at: now().toISOString(),
      by: { subject: principal.subject, role: principal.role },
      where: placeOf(rules, today, company.profile),
      ...(reason === undefined ? {} : { reason }),
    });
    if (!result.ok) {
      // The same request, sent at the same time, may have come first since its key was looked up.
      const since = await onceOnly(deps, principal, key, { uscc, ...body });
      if (since !== 'mismatch' && since.before) return { ok: true, answer: Recorded.parse(since.before.body) };
      return { ok: false, kind: 'wrong-state', more: { detail: WRONG[result.why][lang] } };
    }
    const answer = { event: eventView(result.event), record: recordView({ measure, stage: result.stage }) };
    if ((await store.write([...result.writes, once.remember(201, answer)])).ok) return { ok: true, answer };
  }
  return { ok: false, kind: 'conflict' };
}

const DAYS: Readonly<Record<Lang, string>> = {
  zh: '应为今天或最近三年内的日期',
  en: 'must be today or a day of the last three years',
};
const WRONG: Readonly<Record<Wrong, Readonly<Record<Lang, string>>>> = {
  'already-there': { zh: '企业已经到了这一步或更后面的一步。', en: 'The firm is at this step already, or further.' },
  'not-applied': { zh: '请先记录已申报，再记录结果。', en: 'Record the application first, then its answer.' },
  'not-open': { zh: '没有可以撤回的事项。', en: 'There is nothing under way to withdraw.' },
  'too-early': {
    zh: '这一天早于已记录的上一步。',
    en: 'The day is before the last step that is recorded.',
  },
};
