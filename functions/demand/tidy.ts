/** What DynamoDB does by itself and the single process must do: remove what has expired, forget old changes. */
import type { SqliteStore } from '#functions/store/sqlite.ts';
import { followerKey } from './follow.ts';

export interface Tidied {
  /** Items that had expired. */
  readonly expired: number;
  /** Changes that every follower has dealt with. */
  readonly changes: number;
}

/** `followers` are all who follow the feed; while one of them has not begun, no change is forgotten. */
export async function tidy(store: SqliteStore, followers: readonly string[]): Promise<Tidied> {
  const places = await Promise.all(followers.map(async (name) => (await store.get(followerKey(name)))?.body.cursor));
  const cursors = places.flatMap((cursor) => (typeof cursor === 'string' ? [cursor] : []));
  const [furthestBehind] = cursors.sort((a, b) => numberOf(a) - numberOf(b));
  const all = cursors.length === followers.length;
  const changes = all && furthestBehind !== undefined ? await store.trimChanges(furthestBehind) : 0;
  return { expired: await store.sweep(), changes };
}

/** Changes are numbered as they come; the number ends a cursor of this store. */
const numberOf = (cursor: string): number => Number(cursor.slice(cursor.lastIndexOf('.') + 1));
