/**
 * Every request that changes something, sent under one key twice to one instance and once to another at the same instant:
 * all get the same answer, and it happens once. Routes come from the OpenAPI document, so that a new one is tried too.
 */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ROLES } from '#functions/identity/principal.ts';
import { RIGHT_NAMES, ruleOf, type Right } from '#functions/identity/rights.ts';
import type { Store } from '#functions/store/port.ts';
import { examples } from './examples/all.ts';
import type { Asked } from './examples/example.ts';
import { form } from './imports.ts';
import { expectProblem, testApi, type Answered, type Caller, type TestApi } from './support.ts';

const Document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z.array(z.object({ name: z.string() })).default([]),
        'x-access': z.object({ right: z.enum(RIGHT_NAMES) }),
      }),
    ),
  ),
});
const document = Document.parse((await testApi().anonymous.get('/v1/openapi.json')).json);
const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.entries(operations)
    .filter(([method]) => method !== 'get')
    .map(
      ([
        method,
        {
          parameters,
          'x-access': { right },
        },
      ]) => ({
        route: `${method.toUpperCase()} ${path}`,
        method,
        right,
        keyed: parameters.some(({ name }) => name === 'idempotency-key'),
      }),
    ),
);

test('only what changes nothing takes no key', () => {
  expect(routes.filter(({ keyed }) => !keyed).map(({ route }) => route)).toEqual([
    'POST /v1/match',
    'POST /v1/match/next-question',
    'POST /v1/match/path',
    'POST /v1/match/portfolio',
    'POST /v1/match/timeline',
    'POST /v1/proofs/verify',
  ]);
});

const HEADERS = { 'idempotency-key': 'the-same-intention' };

test.each(routes.filter(({ keyed }) => keyed))('$route', async ({ route, method, right }) => {
  const alone = await world(route);
  const single = await send(callerOf(alone.api, right), method, alone.asked);
  expect(single.status, single.text).toBeLessThan(400);

  const { api, asked } = await world(route);
  const atOnce = [api, api, anotherOver(api)].map((each) => send(callerOf(each, right), method, asked));
  const [first, ...others] = await Promise.all(atOnce);
  const later = await send(callerOf(api, right), method, asked);
  for (const { status, headers, text } of [...others, later]) {
    expect(status, text).toBe(single.status);
    expect(bodyIn(text)).toEqual(bodyIn(first?.text ?? ''));
    expect(headers.get('etag')).toBe(single.headers.get('etag'));
  }
  expect(await changedIn(api.deps.store)).toEqual(await changedIn(alone.api.deps.store));
});

test('a key that was claimed for one request is not taken for another, and what failed can be tried again', async () => {
  const { api, asked } = await world('PUT /v1/notices/preferences');
  const caller = callerOf(api, 'notices.read.own');
  const wrong = { ...asked, headers: { 'if-match': '"v7"' } };
  expect((await send(caller, 'put', wrong)).status).toBe(412);
  expect((await send(caller, 'put', asked)).status).toBe(200);
  expectProblem(await send(caller, 'put', wrong), 422, 'idempotency-mismatch');
});

test('a file sent again under its key is known by what it holds; another one is refused', async () => {
  const manager = testApi().as('manager');
  const send = (content: string): Promise<Answered> => manager.post('/v1/imports', form(content), { headers: HEADERS });
  const first = await send('企业名称,统一社会信用代码\n甲公司,91110105MA00000015\n');
  expect(first.status, first.text).toBe(201);
  expect((await send('企业名称,统一社会信用代码\n甲公司,91110105MA00000015\n')).text).toBe(first.text);
  expectProblem(await send('企业名称,统一社会信用代码\n乙公司,91110105MA00000023\n'), 422, 'idempotency-mismatch');
});

async function world(route: string): Promise<{ readonly api: TestApi; readonly asked: Asked }> {
  const example = examples[route];
  if (!example) throw new Error(`${route} has no example.`);
  const api = testApi();
  return { api, asked: await example.own(api) };
}

/** Another instance of the API over the same store. */
const anotherOver = ({ deps: { store, newId }, relations }: TestApi): TestApi => testApi({ store, newId, relations });

/** Someone who may: rights by relation are tried in the rights matrix. */
function callerOf(api: TestApi, right: Right): Caller {
  const { by } = ruleOf(right);
  const role = by === 'everyone' ? undefined : ROLES.find((each) => by[each] !== undefined);
  return role === undefined ? api.anonymous : api.as(role, role === 'staff' ? { firmLevel: true } : {});
}

function send(caller: Caller, method: string, { path, body, headers }: Asked): Promise<Answered> {
  const sending = { headers: { ...headers, ...HEADERS } };
  if (method === 'delete') return caller.delete(path, sending);
  if (method === 'post' || method === 'put' || method === 'patch') return caller[method](path, body, sending);
  throw new Error(`No such method: ${method}`);
}

const bodyIn = (text: string): unknown => (text === '' ? null : JSON.parse(text));

/** How often each kind of item was written or removed, keys that remember requests aside. */
async function changedIn(store: Store): Promise<Readonly<Record<string, number>>> {
  const changes = await store.changes(undefined, 1000);
  const kinds = changes.map(({ key }) => key.pk.split('#')[0] ?? '').filter((kind) => kind !== 'ONCE');
  return Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [kind, all.length]));
}
