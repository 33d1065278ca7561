/** The whole API over an empty store in memory, asked as the people of a small world with real tokens. */
import { expect } from 'vitest';
import { createApi } from '#functions/api/app.ts';
import type { Deps } from '#functions/api/deps.ts';
import { memoryLimiter, type LimitClass } from '#functions/api/limiter.ts';
import { jsonLog } from '#functions/api/log.ts';
import { newSigningKey, signerOf } from '#functions/api/proofs/signer.ts';
import { servedCatalogue } from '#functions/api/served/served.ts';
import type { Principal, Role } from '#functions/identity/principal.ts';
import { tokenVerifier } from '#functions/identity/token.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import { loaded } from './catalogue.ts';
import { quickCompiler } from './compiler.ts';
import { expectDeclared } from './conformance.ts';
import { AUDIENCE, claimsOf, ISSUER, keys, mint } from './tokens.ts';
import { PEOPLE, testRelations } from './world.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; fails where it is none. */
  readonly json: unknown;
}
interface Sending {
  readonly headers?: Record<string, string>;
}
export interface Caller {
  get(path: string, sending?: Sending): Promise<Answered>;
  post(path: string, body?: unknown, sending?: Sending): Promise<Answered>;
  put(path: string, body?: unknown, sending?: Sending): Promise<Answered>;
  patch(path: string, body?: unknown, sending?: Sending): Promise<Answered>;
  delete(path: string, sending?: Sending): Promise<Answered>;
}

export const START = new Date('2026-07-01T01:00:00Z');
const signer = signerOf([await newSigningKey()]);
const PLENTY: Readonly<Record<LimitClass, number>> = { read: 1e6, write: 1e6, compute: 1e6 };

/** What differs from test to test; everything else is fixed. */
export interface Differing extends Partial<Deps> {
  readonly quotas?: Readonly<Record<LimitClass, number>>;
}

export function testApi({ quotas = PLENTY, ...differing }: Differing = {}) {
  let time = START;
  const now = () => time;
  const logs: string[] = [];
  const relations = testRelations();
  let ids = 0;
  const store = differing.store ?? openSqlite(':memory:', { now: () => Math.floor(time.getTime() / 1000) });
  const log = jsonLog((line) => logs.push(line), now);
  const deps: Deps = {
    now,
    newId: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
    verifyToken: tokenVerifier({ issuer: ISSUER, audience: AUDIENCE, keys, now }),
    relations,
    limiter: memoryLimiter(now, quotas),
    cursorKey: 'a key for tests, of more than 32 characters',
    signer,
    compiler: quickCompiler,
    log,
    ...differing,
    store,
    ...servedCatalogue({ store, built: differing.catalogue ?? (() => loaded), now: differing.now ?? now, log }),
  };
  const app = createApi(deps);

  /** Sends a request and holds the answer against what the route declares. */
  async function send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: BodyInit,
  ): Promise<Answered> {
    const response = await app.request(path, { method, headers, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    expectDeclared(app, method, path, response, text);
    return {
      status: response.status,
      headers: response.headers,
      text,
      get json(): unknown {
        return JSON.parse(text) as unknown;
      },
    };
  }

  const caller = (principal: Principal | null): Caller => {
    const withBody =
      (method: string) =>
      async (path: string, body?: unknown, { headers = {} }: Sending = {}): Promise<Answered> => {
        const auth = await authorization(principal);
        if (body === undefined) return send(method, path, { ...auth, ...headers });
        return typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData
          ? send(method, path, { ...auth, ...headers }, body as BodyInit)
          : send(method, path, { 'content-type': 'application/json', ...auth, ...headers }, JSON.stringify(body));
      };
    const withoutBody =
      (method: string) =>
      async (path: string, { headers = {} }: Sending = {}): Promise<Answered> =>
        send(method, path, { ...(await authorization(principal)), ...headers });
    return {
      get: withoutBody('GET'),
      post: withBody('POST'),
      put: withBody('PUT'),
      patch: withBody('PATCH'),
      delete: withoutBody('DELETE'),
    };
  };
  const authorization = async (principal: Principal | null): Promise<Record<string, string>> =>
    principal === null ? {} : { authorization: `Bearer ${await tokenOf(principal, now())}` };

  return {
    app,
    deps,
    relations,
    /** What was logged, line by line. */
    logs,
    anonymous: caller(null),
    /** The person of this role in the small world, or one who differs: `as('staff', { firmLevel: true })`. */
    as: (role: Role, different: Partial<Omit<Principal, 'role'>> = {}): Caller =>
      caller({ ...PEOPLE[role], ...different }),
    send,
    /** Moves the clock on. */
    pass(milliseconds: number): void {
      time = new Date(time.getTime() + milliseconds);
    },
  };
}

const tokens = new Map<string, Promise<string>>();

/** The person's token of this moment: signing is slow, and most tests ask at the same one. */
function tokenOf(principal: Principal, at: Date): Promise<string> {
  const key = JSON.stringify([principal, at]);
  const token = tokens.get(key) ?? mint(claimsOf(principal), at);
  tokens.set(key, token);
  return token;
}

export type TestApi = ReturnType<typeof testApi>;

/** Expects a refusal of this kind, and gives its body. */
export function expectProblem(answered: Answered, status: number, kind: string): Record<string, unknown> {
  expect(answered.json).toMatchObject({ status, type: `urn:ceyin:problem:${kind}` });
  expect(answered.status).toBe(status);
  expect(answered.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  return answered.json as Record<string, unknown>;
}
