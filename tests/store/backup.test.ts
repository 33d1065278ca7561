import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { dynamoArchive, sqliteArchive, sqliteSource, type Archive } from '#functions/store/archive.ts';
import { backup, BackupFault, restore, verify } from '#functions/store/backup.ts';
import { FeedLost, type Item, type Store } from '#functions/store/port.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import { startDynamoLocal } from './dynamodb-local.ts';
import { entryKey, headKey } from './keys.ts';
import { localConfig, makeTable, openLocal } from './stores.ts';

const folder = mkdtempSync(join(tmpdir(), 'ceyin-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const fresh = (name: string) => join(folder, `${++files}-${name}`);

/** Firms with all that an item can carry, some written more than once, one expired. */
async function fill(store: Store, firms: number): Promise<void> {
  const put = (i: number, n: number) => ({
    put: {
      pk: `FIRM#${i}`,
      sk: '档案',
      body: { 名称: `示例企业${i}\u2028第二行`, z: n, a: [1, null, { deep: '"\\\n' }] },
      ...(i % 2 === 0 && { gsi1: { pk: 'BUCKET#00', sk: `FIRM#${i}` } }),
      ...(i % 3 === 0 && { gsi2: { pk: 'PLACE#朝阳', sk: `FIRM#${i}` }, expiresAt: 4_000_000_000 }),
    },
  });
  for (let from = 0; from < firms; from += 100) {
    const some = Array.from({ length: Math.min(100, firms - from) }, (_, i) => from + i);
    await store.write(some.map((i) => put(i, 1)));
    await store.write(some.filter((i) => i % 5 === 0).map((i) => put(i, 2)));
  }
  await store.write([{ put: { pk: 'SESSION#1', sk: 'S', body: {}, expiresAt: 1000 } }]);
}

async function all(archive: Pick<Archive, 'items'>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const item of archive.items()) items.push(item);
  return items.sort((a, b) => (`${a.pk}\0${a.sk}` < `${b.pk}\0${b.sk}` ? -1 : 1));
}

test('drill: a backup taken while others write loses nothing acknowledged before it, and tears no transaction', async () => {
  const [path, file, elsewhere] = [fresh('live.sqlite'), fresh('backup.ndjson'), fresh('restored.sqlite')];
  const store = openSqlite(path);
  await fill(store, 5000);
  const before = await all(sqliteSource(path));

  let [acknowledged, going] = [0, true];
  const writing = (async () => {
    for (let n = 1; going; n++) {
      await store.write([{ put: { ...entryKey('a', n), body: { n } } }, { put: { ...headKey('a'), body: { n } } }]);
      acknowledged = n;
    }
  })();
  while (acknowledged < 20) await new Promise(setImmediate);

  const known = acknowledged;
  const started = performance.now();
  const source = sqliteSource(path);
  const tally = await backup(source, file);
  source.close();
  const backedUp = performance.now();
  going = false;
  await writing;
  const target = sqliteArchive(elsewhere);
  expect(await restore(file, target)).toEqual(tally);
  const restored = performance.now();

  const items = await all(target);
  const count = items.find(({ pk }) => pk === headKey('a').pk)?.version ?? 0;
  expect(count).toBeGreaterThanOrEqual(known);
  expect(items.filter(({ pk }) => pk === entryKey('a', 1).pk)).toHaveLength(count);
  const others = items.filter(({ pk }) => pk.startsWith('FIRM#'));
  expect(others).toEqual(before.filter(({ pk }) => pk.startsWith('FIRM#')));
  expect(others.filter(({ version }) => version === 2)).toHaveLength(1000);
  expect(items.some(({ pk }) => pk === 'SESSION#1')).toBe(false);

  const ms = (from: number, to: number) => `${Math.round(to - from)} ms`;
  console.log(
    `drill: ${tally.items} items, ${statSync(file).size} bytes; backup ${ms(started, backedUp)}, restore and compare ${ms(backedUp, restored)}; ` +
      `lost of what was acknowledged before: 0; written since it began, not in it: ${acknowledged - count}`,
  );
  target.close();
  await store.close();
});

test('a restored store goes on: versions count on, and the old feed is not taken for its own', async () => {
  const [path, file, elsewhere] = [fresh('live.sqlite'), fresh('backup.ndjson'), fresh('restored.sqlite')];
  const store = openSqlite(path);
  await fill(store, 10);
  const cursor = (await store.changes(undefined)).at(-1)?.cursor;
  await backup(sqliteSource(path), file);
  const target = sqliteArchive(elsewhere);
  await restore(file, target);
  target.close();

  const restored = openSqlite(elsewhere);
  expect(await restored.changes(undefined)).toEqual([]);
  await expect(restored.changes(cursor)).rejects.toThrow(FeedLost);
  const key = { pk: 'FIRM#5', sk: '档案' };
  expect(await restored.write([{ put: { ...key, body: {} }, if: { version: 2 } }])).toEqual({ ok: true });
  expect((await restored.get(key))?.version).toBe(3);
  expect((await restored.query('BUCKET#00', { index: 'gsi1' })).items).toHaveLength(5);
  expect(await restored.changes(undefined)).toMatchObject([{ before: { version: 2 }, after: { version: 3 } }]);
});

test('a file that is cut off, altered, or no backup is refused, and nothing of it restored', async () => {
  const [path, file] = [fresh('live.sqlite'), fresh('backup.ndjson')];
  await fill(openSqlite(path), 10);
  await backup(sqliteSource(path), file);
  const text = readFileSync(file, 'utf8');
  const lines = text.trimEnd().split('\n');
  const damaged = [
    '',
    lines[0] ?? '',
    text.slice(0, -2),
    lines.slice(0, -1).join('\n'),
    lines.toSpliced(3, 1).join('\n'),
    lines.toSpliced(3, 0, lines[3] ?? '').join('\n'),
    text.replace('示例企业7', '示例企业8'),
    text.replace('"version":2', '"version":3'),
    text.replace('"format":1', '"format":2'),
    lines.slice(1).join('\n'),
    'pk,sk\n1,2\n',
  ];
  const target = sqliteArchive(fresh('target.sqlite'));
  for (const content of damaged) {
    const copy = fresh('damaged.ndjson');
    writeFileSync(copy, content);
    await expect(restore(copy, target)).rejects.toThrow(BackupFault);
  }
  expect(await target.isEmpty()).toBe(true);
});

test('an existing file is not overwritten, a store that holds anything not restored into, a difference found', async () => {
  const [path, file] = [fresh('live.sqlite'), fresh('backup.ndjson')];
  const store = openSqlite(path);
  await fill(store, 10);
  const source = sqliteSource(path);
  const tally = await backup(source, file);
  expect(tally.items).toBe(10);
  await expect(backup(source, file)).rejects.toThrow(BackupFault);
  await expect(restore(file, sqliteArchive(path))).rejects.toThrow(BackupFault);
  expect(await verify(file, source)).toEqual(tally);
  await store.write([{ put: { pk: 'FIRM#1', sk: '档案', body: {} } }]);
  await expect(verify(file, source)).rejects.toThrow(BackupFault);
});

const run = promisify(execFile);
const command = (args: readonly string[]) =>
  run(process.execPath, [fileURLToPath(new URL('../../functions/store/backup.ts', import.meta.url)), ...args], {
    env: { ...process.env, AWS_REGION: 'local', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
  });

test('the command backs up, verifies and restores, and says what is wrong', async () => {
  const [path, file, elsewhere] = [fresh('live.sqlite'), fresh('backup.ndjson'), fresh('restored.sqlite')];
  await fill(openSqlite(path), 7);
  expect((await command(['backup', '--sqlite', path, file])).stdout).toMatch(/^已备份 items backed up: 7 /);
  expect((await command(['restore', '--sqlite', elsewhere, file])).stdout).toMatch(/verified: 7 /);
  expect((await command(['verify', '--sqlite', elsewhere, file])).stdout).toMatch(/agree: 7 /);
  expect(await all(sqliteSource(elsewhere))).toHaveLength(7);

  await expect(command(['restore', '--sqlite', elsewhere, file])).rejects.toMatchObject({
    code: 1,
    stderr: 'The target is not empty.\n',
  });
  await expect(command(['backup', file])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('usage:') as unknown,
  });
  await expect(command(['backup', '--sqlite', fresh('none.sqlite'), fresh('x')])).rejects.toMatchObject({ code: 1 });
});

const local = await startDynamoLocal();
if ('missing' in local) {
  test.skip(`DynamoDB Local: ${local.missing}`);
} else {
  afterAll(local.kill);

  test('a backup moves from SQLite to DynamoDB and back, the same to the last version', async () => {
    const [path, file, back] = [fresh('live.sqlite'), fresh('backup.ndjson'), fresh('back.ndjson')];
    await fill(openSqlite(path), 300);
    const tally = await backup(sqliteSource(path), file);
    const table = await makeTable(local);
    const archive = dynamoArchive(table, localConfig(local.endpoint));
    expect(await archive.isEmpty()).toBe(true);
    expect(await restore(file, archive)).toEqual(tally);
    await expect(restore(file, archive)).rejects.toThrow(BackupFault);

    const store = openLocal(local, table);
    expect(await store.get({ pk: 'FIRM#5', sk: '档案' })).toMatchObject({ version: 2, body: { z: 2 } });
    expect((await store.query('BUCKET#00', { index: 'gsi1', limit: 1000 })).items).toHaveLength(150);

    const spoken = await command(['backup', '--table', table, '--endpoint', local.endpoint, back]);
    expect(spoken.stdout).toContain(tally.sum);
    const target = sqliteArchive(fresh('home.sqlite'));
    expect(await restore(back, target)).toEqual(tally);
    expect(await all(target)).toEqual((await all(sqliteSource(path))).filter(({ pk }) => pk !== 'SESSION#1'));

    await store.write([{ delete: { pk: 'FIRM#5', sk: '档案' } }]);
    await expect(verify(file, archive)).rejects.toThrow(BackupFault);
    archive.close();
    await store.close();
  });
}
