/** What is remembered of a visitor under an opaque name (会话): in this process, for a while, and not for too many. */
import { randomBytes } from 'node:crypto';

export interface Limits {
  /** Forgotten when not asked for during so long. */
  readonly idleMs: number;
  /** Forgotten after so long in any case. */
  readonly absoluteMs: number;
  /** Beyond so many, the one not asked for longest goes. */
  readonly most: number;
}

export interface SessionStore<T> {
  /** Keeps the value under a new name that cannot be guessed. */
  begin(value: T): string;
  /** What is kept under the name; undefined where there is nothing, or no longer. Asking keeps it from idling. */
  get(id: string | undefined): T | undefined;
  end(id: string | undefined): void;
}

export function sessionStore<T>({ idleMs, absoluteMs, most }: Limits, now: () => number = Date.now): SessionStore<T> {
  // In the order in which they were last asked for.
  const kept = new Map<string, { readonly value: T; readonly begun: number; readonly seen: number }>();
  return {
    begin(value) {
      const id = randomBytes(32).toString('base64url');
      const begun = now();
      kept.set(id, { value, begun, seen: begun });
      const [longestAgo] = kept.keys();
      if (kept.size > most && longestAgo !== undefined) kept.delete(longestAgo);
      return id;
    },
    get(id) {
      const found = id === undefined ? undefined : kept.get(id);
      if (id === undefined || found === undefined) return undefined;
      const seen = now();
      kept.delete(id);
      if (seen - found.seen >= idleMs || seen - found.begun >= absoluteMs) return undefined;
      kept.set(id, { ...found, seen });
      return found.value;
    },
    end(id) {
      if (id !== undefined) kept.delete(id);
    },
  };
}
