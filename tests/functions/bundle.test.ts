import { readFileSync, statSync } from 'node:fs';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { expect, test, vi } from 'vitest';
import type { handler as lambdaHandler } from '#functions/lambda/match.ts';
import { at, firms, handler } from './artefact.ts';
import { CONTEXT } from '../lambda/cloud.ts';
import { asking, event } from './events.ts';

const bundle = at('build/functions/match/index.mjs');

/** How often one may ask differs from place to place. */
const unlimited = ({ headers = {}, ...answer }: APIGatewayProxyStructuredResultV2) => ({
  ...answer,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('ratelimit'))),
});

const bundledHandler = async () => {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT').stubEnv('POWERTOOLS_METRICS_DISABLED', 'true');
  return (await import(bundle.href)) as { handler: typeof lambdaHandler };
};

test('the bundle answers as its source does', async () => {
  const bundled = await bundledHandler();
  for (const profile of firms.values()) {
    for (const lang of ['zh', 'en']) {
      const asked = asking({ profile, asOf: '2026-07-01', lang });
      expect(unlimited(await bundled.handler(asked, CONTEXT))).toEqual(unlimited(await handler(asked)));
    }
  }
  const faulty = asking({ profile: { revenu: 1 } });
  expect(unlimited(await bundled.handler(faulty, CONTEXT))).toEqual(unlimited(await handler(faulty)));
});

test('a body in base64, cookies beside it, is answered as a plain one; a Chinese path is none of its own', async () => {
  const bundled = await bundledHandler();
  const body = JSON.stringify({ profile: [...firms.values()][0], asOf: '2026-07-01', lang: 'zh' });
  const [plain, encoded] = [event({ body }), { ...event({ body: Buffer.from(body) }), cookies: ['a=1', 'b=策'] }];
  expect(encoded.isBase64Encoded).toBe(true);
  const answer = unlimited(await bundled.handler(encoded, CONTEXT));
  expect(answer.statusCode).toBe(200);
  expect(answer).toEqual(unlimited(await bundled.handler(plain, CONTEXT)));
  for (const path of ['/v1/match/政策', `/v1/match/${encodeURIComponent('政策')}`]) {
    expect(await bundled.handler(event({ path, body }), CONTEXT)).toMatchObject({ statusCode: 404 });
  }
});

test('the bundle is small and carries neither an SDK nor a schema library', () => {
  expect(statSync(bundle).size).toBeLessThanOrEqual(300 * 1024);
  const code = readFileSync(bundle, 'utf8');
  for (const name of ['@aws-sdk', 'ZodError', 'acorn', 'yaml']) expect(code).not.toContain(name);
});

test('the artefact beside the bundle stays under 2 MB', () => {
  const size = ['rules.json', 'texts.zh.json', 'texts.en.json']
    .map((name) => statSync(at(`build/functions/match/${name}`)).size)
    .reduce((a, b) => a + b, 0);
  expect(size).toBeLessThanOrEqual(2 * 1024 * 1024);
});
