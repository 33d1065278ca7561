import type { Change, Condition, IndexName, Item, Key, Query, Write, WriteResult } from '#functions/store/port.ts';

/** What a store should do, in the plainest terms: a list of items that is searched and sorted. */
export class Model {
  readonly items = new Map<string, Item>();
  /** One list per transaction that went through. */
  readonly changes: Omit<Change, 'cursor'>[][] = [];
  now = 0;

  write(writes: readonly Write[]): WriteResult {
    const conflicts = writes.flatMap((write, position) => {
      const live = this.get(keyOf(write));
      return holds(write.if, live) ? [] : [position];
    });
    if (conflicts.length > 0) return { ok: false, conflicts };

    const changes: Omit<Change, 'cursor'>[] = [];
    for (const write of writes) {
      if ('check' in write) continue;
      const { pk, sk } = keyOf(write);
      const before = this.items.get(name({ pk, sk })) ?? null;
      if ('put' in write) {
        const version = write.if === 'absent' ? 1 : (before?.version ?? 0) + 1;
        const after = { ...write.put, version };
        this.items.set(name(after), after);
        changes.push({ key: { pk, sk }, before, after });
      } else if (before) {
        this.items.delete(name(before));
        changes.push({ key: { pk, sk }, before, after: null });
      }
    }
    if (changes.length > 0) this.changes.push(changes);
    return { ok: true };
  }

  get(key: Key): Item | undefined {
    const item = this.items.get(name(key));
    return item && (item.expiresAt === undefined || item.expiresAt > this.now) ? item : undefined;
  }

  /** All pages of a query, joined; items that stand at the same place of an index in any order. */
  query(pk: string, query: Query): readonly Item[] {
    const position = (item: Item) => positionOf(item, query.index);
    return [...this.items.values()]
      .filter((item) => this.get(item) && position(item)?.pk === pk)
      .filter((item) => within(position(item)?.sk ?? '', query))
      .sort((a, b) => compare(position(a)?.sk ?? '', position(b)?.sk ?? '') * (query.reverse ? -1 : 1));
  }
}

export const keyOf = (write: Write): Key =>
  'put' in write ? write.put : 'delete' in write ? write.delete : write.check;

export const positionOf = (item: Item, index: IndexName | undefined): Key | undefined => (index ? item[index] : item);

/** By bytes, as the port has it; spelled out here rather than taken from the store. */
export const compare = (a: string, b: string): number => {
  const [left, right] = [a, b].map((text) => Array.from(text, (point) => point.codePointAt(0) ?? 0));
  const length = Math.min(left?.length ?? 0, right?.length ?? 0);
  for (let i = 0; i < length; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return (left?.length ?? 0) - (right?.length ?? 0);
};

const name = ({ pk, sk }: Key) => JSON.stringify([pk, sk]);

const within = (sk: string, { prefix = '', from, to }: Query) =>
  sk.startsWith(prefix) && (from === undefined || compare(sk, from) >= 0) && (to === undefined || compare(sk, to) <= 0);

function holds(condition: Condition | undefined, live: Item | undefined): boolean {
  if (condition === undefined) return true;
  if (condition === 'absent') return !live;
  return condition === 'present' ? live !== undefined : live?.version === condition.version;
}
