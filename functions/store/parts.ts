import { createHash } from 'node:crypto';
import { bytesOf } from './limits.ts';
import { MOST_BYTES, type Body, type Item, type Key, type NewItem, type Store, type Write } from './port.ts';

/** Most parts of one body; with the item itself they leave 59 writes of a transaction to others. */
export const MOST_PARTS = 40;
/** Most bytes of one part's text: forty of them leave room within a transaction's four megabytes. */
export const PART_BYTES = 96 * 1024;

/** An item whose body may have been kept in parts; `parts` is how many, 0 where it was kept whole. */
export interface LargeItem extends Item {
  readonly parts: number;
}

/** A body too large even in parts; the caller refuses what was sent. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
  readonly key: Key;
  /** How many parts it would take. */
  readonly parts: number;
  constructor(key: Key, parts: number) {
    super(`A body of ${parts} parts is over the limit of ${MOST_PARTS}.`);
    this.key = key;
    this.parts = parts;
  }
}

/**
 * Writes that keep an item of any size up to {@link MOST_PARTS} parts. They hold only if `before`, as `getLarge` gave
 * it, still stands (or nothing does, where it is undefined), so that no part is left over. Throws `BodyTooLarge`.
 */
export function putLarge(item: NewItem, before: LargeItem | undefined): readonly Write[] {
  const json = JSON.stringify(item.body);
  const whole = bytesOf(item, json) <= MOST_BYTES;
  const texts = whole ? [] : split(json);
  if (texts.length > MOST_PARTS) throw new BodyTooLarge({ pk: item.pk, sk: item.sk }, texts.length);

  const digest = digestOf(json);
  const head: NewItem = whole ? item : { ...item, body: { [PARTS]: { count: texts.length, digest } } };
  const expiry = item.expiresAt !== undefined && { expiresAt: item.expiresAt };
  return [
    { put: head, if: before ? { version: before.version } : 'absent' },
    ...texts.map((text, i) => ({ put: { ...partKey(item, i), body: { text }, ...expiry } })),
    ...leftOver(item, texts.length, before),
  ];
}

/** Writes that remove an item with its parts, if it still stands as `getLarge` gave it. */
export function deleteLarge(before: LargeItem): readonly Write[] {
  const { pk, sk, version } = before;
  return [{ delete: { pk, sk }, if: { version } }, ...leftOver(before, 0, before)];
}

const leftOver = (key: Key, kept: number, before: LargeItem | undefined): readonly Write[] =>
  Array.from({ length: Math.max(0, (before?.parts ?? 0) - kept) }, (_, i) => ({ delete: partKey(key, kept + i) }));

/** The item with its body joined from its parts; undefined where there is none. */
export async function getLarge(store: Store, key: Key): Promise<LargeItem | undefined> {
  for (let attempt = 0; attempt < MOST_READS; attempt++) {
    const head = await store.get(key);
    const kept = head && partsOf(head.body);
    if (!kept) return head && { ...head, parts: 0 };

    const { items } = await store.query(partsPk(key), { prefix: partPrefix(key), limit: MOST_PARTS });
    const json = items.map(({ body }) => (typeof body.text === 'string' ? body.text : '')).join('');
    // Written anew between the two reads: read again.
    if (items.length !== kept.count || digestOf(json) !== kept.digest) continue;
    return { ...head, body: JSON.parse(json) as Body, parts: kept.count };
  }
  throw new Error('An item changed each time its parts were read.');
}

const MOST_READS = 10;
/** The one key of a body that stands for its parts; no schema of ours has such a name. */
const PARTS = '$parts';

/** Parts lie in a partition of their own: whoever lists the item's partition does not meet them. */
const partsPk = ({ pk }: Key): string => `PARTS#${pk}`;
const partPrefix = ({ sk }: Key): string => `${sk}#`;
const partKey = (key: Key, i: number): Key => ({ pk: partsPk(key), sk: partPrefix(key) + String(i).padStart(2, '0') });

function partsOf(body: Body): { readonly count: number; readonly digest: string } | undefined {
  const parts = body[PARTS];
  if (typeof parts !== 'object' || parts === null || !('count' in parts) || !('digest' in parts)) return undefined;
  const { count, digest } = parts;
  return typeof count === 'number' && typeof digest === 'string' ? { count, digest } : undefined;
}

const digestOf = (json: string): string => createHash('sha256').update(json).digest('base64url');

/** Cuts a text into pieces of at most {@link PART_BYTES}, as UTF-8 with `"` and `\` escaped, between code points. */
function split(text: string): readonly string[] {
  const pieces: string[] = [];
  let [start, bytes] = [0, 0];
  for (let at = 0; at < text.length;) {
    const point = text.codePointAt(at) ?? 0;
    const size = sizeOf(point);
    if (bytes + size > PART_BYTES) {
      pieces.push(text.slice(start, at));
      [start, bytes] = [at, 0];
    }
    bytes += size;
    at += point > 0xffff ? 2 : 1;
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** Bytes of a code point of JSON text within JSON text; control characters are escaped there already. */
function sizeOf(point: number): number {
  if (point < 0x80) return point === 0x22 || point === 0x5c ? 2 : 1;
  return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}
