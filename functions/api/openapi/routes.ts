/** The description of all routes as OpenAPI 3.1, in either language, and as a page. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Lang } from '#rules/engine/types.ts';
import type { ApiEnv } from '../env.ts';
import { LangParam } from '../fields.ts';
import { DOCS } from '../middleware/request.ts';
import { defineRoute, json } from '../route.ts';
import { inChinese } from './chinese.ts';
import { docsPage } from './page.ts';
import { TAGS } from './tags.ts';

const document = defineRoute({
  method: 'get',
  path: '/v1/openapi.json',
  access: { right: 'service.read' },
  tag: 'service',
  summary: { zh: '接口说明（OpenAPI 3.1）', en: 'This description (OpenAPI 3.1)' },
  request: { query: z.object({ lang: LangParam }) },
  responses: { 200: json(z.record(z.string(), z.unknown()), 'The OpenAPI document.') },
});

const page = defineRoute({
  method: 'get',
  path: DOCS,
  access: { right: 'service.read' },
  tag: 'service',
  summary: { zh: '接口说明（网页）', en: 'This description as a page' },
  request: { query: z.object({ lang: LangParam }) },
  responses: { 200: { description: 'The page, without scripts.', content: { 'text/html': { schema: z.string() } } } },
});

const TITLES = {
  zh: {
    title: '策引',
    description: '北京市朝阳区、东城区企业可享科技政策的查询、判定与服务。错误一律以 application/problem+json 返回。',
  },
  en: {
    title: 'Ceyin',
    description:
      'Which public support measures a firm in Chaoyang or Dongcheng, Beijing qualifies for, and what follows. Errors are application/problem+json.',
  },
} as const;

export function openapiRoutes(api: OpenAPIHono<ApiEnv>): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const documents = new Map<Lang, Record<string, unknown>>();
  const pages = new Map<Lang, string>();
  const documentIn = (lang: Lang): Record<string, unknown> => {
    const known = documents.get(lang) ?? describe(api, lang);
    documents.set(lang, known);
    return known;
  };
  app.openapi(document, (c) => {
    c.header('cache-control', 'public, max-age=300');
    return c.json(documentIn(c.var.lang), 200);
  });
  app.openapi(page, async (c) => {
    const { lang } = c.var;
    const known = pages.get(lang) ?? String(await docsPage({ zh: documentIn('zh'), en: documentIn('en') }, lang));
    pages.set(lang, known);
    c.header('cache-control', 'public, max-age=300');
    return c.body(known, 200, { 'content-type': 'text/html; charset=utf-8' });
  });
  return app;
}

/** The whole document in the language asked for. */
export function describe(api: OpenAPIHono<ApiEnv>, lang: Lang): Record<string, unknown> {
  if (!api.openAPIRegistry.definitions.some(({ type }) => type === 'component')) {
    api.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'An RS256 access token of the configured OIDC issuer for the configured audience.',
    });
  }
  const { paths = {}, ...rest } = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      ...TITLES[lang],
      version: '1',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/' }],
    tags: Object.entries(TAGS).map(([name, title]) => ({ name, 'x-displayName': title[lang] })),
  });
  const spoken = Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      path,
      Object.fromEntries(Object.entries(item).map(([method, operation]) => [method, inLanguage(operation, lang)])),
    ]),
  );
  const whole = { ...rest, paths: spoken };
  return lang === 'zh' ? inChinese(whole) : whole;
}

function inLanguage(operation: unknown, lang: Lang): unknown {
  if (typeof operation !== 'object' || operation === null || !('x-summary' in operation)) return operation;
  const { 'x-summary': summaries, ...rest } = operation;
  const summary = Summaries.safeParse(summaries);
  return summary.success ? { ...rest, summary: summary.data[lang] } : rest;
}
const Summaries = z.object({ zh: z.string(), en: z.string() });
