/** What is remembered of a visitor under an opaque name (会话): for a while, sealed, wherever the keeper keeps it. */
import { z } from 'zod';
import type { Keeper } from './session-keeper.ts';
import { newName, placeOf, seal, unsealed } from './session-seal.ts';

export interface Limits {
  /** Forgotten when not asked for during so long, or up to {@link TOUCH_MS} earlier. */
  readonly idleMs: number;
  /** Forgotten after so long in any case. */
  readonly absoluteMs: number;
}

/** That somebody asked is written down so often at most: not every click costs a write. */
export const TOUCH_MS = 60_000;

/** What was found, as it stood then. */
export interface Held<T> {
  readonly name: string;
  readonly value: T;
  /** Milliseconds since 1970. */
  readonly begun: number;
  readonly version: number;
}

export interface SessionStore<T> {
  /** Keeps the value under a new name that cannot be guessed. */
  begin(value: T): Promise<string>;
  /** What is kept under the name; undefined where there is nothing, or no longer. Asking keeps it from idling. */
  get(name: string | undefined): Promise<Held<T> | undefined>;
  /** Another value in its place; undefined where it was changed since it was found, or has ended. */
  replace(held: Held<T>, value: T): Promise<Held<T> | undefined>;
  end(name: string | undefined): Promise<void>;
}

/** What was kept in another shape, by an earlier release, counts as nothing. */
export function sessionStore<T>(
  keeper: Keeper,
  use: string,
  shape: z.ZodType<T>,
  { idleMs, absoluteMs }: Limits,
  now: () => number = Date.now,
): SessionStore<T> {
  const content = z.object({ begun: z.number(), value: shape });
  const sealedOf = (name: string, begun: number, value: T): string => seal(name, use, JSON.stringify({ begun, value }));
  const endOf = (begun: number): number => Math.min(now() + idleMs, begun + absoluteMs);
  return {
    async begin(value) {
      const [name, begun] = [newName(), now()];
      await keeper.put(placeOf(name), { sealed: sealedOf(name, begun, value), expiresAt: endOf(begun) }, 0);
      return name;
    },
    async get(name) {
      if (name === undefined) return undefined;
      const kept = await keeper.get(placeOf(name));
      if (!kept) return undefined;
      const text = unsealed(name, use, kept.sealed);
      const { data } = content.safeParse(text === undefined ? undefined : JSON.parse(text));
      if (!data) return undefined;
      const expiresAt = endOf(data.begun);
      const touched =
        expiresAt - kept.expiresAt >= TOUCH_MS &&
        (await keeper.put(placeOf(name), { sealed: kept.sealed, expiresAt }, kept.version));
      return { name, ...data, version: kept.version + (touched ? 1 : 0) };
    },
    async replace(held, value) {
      const { name, begun, version } = held;
      const entry = { sealed: sealedOf(name, begun, value), expiresAt: endOf(begun) };
      return (await keeper.put(placeOf(name), entry, version)) ? { ...held, value, version: version + 1 } : undefined;
    },
    async end(name) {
      if (name !== undefined) await keeper.remove(placeOf(name));
    },
  };
}
