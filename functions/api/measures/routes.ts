/** `/v1/measures`: the catalogue as people look through it. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { AVAILABILITY_STATES } from '#rules/engine/availability.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Measure, Version } from '#rules/engine/types.ts';
import type { Deps } from '../deps.ts';
import type { ApiContext, ApiEnv } from '../env.ts';
import { Day, LangParam, many } from '../fields.ts';
import { pageAt, pageQuery } from '../page.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json } from '../route.ts';
import { ifNoneMatchHeader, isUnchanged } from '../version.ts';
import { changesBetween } from './diff.ts';
import { countsOf, fits, type Choices } from './facets.ts';
import { rowsOn } from './rows.ts';
import { GRADES, LEVELS, MeasureList, MeasureView, VersionDiff, VersionList } from './schemas.ts';
import { search } from './search.ts';
import { measureView, versionView } from './view.ts';

const tag = 'measures';
const access = { right: 'measures.read' } as const;
const unchanged = { 304: { description: 'Unchanged since the ETag sent.' } };
const id = z.string().min(1).max(100).openapi({ example: 'cn-hnte' });

const list = defineRoute({
  method: 'get',
  path: '/v1/measures',
  access,
  remember: true,
  tag,
  summary: { zh: '政策列表：筛选、分面计数、检索', en: 'Measures: filters, facets with counts, search' },
  request: {
    headers: ifNoneMatchHeader,
    query: z.object({
      ...pageQuery,
      lang: LangParam,
      q: z
        .string()
        .max(200)
        .optional()
        .openapi({ description: 'Chinese or English; synonyms count.', example: '高企' }),
      asOf: Day.optional().openapi({
        description: 'Availability and version on this day; today in Beijing where absent.',
      }),
      level: many(z.enum(LEVELS)),
      instrument: many(z.string().max(50)),
      department: many(z.string().max(200)),
      state: many(z.enum(AVAILABILITY_STATES)),
      grade: many(z.enum(GRADES)),
      region: many(z.string().max(50)).openapi({
        description: 'Measures that apply there; with one region, availability as a firm there meets it.',
      }),
    }),
  },
  responses: { 200: json(MeasureList, 'A page of measures, with counts over all that fit.'), ...unchanged },
  problems: ['invalid-cursor'],
});

const one = defineRoute({
  method: 'get',
  path: '/v1/measures/{id}',
  access,
  remember: true,
  tag,
  summary: { zh: '一项政策的全部内容', en: 'One measure in full' },
  request: {
    headers: ifNoneMatchHeader,
    params: z.object({ id }),
    query: z.object({ asOf: Day.optional(), lang: LangParam }),
  },
  responses: { 200: json(MeasureView, 'The measure, with the version in force on the day.'), ...unchanged },
  problems: ['not-found'],
});

const versions = defineRoute({
  method: 'get',
  path: '/v1/measures/{id}/versions',
  access,
  remember: true,
  tag,
  summary: { zh: '一项政策的各个版本', en: 'The versions of a measure' },
  request: { headers: ifNoneMatchHeader, params: z.object({ id }), query: z.object({ lang: LangParam }) },
  responses: { 200: json(VersionList, 'Every version, oldest first.'), ...unchanged },
  problems: ['not-found'],
});

const diff = defineRoute({
  method: 'get',
  path: '/v1/measures/{id}/versions/{from}/diff/{other}',
  access,
  remember: true,
  tag,
  summary: { zh: '两个版本的对照', en: 'What differs between two versions' },
  request: {
    headers: ifNoneMatchHeader,
    params: z.object({ id, from: Day, other: Day }),
    query: z.object({ lang: LangParam }),
  },
  responses: {
    200: json(VersionDiff, 'Conditions, parameters, benefit, bases and grouping that differ.'),
    ...unchanged,
  },
  problems: ['not-found'],
});

export function measuresRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();

  app.openapi(list, (c) => {
    const loaded = deps.catalogue();
    const { lang } = c.var;
    const { limit, cursor, q = '', asOf = todayInBeijing(deps.now()), ...asked } = c.req.valid('query');
    const choices = choicesOf(asked);
    if (isUnchanged(c, catalogueTag(deps, c, asOf))) return c.body(null, 304);
    const scope = ['measures', lang, q, asOf, choices];
    const rows = rowsOn(loaded, lang, asOf, choices.region.length === 1 ? choices.region[0] : undefined);
    const found = q.trim() === '' ? undefined : search(loaded, q);
    const searched = found === undefined ? rows : rows.filter((row) => found.has(row.id));
    const { regions } = loaded.rules;
    const fitting = searched.filter((row) => fits(regions, choices, row));
    const ordered =
      found === undefined ? fitting : fitting.sort((a, b) => (found.get(b.id) ?? 0) - (found.get(a.id) ?? 0));

    const page = pageAt(deps, scope, ordered, limit, cursor);
    if (!page) return refuse(c, 'invalid-cursor');
    return c.json(
      {
        items: page.items,
        next: page.next,
        total: ordered.length,
        asOf,
        catalogue: loaded.rules.hash,
        facets: countsOf(regions, choices, searched),
      },
      200,
    );
  });

  app.openapi(one, (c) => {
    const measure = measureOf(deps, c.req.valid('param').id);
    if (!measure) return refuse(c, 'not-found');
    const { asOf = todayInBeijing(deps.now()) } = c.req.valid('query');
    if (isUnchanged(c, catalogueTag(deps, c, asOf))) return c.body(null, 304);
    return c.json(measureView(deps.catalogue(), c.var.lang, measure, asOf), 200);
  });

  app.openapi(versions, (c) => {
    const measure = measureOf(deps, c.req.valid('param').id);
    if (!measure) return refuse(c, 'not-found');
    if (isUnchanged(c, catalogueTag(deps, c))) return c.body(null, 304);
    const view = (version: Version) => versionView(deps.catalogue(), c.var.lang, measure, version);
    return c.json({ measure: measure.id, versions: measure.versions.map(view) }, 200);
  });

  app.openapi(diff, (c) => {
    const { id, from, other } = c.req.valid('param');
    const measure = measureOf(deps, id);
    const [older, newer] = [from, other].map((day) => measure?.versions.find((version) => version.from === day));
    if (!measure || !older || !newer) return refuse(c, 'not-found');
    if (isUnchanged(c, catalogueTag(deps, c))) return c.body(null, 304);
    const place = { loaded: deps.catalogue(), measure };
    const changes = changesBetween({ ...place, version: older }, { ...place, version: newer }, c.var.lang);
    return c.json({ measure: id, from, to: other, changes }, 200);
  });

  return app;
}

const choicesOf = ({ level, instrument, department, state, grade, region }: Choices): Choices => ({
  level,
  instrument,
  department,
  state,
  grade,
  region,
});

const measureOf = (deps: Deps, id: string): Measure | undefined => deps.catalogue().catalogue.measures.get(id);

/** The same catalogue, language and day give the same answer to the same address; anyone may keep it for a while. */
export function catalogueTag(deps: Deps, c: ApiContext, asOf = ''): string {
  c.header('cache-control', 'public, max-age=60');
  return `"${[deps.catalogue().rules.hash.slice(0, 16), c.var.lang, asOf].filter(Boolean).join('.')}"`;
}
