import { statSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { CATALOGUE_FILES } from '#functions/api/load.ts';
import { newSigningKey } from '#functions/api/proofs/signer.ts';
import { at } from '../functions/artefact.ts';
import { event } from '../functions/events.ts';
import { testApi } from './support.ts';

const bundle = at('build/functions/api/index.mjs');

interface Bundled {
  handler: (
    event: APIGatewayProxyEventV2,
    context: object,
  ) => Promise<{ statusCode: number; body: string; isBase64Encoded: boolean; headers: Record<string, string> }>;
}
let handler: Bundled['handler'];

beforeAll(async () => {
  for (const [name, value] of Object.entries({
    CEYIN_TABLE: 'ceyin',
    CEYIN_ISSUER: 'https://issuer.example',
    CEYIN_AUDIENCE: 'ceyin-api',
    CEYIN_PROOF_KEYS: JSON.stringify([await newSigningKey()]),
    CEYIN_CURSOR_KEY: 'a key for tests, of more than 32 characters',
    AWS_REGION: 'eu-central-1',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  })) {
    vi.stubEnv(name, value);
  }
  ({ handler } = (await import(bundle.href)) as Bundled);
});
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test.each(['/v1/measures/cn-hnte', '/v1/openapi.json', '/v1/calendar.ics', '/v1/nothing', '/v1/me'])(
  'answers %s as its source does',
  async (path) => {
    const asked = {
      ...event({ method: 'GET', path, headers: { 'x-request-id': 'trace-12345678' } }),
      rawQueryString: 'asOf=2026-07-01&since=2026-01-01',
    };
    const answered = await handler(asked, {});
    const expected = await testApi().anonymous.get(`${path}?asOf=2026-07-01&since=2026-01-01`, {
      headers: { 'x-request-id': 'trace-12345678' },
    });
    expect(answered.statusCode).toBe(expected.status);
    expect(Buffer.from(answered.body, answered.isBase64Encoded ? 'base64' : 'utf8').toString()).toBe(expected.text);
    for (const name of ['content-type', 'etag', 'cache-control', 'content-security-policy', 'x-request-id']) {
      expect(answered.headers[name] ?? null).toBe(expected.headers.get(name));
    }
  },
);

test('limits count the address that API Gateway saw', async () => {
  const asked = event({ method: 'GET', path: '/v1/nothing', headers: {} });
  const remaining = async (sourceIp: string) => {
    const http = { ...asked.requestContext.http, sourceIp };
    const { headers } = await handler({ ...asked, requestContext: { ...asked.requestContext, http } }, {});
    return Number(/r=(\d+)/.exec(headers.ratelimit ?? '')?.[1]);
  };
  const first = await remaining('192.0.2.77');
  expect(await remaining('192.0.2.77')).toBe(first - 1);
  expect(await remaining('192.0.2.78')).toBe(first);
});

test('is at most 900 KB, with the artefact beside it', () => {
  expect(statSync(bundle).size).toBeLessThanOrEqual(900 * 1024);
  for (const name of CATALOGUE_FILES) expect(statSync(at(`build/functions/api/${name}`)).size).toBeGreaterThan(0);
});
