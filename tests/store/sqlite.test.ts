import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { FeedLost } from '#functions/store/port.ts';
import { openSqlite } from '#functions/store/sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'ceyin-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('items, versions and the feed are there again after closing, and two handles see the same', async () => {
  const path = join(folder, 'again.sqlite');
  const first = openSqlite(path);
  await first.write([{ put: { pk: 'A', sk: '1', body: { n: 1 } } }]);
  const [change] = await first.changes(undefined);
  await first.close();
  await first.close();

  const [second, third] = [openSqlite(path), openSqlite(path)];
  expect(await second.write([{ put: { pk: 'A', sk: '1', body: { n: 2 } }, if: { version: 1 } }])).toEqual({ ok: true });
  expect(await third.get({ pk: 'A', sk: '1' })).toMatchObject({ body: { n: 2 }, version: 2 });
  expect(await third.changes(change?.cursor)).toMatchObject([{ before: { version: 1 }, after: { version: 2 } }]);
  await Promise.all([second.close(), third.close()]);
});

test('what was handed over before closing is written', async () => {
  const path = join(folder, 'closing.sqlite');
  const store = openSqlite(path);
  const written = store.write([{ put: { pk: 'A', sk: '1', body: {} } }]);
  await store.close();
  expect(await written).toEqual({ ok: true });
  const again = openSqlite(path);
  expect(await again.get({ pk: 'A', sk: '1' })).toBeDefined();
  await again.close();
});

test('writes of the same turn are judged one after another, and one that is refused takes no other with it', async () => {
  const store = openSqlite(':memory:');
  const put = { pk: 'A', sk: '1', body: {} };
  const results = await Promise.allSettled([
    store.write([{ put, if: 'absent' }]),
    store.write([{ put, if: 'absent' }]),
    store.write([{ put: { ...put, sk: '' } }]),
    store.write([{ put, if: { version: 1 } }]),
  ]);
  expect(results).toMatchObject([
    { value: { ok: true } },
    { value: { ok: false, conflicts: [0] } },
    { reason: expect.any(RangeError) as unknown },
    { value: { ok: true } },
  ]);
  expect((await store.get(put))?.version).toBe(2);
});

test('where the disk refuses in the middle, nothing is written and everyone of that turn is told', async () => {
  const path = join(folder, 'refused.sqlite');
  const store = openSqlite(path);
  const put = (sk: string) => ({ put: { pk: 'A', sk, body: {} } });
  const disk = new DatabaseSync(path);
  disk.exec("CREATE TRIGGER full BEFORE INSERT ON items WHEN new.sk = 'x' BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  const results = await Promise.allSettled([store.write([put('1')]), store.write([put('2'), put('x')])]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect([(await store.query('A')).items, await store.changes(undefined)]).toEqual([[], []]);

  disk.exec('DROP TRIGGER full');
  disk.close();
  expect(await store.write([put('2'), put('x')])).toEqual({ ok: true });
  await store.close();
});

test('sweeping removes what has expired and tells of it', async () => {
  let now = 100;
  const store = openSqlite(':memory:', { now: () => now });
  const put = (sk: string, expiresAt?: number) => ({
    put: { pk: 'A', sk, body: {}, ...(expiresAt !== undefined && { expiresAt }) },
  });
  await store.write([put('stays'), put('later', 300), put('gone', 200), put('gone too', 150)]);
  const cursor = (await store.changes(undefined)).at(-1)?.cursor;
  expect(await store.sweep()).toBe(0);
  now = 200;
  expect(await store.sweep()).toBe(2);
  expect(await store.sweep()).toBe(0);
  const told = (await store.changes(cursor)).map(({ key, before, after }) => [key.sk, before?.version, after]);
  expect(told.sort()).toEqual([
    ['gone too', 1, null],
    ['gone', 1, null],
  ]);
  expect((await store.query('A')).items.map(({ sk }) => sk)).toEqual(['later', 'stays']);
});

test('trimmed changes are gone; whoever had not passed them is told, never left to miss them', async () => {
  const store = openSqlite(':memory:');
  for (let n = 1; n <= 5; n++) await store.write([{ put: { pk: 'A', sk: '1', body: { n } } }]);
  const all = await store.changes(undefined);
  const cursors = all.map(({ cursor }) => cursor);
  expect(await store.trimChanges(cursors[2] ?? '')).toBe(3);
  expect(await store.changes(undefined)).toEqual(all.slice(3));
  expect(await store.changes(cursors[2])).toEqual(all.slice(3));
  await expect(store.changes(cursors[1])).rejects.toThrow(FeedLost);

  await store.trimChanges(cursors[4] ?? '');
  expect(await store.changes(cursors[4])).toEqual([]);
  await expect(store.changes(cursors[3])).rejects.toThrow(FeedLost);
  await expect(store.trimChanges('another.5')).rejects.toThrow(FeedLost);
  await store.write([{ put: { pk: 'A', sk: '1', body: { n: 6 } } }]);
  expect(await store.changes(cursors[4])).toMatchObject([{ before: { body: { n: 5 } }, after: { body: { n: 6 } } }]);
});
