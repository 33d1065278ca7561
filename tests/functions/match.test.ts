import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { match } from '#rules/engine/match.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { MatchResult } from '#rules/engine/types.ts';
import { memoryLimiter } from '#functions/api/limiter.ts';
import { matchHandler } from '#functions/match/handler.ts';
import { VISITOR_HEADER } from '#functions/visitor.ts';
import { at, firms, handler, rules, texts } from './artefact.ts';
import { asking, event } from './events.ts';

const ON = '2026-07-01';
const [firm = {}] = firms.values();

interface Problem {
  type: string;
  title: string;
  status: number;
  faults?: { path: string; message: string }[];
  moreFaults?: number;
}

async function answer(asked: APIGatewayProxyEventV2) {
  const { statusCode, headers, body } = await handler(asked);
  return { status: statusCode, headers: headers ?? {}, text: body ?? '', json: JSON.parse(body ?? '') as unknown };
}
async function refusal(asked: APIGatewayProxyEventV2): Promise<Problem> {
  const { status, headers, json } = await answer(asked);
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(json).toMatchObject({ status });
  return json as Problem;
}

describe('an answer', () => {
  test.each([...firms])('is what the engine says of %s', async (_, profile) => {
    for (const lang of ['zh', 'en'] as const) {
      const { status, headers, text } = await answer(asking({ profile, asOf: ON, lang }));
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('application/json; charset=utf-8');
      expect(headers['cache-control']).toBe('no-store');
      expect(JSON.parse(text)).toEqual(
        JSON.parse(JSON.stringify(match(loadCatalogue(rules), texts[lang], profile, { asOf: ON }))),
      );
    }
  });

  test.each([...firms.keys()])('is what the command line prints for %s', async (name) => {
    const args = ['rules/cli/match.ts', `seeds/firms/${name}`, '--as-of', ON, '--lang', 'en', '--format', 'json'];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: fileURLToPath(at('.')),
      maxBuffer: 2 ** 26,
    });
    const { text } = await answer(asking({ profile: firms.get(name), asOf: ON, lang: 'en' }));
    expect(JSON.parse(text)).toEqual(JSON.parse(stdout));
    expect(text.length).toBe(JSON.stringify(JSON.parse(stdout)).length);
  });

  test('holds only the measures asked for', async () => {
    const id = rules.measures[0]?.id ?? '';
    const { json } = await answer(asking({ profile: firm, asOf: ON, measures: [id] }));
    expect((json as MatchResult).results.map(({ measure }) => measure)).toEqual([id]);
  });

  test('is for today in Beijing where no date is given', async () => {
    vi.useFakeTimers({ now: new Date('2026-06-30T16:30:00Z') });
    const { json } = await answer(asking({ profile: firm }));
    vi.useRealTimers();
    expect((json as MatchResult).asOf).toBe('2026-07-01');
  });

  test('is the same for a body in base64', async () => {
    const request = JSON.stringify({ profile: firm, asOf: ON });
    const plain = await answer(event({ body: request }));
    const encoded = await answer(event({ body: Buffer.from(request) }));
    expect(encoded.text).toBe(plain.text);
  });

  test('takes a charset and any case of the content type', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=UTF-8' };
    expect((await answer(event({ headers, body: JSON.stringify({ profile: firm }) }))).status).toBe(200);
  });
});

