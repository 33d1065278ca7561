/** The demo issuer as a browser and the portal meet it: code and PKCE, over HTTP, without a browser. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import * as oidc from 'openid-client';
import { createLocalJWKSet, createRemoteJWKSet } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES } from '#functions/identity/principal.ts';
import { tokenVerifier } from '#functions/identity/token.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import { newSecret } from '../../infra/local/data.ts';
import { CLIENT, newIssuerKeys } from '../../infra/local/issuer/provider.ts';
import { PeopleFile } from '../../infra/local/issuer/people.ts';
import { issuerListener, publicKeysOf } from '../../infra/local/issuer/listener.ts';
import { at } from '../functions/artefact.ts';

const people = PeopleFile.parse(JSON.parse(readFileSync(at('seeds/people.json'), 'utf8')));
const AUDIENCE = 'ceyin-api';
const keys = await newIssuerKeys(newSecret);
const store = openSqlite(':memory:');
let server: Server;
let origin = '';

/** The issuer as a start of the process makes it: with the same keys and store, whatever it held in memory is gone. */
function restart(): void {
  const listener = issuerListener({
    issuer: `${origin}/issuer`,
    audience: AUDIENCE,
    origins: [origin],
    people,
    keys,
    store,
  });
  server.removeAllListeners('request');
  server.on('request', listener);
}

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  restart();
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await store.close();
});

const discover = () =>
  oidc.discovery(new URL(`${origin}/issuer`), CLIENT, undefined, oidc.None(), {
    // Marked so that it stands out: the issuer under test speaks plain http on this machine.
    // oxlint-disable-next-line typescript/no-deprecated
    execute: [oidc.allowInsecureRequests],
  });

/** A browser: follows nothing by itself, keeps its cookies. */
function browser() {
  const jar = new Map<string, string>();
  return async (url: string, init: { method?: string; body?: URLSearchParams } = {}): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  };
}
const next = (response: Response): string => new URL(response.headers.get('location') ?? '', origin).href;

/** From the portal's button to the callback, as this person. */
async function signIn(subject: string) {
  const config = await discover();
  const go = browser();
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const start = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${origin}/signin/callback`,
    scope: 'openid profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  let at = next(await go(start.href));
  const page = await go(at);
  const html = await page.text();
  at = next(await go(at, { method: 'POST', body: new URLSearchParams({ subject }) }));
  for (let steps = 0; !at.startsWith(`${origin}/signin/callback`) && steps < 5; steps += 1) at = next(await go(at));
  const tokens = await oidc.authorizationCodeGrant(config, new URL(at), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  return { config, tokens, page, html };
}

const verifyToken = (token: string) =>
  tokenVerifier({
    issuer: `${origin}/issuer`,
    audience: AUDIENCE,
    keys: createRemoteJWKSet(new URL(`${origin}/issuer/jwks`)),
    now: () => new Date(),
  })(token);

describe('the demo people', () => {
  test('are at least one of every role, and say that they are made up', () => {
    expect([...new Set(people.map(({ role }) => role))].sort()).toEqual([...ROLES].sort());
    for (const { name } of people) {
      expect(name.zh).toMatch(/（演示）$/);
      expect(name.en).toMatch(/\(demo\)$/);
    }
    expect(new Set(people.map(({ subject }) => subject)).size).toBe(people.length);
  });

  test.each(people.map((person) => [person.subject, person] as const))(
    '%s signs in and is believed',
    async (subject, person) => {
      const { tokens } = await signIn(subject);
      expect(tokens.claims()).toMatchObject({ sub: subject, name: person.name.zh, role: person.role });
      const principal = await verifyToken(tokens.access_token);
      expect(principal).toEqual({
        subject,
        name: person.name.zh,
        role: person.role,
        ...(person.district === undefined ? {} : { district: person.district }),
        ...(person.firmLevel === undefined ? {} : { firmLevel: person.firmLevel }),
      });
    },
  );
});

test('the page lists everyone in both languages, needs no password, and runs nothing', async () => {
  const { page, html } = await signIn('demo-auditor');
  for (const { name } of people) for (const text of [name.zh, name.en]) expect(html).toContain(text);
  for (const text of ['区里工作人员，朝阳区，只看汇总', 'District staff, Chaoyang, aggregates only']) {
    expect(html).toContain(text);
  }
  expect(html).not.toMatch(/<script|type="password"| on\w+=/i);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
});

test('a restart signs nobody out: keys, refresh tokens and sessions stay', async () => {
  const { config, tokens } = await signIn('demo-operator');
  restart();
  expect((await verifyToken(tokens.access_token))?.subject).toBe('demo-operator');
  const renewed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '');
  expect((await verifyToken(renewed.access_token))?.role).toBe('operator');
});

test('a code is good for one use', async () => {
  const config = await discover();
  const go = browser();
  const verifier = oidc.randomPKCECodeVerifier();
  const start = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${origin}/signin/callback`,
    scope: 'openid',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: 'state',
  });
  let at = next(await go(start.href));
  at = next(await go(at, { method: 'POST', body: new URLSearchParams({ subject: 'demo-auditor' }) }));
  while (!at.startsWith(`${origin}/signin/callback`)) at = next(await go(at));
  const redeem = (pkceCodeVerifier: string) =>
    oidc.authorizationCodeGrant(config, new URL(at), { pkceCodeVerifier, expectedState: 'state' });
  await expect(redeem(oidc.randomPKCECodeVerifier())).rejects.toThrow();
  await redeem(verifier);
  await expect(redeem(verifier)).rejects.toThrow();
});

describe('is refused', () => {
  const asked = async (parameters: Record<string, string>) => {
    const config = await discover();
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: `${origin}/signin/callback`,
      scope: 'openid',
      code_challenge: await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier()),
      code_challenge_method: 'S256',
      ...parameters,
    });
    return fetch(url, { redirect: 'manual' });
  };

  test('a callback elsewhere: an error page, no redirect', async () => {
    const response = await asked({ redirect_uri: 'https://elsewhere.example/signin/callback' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('invalid_redirect_uri');
  });
  test('a sign-in without PKCE', async () => {
    const config = await discover();
    const url = oidc.buildAuthorizationUrl(config, { redirect_uri: `${origin}/signin/callback`, scope: 'openid' });
    const response = await fetch(url, { redirect: 'manual' });
    expect(next(response)).toContain('error=invalid_request');
  });
  test('a login page that this browser did not begin', async () => {
    const response = await fetch(`${origin}/issuer/login/abcdefghijk`, {
      method: 'POST',
      body: new URLSearchParams({ subject: 'demo-operator' }),
    });
    expect(response.status).toBe(400);
    expect(response.headers.getSetCookie()).toEqual([]);
  });
  test('a person who is not on the list: the page again', async () => {
    const config = await discover();
    const go = browser();
    const start = oidc.buildAuthorizationUrl(config, {
      redirect_uri: `${origin}/signin/callback`,
      scope: 'openid',
      code_challenge: await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier()),
      code_challenge_method: 'S256',
    });
    const at = next(await go(start.href));
    const response = await go(at, { method: 'POST', body: new URLSearchParams({ subject: 'root' }) });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('演示登录');
  });
});

test('only the public half of the key leaves the process', async () => {
  const published = (await (await fetch(`${origin}/issuer/jwks`)).json()) as { keys: Record<string, unknown>[] };
  for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi']) {
    expect(published.keys[0]).not.toHaveProperty(secret);
    expect(publicKeysOf(keys).keys[0]).not.toHaveProperty(secret);
  }
  expect(() => createLocalJWKSet(publicKeysOf(keys))).not.toThrow();
});
