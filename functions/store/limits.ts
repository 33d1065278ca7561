import { Buffer } from 'node:buffer';
import {
  ItemTooLarge,
  MOST_BYTES,
  MOST_TOTAL_BYTES,
  MOST_WRITES,
  TransactionTooLarge,
  type Key,
  type NewItem,
  type Write,
} from './port.ts';

/** The highest code point: it stands for the end of a prefix in ranges, so no key may contain it. */
export const LAST = '\u{10FFFF}';
const MOST_PK_BYTES = 2048;
/** Four bytes under DynamoDB's limit, so that a prefix with {@link LAST} behind it is still a key. */
const MOST_SK_BYTES = 1020;

/** Whether an item can have this key: neither part empty, over 2,048 or 1,020 bytes, ill-formed or with U+10FFFF. */
export function storable({ pk, sk }: Key): boolean {
  return storableText(pk, MOST_PK_BYTES) && storableText(sk, MOST_SK_BYTES);
}

/** Whether this can be a partition key of an item or an index. */
export const storablePk = (pk: string): boolean => storableText(pk, MOST_PK_BYTES);

/** Whether this can be a sort key of an item or an index. */
export const storableSk = (sk: string): boolean => storableText(sk, MOST_SK_BYTES);

function storableText(text: string, most: number): boolean {
  return text !== '' && text.isWellFormed() && !text.includes(LAST) && Buffer.byteLength(text) <= most;
}

export const keyOf = (write: Write): Key =>
  'put' in write ? write.put : 'delete' in write ? write.delete : write.check;

/** A put with its body as the text that is stored: JSON keeps the order of keys and every digit, on both stores. */
export type Prepared =
  | { readonly write: Write & { readonly put: NewItem }; readonly json: string }
  | { readonly write: Exclude<Write, { readonly put: NewItem }> };

/** What {@link Store.write} promises to refuse, refused; the bodies of the rest as text. */
export function prepare(writes: readonly Write[]): readonly Prepared[] {
  if (writes.length > MOST_WRITES)
    throw new RangeError(`${writes.length} writes are over the limit of ${MOST_WRITES}.`);
  const seen = new Set<string>();
  let total = 0;
  return writes.map((write) => {
    const key = keyOf(write);
    if (!storable(key)) throw new RangeError('A key that cannot be stored.');
    const name = JSON.stringify([key.pk, key.sk]);
    if (seen.has(name)) throw new RangeError('Two writes to the same key in one transaction.');
    seen.add(name);
    if (!('put' in write)) return { write };

    const { put } = write;
    for (const index of [put.gsi1, put.gsi2]) {
      if (index && !storable(index)) throw new RangeError('An index key that cannot be stored.');
    }
    if (put.expiresAt !== undefined && !Number.isSafeInteger(put.expiresAt)) {
      throw new RangeError('An expiry that is not a whole number of seconds.');
    }
    const json = JSON.stringify(put.body);
    const bytes = bytesOf(put, json);
    if (bytes > MOST_BYTES) throw new ItemTooLarge({ pk: put.pk, sk: put.sk }, bytes);
    total += bytes;
    if (total > MOST_TOTAL_BYTES) throw new TransactionTooLarge(total);
    return { write, json };
  });
}

/** DynamoDB counts attribute names too: `pk`, `sk`, `body`, `version`; a number takes up to 11 bytes. */
const FIXED_BYTES = 15 + 11;
/** `gsi1pk` and `gsi1sk`, or the same of gsi2. */
const INDEX_BYTES = 12;
/** `expiresAt` and its number. */
const EXPIRY_BYTES = 9 + 11;

/** Bytes of an item as DynamoDB measures it, its body given as JSON text. */
export function bytesOf(item: NewItem, json: string): number {
  const indexes = [item.gsi1, item.gsi2].filter((index) => index !== undefined);
  return (
    FIXED_BYTES +
    [item, ...indexes].reduce((sum, { pk, sk }) => sum + Buffer.byteLength(pk) + Buffer.byteLength(sk), 0) +
    INDEX_BYTES * indexes.length +
    (item.expiresAt === undefined ? 0 : EXPIRY_BYTES) +
    Buffer.byteLength(json)
  );
}
