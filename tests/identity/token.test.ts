import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPublicKey } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import { discoveredKeys, tokenVerifier } from '#functions/identity/token.ts';
import { AUDIENCE, ISSUER, KEY_ID, keys, mint, publicJwk } from '../api/tokens.ts';

const NOW = new Date('2026-07-01T01:00:00Z');
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
const CLAIMS: JWTPayload = { sub: 'staff-1', name: '何静', role: 'staff', district: 'chaoyang', firm_level: true };

const believed = (token: string, at = NOW) =>
  tokenVerifier({ issuer: ISSUER, audience: AUDIENCE, keys, now: () => at })(token);

test('a good token speaks for its person', async () => {
  expect(await believed(await mint(CLAIMS, NOW))).toEqual({
    subject: 'staff-1',
    name: '何静',
    role: 'staff',
    district: 'chaoyang',
    firmLevel: true,
  });
});

test('a token without name is known by its subject, and has no district or firm level of its own accord', async () => {
  expect(await believed(await mint({ sub: 'firm-1', role: 'firm' }, NOW))).toEqual({
    subject: 'firm-1',
    name: 'firm-1',
    role: 'firm',
  });
});

describe('nobody is believed with', () => {
  const refused = async (token: string, at = NOW) => expect(await believed(token, at)).toBeNull();

  test('something that is no token', async () => {
    for (const text of ['', 'x', 'a.b.c', 'a.b', `${'A'.repeat(5000)}.B.C`, '..', '{"alg":"RS256"}'])
      await refused(text);
  });
  test('no signature (alg none)', async () =>
    refused(
      new UnsecuredJWT(CLAIMS)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt(NOW)
        .setExpirationTime(later(900))
        .encode(),
    ));
  test('the public key used as a shared secret (HS256)', async () => {
    const pem = createPublicKey({ key: publicJwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const forged = await mint(CLAIMS, NOW, { header: { alg: 'HS256' }, key: new TextEncoder().encode(pem.toString()) });
    await refused(forged);
  });
  test('another algorithm of the same key (PS256)', async () => {
    const { privateKey } = await generateKeyPair('PS256');
    await refused(await mint(CLAIMS, NOW, { header: { alg: 'PS256' }, key: privateKey }));
  });
  test('the signature of a key that is not the issuer’s, under its key id', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    await refused(await mint(CLAIMS, NOW, { key: privateKey }));
  });
  test('a key id that the issuer does not have', async () =>
    refused(await mint(CLAIMS, NOW, { header: { kid: 'other' } })));
  test('changed claims under the old signature', async () => {
    const [head, , signature] = (await mint({ ...CLAIMS, role: 'firm' }, NOW)).split('.');
    const [, body] = (await mint({ ...CLAIMS, role: 'operator' }, NOW)).split('.');
    await refused(`${head ?? ''}.${body ?? ''}.${signature ?? ''}`);
  });
  test('a key brought along in the header', async () => {
    const own = await generateKeyPair('RS256', { extractable: true });
    const token = await new SignJWT(CLAIMS)
      .setProtectedHeader({ alg: 'RS256', kid: KEY_ID, jwk: await exportJWK(own.publicKey) })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(NOW)
      .setExpirationTime(later(900))
      .sign(own.privateKey);
    await refused(token);
  });
  test('a time that is over', async () => {
    const token = await mint(CLAIMS, NOW, { lifetimeSeconds: 900 });
    expect(await believed(token, later(899))).not.toBeNull();
    await refused(token, later(906));
  });
  test('a time that has not begun', async () =>
    refused(await mint(CLAIMS, NOW, { notBefore: Math.floor(later(60).getTime() / 1000) })));
  test('another issuer', async () => refused(await mint(CLAIMS, NOW, { issuer: 'https://issuer.example.evil' })));
  test('another audience', async () => refused(await mint(CLAIMS, NOW, { audience: 'another-api' })));
  test('no end', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const token = await new SignJWT(CLAIMS)
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(NOW)
      .sign(privateKey);
    const verify = tokenVerifier({ issuer: ISSUER, audience: AUDIENCE, keys: () => publicKey, now: () => NOW });
    expect(await verify(token)).toBeNull();
  });
  test.each([
    ['a role that does not exist', { ...CLAIMS, role: 'admin' }],
    ['no role', { sub: 'x' }],
    ['a list of roles', { ...CLAIMS, role: ['operator'] }],
    ['a district that has no staff here', { ...CLAIMS, district: 'haidian' }],
    ['a firm level that is no yes or no', { ...CLAIMS, firm_level: 'true' }],
    ['no subject', { role: 'firm' }],
    ['an empty subject', { ...CLAIMS, sub: '' }],
  ])('%s', async (_, claims) => refused(await mint(claims, NOW)));
});

describe('keys found by discovery', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());
  const listening = async (answer: (path: string, origin: string) => unknown): Promise<string> => {
    server = createServer((request, response) => {
      const body = answer(request.url ?? '', `http://${request.headers.host ?? ''}`);
      response.writeHead(body === undefined ? 500 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body ?? {}));
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  test('are asked for once and used from then on', async () => {
    const asked: string[] = [];
    const issuer = await listening((path, origin) => {
      asked.push(path);
      return path === '/jwks' ? { keys: [publicJwk] } : { jwks_uri: `${origin}/jwks` };
    });
    const verify = tokenVerifier({ issuer, audience: AUDIENCE, keys: discoveredKeys(issuer), now: () => NOW });
    const token = await mint(CLAIMS, NOW, { issuer });
    expect((await verify(token))?.subject).toBe('staff-1');
    expect((await verify(token))?.subject).toBe('staff-1');
    expect(asked).toEqual(['/.well-known/openid-configuration', '/jwks']);
  });

  test('out of reach are an error, not a refusal, and are asked for again', async () => {
    let broken = true;
    const issuer = await listening((path, origin) => {
      if (broken) return undefined;
      return path === '/jwks' ? { keys: [publicJwk] } : { jwks_uri: `${origin}/jwks` };
    });
    const verify = tokenVerifier({ issuer, audience: AUDIENCE, keys: discoveredKeys(issuer), now: () => NOW });
    const token = await mint(CLAIMS, NOW, { issuer });
    await expect(verify(token)).rejects.toThrow();
    broken = false;
    expect((await verify(token))?.subject).toBe('staff-1');
  });
});
