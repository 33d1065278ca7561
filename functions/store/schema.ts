import { randomUUID } from 'node:crypto';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';
import type { Item, NewItem } from './port.ts';
import { toItem, toRecord } from './record.ts';

/** The file with its tables, made where they are absent. Several processes may hold it at once. */
export function openDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 10_000 });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  db.exec(`BEGIN IMMEDIATE; ${SCHEMA}`);
  db.prepare("INSERT INTO meta VALUES ('feed', ?) ON CONFLICT DO NOTHING").run(randomUUID());
  db.exec('COMMIT');
  return db;
}

/** Of both tables, in the order of {@link valuesOf}. */
export const COLUMNS = 'pk, sk, version, gsi1pk, gsi1sk, gsi2pk, gsi2sk, expires_at, body';
const OLD_COLUMNS = COLUMNS.replaceAll(/\w+/g, 'old.$&');
/** Bodies stand last: what comes before them is read without them. Triggers see to it that no change goes unrecorded. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS items (
    pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, gsi1pk TEXT, gsi1sk TEXT, gsi2pk TEXT, gsi2sk TEXT,
    expires_at INTEGER, body TEXT NOT NULL, UNIQUE (pk, sk)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS items_gsi1 ON items (gsi1pk, gsi1sk, pk, sk) WHERE gsi1pk IS NOT NULL;
  CREATE INDEX IF NOT EXISTS items_gsi2 ON items (gsi2pk, gsi2sk, pk, sk) WHERE gsi2pk IS NOT NULL;
  CREATE INDEX IF NOT EXISTS items_expiry ON items (expires_at) WHERE expires_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER,
    gsi1pk TEXT, gsi1sk TEXT, gsi2pk TEXT, gsi2sk TEXT, expires_at INTEGER, body TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS changes_of_item ON changes (pk, sk, seq);
  CREATE TRIGGER IF NOT EXISTS items_added AFTER INSERT ON items
    BEGIN INSERT INTO changes (pk, sk) VALUES (new.pk, new.sk); END;
  CREATE TRIGGER IF NOT EXISTS items_changed AFTER UPDATE ON items
    BEGIN INSERT INTO changes (${COLUMNS}) VALUES (${OLD_COLUMNS}); END;
  CREATE TRIGGER IF NOT EXISTS items_removed AFTER DELETE ON items
    BEGIN INSERT INTO changes (${COLUMNS}) VALUES (${OLD_COLUMNS}); END;
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`;

export type Row = Record<string, SQLOutputValue>;

/** One item's values, in the order of {@link COLUMNS}. */
export function valuesOf(item: NewItem, version: number, json: string): SQLInputValue[] {
  const record = toRecord(item, version, json);
  return NAMES.map((name) => record[name] ?? null);
}

export const itemOf = (row: Row): Item => toItem({ ...row, expiresAt: row.expires_at });

const NAMES = ['pk', 'sk', 'version', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'expiresAt', 'body'];
