import { Buffer } from 'node:buffer';
import { LAST, storable, storablePk, storableSk } from './limits.ts';
import { BadCursor, type Item, type Key, type Query } from './port.ts';

const MOST_LIMIT = 1000;
const USUAL_LIMIT = 100;

/** Where a page begins: after this sort key and, in an index, this item. */
export interface Position {
  readonly sk: string;
  /** The item itself; for a query without index the same sort key again. */
  readonly item: Key;
}
export interface Range {
  /** Sort keys from here; absent where there is no lower bound. */
  readonly lower?: string;
  /** Sort keys up to here, inclusive. */
  readonly upper?: string;
  readonly position?: Position;
  readonly limit: number;
}

/** A query's bounds in one form for both adapters; undefined where nothing can lie within them. Throws `BadCursor`. */
export function rangeOf(pk: string, query: Query): Range | undefined {
  const position = query.after === undefined ? undefined : readCursor(pk, query.after, query);
  if (!storablePk(pk) || query.to === '') return undefined;
  const prefix = query.prefix ?? '';
  if (prefix !== '' && !storableSk(prefix)) return undefined;

  const lower = highest(prefix, query.from ?? '');
  const upper = lowest(prefix === '' ? undefined : prefix + LAST, query.to);
  if (!lower.isWellFormed() || upper?.isWellFormed() === false) throw new RangeError('An ill-formed bound.');
  if (upper !== undefined && byBytes(lower, upper) > 0) return undefined;
  if (position && (byBytes(position.sk, lower) < 0 || (upper !== undefined && byBytes(position.sk, upper) > 0))) {
    throw new BadCursor();
  }
  return {
    ...(lower !== '' && { lower }),
    ...(upper !== undefined && { upper }),
    ...(position && { position }),
    limit: limitOf(query.limit),
  };
}

/** Between 1 and 1,000; 100 where none is asked for. */
export const limitOf = (limit = USUAL_LIMIT): number => Math.min(Math.max(Math.trunc(limit), 1), MOST_LIMIT);

/** The cursor of the page that follows one with this item at its end. */
export function cursorAfter(item: Item, query: Query): string {
  const index = query.index && item[query.index];
  const parts = index ? [index.sk, item.pk, item.sk] : [item.sk];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

function readCursor(pk: string, cursor: string, query: Query): Position {
  const parts = parseTexts(Buffer.from(cursor, 'base64url').toString());
  if (parts?.length !== (query.index ? 3 : 1)) throw new BadCursor();
  const [sk = '', itemPk = pk, itemSk = sk] = parts;
  if (!storableSk(sk) || !storable({ pk: itemPk, sk: itemSk })) throw new BadCursor();
  return { sk, item: { pk: itemPk, sk: itemSk } };
}

function parseTexts(json: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) && value.every((part) => typeof part === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The order of sort keys: by the bytes of their UTF-8, which is not JavaScript's own order beyond the BMP. */
export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const highest = (a: string, b: string) => (byBytes(a, b) < 0 ? b : a);
const lowest = (a: string | undefined, b: string | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : byBytes(a, b) < 0 ? a : b;
