/**
 * Brings the counters up to what the log says of a firm and a measure. It works from the log as it stands, not from
 * what a change tells, and writes the counters together with what they hold of the firm: a change told twice, late, out
 * of order or to two workers at once finds nothing left to do, and a crash leaves either all of it or nothing.
 */
import { MOST_WRITES, type Store, type Write } from '#functions/store/port.ts';
import {
  countedItem,
  countedOf,
  counterItem,
  counterKey,
  numbersOf,
  sharesOf,
  type Counted,
  type Shares,
} from './counts.ts';
import { eventsOf, type Pair } from './log.ts';

export interface FoldOptions {
  /** How long to wait after a conflict, before the nth attempt; nothing where absent. */
  readonly pause?: (attempt: number) => Promise<void>;
}

/** How many were behind. Throws where others keep changing the same counters. */
export async function settle(store: Store, pairs: Iterable<Pair>, options: FoldOptions = {}): Promise<number> {
  let behind = 0;
  const distinct = [...new Map([...pairs].map((pair) => [`${pair.measure}#${pair.uscc}`, pair])).entries()];
  // Neighbours share counters, so that fewer are written.
  const sorted = distinct.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair);
  for (let from = 0; from < sorted.length; from += GROUP) {
    behind += await settleGroup(store, sorted.slice(from, from + GROUP), options);
    // Whoever waits for this process has a turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return behind;
}

const GROUP = 16;
const MOST_ATTEMPTS = 24;

async function settleGroup(store: Store, pairs: readonly Pair[], options: FoldOptions): Promise<number> {
  const behind = (await Promise.all(pairs.map((pair) => differenceOf(store, pair)))).filter((each) => each.more);
  if (behind.length === 0) return 0;
  const names = new Set(behind.flatMap(({ changes }) => [...changes.keys()]));
  if (behind.length > 1) {
    const fits = names.size + behind.length <= MOST_WRITES;
    if (fits && (await writeTogether(store, behind, names))) return behind.length;
    const half = Math.ceil(behind.length / 2);
    const [first, second] = [behind.slice(0, half), behind.slice(half)].map((each) => each.map(({ pair }) => pair));
    return (await settleGroup(store, first ?? [], options)) + (await settleGroup(store, second ?? [], options));
  }
  const [{ pair }] = behind as [Difference];
  await settleOne(store, pair, options);
  return 1;
}

async function settleOne(store: Store, pair: Pair, { pause }: FoldOptions): Promise<void> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const difference = await differenceOf(store, pair);
    if (!difference.more) return;
    const done = await writeTogether(store, [difference], new Set(difference.changes.keys()));
    // More counters than one transaction takes: go on with the rest.
    if (done) attempt = 0;
    else await pause?.(attempt);
  }
  throw new Error('The counters of a firm changed each time they were to be written.');
}

interface Difference {
  readonly pair: Pair;
  readonly version: number | undefined;
  /** What will be counted once the changes are made, and the last event it rests on. */
  readonly shares: Shares;
  readonly event: string;
  /** By counter and field, one more or one less. */
  readonly changes: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Whether there is anything to write. */
  readonly more: boolean;
}

async function differenceOf(store: Store, pair: Pair): Promise<Difference> {
  // What is counted must be read first: if another worker counts a newer log in between, its version has changed.
  const counted = await countedOf(store, pair);
  const events = await eventsOf(store, pair);
  return { pair, event: events.at(-1)?.id ?? '', ...changesBetween(counted, sharesOf(events)) };
}

/** One transaction takes so many counters of one firm; a firm with more is brought up in steps. */
const MOST_COUNTERS = MOST_WRITES - 10;

function changesBetween({ shares: before, version }: Counted, wanted: Shares) {
  const changes = new Map<string, ReadonlyMap<string, number>>();
  const after = new Map(before);
  for (const name of new Set([...before.keys(), ...wanted.keys()])) {
    const [had, has] = [before.get(name) ?? NONE, wanted.get(name) ?? NONE];
    const more = [...has].filter((field) => !had.has(field)).map((field) => [field, 1] as const);
    const less = [...had].filter((field) => !has.has(field)).map((field) => [field, -1] as const);
    if (more.length + less.length === 0) continue;
    if (changes.size === MOST_COUNTERS) break;
    changes.set(name, new Map([...more, ...less]));
    if (has.size === 0) after.delete(name);
    else after.set(name, has);
  }
  return { version, shares: after, changes, more: changes.size > 0 };
}
const NONE: ReadonlySet<string> = new Set();

/** Whether it was written; not where a counter or what is counted has changed since. */
async function writeTogether(
  store: Store,
  differences: readonly Difference[],
  names: ReadonlySet<string>,
): Promise<boolean> {
  const counters = await Promise.all([...names].map((name) => changedCounter(store, name, differences)));
  const counted = differences.map(({ pair, version, shares, event }): Write => {
    const put = countedItem(pair, shares, event);
    if (version === undefined) return { put, if: 'absent' };
    return shares.size === 0 ? { delete: { pk: put.pk, sk: put.sk }, if: { version } } : { put, if: { version } };
  });
  return (await store.write([...counted, ...counters])).ok;
}

async function changedCounter(store: Store, name: string, differences: readonly Difference[]): Promise<Write> {
  const key = counterKey(name);
  const item = await store.get(key);
  const numbers = numbersOf(item?.body);
  for (const { changes } of differences) {
    for (const [field, by] of changes.get(name) ?? []) {
      const number = (numbers.get(field) ?? 0) + by;
      if (number === 0) numbers.delete(field);
      else numbers.set(field, number);
    }
  }
  if (!item) return { put: counterItem(name, numbers), if: 'absent' };
  const { version } = item;
  return numbers.size === 0 ? { delete: key, if: { version } } : { put: counterItem(name, numbers), if: { version } };
}
