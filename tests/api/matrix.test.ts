/**
 * Every role × every route × an object within reach and one out of reach. Routes and their rights come from the
 * OpenAPI document, so that a route that declares nothing, or has no example, fails here.
 */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ROLES, type Principal, type Role } from '#functions/identity/principal.ts';
import { needsTarget, RIGHT_NAMES, ruleOf, type Relation, type Right } from '#functions/identity/rights.ts';
import { examples } from './examples/all.ts';
import type { Asked, Example } from './examples/example.ts';
import { testApi, type Answered, type Caller, type TestApi } from './support.ts';

const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ 'x-access': z.object({ right: z.enum(RIGHT_NAMES) }) }))),
});
const document = Document.parse((await testApi().anonymous.get('/v1/openapi.json')).json);
const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => ({
    route: `${method.toUpperCase()} ${path}`,
    method,
    right: operation['x-access'].right,
  })),
);

type Prepare = Example['own'];

interface Actor {
  readonly name: string;
  readonly role: Role | null;
  readonly different?: Partial<Principal>;
}
const ACTORS: readonly Actor[] = [
  { name: 'nobody', role: null },
  ...ROLES.map((role) => ({ name: role, role })),
  { name: 'staff with the right to see firms', role: 'staff', different: { firmLevel: true } },
];

test('every route has an example, and every example a route', () => {
  expect(Object.keys(examples).sort()).toEqual(routes.map(({ route }) => route).sort());
});

test('every right that depends on an object is tried on a foreign one', () => {
  const untried = routes.filter(({ route, right }) => needsTarget(right) && !examples[route]?.foreign);
  expect(untried.map(({ route }) => route)).toEqual([]);
});

describe.each(routes)('$route ($right)', ({ route, method, right }) => {
  const { own, foreign } = examples[route] ?? {};
  const cells = ACTORS.flatMap((actor) => [
    ...(own ? [{ actor, object: 'own' as const, prepare: own }] : []),
    ...(foreign ? [{ actor, object: 'foreign' as const, prepare: foreign }] : []),
  ]);

  // Whoever reads or is refused changes nothing: they may all knock at the same door.
  const doors = new Map<Prepare, Promise<{ readonly api: TestApi; readonly asked: Asked }>>();
  const door = (prepare: Prepare) => {
    const known = doors.get(prepare) ?? opened(prepare);
    doors.set(prepare, known);
    return known;
  };

  test.each(cells)('$actor.name, $object object', async ({ actor, object, prepare }) => {
    const expected = expectedOf(actor, right, object);
    const changes = expected === 'allowed' && method !== 'get';
    const { api, asked } = await (changes ? opened(prepare) : door(prepare));
    const answered = await send(callerFor(api, actor), method, asked);
    expect(outcomeOf(answered, api.logs), answered.text.slice(0, 500)).toBe(expected);
  });
});

/** A fresh API with what the request needs in its store. */
async function opened(prepare: Prepare): Promise<{ readonly api: TestApi; readonly asked: Asked }> {
  const api = testApi();
  return { api, asked: await prepare(api) };
}

type Outcome = 'allowed' | 401 | 403 | 404;

/** What the table of rights says for this actor and object. */
function expectedOf({ role, different }: Actor, right: Right, object: 'own' | 'foreign'): Outcome {
  const { by, hidden } = ruleOf(right);
  if (by === 'everyone') return 'allowed';
  if (role === null) return 401;
  const relation: Relation | undefined = by[role];
  const outOfReach = hidden ? 404 : 403;
  switch (relation) {
    case undefined:
      return 403;
    case 'any':
      return 'allowed';
    case 'firm-level':
      return different?.firmLevel ? 'allowed' : 403;
    case 'district-firm':
      return object === 'own' && different?.firmLevel ? 'allowed' : outOfReach;
    case 'self':
      // What is someone else's does not exist for this person.
      return object === 'own' ? 'allowed' : 404;
    case 'own-firm':
    case 'own-firm-editor':
    case 'own-firm-owner':
    case 'assigned-firm':
    case 'own-district':
    case 'other-than-author':
      return object === 'own' ? 'allowed' : outOfReach;
    default:
      return relation satisfies never;
  }
}

function outcomeOf({ status, text }: Answered, logs: readonly string[]): Outcome {
  if (status < 400) return 'allowed';
  if (status === 401 || status === 403 || status === 404) return status;
  throw new Error(`The example does not work: ${status} ${text.slice(0, 500)}\n${logs.join('\n')}`);
}

const callerFor = (api: TestApi, { role, different = {} }: Actor): Caller =>
  role === null ? api.anonymous : api.as(role, different);

async function send(caller: Caller, method: string, { path, body, headers = {} }: Asked): Promise<Answered> {
  switch (method) {
    case 'get':
    case 'delete':
      return caller[method](path, { headers });
    case 'post':
    case 'put':
    case 'patch':
      return caller[method](path, body, { headers });
    default:
      throw new Error(`No such method: ${method}`);
  }
}
