/** The portal as it is uploaded, asked as API Gateway asks; and the bridge before it. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CDN_HEADER, VIEWER_HEADER } from '#functions/lambda/viewer.ts';
import { VISITOR_HEADER, visitorOf } from '#functions/visitor.ts';
import { bridged, type Answer } from '../../infra/portal/bridge.ts';
import { at } from '../functions/artefact.ts';
import { event } from '../functions/events.ts';
import { bundled } from './cloud.ts';

const ORIGIN = 'https://ceyin.example';
const PORTAL_KEY = 'what the portal and the API share, and nobody else';
const CDN_KEY = 'what the CDN and the functions share';
const textOf = ({ body = '', isBase64Encoded = false }: Answer): string =>
  Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString();

describe('the bridge', () => {
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      response.setHeader('set-cookie', ['a=1; Path=/', 'b=2; Path=/']);
      const { method, url, headers } = request;
      if (url === '/bytes') response.end(Buffer.from([0xff, 0x00, 0xfe]));
      else {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ method, url, headers, body: body.toString('base64') }));
      }
    });
  });
  let ask: (event: APIGatewayProxyEventV2) => Promise<Answer>;
  beforeAll(async () => {
    ask = await bridged(server, join(tmpdir(), `bridge-${process.pid}.sock`), ORIGIN);
  });
  afterAll(() => void server.close());

  test('hands on bytes, cookies, Chinese paths and who asked, as the gateway saw it', async () => {
    const bytes = Uint8Array.of(0, 0xff, 0x80, 10);
    const asked = event({
      path: '/政策/高新',
      headers: { 'x-forwarded-for': '10.0.0.1', 'content-type': 'a/b' },
      body: bytes,
    });
    const answer = await ask({ ...asked, cookies: ['s=1', 't=2'], rawQueryString: 'q=%E4%B8%AD&x=1' });
    expect(JSON.parse(textOf(answer))).toMatchObject({
      method: 'POST',
      url: `/${encodeURIComponent('政策')}/${encodeURIComponent('高新')}?q=%E4%B8%AD&x=1`,
      body: Buffer.from(bytes).toString('base64'),
      headers: {
        cookie: 's=1; t=2',
        host: 'ceyin.example',
        'x-forwarded-proto': 'https',
        'x-forwarded-for': '192.0.2.1',
        'content-length': '4',
      },
    });
    expect(answer.cookies).toEqual(['a=1; Path=/', 'b=2; Path=/']);
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  test('an encoded path stays as it is, and none reaches another host', async () => {
    for (const [path, url] of [
      ['/a%2Fb%20c', '/a%2Fb%20c'],
      ['//evil.example/x', '/evil.example/x'],
      ['/a?b#c', '/a%3Fb%23c'],
    ] as const) {
      expect(JSON.parse(textOf(await ask(event({ method: 'GET', path, headers: {} }))))).toMatchObject({ url });
    }
  });

  test('what is no text comes back in base64', async () => {
    const answer = await ask(event({ method: 'GET', path: '/bytes', headers: { accept: '*/*' } }));
    expect(answer).toMatchObject({ isBase64Encoded: true, body: Buffer.from([0xff, 0x00, 0xfe]).toString('base64') });
  });
});

describe('the portal', () => {
  /** An API that answers nothing but notes for whom it was asked. */
  const asked: (string | undefined)[] = [];
  const api = createServer(({ headers }, response) => {
    asked.push(visitorOf(headers[VISITOR_HEADER]?.toString(), PORTAL_KEY, new Date()));
    response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{}');
  });
  let ask: (asked: Parameters<typeof event>[0]) => Promise<Answer>;
  beforeAll(async () => {
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    const address = api.address();
    for (const [name, value] of Object.entries({
      CEYIN_ORIGIN: ORIGIN,
      // Only whoever signs in, or has, needs the table.
      CEYIN_TABLE: 'ceyin',
      // It knows nothing: pages that need nobody are whole all the same.
      API_ORIGIN: `http://127.0.0.1:${String(address !== null && typeof address === 'object' ? address.port : 0)}`,
      CEYIN_PORTAL_KEY: PORTAL_KEY,
      CEYIN_CDN_KEY: CDN_KEY,
      CEYIN_ISSUER: 'https://issuer.example',
    })) {
      vi.stubEnv(name, value);
    }
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { handler } = await bundled('portal');
    ask = async (asked) => (await handler?.(event(asked))) as Answer;
  }, 60_000);
  afterAll(() => {
    api.close();
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  test('renders a page in both languages, and says of a Chinese path that there is nothing', async () => {
    for (const [path, lang] of [
      ['/', 'zh-CN'],
      ['/en', 'en'],
    ] as const) {
      const page = await ask({ method: 'GET', path, headers: { accept: 'text/html' } });
      expect(page).toMatchObject({ statusCode: 200, isBase64Encoded: false });
      expect(textOf(page)).toContain(`<html lang="${lang}"`);
    }
    expect(await ask({ method: 'GET', path: '/没有/这页', headers: { accept: 'text/html' } })).toMatchObject({
      statusCode: 404,
    });
  });

  test('serves its static files, compressed, for good', async () => {
    const client = at('build/functions/portal/client/');
    const [name = ''] = readdirSync(new URL('_app/immutable/entry/', client)).filter((each) => each.endsWith('.js.br'));
    const path = `/_app/immutable/entry/${name.replace('.br', '')}`;
    const file = await ask({ method: 'GET', path, headers: { 'accept-encoding': 'br' } });
    expect(file).toMatchObject({
      statusCode: 200,
      isBase64Encoded: true,
      headers: { 'content-encoding': 'br', 'cache-control': 'public,max-age=31536000,immutable' },
    });
    expect(Buffer.from(file.body ?? '', 'base64')).toEqual(
      readFileSync(new URL(`_app/immutable/entry/${name}`, client)),
    );
  });

  test.each([
    ['of itself', '192.0.2.1', { 'x-forwarded-for': '10.0.0.1', [VIEWER_HEADER]: '10.0.0.1' }],
    ['through the CDN', '203.0.113.7', { [VIEWER_HEADER]: '203.0.113.7', [CDN_HEADER]: CDN_KEY }],
  ])('vouches to the API for the address of whoever asks, %s', async (_, address, headers) => {
    asked.length = 0;
    const path = '/proof/91110105MA00000P0N/20260701-1';
    await ask({ method: 'GET', path, headers: { accept: 'text/html', ...headers } });
    expect(asked).toContain(address);
    expect(asked.filter((each) => each !== undefined && each !== address)).toEqual([]);
  });

  test('takes a form from its own pages and from nowhere else', async () => {
    const post = (origin: string) =>
      ask({ path: '/check', headers: { ...form, origin, accept: 'text/html' }, body: Buffer.from('name=%E7%AD%96') });
    expect((await post('https://evil.example')).statusCode).toBe(403);
    expect((await post(ORIGIN)).statusCode).not.toBe(403);
  });
});
