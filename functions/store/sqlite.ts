import { prepare, keyOf, LAST, type Prepared, storable } from './limits.ts';
import {
  FeedLost,
  type Change,
  type Condition,
  type IndexName,
  type Item,
  type Page,
  type Query,
  type Store,
  type Write,
  type WriteResult,
} from './port.ts';
import { cursorAfter, limitOf, rangeOf } from './range.ts';
import { text } from './record.ts';
import { COLUMNS, itemOf, openDatabase, valuesOf, type Row } from './schema.ts';

export interface SqliteStore extends Store {
  /** Removes what has expired, as changes like any other; returns how many items. */
  sweep(): Promise<number>;
  /** Forgets the changes up to and including this one, once everyone who follows the feed has passed it. */
  trimChanges(through: string): Promise<number>;
}
export interface SqliteOptions {
  /** Unix seconds. */
  readonly now?: () => number;
}

/** Items in a file of their own, or `:memory:`. Several processes may hold the same file. */
export function openSqlite(path: string, options: SqliteOptions = {}): SqliteStore {
  const now = options.now ?? (() => Math.floor(Date.now() / 1000));
  const db = openDatabase(path);
  const feed = text(db.prepare("SELECT value FROM meta WHERE name = 'feed'").get()?.value);

  const begin = db.prepare('BEGIN IMMEDIATE');
  const snapshot = db.prepare('BEGIN');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const one = db.prepare(`SELECT ${COLUMNS} FROM items WHERE pk = ? AND sk = ?`);
  const standing = db.prepare('SELECT version, expires_at FROM items WHERE pk = ? AND sk = ?');
  const put = db.prepare(PUT);
  const remove = db.prepare('DELETE FROM items WHERE pk = ? AND sk = ?');
  const expired = db.prepare('DELETE FROM items WHERE expires_at <= ?');
  const firstChange = db.prepare(FIRST_CHANGE);
  const someChanges = db.prepare(`SELECT seq, ${COLUMNS} FROM changes WHERE seq > ? ORDER BY seq LIMIT ?`);
  const laterChange = db.prepare(
    `SELECT ${COLUMNS} FROM changes WHERE pk = ? AND sk = ? AND seq > ? ORDER BY seq LIMIT 1`,
  );
  const trim = db.prepare('DELETE FROM changes WHERE seq <= ?');
  const pages = { base: pageStatements(), gsi1: pageStatements('gsi1'), gsi2: pageStatements('gsi2') };

  function pageStatements(index?: IndexName) {
    return { up: db.prepare(pageOf(index, '>', 'ASC')), down: db.prepare(pageOf(index, '<', 'DESC')) };
  }

  /** Writes that arrive in the same turn share one commit, hence one wait for the disk. */
  const waiting: {
    writes: readonly Prepared[];
    done: (result: WriteResult) => void;
    failed: (error: unknown) => void;
  }[] = [];
  function flush() {
    const batch = waiting.splice(0);
    if (batch.length === 0) return;
    try {
      const results = within(begin, () => batch.map(({ writes }) => apply(writes)));
      results.forEach((result, i) => batch[i]?.done(result));
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }
  function within<T>(start: typeof begin, work: () => T): T {
    start.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      if (db.isTransaction) rollback.run();
      throw error;
    }
  }
  function apply(writes: readonly Prepared[]): WriteResult {
    const time = now();
    const versions = writes.map(({ write }) => {
      const { pk, sk } = keyOf(write);
      const row = standing.get(pk, sk);
      const version = row ? Number(row.version) : 0;
      const live = row !== undefined && (row.expires_at === null || Number(row.expires_at) > time);
      return { version: write.if === 'absent' ? 0 : version, holds: holds(write.if, live ? version : undefined) };
    });
    const conflicts = versions.flatMap(({ holds }, position) => (holds ? [] : [position]));
    if (conflicts.length > 0) return { ok: false, conflicts };
    writes.forEach((prepared, i) => {
      if ('json' in prepared) put.run(...valuesOf(prepared.write.put, (versions[i]?.version ?? 0) + 1, prepared.json));
      else if ('delete' in prepared.write) remove.run(prepared.write.delete.pk, prepared.write.delete.sk);
    });
    return { ok: true };
  }

  function query(pk: string, asked: Query): Page {
    const range = rangeOf(pk, asked);
    if (!range) return { items: [] };
    const { position, limit } = range;
    const [lower, upper] = [range.lower ?? '', range.upper ?? LAST];
    const bounds = asked.reverse ? [lower, position?.sk ?? upper] : [position?.sk ?? lower, upper];
    const start =
      position ?? (asked.reverse ? { sk: LAST, item: { pk: LAST, sk: LAST } } : { sk: '', item: { pk: '', sk: '' } });
    const past = asked.index ? [start.sk, start.item.pk, start.item.sk] : [start.sk];
    const statements = pages[asked.index ?? 'base'];
    const rows = (asked.reverse ? statements.down : statements.up).all(pk, ...bounds, ...past, now(), limit + 1);
    const items = rows.slice(0, limit).map(itemOf);
    const last = items.at(-1);
    return rows.length > limit && last ? { items, next: cursorAfter(last, asked) } : { items };
  }

  function changes(after: string | undefined, limit: number | undefined): readonly Change[] {
    const passed = after === undefined ? 0 : sequenceOf(after);
    if (after !== undefined && passed + 1 < Number(firstChange.get()?.seq)) throw new FeedLost();
    return someChanges.all(passed, limitOf(limit)).map((row) => {
      const key = { pk: text(row.pk), sk: text(row.sk) };
      const seq = Number(row.seq);
      // What stood after a change is what stood before the next change to the same key, or stands now.
      const next = laterChange.get(key.pk, key.sk, seq) ?? one.get(key.pk, key.sk);
      return { cursor: `${feed}.${seq}`, key, before: imageOf(row), after: imageOf(next) };
    });
  }
  function sequenceOf(cursor: string): number {
    const [from, seq] = cursor.split('.');
    if (from !== feed || seq === undefined || !/^\d{1,15}$/.test(seq)) throw new FeedLost();
    return Number(seq);
  }

  return {
    get: (key) =>
      promised(() => {
        const row = storable(key) ? one.get(key.pk, key.sk) : undefined;
        return row && (row.expires_at === null || Number(row.expires_at) > now()) ? itemOf(row) : undefined;
      }),
    query: (pk, asked = {}) => promised(() => query(pk, asked)),
    write: (writes: readonly Write[]) =>
      new Promise((done, failed) => {
        if (waiting.push({ writes: prepare(writes), done, failed }) === 1) setImmediate(flush);
      }),
    changes: (after, limit) => promised(() => within(snapshot, () => changes(after, limit))),
    sweep: () => promised(() => Number(expired.run(now()).changes)),
    trimChanges: (through) => promised(() => Number(trim.run(sequenceOf(through)).changes)),
    close: () =>
      promised(() => {
        flush();
        if (db.isOpen) db.close();
      }),
  };
}

