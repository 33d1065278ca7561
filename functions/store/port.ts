/**
 * The one way to keep something (存储端口): a table of items with a partition key, a sort key, a version and two
 * indexes. Two adapters stand behind it, embedded SQLite and DynamoDB; repositories are written once, above it.
 */

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type Body = { readonly [key: string]: JsonValue };

export interface Key {
  readonly pk: string;
  readonly sk: string;
}
export type IndexName = 'gsi1' | 'gsi2';

/** What is written. An item stands in an index only while it carries that index's key. */
export interface NewItem extends Key {
  readonly body: Body;
  readonly gsi1?: Key;
  readonly gsi2?: Key;
  /** Unix seconds after which the item is gone: never returned from then on, removed some time later. */
  readonly expiresAt?: number;
}
export interface Item extends NewItem {
  /** 1 for a new item, one more with every write to the same key. */
  readonly version: number;
}

/** What must hold of the item as it stands before the write; without one the write is unconditional. */
export type Condition = 'absent' | 'present' | { readonly version: number };

export type Write =
  | { readonly put: NewItem; readonly if?: Condition }
  | { readonly delete: Key; readonly if?: Condition }
  | { readonly check: Key; readonly if: Condition };

/** All written, or nothing: then the positions of the writes whose condition failed. */
export type WriteResult = { readonly ok: true } | { readonly ok: false; readonly conflicts: readonly number[] };

export interface Query {
  readonly index?: IndexName;
  /** Sort keys that start with this. */
  readonly prefix?: string;
  /** Sort keys from here, inclusive. */
  readonly from?: string;
  /** Sort keys up to here, inclusive. */
  readonly to?: string;
  /** Descending by sort key. */
  readonly reverse?: boolean;
  /** At most so many items, 100 where absent, 1,000 at most. */
  readonly limit?: number;
  /** The `next` of the page before, of the same query. */
  readonly after?: string;
}
export interface Page {
  readonly items: readonly Item[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** One item's change, in the order in which changes to the same partition were made. */
export interface Change {
  /** Where the feed goes on after this change. */
  readonly cursor: string;
  readonly key: Key;
  readonly before: Item | null;
  readonly after: Item | null;
}

/** Most writes in one transaction, as DynamoDB has it. */
export const MOST_WRITES = 100;
/** Most bytes of one item with its keys, as DynamoDB has it. */
export const MOST_BYTES = 400 * 1024;

/** Most bytes of all items of one transaction, as DynamoDB has it. */
export const MOST_TOTAL_BYTES = 4 * 1024 * 1024;

export interface Store {
  /** The item as it stands after every write acknowledged so far; undefined too for a key no item can have. */
  get(key: Key): Promise<Item | undefined>;
  /**
   * Items of one partition in the order of their sort keys, by the bytes of their UTF-8. A page is full unless it is
   * the last. Without an index it shows every write acknowledged so far; an index may be a moment behind, and items
   * with the same key in it stand in some order that does not change. Throws `BadCursor`.
   */
  query(pk: string, query?: Query): Promise<Page>;
  /**
   * All or nothing; at most {@link MOST_WRITES} writes, each to a key of its own. Throws `ItemTooLarge` beyond
   * {@link MOST_BYTES}, `TransactionTooLarge` beyond {@link MOST_TOTAL_BYTES}, and a RangeError for a key that cannot
   * be stored (see limits.ts) or a list that breaks the rules above.
   */
  write(writes: readonly Write[]): Promise<WriteResult>;
  /**
   * Changes after a cursor, from the first one held where it is absent; at most `limit`, 100 where absent, 1,000 at
   * most. Every write of a transaction is a change of its own. Throws `FeedLost`.
   */
  changes(after: string | undefined, limit?: number): Promise<readonly Change[]>;
  close(): Promise<void>;
}

/** An item over the limit; the caller splits it or refuses what was sent. */
export class ItemTooLarge extends Error {
  override readonly name = 'ItemTooLarge';
  readonly key: Key;
  readonly bytes: number;
  constructor(key: Key, bytes: number) {
    super(`An item of ${bytes} bytes is over the limit of ${MOST_BYTES}.`);
    this.key = key;
    this.bytes = bytes;
  }
}

/** The items of one transaction together are over the limit; the caller writes in several steps. */
export class TransactionTooLarge extends Error {
  override readonly name = 'TransactionTooLarge';
  readonly bytes: number;
  constructor(bytes: number) {
    super(`A transaction of ${bytes} bytes is over the limit of ${MOST_TOTAL_BYTES}.`);
    this.bytes = bytes;
  }
}

/** A page cursor that this query never gave out: what a person typed into an address, mostly. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
  constructor() {
    super('The cursor does not belong to this query.');
  }
}

/**
 * Changes after this cursor are no longer all held, or it comes from another feed (before a restore, say). Whoever
 * follows the feed must count anew from the items and go on without a cursor.
 */
export class FeedLost extends Error {
  override readonly name = 'FeedLost';
  constructor() {
    super('Some changes after this cursor are no longer held.');
  }
}
