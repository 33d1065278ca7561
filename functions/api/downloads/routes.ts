/** The catalogue to take away: as JSON, as a table, as a calendar. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Deps, LoadedCatalogue } from '../deps.ts';
import type { ApiEnv } from '../env.ts';
import { Day, LangParam, many } from '../fields.ts';
import { catalogueTag } from '../measures/routes.ts';
import { LEVELS } from '../measures/schemas.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json } from '../route.ts';
import { ifNoneMatchHeader, isUnchanged } from '../version.ts';
import { calendarOf } from './calendar.ts';
import { tableOf } from './table.ts';

const tag = 'downloads';
const access = { right: 'measures.read' } as const;
const unchanged = { 304: { description: 'Unchanged since the ETag sent.' } };

const catalogueJson = defineRoute({
  method: 'get',
  path: '/v1/catalogue.json',
  access,
  tag,
  summary: { zh: '整个目录：规则与两种语言的文字', en: 'The whole catalogue: rules, and texts in both languages' },
  request: { headers: ifNoneMatchHeader },
  responses: {
    200: json(
      z
        .object({
          rules: z.record(z.string(), z.unknown()),
          texts: z.object({ zh: z.record(z.string(), z.unknown()), en: z.record(z.string(), z.unknown()) }),
        })
        .openapi('Catalogue'),
      'The compiled catalogue, as the engine loads it.',
    ),
    ...unchanged,
  },
});

const catalogueCsv = defineRoute({
  method: 'get',
  path: '/v1/catalogue.csv',
  access,
  remember: true,
  tag,
  summary: { zh: '目录表（CSV，Excel 可直接打开）', en: 'The catalogue as a table (CSV for spreadsheets)' },
  request: { headers: ifNoneMatchHeader, query: z.object({ asOf: Day.optional(), lang: LangParam }) },
  responses: {
    200: { description: 'One line per measure.', content: { 'text/csv': { schema: z.string() } } },
    ...unchanged,
  },
});

const calendar = defineRoute({
  method: 'get',
  path: '/v1/calendar.ics',
  access,
  remember: true,
  tag,
  summary: { zh: '申报日历（iCalendar），可订阅', en: 'Application windows as a calendar to subscribe to (iCalendar)' },
  request: {
    headers: ifNoneMatchHeader,
    query: z.object({
      lang: LangParam,
      measure: many(z.string().max(100), 500).openapi({ description: 'Only these measures.' }),
      level: many(z.enum(LEVELS)),
      since: Day.optional().openapi({
        description: 'Windows that end on this day or later; today in Beijing where absent.',
      }),
    }),
  },
  responses: {
    200: { description: 'One event per window.', content: { 'text/calendar': { schema: z.string() } } },
    ...unchanged,
  },
  problems: ['unknown-measure'],
});

export function downloadsRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();

  app.openapi(catalogueJson, (c) => {
    if (isUnchanged(c, catalogueTag(deps, c))) return c.body(null, 304);
    c.header('content-disposition', 'attachment; filename="ceyin-catalogue.json"');
    return c.body(wholeText(deps.catalogue()), 200, { 'content-type': 'application/json' });
  });

  app.openapi(catalogueCsv, (c) => {
    const { asOf = todayInBeijing(deps.now()) } = c.req.valid('query');
    if (isUnchanged(c, catalogueTag(deps, c, asOf))) return c.body(null, 304);
    c.header('content-disposition', 'attachment; filename="ceyin-catalogue.csv"');
    return c.body(tableOf(deps.catalogue(), c.var.lang, asOf), 200, { 'content-type': 'text/csv; charset=utf-8' });
  });

  app.openapi(calendar, (c) => {
    const loaded = deps.catalogue();
    const { measure: measures, level: levels, since = todayInBeijing(deps.now()) } = c.req.valid('query');
    const unknown = measures.filter((id) => !loaded.catalogue.measures.has(id));
    if (unknown.length > 0) {
      return refuse(c, 'unknown-measure', {
        faults: unknown.map((id) => ({ path: 'query.measure', message: id })),
      });
    }
    if (isUnchanged(c, catalogueTag(deps, c, since))) return c.body(null, 304);
    return c.body(calendarOf(loaded, c.var.lang, { since, measures, levels }), 200, {
      'content-type': 'text/calendar; charset=utf-8',
    });
  });

  return app;
}

const written = new WeakMap<LoadedCatalogue, string>();

/** Megabytes of text: written once per catalogue. */
function wholeText(loaded: LoadedCatalogue): string {
  const before = written.get(loaded);
  if (before !== undefined) return before;
  const text = JSON.stringify({ rules: loaded.rules, texts: loaded.texts });
  written.set(loaded, text);
  return text;
}
