import { readFileSync, statSync } from 'node:fs';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { expect, test, vi } from 'vitest';
import type { handler as lambdaHandler } from '#functions/lambda/match.ts';
import { at, firms, handler } from './artefact.ts';
import { CONTEXT } from '../lambda/cloud.ts';
import { asking } from './events.ts';

const bundle = at('build/functions/match/index.mjs');

/** How often one may ask differs from place to place. */
const unlimited = ({ headers = {}, ...answer }: APIGatewayProxyStructuredResultV2) => ({
  ...answer,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('ratelimit'))),
});

test('the bundle answers as its source does', async () => {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT').stubEnv('POWERTOOLS_METRICS_DISABLED', 'true');
  const bundled = (await import(bundle.href)) as { handler: typeof lambdaHandler };
  for (const profile of firms.values()) {
    for (const lang of ['zh', 'en']) {
      const asked = asking({ profile, asOf: '2026-07-01', lang });
      expect(unlimited(await bundled.handler(asked, CONTEXT))).toEqual(unlimited(await handler(asked)));
    }
  }
  const faulty = asking({ profile: { revenu: 1 } });
  expect(unlimited(await bundled.handler(faulty, CONTEXT))).toEqual(unlimited(await handler(faulty)));
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
