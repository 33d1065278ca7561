/** The identity service (身份服务) as the portal talks to it: OpenID Connect, code with PKCE, state and nonce. */
import { CEYIN_CLIENT, CEYIN_ISSUER } from '$app/env/private';
import * as oidc from 'openid-client';
import type { SigningIn, Tokens } from './session-shapes.ts';

/** Where to send the browser, and what to remember until it comes back. `choose`: ask again who it is. */
export async function beginSignIn(
  redirectUri: string,
  to: string,
  choose: boolean,
): Promise<{ readonly url: URL; readonly signingIn: SigningIn }> {
  const config = await configuration();
  const signingIn = {
    verifier: oidc.randomPKCECodeVerifier(),
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    to,
  };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(signingIn.verifier),
    code_challenge_method: 'S256',
    state: signingIn.state,
    nonce: signingIn.nonce,
    ...(choose ? { prompt: 'login' } : {}),
  });
  return { url, signingIn };
}

/** The tokens for the code in the address; throws where anything does not fit what was begun. */
export async function finishSignIn(current: URL, { verifier, state, nonce }: SigningIn): Promise<Tokens> {
  const answer = await oidc.authorizationCodeGrant(await configuration(), current, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  return tokensOf(answer, undefined);
}

/** New tokens; null where the issuer gives none any more. */
export async function renewed({ refresh }: Tokens): Promise<Tokens | null> {
  if (refresh === undefined) return null;
  try {
    return tokensOf(await oidc.refreshTokenGrant(await configuration(), refresh), refresh);
  } catch (error) {
    console.error(JSON.stringify({ level: 'warn', asked: 'issuer', error: nameOf(error) }));
    return null;
  }
}

/** Where a person can sign out of the issuer as well; null where it has no such page. */
export async function issuerSignOut(back: string): Promise<string | null> {
  const config = await configuration();
  if (config.serverMetadata().end_session_endpoint === undefined) return null;
  return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: back }).href;
}

export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

const SHORTEST_LIFE_SECONDS = 60;

function tokensOf(
  answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
  before: string | undefined,
): Tokens {
  return {
    access: answer.access_token,
    expiresAt: Date.now() + (answer.expiresIn() ?? SHORTEST_LIFE_SECONDS) * 1000,
    refresh: answer.refresh_token ?? before,
  };
}

const TIMEOUT_SECONDS = 5;
let found: Promise<oidc.Configuration> | undefined;

/** Found once; where it fails, the next sign-in tries again. */
async function configuration(): Promise<oidc.Configuration> {
  found ??= discover();
  try {
    return await found;
  } catch (error) {
    found = undefined;
    throw error;
  }
}

function discover(): Promise<oidc.Configuration> {
  const issuer = new URL(CEYIN_ISSUER);
  // Plain http only to an issuer on this machine: the demo's.
  const local = issuer.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(issuer.hostname);
  return oidc.discovery(issuer, CEYIN_CLIENT, undefined, oidc.None(), {
    timeout: TIMEOUT_SECONDS,
    // oxlint-disable-next-line typescript/no-deprecated -- marked so that it stands out; see above
    execute: local ? [oidc.allowInsecureRequests] : [],
  });
}
