/**
 * The demo issuer (演示身份服务): OIDC with code and PKCE, RS256, for named people who need no password. It stands in
 * for the city's own issuer and never runs beside one.
 */
import { Readable } from 'node:stream';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { Store } from '#functions/store/port.ts';
import { adapterOver } from './adapter.ts';
import { errorPage, loggedOutPage, loginPage, logoutPage, policyFor } from './page.ts';
import { claimsOf, type DemoPerson } from './people.ts';

export interface IssuerKeys {
  /** The private key that tokens are signed with. */
  readonly signing: JWK;
  readonly cookies: string;
}

export async function newIssuerKeys(newSecret: () => string): Promise<IssuerKeys> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const signing = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: newSecret().slice(0, 16) };
  return { signing, cookies: newSecret() };
}

export interface IssuerSettings {
  /** `<origin>/issuer` */
  readonly issuer: string;
  readonly audience: string;
  /** Where the portal runs; it is signed in to at `<origin>/signin/callback`. */
  readonly origins: readonly string[];
  readonly people: readonly DemoPerson[];
  readonly keys: IssuerKeys;
  readonly store: Store;
}

export const CLIENT = 'ceyin-portal';
/** What the access tokens are for, as a resource indicator: RFC 8707 wants an absolute URI. */
const RESOURCE = 'urn:ceyin:api';
const SCOPES = ['openid', 'profile', 'offline_access'];
const HOUR = 3600;

export function createIssuer({ issuer, audience, origins, people, keys, store }: IssuerSettings): Provider {
  const bySubject = new Map(people.map((person) => [person.subject, person]));
  const claimsFor = (subject: string | undefined) => {
    const person = subject === undefined ? undefined : bySubject.get(subject);
    return person && claimsOf(person);
  };
  const policy = policyFor(origins);
  const show = (ctx: KoaContextWithOIDC, html: string) => {
    ctx.type = 'html';
    ctx.set('content-security-policy', policy);
    ctx.set('cache-control', 'no-store');
    ctx.body = html;
  };

  const configuration: Configuration = {
    adapter: adapterOver(store),
    clients: [
      {
        client_id: CLIENT,
        client_name: '策引 Ceyin',
        // The portal runs where its code can be read: PKCE, not a secret, binds the code to it.
        token_endpoint_auth_method: 'none',
        redirect_uris: origins.map((origin) => `${origin}/signin/callback`),
        post_logout_redirect_uris: origins.map((origin) => `${origin}/`),
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [keys.signing] },
    cookies: { keys: [keys.cookies], long: { signed: true }, short: { signed: true } },
    pkce: { required: () => true },
    responseTypes: ['code'],
    scopes: SCOPES,
    claims: { openid: ['sub'], profile: ['name', 'role', 'district', 'firm_level'] },
    // The portal shows the person's name from the ID token.
    conformIdTokenClaims: false,
    findAccount: (_, subject) => {
      const claims = claimsFor(subject);
      return claims && { accountId: subject, claims: () => claims };
    },
    extraTokenClaims: (_, token) => claimsFor('accountId' in token ? token.accountId : undefined),
    interactions: { url: (_, { uid }) => `/issuer/login/${uid}` },
    loadExistingGrant: async (ctx) => {
      // Whoever signs in to the demo agrees to the portal: there is nothing else here to agree to.
      const { client, session, provider } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(SCOPES.join(' '));
      grant.addResourceScope(RESOURCE, 'api');
      await grant.save();
      return grant;
    },
    issueRefreshToken: (_, client, code) => client.grantTypeAllowed('refresh_token') && code.scopes.has('openid'),
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'api',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: HOUR / 4,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => show(ctx, logoutPage(form)),
        postLogoutSuccessSource: (ctx) => show(ctx, loggedOutPage()),
      },
    },
    renderError: (ctx, { error }) => show(ctx, errorPage(error)),
    ttl: {
      AccessToken: HOUR / 4,
      AuthorizationCode: 60,
      Grant: 12 * HOUR,
      IdToken: HOUR / 4,
      Interaction: HOUR / 6,
      RefreshToken: 12 * HOUR,
      Session: 12 * HOUR,
    },
  };
  const provider = new Provider(issuer, configuration);
  provider.use((ctx, next) => answerLogin(provider, people, policy, ctx, next));
  return provider;
}

/** The page that asks who to be, and its answer. */
async function answerLogin(
  provider: Provider,
  people: readonly DemoPerson[],
  policy: string,
  ctx: Parameters<Parameters<Provider['use']>[0]>[0],
  next: () => Promise<unknown>,
): Promise<void> {
  if (!/^\/login\/[\w-]+$/.test(ctx.path)) {
    await next();
    return;
  }
  ctx.set('content-security-policy', policy);
  ctx.set('cache-control', 'no-store');
  ctx.type = 'html';
  try {
    // Fails where the browser did not begin this sign-in itself, or too long ago.
    await provider.interactionDetails(ctx.req, ctx.res);
  } catch {
    ctx.status = 400;
    ctx.body = errorPage('interaction_not_found');
    return;
  }
  const chosen = ctx.method === 'POST' ? await chosenOf(ctx.req) : undefined;
  const person = people.find(({ subject }) => subject === chosen);
  if (!person) {
    ctx.body = loginPage(people);
    return;
  }
  ctx.respond = false;
  await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: person.subject } });
}

const LARGEST_FORM = 10_000;

async function chosenOf(request: Readable): Promise<string | undefined> {
  let form = '';
  for await (const chunk of request as AsyncIterable<Buffer>) {
    form += chunk.toString('utf8');
    if (form.length > LARGEST_FORM) return undefined;
  }
  return new URLSearchParams(form).get('subject') ?? undefined;
}
