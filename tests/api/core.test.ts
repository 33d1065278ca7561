import { createHmac } from 'node:crypto';
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { describe, expect, test } from 'vitest';
import { createApi } from '#functions/api/app.ts';
import { memoryLimiter } from '#functions/api/limiter.ts';
import { jsonLog } from '#functions/api/log.ts';
import { PROBLEMS } from '#functions/problem.ts';
import { defineRoute, json } from '#functions/api/route.ts';
import { VISITOR_HEADER, visitorOf } from '#functions/visitor.ts';
import { loaded } from './catalogue.ts';
import { expectProblem, START, testApi } from './support.ts';
import { claimsOf, mint } from './tokens.ts';
import { PEOPLE } from './world.ts';

const text = (value: string | null): string => value ?? '';

describe('every answer', () => {
  test('carries a request id: a sane one from outside, else a new one', async () => {
    const api = testApi();
    const given = await api.anonymous.get('/v1/health', { headers: { 'x-request-id': 'trace-12345678' } });
    expect(given.headers.get('x-request-id')).toBe('trace-12345678');
    for (const odd of ['short', 'x'.repeat(65), 'with blank 1234', '<script>alert(1)']) {
      const { headers } = await api.anonymous.get('/v1/health', { headers: { 'x-request-id': odd } });
      expect(headers.get('x-request-id')).toMatch(/^00000000-0000-4000-8000-/);
    }
  });

  test.each(['/v1/health', '/v1/nothing', '/v1/me', '/v1/openapi.json', '/v1/catalogue.csv'])(
    'keeps browsers from guessing, framing and running: %s',
    async (path) => {
      const { headers } = await testApi().anonymous.get(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(text(headers.get('strict-transport-security'))).toContain('max-age=31536000');
      expect(text(headers.get('vary')).toLowerCase()).toContain('authorization');
      expect(headers.get('cache-control')).not.toBeNull();
    },
  );

  test('about a person is kept by nobody', async () => {
    expect((await testApi().as('firm').get('/v1/me')).headers.get('cache-control')).toBe('no-store');
  });
});

describe('the language', () => {
  const titleOf = async (path: string, accept?: string) => {
    const headers: Record<string, string> = accept === undefined ? {} : { 'accept-language': accept };
    return expectProblem(await testApi().anonymous.get(path, { headers }), 404, 'not-found').title;
  };
  const { zh, en } = PROBLEMS['not-found'];

  test.each([
    ['/v1/nothing', undefined, zh],
    ['/v1/nothing', 'en-GB,en;q=0.9,zh;q=0.1', en],
    ['/v1/nothing', 'zh-CN,en;q=0.9', zh],
    ['/v1/nothing', 'fr, en;q=0.2', en],
    ['/v1/nothing', 'fr', zh],
    ['/v1/nothing', 'en;q=0', zh],
    ['/v1/nothing?lang=en', 'zh-CN', en],
    ['/v1/nothing?lang=zh', 'en', zh],
    ['/v1/nothing?lang=xx', 'en', en],
    ['/v1/nothing', ';;;q=,,', zh],
  ])('of %s with %s', async (path, accept, expected) => expect(await titleOf(path, accept)).toBe(expected));
});

describe('a path or method that does not exist', () => {
  test('is a problem, with what the address does take', async () => {
    const api = testApi();
    expectProblem(await api.anonymous.get('/v1/nothing'), 404, 'not-found');
    expectProblem(await api.anonymous.get('/'), 404, 'not-found');
    const answered = await api.anonymous.post('/v1/measures/cn-hnte', {});
    expectProblem(answered, 405, 'method-not-allowed');
    expect(answered.headers.get('allow')).toBe('GET, HEAD');
    const other = await api.anonymous.get('/v1/match/path');
    expectProblem(other, 405, 'method-not-allowed');
    expect(other.headers.get('allow')).toBe('POST');
  });
  test('HEAD answers like GET, without a body', async () => {
    const { app } = testApi();
    const response = await app.request('/v1/health', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});

describe('a sign-in', () => {
  const withHeader = (authorization: string) => testApi().anonymous.get('/v1/health', { headers: { authorization } });

  test('that is good says who it is', async () => {
    expect((await testApi().as('staff', { firmLevel: true }).get('/v1/me')).json).toMatchObject({
      subject: 'staff-1',
      name: '何静',
      role: 'staff',
      district: 'chaoyang',
      firmLevel: true,
    });
  });
  test.each(['Bearer', 'Bearer ', 'Bearer x', 'Bearer a.b.c', 'Basic YTpi', 'nonsense', 'Bearer a b', ''])(
    'that is bad is refused even where none is needed: “%s”',
    async (authorization) => {
      const answered = await withHeader(authorization);
      expectProblem(answered, 401, 'invalid-token');
      expect(answered.headers.get('www-authenticate')).toBe('Bearer realm="ceyin", error="invalid_token"');
    },
  );
  test('that has run out is refused', async () => {
    const api = testApi();
    const token = await mint(claimsOf(PEOPLE.firm), START);
    api.pass(3600_000);
    const answered = await api.anonymous.get('/v1/me', { headers: { authorization: `Bearer ${token}` } });
    expectProblem(answered, 401, 'invalid-token');
  });
  test('that is missing where one is needed asks for it', async () => {
    const answered = await testApi().anonymous.get('/v1/me');
    expectProblem(answered, 401, 'unauthenticated');
    expect(answered.headers.get('www-authenticate')).toBe('Bearer realm="ceyin"');
  });
  test('that cannot be checked, because the issuer is out of reach, is 503 and not a refusal', async () => {
    const api = testApi({ verifyToken: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.1')) });
    const answered = await api.as('firm').get('/v1/me');
    expectProblem(answered, 503, 'unavailable');
    expect(answered.text).not.toContain('10.0.0.1');
  });
});

describe('limits', () => {
  const quotas = { read: 3, write: 2, compute: 1 };

  test('are told with every answer and held', async () => {
    const api = testApi({ quotas });
    const first = await api.anonymous.get('/v1/health');
    expect(first.headers.get('ratelimit-policy')).toBe('"read";q=3;w=60');
    expect(first.headers.get('ratelimit')).toBe('"read";r=2;t=20');
    await api.anonymous.get('/v1/health');
    await api.anonymous.get('/v1/health');
    const refused = await api.anonymous.get('/v1/health');
    expectProblem(refused, 429, 'too-many-requests');
    expect(refused.headers.get('retry-after')).toBe('20');
    api.pass(20_000);
    expect((await api.anonymous.get('/v1/health')).status).toBe(200);
    expectProblem(await api.anonymous.get('/v1/health'), 429, 'too-many-requests');
  });
  test('count each person and each class of request apart', async () => {
    const api = testApi({ quotas });
    for (let asked = 0; asked < 3; asked += 1) await api.as('firm').get('/v1/me');
    expectProblem(await api.as('firm').get('/v1/me'), 429, 'too-many-requests');
    expect((await api.as('manager').get('/v1/me')).status).toBe(200);
    expect((await api.as('firm').post('/v1/match/next-question', { profile: {}, measures: [] })).status).toBe(200);
  });
  test('count an address where nobody is signed in: that of the portal’s visitor, not of the portal', async () => {
    const { app } = testApi({ quotas: { read: 1, write: 1, compute: 1 } });
    const from = (remoteAddress: string, forwarded?: string) =>
      app.request(
        '/v1/health',
        { headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } },
        { incoming: { socket: { remoteAddress } } },
      );
    expect((await from('203.0.113.5')).status).toBe(200);
    expect((await from('203.0.113.5')).status).toBe(429);
    // From outside the header is anyone's invention.
    expect((await from('203.0.113.5', '198.51.100.1')).status).toBe(429);
    expect((await from('127.0.0.1', '198.51.100.1')).status).toBe(200);
    expect((await from('::1', '198.51.100.2')).status).toBe(200);
    expect((await from('127.0.0.1', '198.51.100.2, 198.51.100.1')).status).toBe(429);
  });
  test('count the visitor that a portal elsewhere vouches for; what anyone else says of visitors is not believed', async () => {
    const key = 'what the portal and the API share, and nobody else';
    const api = testApi({ quotas: { read: 1, write: 1, compute: 1 }, portalKey: key });
    const vouched = (address: string, by = key, at = START) => {
      const said = `${address} ${at.getTime() / 1000}`;
      return `${said} ${createHmac('sha256', by).update(said).digest('base64url')}`;
    };
    const through = async (header: string) => {
      const bindings = { requestContext: { http: { sourceIp: '203.0.113.9' } } };
      return (await api.app.request('/v1/health', { headers: { [VISITOR_HEADER]: header } }, bindings)).status;
    };
    expect([await through(vouched('198.51.100.1')), await through(vouched('198.51.100.1'))]).toEqual([200, 429]);
    expect([await through(vouched('2001:db8::1')), await through(vouched('2001:db8::1'))]).toEqual([200, 429]);
    // All of these count for the address that they come from.
    const forged = [
      vouched('198.51.100.3', 'another key, which is long enough as well'),
      vouched('198.51.100.4', key, new Date(START.getTime() - 400_000)),
      vouched('198.51.100.5').replace('.5 ', '.6 '),
      vouched('198.51.100.7').slice(0, -1),
      '198.51.100.8',
      'anyone',
    ];
    expect(await through('')).toBe(200);
    for (const header of forged) expect(await through(header)).toBe(429);
    // What was vouched for once does not count for ever.
    api.pass(301_000);
    expect(await through(vouched('198.51.100.9'))).toBe(200);
    expect(await through(vouched('198.51.100.10'))).toBe(429);
  });
  test('believe nobody where no key is set', () => {
    const said = `198.51.100.1 ${START.getTime() / 1000}`;
    const header = `${said} ${createHmac('sha256', '').update(said).digest('base64url')}`;
    expect(visitorOf(header, undefined, START)).toBeUndefined();
  });
  test('hold for tokens that are no good, by address', async () => {
    const api = testApi({ quotas });
    const guess = () => api.anonymous.get('/v1/me', { headers: { authorization: 'Bearer a.b.c' } });
    for (let asked = 0; asked < 3; asked += 1) expectProblem(await guess(), 401, 'invalid-token');
    expectProblem(await guess(), 429, 'too-many-requests');
  });
  test('are remembered of the callers that asked last', () => {
    const limiter = memoryLimiter(() => START, { read: 1, write: 1, compute: 1 });
    const ask = (caller: number) => limiter.take(`caller ${caller}`, 'read').ok;
    for (let caller = 0; caller < 30_000; caller += 1) expect(ask(caller)).toBe(true);
    expect(ask(29_999)).toBe(false);
    expect(ask(10_000 - 1)).toBe(true);
  });
});

describe('a body', () => {
  const send = (body: string | Uint8Array, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    testApi().anonymous.post('/v1/match/next-question', body, { headers });

  test('that is no JSON, no UTF-8, or nested without end is refused as such', async () => {
    for (const bad of ['', '{', '{"a":}', 'null x', '[1,]', new Uint8Array([0x22, 0xff, 0xfe, 0x22])]) {
      expectProblem(await send(bad), 400, 'invalid-json');
    }
    expectProblem(await send(`{"profile":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), 400, 'invalid-json');
  });
  test('of another type, another encoding or compressed is refused', async () => {
    for (const headers of [
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/xml' },
      { 'content-type': 'application/json; charset=gbk' },
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    ]) {
      expectProblem(await send('{"profile":{}}', headers), 415, 'unsupported-media-type');
    }
    expect(
      (await send('{"profile":{},"measures":[]}', { 'content-type': 'application/json; charset=UTF-8' })).status,
    ).toBe(200);
  });
  test('that is too large is refused, whatever length it claims', async () => {
    expectProblem(await send(`{"profile":"${'x'.repeat(300_000)}"}`), 413, 'too-large');
    const { app } = testApi();
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x20)),
    });
    const response = await app.request('/v1/match/next-question', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: stream,
      // What fetch wants to hear before it streams a body.
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
  });
  test('with faults gets each of them in plain words of both languages', async () => {
    const api = testApi();
    const body = { profile: {}, asOf: '2026-13-01', measures: 'x', lang: 'fr', more: 1 };
    const zh = expectProblem(await api.anonymous.post('/v1/match/path', body), 422, 'invalid-request');
    expect(zh.faults).toEqual(
      expect.arrayContaining([
        { path: 'asOf', message: '应为日期，如 2026-07-01' },
        { path: 'measures', message: '缺少，或应为列表' },
        { path: 'lang', message: '应为其中之一：zh, en' },
        { path: 'more', message: '没有这一项' },
      ]),
    );
    const en = expectProblem(await api.anonymous.post('/v1/match/path?lang=en', body), 422, 'invalid-request');
    expect(en.faults).toEqual(expect.arrayContaining([{ path: 'asOf', message: 'must be a date such as 2026-07-01' }]));
  });
  test('with thousands of faults gets a hundred and the number of the rest', async () => {
    const body = { profile: {}, measures: Array.from({ length: 500 }, () => 1) };
    const problem = expectProblem(await testApi().anonymous.post('/v1/match/path', body), 422, 'invalid-request');
    expect(problem.faults).toHaveLength(100);
    expect(problem.moreFaults).toBe(400);
  });
});

describe('what is written down of a request', () => {
  test('is a line with the route’s pattern and a hash of the person', async () => {
    const api = testApi();
    await api
      .as('firm')
      .get('/v1/measures/cn-hnte?q=91110105MA00000P05', { headers: { 'x-request-id': 'trace-12345678' } });
    const line = JSON.parse(api.logs.at(-1) ?? '') as Record<string, unknown>;
    expect(line).toMatchObject({
      level: 'info',
      event: 'request',
      requestId: 'trace-12345678',
      method: 'GET',
      route: '/v1/measures/:id',
      ms: 0,
    });
    expect(line.subject).toMatch(/^[\w-]{16}$/);
    expect(api.logs.join()).not.toContain('firm-1');
    expect(api.logs.join()).not.toContain('91110105MA00000P05');
  });
  test('holds no figure, no name and no token, even when something fails', async () => {
    const api = testApi({
      catalogue: () => {
        throw new Error('cannot evaluate revenue 32000000 of 望京智语');
      },
    });
    const answered = await api
      .as('firm')
      .post('/v1/match/path', { profile: { name: '望京智语', uscc: '9111010500000HA19C' } });
    const problem = expectProblem(answered, 500, 'internal');
    expect(Object.keys(problem).sort()).toEqual(['requestId', 'status', 'title', 'type']);
    const logged = api.logs.join('\n');
    expect(logged).toContain('"event":"failed"');
    expect(logged).toContain(String(problem.requestId));
    for (const secret of ['32000000', '望京', '9111010500000HA19C', 'eyJ', PEOPLE.firm.subject]) {
      expect(logged).not.toContain(secret);
      expect(answered.text).not.toContain(secret);
    }
  });
  test('is one line of JSON each', () => {
    const lines: string[] = [];
    jsonLog(
      (line) => lines.push(line),
      () => START,
    ).error('failed', { error: 'Error\nat x' });
    expect(lines).toEqual([
      '{"time":"2026-07-01T01:00:00.000Z","level":"error","event":"failed","error":"Error\\nat x"}',
    ]);
  });
});

describe('health', () => {
  test('says what is loaded', async () => {
    const { hash, measures, checked } = loaded.rules;
    expect((await testApi().anonymous.get('/v1/health')).json).toEqual({
      status: 'ok',
      catalogue: { hash, measures: measures.length, checked },
    });
  });
  test('is 503 while the store is out of reach', async () => {
    const { deps } = testApi();
    const store = { ...deps.store, get: () => Promise.reject(new Error('disk I/O error at /var/data')) };
    const answered = await testApi({ store }).anonymous.get('/v1/health');
    expectProblem(answered, 503, 'unavailable');
    expect(answered.text).not.toContain('/var/data');
  });
});

describe('deny by default', () => {
  test('a route whose right depends on an object must say on which', () => {
    expect(() =>
      defineRoute({
        method: 'get',
        path: '/v1/companies/{uscc}',
        access: { right: 'company.read' },
        tag: 'x',
        summary: { zh: '', en: '' },
        responses: { 200: json(z.object({}), '') },
      }),
    ).toThrow('depends on an object');
  });
  test('a route that declares no access answers nobody', async () => {
    const { deps } = testApi();
    const app = createApi(deps);
    app.get('/v1/secret', (c) => c.text('secret'));
    const response = await app.request('/v1/secret');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
  });
  test('no module has a route that is not in the document', () => {
    const { app } = testApi();
    const declared = app.openAPIRegistry.definitions.flatMap((definition) =>
      definition.type === 'route'
        ? [`${definition.route.method.toUpperCase()} ${definition.route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`]
        : [],
    );
    const served = app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(served)].sort()).toEqual([...new Set(declared)].sort());
    expect(app).toBeInstanceOf(OpenAPIHono);
  });
});
