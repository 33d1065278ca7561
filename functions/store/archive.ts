import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { Item } from './port.ts';
import { toItem, toRecord } from './record.ts';
import { COLUMNS, itemOf, openDatabase, valuesOf } from './schema.ts';

/** A store as a whole, for backups only: all of its items, expired ones too, whatever their keys. */
export interface Archive {
  items(): Iterable<Item> | AsyncIterable<Item>;
  isEmpty(): Promise<boolean>;
  /** Puts items with the versions they have, in an empty store and untold in a SQLite store's feed. */
  load(items: AsyncIterable<Item>): Promise<void>;
  close(): void;
}

/** The items as they stood together when reading began, however much is written meanwhile. Throws where no file is. */
export function sqliteSource(path: string): Pick<Archive, 'items' | 'close'> {
  const db = new DatabaseSync(path, { readOnly: true, timeout: 10_000 });
  return { items: () => rowsOf(db), close: () => db.close() };
}

export function sqliteArchive(path: string): Archive {
  const db = openDatabase(path);
  const insert = db.prepare(`INSERT INTO items (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  return {
    items: () => rowsOf(db),
    isEmpty: () => Promise.resolve(db.prepare('SELECT 1 FROM items LIMIT 1').get() === undefined),
    async load(items) {
      for await (const batch of batches(items, 500)) {
        db.exec('BEGIN IMMEDIATE');
        for (const item of batch) insert.run(...valuesOf(item, item.version, JSON.stringify(item.body)));
        db.exec('COMMIT');
      }
      db.exec('DELETE FROM changes');
    },
    close: () => db.close(),
  };
}

function* rowsOf(db: DatabaseSync): Generator<Item> {
  for (const row of db.prepare(`SELECT ${COLUMNS} FROM items ORDER BY pk, sk`).iterate()) yield itemOf(row);
}

/** Each item as it stood at some moment of reading; for one moment of all, read a table restored to a point in time. */
export function dynamoArchive(table: string, config: DynamoDBClientConfig = {}): Archive {
  const client = new DynamoDBClient(config);
  const documents = DynamoDBDocumentClient.from(client);
  return {
    async *items() {
      const pages = paginateScan({ client: documents }, { TableName: table, ConsistentRead: true });
      for await (const { Items } of pages) yield* (Items ?? []).map(toItem);
    },
    async isEmpty() {
      const { Count } = await documents.send(new ScanCommand({ TableName: table, Limit: 1, ConsistentRead: true }));
      return Count === 0;
    },
    async load(items) {
      for await (const batch of batches(items, 25)) {
        const puts = batch.map((item) => ({
          PutRequest: { Item: toRecord(item, item.version, JSON.stringify(item.body)) },
        }));
        await putAll(documents, table, puts);
      }
    },
    close: () => client.destroy(),
  };
}

/** What a busy table leaves undone is asked of it again, at growing intervals. */
async function putAll(documents: DynamoDBDocumentClient, table: string, puts: PutRequests): Promise<void> {
  let left = puts;
  for (let attempt = 1; left.length > 0; attempt++) {
    if (attempt > MOST_ATTEMPTS) throw new Error('The table does not take what is restored.');
    if (attempt > 1) await pause(Math.random() * 10 * 2 ** attempt);
    const { UnprocessedItems } = await documents.send(new BatchWriteCommand({ RequestItems: { [table]: [...left] } }));
    left = UnprocessedItems?.[table] ?? [];
  }
}

type PutRequests = NonNullable<ConstructorParameters<typeof BatchWriteCommand>[0]['RequestItems']>[string];
const MOST_ATTEMPTS = 10;

async function* batches<T>(values: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const value of values) {
    if (batch.push(value) < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
