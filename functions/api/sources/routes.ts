/** `/v1/provisions` and `/v1/indicators`: what the plans say and want to reach. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Deps, LoadedCatalogue } from '../deps.ts';
import type { ApiEnv } from '../env.ts';
import { LangParam, many } from '../fields.ts';
import { catalogueTag } from '../measures/routes.ts';
import { LEVELS } from '../measures/schemas.ts';
import { pageAt, pageOf, pageQuery } from '../page.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json } from '../route.ts';
import { ifNoneMatchHeader, isUnchanged } from '../version.ts';

const Named = z.object({ id: z.string(), name: z.string() });

const ProvisionView = z
  .object({
    id: z.string(),
    name: z.string(),
    level: z.string(),
    instrument: z.string(),
    beneficiaries: z.array(z.string()).readonly(),
    benefitZh: z.string().openapi({ description: 'The plan’s own words, which are Chinese.' }),
    conditionsZh: z.array(z.string()).readonly(),
    sources: z.array(z.object({ doc: z.string(), title: z.string(), section: z.string(), anchor: z.string() })),
    planPeriod: z.string(),
    priority: z.string(),
    measures: z.array(Named).openapi({ description: 'The measures that realise it.' }),
    unlinked: z.string().nullable().openapi({ description: 'Why no measure realises it.' }),
  })
  .openapi('Provision');

const Figure = z.object({ value: z.union([z.number(), z.string()]).nullable(), year: z.number().int().nullable() });

const IndicatorView = z
  .object({
    id: z.string(),
    name: z.string(),
    doc: z.string(),
    title: z.string(),
    section: z.string(),
    anchor: z.string(),
    baseline: Figure,
    target: Figure,
    unit: z.string(),
    qualifier: z.string().nullable(),
    property: z.string().nullable(),
    measures: z.array(Named).openapi({ description: 'The measures that feed it.' }),
    reason: z.string().nullable().openapi({ description: 'Why no measure feeds it.' }),
    provisions: z.array(z.string()).readonly().openapi({ description: 'The provisions of the plan that aim at it.' }),
  })
  .openapi('Indicator');

const access = { right: 'measures.read' } as const;
const unchanged = { 304: { description: 'Unchanged since the ETag sent.' } };

const provisions = defineRoute({
  method: 'get',
  path: '/v1/provisions',
  access,
  remember: true,
  tag: 'plans',
  summary: { zh: '规划条款，以及落实它的政策', en: 'The plans’ provisions, with the measures that realise them' },
  request: {
    headers: ifNoneMatchHeader,
    query: z.object({
      ...pageQuery,
      lang: LangParam,
      doc: many(z.string().max(100)),
      level: many(z.enum(LEVELS)),
      linked: z.enum(['true', 'false']).optional(),
    }),
  },
  responses: {
    200: json(pageOf(ProvisionView).extend({ total: z.number().int() }), 'A page of provisions.'),
    ...unchanged,
  },
  problems: ['invalid-cursor'],
});

const indicators = defineRoute({
  method: 'get',
  path: '/v1/indicators',
  access,
  remember: true,
  tag: 'plans',
  summary: { zh: '规划指标：基期、目标和相关政策', en: 'The plans’ indicators: baseline, target and related measures' },
  request: {
    headers: ifNoneMatchHeader,
    query: z.object({ ...pageQuery, lang: LangParam, doc: many(z.string().max(100)) }),
  },
  responses: {
    200: json(pageOf(IndicatorView).extend({ total: z.number().int() }), 'A page of indicators.'),
    ...unchanged,
  },
  problems: ['invalid-cursor'],
});

export function sourcesRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();

  app.openapi(provisions, (c) => {
    const loaded = deps.catalogue();
    const { lang } = c.var;
    const { limit, cursor, doc: chosen, level: levels, linked } = c.req.valid('query');
    if (isUnchanged(c, catalogueTag(deps, c))) return c.body(null, 304);
    const realised = measuresByProvision(loaded);
    const fitting = loaded.sources.provisions.filter(
      ({ id, level, sources }) =>
        (chosen.length === 0 || sources.some(({ doc }) => chosen.includes(doc))) &&
        (levels.length === 0 || levels.some((each) => each === level)) &&
        (linked === undefined || (linked === 'true') === realised.has(id)),
    );
    const page = pageAt(deps, ['provisions', chosen, levels, linked ?? null], fitting, limit, cursor);
    if (!page) return refuse(c, 'invalid-cursor');
    const { documents, measures } = loaded.texts[lang];
    const items = page.items.map(({ name, sources, ...rest }) => ({
      ...rest,
      name: name[lang],
      sources: sources.map((source) => ({ ...source, title: documents[source.doc]?.title ?? source.doc })),
      measures: (realised.get(rest.id) ?? []).map((id) => ({ id, name: measures[id]?.name ?? id })),
    }));
    return c.json({ items, next: page.next, total: fitting.length }, 200);
  });

  app.openapi(indicators, (c) => {
    const loaded = deps.catalogue();
    const { lang } = c.var;
    const { limit, cursor, doc: chosen } = c.req.valid('query');
    if (isUnchanged(c, catalogueTag(deps, c))) return c.body(null, 304);
    const fitting = loaded.sources.indicators.filter(({ doc }) => chosen.length === 0 || chosen.includes(doc));
    const page = pageAt(deps, ['indicators', chosen], fitting, limit, cursor);
    if (!page) return refuse(c, 'invalid-cursor');
    const { documents, measures } = loaded.texts[lang];
    const items = page.items.map(({ name, measures: feeding, ...rest }) => ({
      ...rest,
      name: name[lang],
      title: documents[rest.doc]?.title ?? rest.doc,
      measures: feeding.map((id) => ({ id, name: measures[id]?.name ?? id })),
    }));
    return c.json({ items, next: page.next, total: fitting.length }, 200);
  });

  return app;
}

function measuresByProvision({ rules }: LoadedCatalogue): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { id, provisions } of rules.measures) {
    for (const provision of provisions) found.set(provision, [...(found.get(provision) ?? []), id]);
  }
  return found;
}
