/** What DynamoDB would charge and where it would strain: counts units by partition for whatever runs over a store. */
import { bytesOf } from '#functions/store/limits.ts';
import type { Item, Key, NewItem, Store, Write } from '#functions/store/port.ts';

export interface Meter {
  readonly store: Store;
  /** Write units, those of indexes included. */
  readonly writeUnits: () => number;
  readonly readUnits: () => number;
  readonly calls: () => number;
  /** Transactions that a condition refused. */
  readonly conflicts: () => number;
  /** Write units by partition of the table (`pk`) and of its indexes (`gsi1 pk`). */
  readonly hottest: () => readonly (readonly [string, number])[];
  readonly reset: () => void;
}

const WRITE_UNIT = 1024;
const READ_UNIT = 4096;

export function metered(inner: Store, wait: () => Promise<void> = () => Promise.resolve()): Meter {
  let [writes, reads, calls, conflicts] = [0, 0, 0, 0];
  const partitions = new Map<string, number>();
  const add = (partition: string, units: number): void => {
    writes += units;
    partitions.set(partition, (partitions.get(partition) ?? 0) + units);
  };
  /** A transaction costs two units per KB and item; each index it stands in one, two where its place there is another. */
  const charge = (put: NewItem, before: Item | undefined): void => {
    const units = Math.ceil(bytesOf(put, JSON.stringify(put.body)) / WRITE_UNIT);
    add(put.pk, 2 * units);
    for (const index of ['gsi1', 'gsi2'] as const) {
      const [now, was] = [put[index], before?.[index]];
      if (now) add(`${index} ${now.pk}`, units);
      if (was && !(now && isSame(was, now))) add(`${index} ${was.pk}`, units);
    }
  };
  const size = (item: Item | undefined): number => (item ? bytesOf(item, JSON.stringify(item.body)) : 1);
  const store: Store = {
    ...inner,
    async get(key) {
      await wait();
      const item = await inner.get(key);
      calls += 1;
      reads += Math.ceil(size(item) / READ_UNIT);
      return item;
    },
    async query(pk, query) {
      await wait();
      const page = await inner.query(pk, query);
      calls += 1;
      const units = Math.ceil(
        Math.max(
          1,
          page.items.reduce((sum, item) => sum + size(item), 0),
        ) / READ_UNIT,
      );
      reads += query?.index ? units / 2 : units;
      return page;
    },
    async write(list) {
      await wait();
      const before = await Promise.all(list.map((write) => inner.get(keyOf(write))));
      const result = await inner.write(list);
      calls += 1;
      if (!result.ok) conflicts += 1;
      list.forEach((write, at) => {
        if ('put' in write) charge(write.put, result.ok ? before[at] : undefined);
        else add(keyOf(write).pk, 2);
      });
      return result;
    },
  };
  return {
    store,
    writeUnits: () => writes,
    readUnits: () => reads,
    calls: () => calls,
    conflicts: () => conflicts,
    hottest: () => [...partitions].sort(([, a], [, b]) => b - a),
    reset: () => {
      [writes, reads, calls, conflicts] = [0, 0, 0, 0];
      partitions.clear();
    },
  };
}

const keyOf = (write: Write): Key => ('put' in write ? write.put : 'delete' in write ? write.delete : write.check);
const isSame = (a: Key, b: Key): boolean => a.pk === b.pk && a.sk === b.sk;
