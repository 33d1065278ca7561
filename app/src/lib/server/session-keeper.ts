/**
 * Where sessions lie (会话保管): sealed texts under keys that tell nothing. A process that starts the portal may hand over
 * a keeper that others share with it; without one they lie in this process.
 */

export interface Entry {
  /** For whoever has the session’s name. */
  readonly sealed: string;
  /** Milliseconds since 1970; gone from then on. A keeper may round it down to seconds. */
  readonly expiresAt: number;
}
export interface Kept extends Entry {
  /** 1 for a new entry, one more with each that takes its place. */
  readonly version: number;
}

export interface Keeper {
  /** The entry as it stands after every change acknowledged so far; undefined where there is none, or no longer. */
  get(key: string): Promise<Kept | undefined>;
  /** A new entry (`over` 0), or one in the place of that version: false, and nothing changed, where another stands there. */
  put(key: string, entry: Entry, over: number): Promise<boolean>;
  remove(key: string): Promise<void>;
}

/** In this process; beyond `most` the one not asked for longest goes. */
export function memoryKeeper(most: number, now: () => number = Date.now): Keeper {
  // In the order in which they were last asked for.
  const entries = new Map<string, Kept>();
  const standing = (key: string): Kept | undefined => {
    const found = entries.get(key);
    entries.delete(key);
    if (found === undefined || found.expiresAt <= now()) return undefined;
    entries.set(key, found);
    return found;
  };
  return {
    get: (key) => Promise.resolve(standing(key)),
    put(key, entry, over) {
      if ((standing(key)?.version ?? 0) !== over) return Promise.resolve(false);
      entries.delete(key);
      entries.set(key, { ...entry, version: over + 1 });
      const [longestAgo] = entries.keys();
      if (entries.size > most && longestAgo !== undefined) entries.delete(longestAgo);
      return Promise.resolve(true);
    },
    remove(key) {
      entries.delete(key);
      return Promise.resolve();
    },
  };
}

const HANDED_OVER = Symbol.for('ceyin.session-keeper');
/** The built portal is another bundle than what starts it: all they share is the process. */
const shared: { [HANDED_OVER]?: Keeper } & Partial<Pick<typeof globalThis, 'process'>> = globalThis;

/** Before the portal is imported, by what starts it. */
export function handOver(keeper: Keeper): void {
  shared[HANDED_OVER] = keeper;
}

export const keeperHandedOver = (): Keeper | undefined => shared[HANDED_OVER];
