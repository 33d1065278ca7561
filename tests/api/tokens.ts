import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import type { Principal } from '#functions/identity/principal.ts';

export const ISSUER = 'https://issuer.example';
export const AUDIENCE = 'ceyin-api';
export const KEY_ID = 'test-key';

const pair = await generateKeyPair('RS256', { extractable: true });
export const publicJwk = { ...(await exportJWK(pair.publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' };
export const keys = createLocalJWKSet({ keys: [publicJwk] });

interface Minting {
  readonly issuer?: string;
  readonly audience?: string;
  readonly lifetimeSeconds?: number;
  readonly notBefore?: number;
  readonly key?: CryptoKey | Uint8Array;
  readonly header?: Record<string, string>;
}

/** An access token as the issuer gives it, with anything about it changed. */
export async function mint(claims: JWTPayload, at: Date, changed: Minting = {}): Promise<string> {
  const issued = Math.floor(at.getTime() / 1000);
  const { issuer = ISSUER, audience = AUDIENCE, lifetimeSeconds = 900, notBefore } = changed;
  const token = new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: KEY_ID, typ: 'at+jwt', ...changed.header })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(issued)
    .setExpirationTime(issued + lifetimeSeconds);
  if (notBefore !== undefined) token.setNotBefore(notBefore);
  return token.sign(changed.key ?? pair.privateKey);
}

export const claimsOf = ({ subject, name, role, district, firmLevel }: Principal): JWTPayload => ({
  sub: subject,
  name,
  role,
  ...(district === undefined ? {} : { district }),
  ...(firmLevel === undefined ? {} : { firm_level: firmLevel }),
});
