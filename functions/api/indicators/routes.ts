/** `/v1/indicators/figures`, `/v1/indicators/{id}/figures`: how far the plans' targets have come, as staff enter it. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { District } from '#functions/identity/principal.ts';
import { authorize } from '#functions/identity/rights.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { actorOf, writeAudited } from '../audit/record.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiEnv } from '../env.ts';
import { Day } from '../fields.ts';
import { idempotencyHeader, onceOnly } from '../idempotency.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { plainText, PublicUrl } from '../text.ts';
import { figuresOf, figureWrite, latestOf, type KeptFigure, type StoredFigure } from './figure.ts';
import { figureFaults } from './sense.ts';

const tag = 'plans';
const read = { right: 'indicators.read' } as const;
const params = z.object({ id: z.string().min(1).max(100).openapi({ example: 'cy-unicorns' }) });

const Source = z.strictObject({ title: plainText(2, 300), url: PublicUrl.nullable().default(null) });
const NewFigure = z
  .strictObject({
    on: Day.openapi({ description: 'The day the figure is of; not in the future.' }),
    value: z
      .number()
      .min(-1e15)
      .max(1e15)
      .nullable()
      .openapi({ description: 'In the indicator’s unit; null takes back what was entered for the day.' }),
    source: Source,
    sure: z.boolean().default(false).openapi({
      description: 'That a figure more than ten times the plan’s, or less than a hundredth of it, is meant.',
    }),
  })
  .openapi('NewIndicatorFigure');
const FigureView = z
  .object({
    id: z.string(),
    indicator: z.string(),
    on: Day,
    value: z.number().nullable(),
    source: z.object({ title: z.string(), url: z.string().nullable() }),
    savedAt: z.string(),
    by: z.object({ role: z.string(), name: z.string() }),
  })
  .openapi('IndicatorFigure');
const Figures = z.object({ items: z.array(FigureView).readonly() });

const latest = defineRoute({
  method: 'get',
  path: '/v1/indicators/figures',
  access: read,
  tag,
  summary: { zh: '各项规划指标的最新进展值', en: 'The latest figure of every indicator' },
  responses: { 200: json(Figures, 'Of each indicator the figure of its latest day; those without any are left out.') },
});
const history = defineRoute({
  method: 'get',
  path: '/v1/indicators/{id}/figures',
  access: read,
  tag,
  summary: { zh: '一项规划指标的全部进展值', en: 'Every figure entered for an indicator' },
  request: { params },
  responses: { 200: json(Figures, 'The latest day first; of one day the one entered last first.') },
  problems: ['not-found'],
});
const enter = defineRoute({
  method: 'post',
  path: '/v1/indicators/{id}/figures',
  access: { right: 'indicators.write', byHandler: true },
  tag,
  summary: { zh: '录入规划指标的进展值', en: 'Enter how far an indicator has come' },
  request: { params, headers: idempotencyHeader.partial(), ...jsonBody(NewFigure) },
  responses: { 201: json(FigureView, 'Entered; it stands for its day in place of what was entered before.') },
  problems: ['not-found', 'conflict', 'idempotency-mismatch'],
});

export function indicatorsRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store, now } = deps;
  const indicatorBy = (id: string) => deps.catalogue().sources.indicators.find((one) => one.id === id);

  app.openapi(latest, async (c) => c.json({ items: latestOf(await figuresOf(store)).map(viewOf) }, 200));

  app.openapi(history, async (c) => {
    const { id } = c.req.valid('param');
    if (!indicatorBy(id)) return refuse(c, 'not-found');
    return c.json({ items: (await figuresOf(store, id)).map(viewOf).reverse() }, 200);
  });

  app.openapi(enter, async (c) => {
    const principal = principalOf(c);
    const indicator = indicatorBy(c.req.valid('param').id);
    if (!indicator) return refuse(c, 'not-found');
    const allowed = await authorize(deps, principal, 'indicators.write', { district: districtOf(indicator) });
    if (!allowed.ok) return refuse(c, allowed.kind);
    const { sure, ...said } = c.req.valid('json');

    const { 'idempotency-key': key } = c.req.valid('header');
    const once =
      key === undefined ? undefined : await onceOnly(deps, principal, key, { indicator: indicator.id, ...said });
    if (once === 'mismatch') return refuse(c, 'idempotency-mismatch');
    if (once?.before) return c.json(FigureView.parse(once.before.body), 201);

    const entered = await figuresOf(store, indicator.id);
    const faults = figureFaults(indicator, { ...said, sure }, entered, todayInBeijing(now()));
    if (faults.length > 0) {
      const { lang } = c.var;
      return refuse(c, 'invalid-request', {
        faults: faults.map(({ path, words }) => ({ path, message: words[lang] })),
      });
    }

    const by = actorOf(principal);
    const figure: StoredFigure = { indicator: indicator.id, ...said, saved: { at: now().toISOString(), by } };
    const view = viewOf({ ...figure, id: deps.newId() });
    const writes = [figureWrite(figure, view.id), ...(once ? [once.remember(201, view)] : [])];
    const object = `${indicator.id} ${said.on}`;
    const { requestId } = c.var;
    const saved = await writeAudited(deps, writes, [{ action: 'indicator.enter', by, object, requestId }]);
    return saved.ok ? c.json(view, 201) : refuse(c, 'conflict');
  });

  return app;
}

/** A district's own plans are for its staff; those of the city and of Zhongguancun for publishers alone. */
const DISTRICT_PLANS: Readonly<Record<string, District>> = { cy: 'chaoyang', dc: 'dongcheng' };
const districtOf = ({ doc }: { readonly doc: string }): string => DISTRICT_PLANS[doc.split('-', 1)[0] ?? ''] ?? 'all';

const viewOf = ({ id, indicator, on, value, source, saved }: KeptFigure): z.infer<typeof FigureView> => ({
  ...{ id, indicator, on, value, source },
  savedAt: saved.at,
  by: { role: saved.by.role, name: saved.by.name },
});
