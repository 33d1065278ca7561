/** Who is signed in. The browser holds an opaque cookie; the tokens stay on this side of it, sealed. */
import type { Cookies } from '@sveltejs/kit';
import { renewed } from './session-issuer.server.ts';
import { keeperHandedOver, memoryKeeper } from './session-keeper.ts';
import { lasting, lastingTokens } from './session-renewal.ts';
import { type Person, SignedIn, SigningIn, type Tokens } from './session-shapes.ts';
import { sessionStore } from './session-store.ts';

/** As one request knows it. */
export interface Session {
  /** Opens it: for nobody but the cookie. */
  readonly name: string;
  readonly person: Person;
  tokens: Tokens;
  /** Under way, for whatever else the same request asks. */
  renewing?: Promise<Tokens | null> | undefined;
}

const MINUTE = 60_000;
const shared = keeperHandedOver();
const sessions = sessionStore(shared ?? memoryKeeper(20_000), 'session', SignedIn, {
  idleMs: 30 * MINUTE,
  absoluteMs: 8 * 60 * MINUTE,
});
const signIns = sessionStore(shared ?? memoryKeeper(5_000), 'sign-in', SigningIn, {
  idleMs: 10 * MINUTE,
  absoluteMs: 10 * MINUTE,
});

interface Visit {
  readonly cookies: Pick<Cookies, 'get' | 'set' | 'delete'>;
  readonly url: URL;
}

export async function sessionOf({ cookies, url }: Visit): Promise<Session | undefined> {
  const held = await sessions.get(cookies.get(cookieName(url)));
  return held && { name: held.name, person: held.value.person, tokens: held.value.tokens };
}

/** A session of its own for every sign-in: a name known from before opens nothing. */
export async function openSession(visit: Visit, signedIn: Pick<SignedIn, 'person' | 'tokens'>): Promise<void> {
  await closeSession(visit);
  setCookie(visit, cookieName(visit.url), await sessions.begin(signedIn));
}

export async function closeSession({ cookies, url }: Visit): Promise<void> {
  await sessions.end(cookies.get(cookieName(url)));
  cookies.delete(cookieName(url), options(url));
}

export async function keepSignIn(visit: Visit, signingIn: SigningIn): Promise<void> {
  setCookie(visit, signInName(visit.url), await signIns.begin(signingIn));
}

/** The sign-in that this browser began, once. */
export async function takeSignIn({ cookies, url }: Visit): Promise<SigningIn | undefined> {
  const name = cookies.get(signInName(url));
  const held = await signIns.get(name);
  await signIns.end(name);
  cookies.delete(signInName(url), options(url));
  return held?.value;
}

/** A token that still holds for a moment; null where the person has to sign in again. */
export async function accessOf(session: Session): Promise<string | null> {
  if (lasting(session.tokens, Date.now())) return session.tokens.access;
  session.renewing ??= lastingTokens(sessions, session.name, renewed).finally(() => (session.renewing = undefined));
  const tokens = await session.renewing;
  if (tokens) session.tokens = tokens;
  return tokens?.access ?? null;
}

/** The prefix binds the cookie to this host and to https; plain http, on one's own machine, cannot have it. */
const cookieName = ({ protocol }: URL): string => (protocol === 'https:' ? '__Host-ceyin' : 'ceyin');
const signInName = (url: URL): string => `${cookieName(url)}-signin`;

const options = ({ protocol }: URL) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: protocol === 'https:' }) as const;
const setCookie = ({ cookies, url }: Visit, name: string, value: string): void =>
  cookies.set(name, value, options(url));
