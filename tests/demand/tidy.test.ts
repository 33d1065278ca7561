import { expect, test } from 'vitest';
import { followerKey } from '#functions/demand/follow.ts';
import { tidy } from '#functions/demand/tidy.ts';
import { openSqlite, type SqliteStore } from '#functions/store/sqlite.ts';

async function storeOf(items: number, expiresAt: number): Promise<SqliteStore> {
  const store = openSqlite(':memory:', { now: () => 1_000 });
  for (let item = 0; item < items; item += 1) {
    await store.write([{ put: { pk: 'P', sk: String(item), body: {}, ...(item === 0 ? { expiresAt } : {}) } }]);
  }
  return store;
}
const at = (store: SqliteStore, name: string, cursor: string) =>
  store.write([{ put: { ...followerKey(name), body: { cursor } } }]);

test('what has expired goes, and changes go that everyone has dealt with', async () => {
  const store = await storeOf(12, 1_000);
  const changes = await store.changes(undefined);
  // Numbers, not texts: the eleventh change comes after the second.
  await at(store, 'fast', changes[10]?.cursor ?? '');
  await at(store, 'slow', changes[1]?.cursor ?? '');
  expect(await tidy(store, ['fast', 'slow'])).toEqual({ expired: 1, changes: 2 });
  const [first] = await store.changes(changes[1]?.cursor);
  expect(first?.cursor).toBe(changes[2]?.cursor);
  expect((await store.query('P')).items).toHaveLength(11);
});

test('while someone has not begun to follow, every change stays', async () => {
  const store = await storeOf(3, 2_000);
  const changes = await store.changes(undefined);
  await at(store, 'fast', changes[2]?.cursor ?? '');
  expect(await tidy(store, ['fast', 'new'])).toEqual({ expired: 0, changes: 0 });
  expect(await store.changes(undefined)).toHaveLength(4);
});
