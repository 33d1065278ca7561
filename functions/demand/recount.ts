/** The nightly reconciliation (对账): counts everything anew from the log, reports what differs and mends it. */
import { allBuckets } from '#functions/store/buckets.ts';
import type { Item, Store } from '#functions/store/port.ts';
import { countedIn, countersIn, counterItem, counterKey, counterOf, numbersOf } from './counts.ts';
import { settle } from './fold.ts';
import { pairsIn } from './log.ts';

export interface RecountOptions {
  /** Every district a firm can be in, with `unknown`; counters of others are left alone. */
  readonly districts: readonly string[];
  /**
   * Waits until indexes have caught up; a difference that is gone afterwards was none. Absent where they never lag.
   */
  readonly pause?: () => Promise<void>;
}
export interface Recount {
  /** Firms and measures in the log. */
  readonly pairs: number;
  /** Of these, how many were not counted as the log has them: late, mostly, and counted now. */
  readonly behind: number;
  readonly counters: number;
  /** Counters that did not hold the sum of their firms. */
  readonly differences: readonly Different[];
  /** How many of these hold it now; the rest was being changed and is left to the next night. */
  readonly mended: number;
}
export interface Different {
  readonly district: string;
  readonly month: string;
  readonly measure: string;
  readonly place: string;
  /** By industry, size and step. */
  readonly stands: Readonly<Record<string, number>>;
  readonly should: Readonly<Record<string, number>>;
}

export async function recount(store: Store, { districts, pause }: RecountOptions): Promise<Recount> {
  let [pairs, behind] = [0, 0];
  for (const buckets of together) {
    const logged = (await Promise.all(buckets.map((bucket) => pairsIn(store, bucket)))).flat();
    pairs += logged.length;
    // Also what is counted of firms whose log is gone.
    const counted = (await Promise.all(buckets.map((bucket) => countedIn(store, bucket)))).flat();
    behind += await settle(store, [...logged, ...counted]);
  }
  let found = await differencesIn(store, districts);
  if (pause && found.differing.size > 0) {
    await pause();
    const again = await differencesIn(store, districts);
    found = {
      ...again,
      differing: new Map([...again.differing].filter(([name, { item }]) => isSame(item, found.differing.get(name)))),
    };
  }
  let mended = 0;
  for (const [name, { item, should }] of found.differing) if (await mend(store, name, item, should)) mended += 1;
  const differences = [...found.differing].map(([name, { item, should }]) => ({
    ...counterOf(name),
    stands: Object.fromEntries(numbersOf(item?.body)),
    should: Object.fromEntries(should),
  }));
  return { pairs, behind, counters: found.counters, differences, mended };
}

/** So many buckets are read side by side. */
const SIDE_BY_SIDE = 8;
const together = Array.from({ length: allBuckets.length / SIDE_BY_SIDE }, (_, part) =>
  allBuckets.slice(part * SIDE_BY_SIDE, (part + 1) * SIDE_BY_SIDE),
);

interface Differing {
  readonly item: Item | undefined;
  readonly should: ReadonlyMap<string, number>;
}

const isSame = (item: Item | undefined, before: Differing | undefined): boolean =>
  before !== undefined && before.item?.version === item?.version;

async function differencesIn(store: Store, districts: readonly string[]) {
  // The counters first: one that is counted on while the firms are read has another version when it is to be mended.
  const counters = new Map<string, Item>();
  for (const district of districts)
    for (const [name, item] of await countersIn(store, district)) counters.set(name, item);
  const sums = new Map<string, Map<string, number>>();
  for (const buckets of together) {
    await new Promise((resolve) => setImmediate(resolve));
    for (const { shares } of (await Promise.all(buckets.map((bucket) => countedIn(store, bucket)))).flat()) {
      for (const [name, fields] of shares) {
        const sum = sums.get(name) ?? new Map<string, number>();
        sums.set(name, sum);
        for (const field of fields) sum.set(field, (sum.get(field) ?? 0) + 1);
      }
    }
  }
  const differing = new Map<string, Differing>();
  for (const name of new Set([...counters.keys(), ...sums.keys()])) {
    if (!districts.includes(counterOf(name).district)) continue;
    const [item, should] = [counters.get(name), sums.get(name) ?? new Map<string, number>()];
    const stands = numbersOf(item?.body);
    const same = stands.size === should.size && [...should].every(([field, firms]) => stands.get(field) === firms);
    if (!same) differing.set(name, { item, should });
  }
  return { counters: counters.size, differing };
}

async function mend(
  store: Store,
  name: string,
  item: Item | undefined,
  should: ReadonlyMap<string, number>,
): Promise<boolean> {
  const unchanged = item ? { version: item.version } : 'absent';
  const { ok } = await store.write(
    item && should.size === 0
      ? [{ delete: counterKey(name), if: unchanged }]
      : [{ put: counterItem(name, should), if: unchanged }],
  );
  return ok;
}
