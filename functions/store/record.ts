import type { Body, Change, Item, Key, NewItem } from './port.ts';

/**
 * An item as DynamoDB keeps it, a plain attribute per key part. The body is JSON text: a map would lose the order of
 * its keys and the digits of large numbers.
 */
export interface ItemRecord extends Record<string, string | number> {
  pk: string;
  sk: string;
  version: number;
  body: string;
}

export function toRecord(item: NewItem, version: number, json: string): ItemRecord {
  const { pk, sk, gsi1, gsi2, expiresAt } = item;
  return {
    pk,
    sk,
    version,
    body: json,
    ...(gsi1 && { gsi1pk: gsi1.pk, gsi1sk: gsi1.sk }),
    ...(gsi2 && { gsi2pk: gsi2.pk, gsi2sk: gsi2.sk }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

export function toItem(record: Readonly<Record<string, unknown>>): Item {
  const gsi1 = indexKey(record.gsi1pk, record.gsi1sk);
  const gsi2 = indexKey(record.gsi2pk, record.gsi2sk);
  const { expiresAt } = record;
  return {
    pk: text(record.pk),
    sk: text(record.sk),
    version: Number(record.version),
    // Written by an adapter, from a Body.
    body: JSON.parse(text(record.body)) as Body,
    ...(gsi1 && { gsi1 }),
    ...(gsi2 && { gsi2 }),
    ...(typeof expiresAt === 'number' && { expiresAt }),
  };
}

const indexKey = (pk: unknown, sk: unknown): Key | undefined =>
  typeof pk === 'string' && typeof sk === 'string' ? { pk, sk } : undefined;

export function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('Text was expected in the store.');
  return value;
}

type Image = Readonly<Record<string, { readonly S?: string | undefined; readonly N?: string | undefined }>>;
/** A stream record, as the Streams API and Lambda's event source both give it. */
export interface StreamRecord {
  readonly dynamodb?:
    | {
        readonly Keys?: Image | undefined;
        readonly OldImage?: Image | undefined;
        readonly NewImage?: Image | undefined;
        readonly SequenceNumber?: string | undefined;
      }
    | undefined;
}

/** The change that a stream record tells of. */
export function changeOf(record: StreamRecord, cursor = record.dynamodb?.SequenceNumber): Change {
  const { Keys = {}, OldImage, NewImage } = record.dynamodb ?? {};
  const key = { pk: text(Keys.pk?.S), sk: text(Keys.sk?.S) };
  return { cursor: text(cursor), key, before: itemOf(OldImage), after: itemOf(NewImage) };
}

function itemOf(image: Image | undefined): Item | null {
  if (!image) return null;
  return toItem(Object.fromEntries(Object.entries(image).map(([name, value]) => [name, value.S ?? Number(value.N)])));
}