const PUT = `INSERT INTO items (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (pk, sk) DO UPDATE SET version = excluded.version, gsi1pk = excluded.gsi1pk, gsi1sk = excluded.gsi1sk,
    gsi2pk = excluded.gsi2pk, gsi2sk = excluded.gsi2sk, expires_at = excluded.expires_at, body = excluded.body`;
/** The first change still held, or the one that will come next. */
const FIRST_CHANGE = `SELECT coalesce(
  (SELECT min(seq) FROM changes), (SELECT seq + 1 FROM sqlite_sequence WHERE name = 'changes'), 1) AS seq`;

function pageOf(index: IndexName | undefined, past: '>' | '<', order: 'ASC' | 'DESC'): string {
  const sort = index ? [`${index}sk`, 'pk', 'sk'] : ['sk'];
  return `SELECT ${COLUMNS} FROM items
    WHERE ${index ?? ''}pk = ? AND ${index ?? ''}sk BETWEEN ? AND ?
      AND (${sort.join(', ')}) ${past} (${sort.map(() => '?').join(', ')})
      AND (expires_at IS NULL OR expires_at > ?)
    ORDER BY ${sort.map((column) => `${column} ${order}`).join(', ')} LIMIT ?`;
}

function holds(condition: Condition | undefined, version: number | undefined): boolean {
  if (condition === undefined) return true;
  if (condition === 'absent') return version === undefined;
  return condition === 'present' ? version !== undefined : version === condition.version;
}

const imageOf = (row: Row | undefined): Item | null => (row && row.version !== null ? itemOf(row) : null);

const promised = <T>(work: () => T): Promise<T> => Promise.try(work);