describe('a refusal', () => {
  test('404 for another path', async () => {
    expect(await refusal(event({ path: '/v1/other' }))).toMatchObject({
      status: 404,
      type: 'urn:ceyin:problem:not-found',
    });
    expect(await refusal(event({ path: '/v1/match/' }))).toMatchObject({ status: 404 });
  });

  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])('405 for %s, naming what is allowed', async (method) => {
    const { status, headers } = await answer(event({ method }));
    expect(status).toBe(405);
    expect(headers.allow).toBe('POST');
  });

  test.each([
    {},
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/jsonp' },
    { 'content-type': 'application/json; charset=gbk' },
    { 'content-type': 'application/json', 'content-encoding': 'gzip' },
  ])('415 for headers %j', async (headers) => {
    expect(await refusal(event({ headers, body: '{}' }))).toMatchObject({
      status: 415,
      type: 'urn:ceyin:problem:unsupported-media-type',
    });
  });

  test('413 above 256 KB and not below, in either encoding', async () => {
    const request = (size: number) => {
      const empty = JSON.stringify({ profile: firm, lang: 'zh' });
      return empty + ' '.repeat(size - Buffer.byteLength(empty));
    };
    const limit = 256 * 1024;
    for (const encode of [(text: string) => text, (text: string) => Buffer.from(text)]) {
      expect((await answer(event({ body: encode(request(limit)) }))).status).toBe(200);
      expect(await refusal(event({ body: encode(request(limit + 1)) }))).toMatchObject({ status: 413 });
      expect(await refusal(event({ body: encode(request(limit * 8)) }))).toMatchObject({ status: 413 });
    }
  });

  test.each([
    ['nothing', ''],
    ['half an object', '{"profile":'],
    ['words', 'profile=1'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['very deep lists', `{"profile":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['very deep objects', `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`],
  ])('400 for %s', async (_, body) => {
    expect(await refusal(event({ body }))).toMatchObject({ status: 400, type: 'urn:ceyin:problem:invalid-json' });
  });

  test.each([
    ['a list', [], ''],
    ['a text', 'profile', ''],
    ['null', null, ''],
    ['no profile', { asOf: ON }, 'profile'],
    ['an unknown key', { profile: {}, as_of: ON }, 'as_of'],
    ['a day that does not exist', { profile: {}, asOf: '2026-02-30' }, 'asOf'],
    ['a date that is a number', { profile: {}, asOf: 20260701 }, 'asOf'],
    ['measures that are no list', { profile: {}, measures: 'cn-hnte' }, 'measures'],
    ['measures that are no texts', { profile: {}, measures: [1] }, 'measures.0'],
    ['a third language', { profile: {}, lang: 'fr' }, 'lang'],
  ])('422 for a body with %s, naming the place', async (_, body, path) => {
    const problem = await refusal(asking(body));
    expect(problem).toMatchObject({ status: 422, type: 'urn:ceyin:problem:invalid-request' });
    expect(problem.faults?.map((fault) => fault.path)).toContain(path);
  });

  test('422 with one message per fault in the profile, in the language asked for', async () => {
    const profile = { ...firm, registeredOn: '2018-02-30', revenu: 1 };
    const zh = await refusal(asking({ profile, lang: 'zh' }));
    const en = await refusal(asking({ profile, lang: 'en' }));
    expect(zh).toMatchObject({ status: 422, type: 'urn:ceyin:problem:invalid-profile' });
    expect(zh.faults?.map(({ path }) => path).sort()).toEqual(['profile.registeredOn', 'profile.revenu']);
    expect(en.faults?.map(({ path }) => path)).toEqual(zh.faults?.map(({ path }) => path));
    expect(en.faults?.every(({ message }) => /^[\x20-\x7e“”…–’]+$/.test(message))).toBe(true);
    expect(zh.faults?.every(({ message }) => /[一-鿿]/.test(message))).toBe(true);
  });

  test.each([[], 'firm', 7, null, true])('422 for a profile that is %j', async (profile) => {
    expect(await refusal(asking({ profile }))).toMatchObject({ status: 422 });
  });

  test('422 for an unknown measure, naming it', async () => {
    const known = rules.measures[0]?.id ?? '';
    const problem = await refusal(asking({ profile: firm, measures: [known, 'no-such', '__proto__'] }));
    expect(problem).toMatchObject({ status: 422, type: 'urn:ceyin:problem:unknown-measure' });
    expect(problem.faults).toEqual([
      { path: 'measures.1', message: 'no-such' },
      { path: 'measures.2', message: '__proto__' },
    ]);
  });

  test('keys that mean something to JavaScript are unknown keys like any other', async () => {
    for (const key of ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString']) {
      const inProfile = event({ body: `{"profile":{"${key}":{"polluted":true}}}` });
      expect(await refusal(inProfile)).toMatchObject({ status: 422, faults: [{ path: `profile.${key}` }] });
      const inBody = event({ body: `{"profile":{},"${key}":{"polluted":true}}` });
      expect(await refusal(inBody)).toMatchObject({ status: 422, faults: [{ path: key }] });
      const inYears = event({ body: `{"profile":{"years":{"${key}":{"revenue":1}}}}` });
      expect((await refusal(inYears)).status).toBe(422);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('a flood of faults is cut off and counted', async () => {
    const profile = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`key${index}`, 1]));
    const problem = await refusal(asking({ profile }));
    expect(problem.faults).toHaveLength(100);
    expect(problem.moreFaults).toBe(400);
  });
});

describe('whatever is sent', () => {
  const known = () => fc.constantFrom(...Object.keys(rules.fields).map((path) => path.split('.')[0] ?? path));
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom(1e999, -0, 1e308, '', '2026-02-30', '2026-13', '９', null),
      fc.dictionary(fc.oneof(known(), fc.constantFrom('min', 'max', '2025', '__proto__'), fc.string()), tie('any')),
      fc.array(tie('any'), { maxLength: 4 }),
    ),
  })).any;

  test('never makes it fail, and every refusal is a problem', { timeout: 300_000 }, async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(known(), value), fc.constantFrom('zh', 'en', undefined), async (profile, lang) => {
        const { status, json } = await answer(asking({ profile, asOf: ON, lang }));
        expect([200, 422]).toContain(status);
        if (status === 422) expect((json as Problem).faults?.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), async (body) => {
        const { status } = await answer(event({ body }));
        expect([400, 422, 200]).toContain(status);
      }),
      { numRuns: 2000 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (body) => {
        const { status } = await answer(event({ body }));
        expect([400, 422]).toContain(status);
      }),
      { numRuns: 1000 },
    );
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });
});

test('limits count the visitor that the portal vouches for, and nobody else’s invention', async () => {
  const now = () => new Date('2026-07-01T01:00:00Z');
  const [key, one] = ['what the portal and the API share, and nobody else', { read: 1, write: 1, compute: 1 }];
  const inForce = () => ({ catalogue: loadCatalogue(rules), texts });
  const limited = matchHandler({ inForce, limiter: memoryLimiter(now, one), portalKey: key, now });
  const from = async (address: string, by = key) => {
    const said = `${address} ${now().getTime() / 1000}`;
    const header = `${said} ${createHmac('sha256', by).update(said).digest('base64url')}`;
    return (await limited(event({ method: 'GET', headers: { [VISITOR_HEADER]: header } }))).statusCode;
  };
  expect([await from('198.51.100.1'), await from('198.51.100.1'), await from('198.51.100.2')]).toEqual([405, 429, 405]);
  expect([await from('198.51.100.3', 'another'), await from('198.51.100.4', 'another')]).toEqual([405, 429]);
});
