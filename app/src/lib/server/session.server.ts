/** Who is signed in. The browser holds an opaque cookie; the tokens stay here. */
import type { Cookies } from '@sveltejs/kit';
import { renewed, type SigningIn, type Tokens } from './session-issuer.server.ts';
import { sessionStore } from './session-store.ts';

export interface Person {
  readonly name: string;
  readonly role: Role;
  readonly district: string | null;
  /** Staff: whether single firms may be seen. */
  readonly firmLevel: boolean;
}
export const ROLES = ['firm', 'manager', 'staff', 'publisher', 'approver', 'auditor', 'operator'] as const;
export type Role = (typeof ROLES)[number];

export interface Session {
  readonly person: Person;
  tokens: Tokens;
  /** Under way: a refresh token can be used once, however many pages ask at the same time. */
  renewing?: Promise<Tokens | null> | undefined;
}

const MINUTE = 60_000;
const sessions = sessionStore<Session>({ idleMs: 30 * MINUTE, absoluteMs: 8 * 60 * MINUTE, most: 20_000 });
const signIns = sessionStore<SigningIn>({ idleMs: 10 * MINUTE, absoluteMs: 10 * MINUTE, most: 5_000 });

interface Visit {
  readonly cookies: Cookies;
  readonly url: URL;
}

export const sessionOf = ({ cookies, url }: Visit): Session | undefined => sessions.get(cookies.get(cookieName(url)));

/** A session of its own for every sign-in: a name known from before opens nothing. */
export function openSession(visit: Visit, session: Session): void {
  closeSession(visit);
  setCookie(visit, cookieName(visit.url), sessions.begin(session));
}

export function closeSession({ cookies, url }: Visit): void {
  sessions.end(cookies.get(cookieName(url)));
  cookies.delete(cookieName(url), options(url));
}

export const keepSignIn = (visit: Visit, signingIn: SigningIn): void =>
  setCookie(visit, signInName(visit.url), signIns.begin(signingIn));

/** The sign-in that this browser began, once. */
export function takeSignIn({ cookies, url }: Visit): SigningIn | undefined {
  const id = cookies.get(signInName(url));
  const found = signIns.get(id);
  signIns.end(id);
  cookies.delete(signInName(url), options(url));
  return found;
}

/** A token that still holds for a moment; null where the person has to sign in again. */
export async function accessOf(session: Session): Promise<string | null> {
  if (session.tokens.expiresAt - Date.now() > MINUTE / 2) return session.tokens.access;
  session.renewing ??= renewed(session.tokens).finally(() => (session.renewing = undefined));
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
