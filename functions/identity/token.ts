/** Access tokens (访问令牌): RS256 from one issuer, for one audience, checked before anything in them is believed. */
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { DISTRICTS, ROLES, type Principal } from './principal.ts';

export interface TokenSettings {
  readonly issuer: string;
  readonly audience: string;
  /** The issuer's keys: {@link discoveredKeys}, or `createLocalJWKSet` of jose. */
  readonly keys: JWTVerifyGetKey;
  readonly now: () => Date;
}

/** Clocks of issuer and function may differ by so much. */
const TOLERANCE_SECONDS = 5;

/**
 * Checks a token and gives who it speaks for; null where it is not to be believed. Throws where that cannot be told,
 * because the issuer's keys are out of reach.
 */
export function tokenVerifier({ issuer, audience, keys, now }: TokenSettings) {
  return async (token: string): Promise<Principal | null> => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ['RS256'],
        requiredClaims: ['sub', 'exp', 'iat'],
        clockTolerance: TOLERANCE_SECONDS,
        currentDate: now(),
      });
      const claims = Claims.safeParse(payload);
      return claims.success ? principalOf(claims.data) : null;
    } catch (error) {
      if (isTokenFault(error)) return null;
      throw error;
    }
  };
}

/**
 * The keys an issuer publishes: found by its discovery document when first needed, then kept; an unknown key asks
 * again, at most twice a minute.
 */
export function discoveredKeys(issuer: string): JWTVerifyGetKey {
  let found: Promise<JWTVerifyGetKey> | undefined;
  return async (header, token) => {
    found ??= discover(issuer);
    try {
      return await (
        await found
      )(header, token);
    } catch (error) {
      // Discovery itself failed: the next request tries again.
      if (!(error instanceof errors.JOSEError)) found = undefined;
      throw error;
    }
  };
}

const TIMEOUT_MS = 5_000;
const COOLDOWN_MS = 30_000;

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { jwks_uri } = Discovery.parse(await response.json());
  return createRemoteJWKSet(new URL(jwks_uri), { cooldownDuration: COOLDOWN_MS, timeoutDuration: TIMEOUT_MS });
}
const Discovery = z.object({ jwks_uri: z.url() });

/** The claims a principal is made of; anything else in the token is left aside. */
const Claims = z.object({
  sub: z.string().min(1).max(200),
  name: z.string().max(200).optional(),
  role: z.enum(ROLES),
  district: z.enum(DISTRICTS).optional(),
  firm_level: z.boolean().optional(),
});

const principalOf = ({ sub, name, role, district, firm_level }: z.infer<typeof Claims>): Principal => ({
  subject: sub,
  name: name ?? sub,
  role,
  ...(district === undefined ? {} : { district }),
  ...(firm_level === undefined ? {} : { firmLevel: firm_level }),
});

const ISSUER_FAULTS = ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JWK_INVALID', 'ERR_JOSE_GENERIC'];

const isTokenFault = (error: unknown): boolean =>
  error instanceof errors.JOSEError && !ISSUER_FAULTS.includes(error.code);
