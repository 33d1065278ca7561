import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PROBLEMS } from '#functions/problem.ts';
import { RIGHT_NAMES } from '#functions/identity/rights.ts';
import { descriptions } from '#functions/api/openapi/chinese.ts';
import { testApi } from './support.ts';

const Media = z.object({ schema: z.unknown() });
const Operation = z.object({
  operationId: z.string(),
  summary: z.string().min(1),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  'x-access': z.object({ right: z.enum(RIGHT_NAMES) }),
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).optional(),
  responses: z.record(
    z.string(),
    z.object({ description: z.string().min(1), content: z.record(z.string(), Media).optional() }),
  ),
});
const Document = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.object({ url: z.string() })).min(1),
  components: z.object({
    securitySchemes: z.object({ bearer: z.object({ type: z.literal('http'), scheme: z.literal('bearer') }) }),
    schemas: z.record(z.string(), z.unknown()),
  }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});

const api = testApi();
const raw = {
  zh: await api.anonymous.get('/v1/openapi.json?lang=zh'),
  en: await api.anonymous.get('/v1/openapi.json?lang=en'),
};
const document = Document.parse(raw.en.json);
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, path, operation] as const),
);

describe.each(operations)('%s', (_, path, operation) => {
  test('says what it does in both languages', () => {
    const zh = Document.parse(raw.zh.json).paths[path];
    const [said] = Object.values(zh ?? {}).filter(({ operationId }) => operationId === operation.operationId);
    expect(said?.summary).toMatch(/[\u4e00-\u9fff]/);
    expect(operation.summary).not.toMatch(/[\u4e00-\u9fff]/);
  });
  test('names every parameter of its path', () => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = (operation.parameters ?? []).filter((each) => each.in === 'path').map(({ name }) => name);
    expect(declared.sort()).toEqual(inPath.sort());
  });
  test('declares what it answers, refusals as problems', () => {
    const statuses = Object.keys(operation.responses).map(Number);
    expect(statuses.some((status) => status < 300)).toBe(true);
    for (const status of [401, 429, 500]) expect(statuses).toContain(status);
    for (const status of statuses.filter((each) => each >= 400)) {
      expect(Object.keys(operation.responses[String(status)]?.content ?? {})).toEqual(['application/problem+json']);
    }
  });
  test('asks for a sign-in unless it is open to everyone', () => {
    const open = operation.security.some((each) => Object.keys(each).length === 0);
    const statuses = Object.keys(operation.responses);
    expect(statuses.includes('403')).toBe(!open);
  });
});

describe('descriptions', () => {
  const [zh, en] = [described(raw.zh.json), described(raw.en.json)];
  test('are all there in both languages, each in its own', () => {
    expect(zh.length).toBe(en.length);
    expect(en.length).toBeGreaterThan(500);
    expect(zh.filter((text) => !/[\u4e00-\u9fff]/.test(text))).toEqual([]);
    // A Chinese term may follow in brackets.
    expect(en.filter((text) => /[\u4e00-\u9fff]/.test(text.replaceAll(/\([\u4e00-\u9fff]+\)/g, '')))).toEqual([]);
  });
  test('in Chinese belong to one in English', () => {
    const said = new Set(en);
    expect([...descriptions().keys()].filter((text) => !said.has(text))).toEqual([]);
  });
  test('follow the language that a browser asks for', async () => {
    const asked = await api.anonymous.get('/v1/openapi.json', { headers: { 'accept-language': 'en-GB,en;q=0.9' } });
    expect(asked.text).toBe(raw.en.text);
    expect(asked.headers.get('content-language')).toBe('en');
  });
});

describe('the page', async () => {
  const { text, headers } = await api.anonymous.get('/v1/docs');
  test('shows every call in both languages, and every named schema', () => {
    const zh = Document.parse(raw.zh.json);
    for (const [, path, { summary }] of operations) {
      expect(text).toContain(`<code>${path}</code>`);
      expect(text).toContain(summary.replaceAll("'", '&#39;'));
    }
    for (const { summary } of Object.values(zh.paths).flatMap((item) => Object.values(item))) {
      expect(text).toContain(summary);
    }
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, name]) => name));
    for (const [, target] of text.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    for (const tag of new Set(operations.map(([, , { tags }]) => tags[0] ?? ''))) {
      expect(text).toMatch(new RegExp(`<section id="${tag}">\\s*<h2>[\\u4e00-\\u9fff]+ [A-Z]`));
    }
  });
  test('describes fields in the language it is asked in', async () => {
    const english = (await api.anonymous.get('/v1/docs?lang=en')).text;
    const [en, zh] = [...descriptions()].find(([, chinese]) => chinese === '下一页的翻页标记。') ?? ['', ''];
    expect([text.includes(zh), text.includes(en)]).toEqual([true, false]);
    expect([english.includes(zh), english.includes(en)]).toEqual([false, true]);
  });
  test('runs nothing and takes nothing from elsewhere', () => {
    expect(text).not.toMatch(/<script|\son\w+=|src=|style="/);
    const style = /<style>([^]*?)<\/style>/.exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers.get('content-security-policy')).toContain(`default-src 'none'`);
    expect(headers.get('content-security-policy')).toContain(`style-src 'sha256-${hash}'`);
  });
});

test('operation ids are unique', () => {
  const ids = operations.map(([, , { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every reference leads somewhere', () => {
  const text = raw.en.text;
  const wanted = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name);
  expect(wanted).toContain('Problem');
  for (const name of wanted) expect(document.components.schemas).toHaveProperty(name);
});

test('every kind of problem has a title in both languages and a status that is an error', () => {
  for (const [kind, { status, zh, en }] of Object.entries(PROBLEMS)) {
    expect(kind).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(zh).toMatch(/[\u4e00-\u9fff]/);
    expect(en).not.toMatch(/[\u4e00-\u9fff]/);
  }
});

/** Every description in a document, in its order. */
function described(node: unknown, areNames = false): string[] {
  if (Array.isArray(node)) return node.flatMap((each) => described(each));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === 'description' && !areNames && typeof value === 'string'
      ? [value]
      : described(value, name === 'properties' && !areNames),
  );
}
