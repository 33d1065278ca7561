/** Tokens that still hold for a moment: renewed once, however many pages ask at the same time, wherever they run. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SignedIn, Tokens } from './session-shapes.ts';
import type { SessionStore } from './session-store.ts';

const MOMENT_MS = 30_000;
export const lasting = ({ expiresAt }: Tokens, now: number): boolean => expiresAt - now > MOMENT_MS;

/** Longer than an issuer is waited for: whoever has been renewing for so long has been stopped. */
const LONGEST_RENEWAL_MS = 15_000;
const PAUSE_MS = 100;

/**
 * A refresh token can be used once, and an issuer may end everything where it comes twice: so whoever renews says so in
 * the session first. Null where the person has to sign in again, or has signed out meanwhile.
 */
export async function lastingTokens(
  sessions: SessionStore<SignedIn>,
  name: string,
  renew: (tokens: Tokens) => Promise<Tokens | null>,
  { now = Date.now, wait = () => pause(PAUSE_MS) }: { now?: () => number; wait?: () => Promise<unknown> } = {},
): Promise<Tokens | null> {
  for (let held = await sessions.get(name); held; held = await sessions.get(name)) {
    const { person, tokens, renewing } = held.value;
    if (lasting(tokens, now())) return tokens;
    if (renewing !== undefined && now() - renewing < LONGEST_RENEWAL_MS) await wait();
    else if (await sessions.replace(held, { person, tokens, renewing: now() })) {
      const renewed = await renew(tokens);
      const kept = await keep(sessions, name, { person, tokens: renewed ?? tokens });
      return kept ? renewed : null;
    }
  }
  return null;
}

/** In the place of whatever stands there by now; false where the session has ended. */
async function keep(sessions: SessionStore<SignedIn>, name: string, value: SignedIn): Promise<boolean> {
  for (let held = await sessions.get(name); held; held = await sessions.get(name)) {
    if (await sessions.replace(held, value)) return true;
  }
  return false;
}
