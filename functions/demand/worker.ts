/** The counter of the single process: follows the feed and brings the counters up to the log. */
import type { Store } from '#functions/store/port.ts';
import { settle } from './fold.ts';
import { follow, type Follower } from './follow.ts';
import { pairOfEvent } from './log.ts';
import { recount } from './recount.ts';

export function countDemand(
  store: Store,
  {
    districts,
    failed,
    every,
  }: {
    readonly districts: readonly string[];
    readonly failed: (error: unknown) => void;
    readonly every?: number;
  },
): Follower {
  return follow(store, {
    name: 'demand',
    failed,
    ...(every === undefined ? {} : { every }),
    handle: async (changes) => {
      const pairs = changes.flatMap(({ key }) => pairOfEvent(key) ?? []);
      await settle(store, pairs);
      return pairs.length > 0;
    },
    anew: async () => {
      await recount(store, { districts });
    },
  });
}
