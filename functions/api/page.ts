/** Pages by cursor (翻页): what comes back as `next` is sent again as `cursor`. Cursors are signed, so only ours are followed. */
import { createHmac } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { isSameKey } from '#functions/same-key.ts';

const MOST = 100;
const USUAL = 20;

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(MOST).default(USUAL).openapi({ type: 'integer' }),
  cursor: z.string().min(1).max(4000).optional(),
};

/** A page of these. */
export const pageOf = <S extends z.ZodType>(item: S) =>
  z.object({
    items: z.array(item).readonly(),
    next: z.string().nullable().openapi({ description: 'The cursor of the next page.' }),
  });

type Key = { readonly cursorKey: string };

/**
 * A cursor for one listing. `scope` names the listing with its filters and whom it is for, so that a cursor of one is
 * not taken by another; `after` is what the store or the listing goes on from.
 */
export function writeCursor({ cursorKey }: Key, scope: readonly unknown[], after: string): string {
  return `${Buffer.from(after, 'utf8').toString('base64url')}.${sign(cursorKey, scope, after)}`;
}

/** Where to go on: `after` is undefined on the first page; not ok for a cursor that is not ours or of another listing. */
export function readCursor(
  { cursorKey }: Key,
  scope: readonly unknown[],
  cursor: string | undefined,
): { readonly ok: true; readonly after: string | undefined } | { readonly ok: false } {
  if (cursor === undefined) return { ok: true, after: undefined };
  const [encoded = '', signature = ''] = cursor.split('.');
  const after = Buffer.from(encoded, 'base64url').toString('utf8');
  return isSameKey(signature, sign(cursorKey, scope, after)) ? { ok: true, after } : { ok: false };
}

/** A page of a list at hand, after the item that the cursor names; undefined where the cursor is not one of this listing. */
export function pageAt<T extends { readonly id: string }>(
  key: Key,
  scope: readonly unknown[],
  all: readonly T[],
  limit: number,
  cursor: string | undefined,
): { items: readonly T[]; next: string | null } | undefined {
  const start = readCursor(key, scope, cursor);
  if (!start.ok) return undefined;
  const at = start.after === undefined ? 0 : all.findIndex(({ id }) => id === start.after) + 1;
  if (start.after !== undefined && at === 0) return undefined;
  const items = all.slice(at, at + limit);
  const last = items.at(-1);
  return { items, next: last && at + limit < all.length ? writeCursor(key, scope, last.id) : null };
}

const sign = (key: string, scope: readonly unknown[], after: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([scope, after]))
    .digest('base64url')
    .slice(0, 22);
