/** Follows the change feed in the single process: polls, hands on what came, remembers how far it is, stops cleanly. */
import { FeedLost, type Change, type Key, type Store } from '#functions/store/port.ts';

export interface Following {
  /** Whose place in the feed is remembered. */
  readonly name: string;
  /** Deals with changes; may be told one twice. Answers whether any of them was its business. */
  readonly handle: (changes: readonly Change[]) => Promise<boolean>;
  /** The feed has forgotten changes: count anew from the items. */
  readonly anew: () => Promise<void>;
  readonly failed: (error: unknown) => void;
  /** Milliseconds between two looks where nothing is waiting. */
  readonly every?: number;
}
export interface Follower {
  /** Once everything that stood in the feed when it was called has been dealt with. */
  readonly caughtUp: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const BATCH = 500;
/** After so many changes that were none of its business the place is remembered all the same. */
const REMEMBER_AFTER = 5_000;

/** Where it is remembered how far a follower is. */
export const followerKey = (name: string): Key => ({ pk: 'FOLLOWER', sk: name });

export function follow(store: Store, { name, handle, anew, failed, every = 500 }: Following): Follower {
  const key = followerKey(name);
  let cursor: string | undefined;
  let idle = 0;
  let stopped = false;
  let wake: (() => void) | undefined;
  let waiting: (() => void)[] = [];

  async function remember(): Promise<void> {
    idle = 0;
    if (cursor !== undefined) await store.write([{ put: { ...key, body: { cursor } } }]);
  }
  async function step(): Promise<'more' | 'nothing more'> {
    const changes = await changesAfter();
    const last = changes.at(-1);
    if (!last) return 'nothing more';
    const concerned = await handle(changes);
    cursor = last.cursor;
    idle += changes.length;
    if (concerned || idle >= REMEMBER_AFTER) await remember();
    return changes.length === BATCH ? 'more' : 'nothing more';
  }
  async function changesAfter(): Promise<readonly Change[]> {
    try {
      return await store.changes(cursor, BATCH);
    } catch (error) {
      if (!(error instanceof FeedLost)) throw error;
      await anew();
      cursor = undefined;
      return store.changes(undefined, BATCH);
    }
  }
  async function run(): Promise<void> {
    const kept = (await store.get(key))?.body.cursor;
    cursor = typeof kept === 'string' ? kept : undefined;
    while (!stopped) {
      const asked = waiting;
      waiting = [];
      const came = await step().catch((error: unknown) => {
        failed(error);
        return 'failed' as const;
      });
      if (came !== 'nothing more') waiting.unshift(...asked);
      else for (const done of asked) done();
      // Others have their turn between two batches.
      if (came === 'more') await new Promise((resolve) => setImmediate(resolve));
      else await rest(came === 'failed');
    }
    for (const done of waiting) done();
  }
  /** Until it is time to look again, or someone waits for it. */
  const rest = (whole: boolean) =>
    new Promise<void>((resolve) => {
      if (stopped || (waiting.length > 0 && !whole)) {
        resolve();
        return;
      }
      const timer = setTimeout(resolve, every);
      wake = () => {
        if (whole && !stopped) return;
        clearTimeout(timer);
        resolve();
      };
    });
  const running = run();
  return {
    caughtUp: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        wake?.();
      }),
    stop: async () => {
      stopped = true;
      wake?.();
      await running;
    },
  };
}
