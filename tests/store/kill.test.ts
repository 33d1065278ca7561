import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Change, Store } from '#functions/store/port.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import { startDynamoLocal } from './dynamodb-local.ts';
import { buildWriter, expectTold, expectWhole, writeUntilKilled } from './ledger.ts';
import { makeTable, openLocal } from './stores.ts';

const ROUNDS = 20;
/** A round ends at a random transaction among so many. */
const MOST_ACKNOWLEDGED = 25;
/** Far more than it takes, for a machine that is busy with other things. */
const MOST_MS = 240_000;
const folder = mkdtempSync(join(tmpdir(), 'ceyin-kill-'));
const writer = await buildWriter(folder);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the rounds; `open` is called after each kill and its store closed again. */
async function survive(groups: readonly (readonly string[])[], target: readonly string[], open: () => Store) {
  const known = new Map(groups.flat().map((name) => [name, { counted: 0, acknowledged: 0, killsSince: 0 }]));
  let cursor: string | undefined;
  for (let round = 1; round <= ROUNDS; round++) {
    const last = await writeUntilKilled(writer, groups, target, 1 + Math.floor(Math.random() * MOST_ACKNOWLEDGED));
    const store = open();
    const changes = await changesAfter(store, cursor);
    cursor = changes.at(-1)?.cursor ?? cursor;
    for (const [name, state] of known) {
      const printed = last.get(name);
      const acknowledged = printed ?? state.acknowledged;
      const killsSince = printed === undefined ? state.killsSince + 1 : 1;
      const least = Math.max(acknowledged, state.counted);
      const counted = await expectWhole(store, name, state.counted, least, acknowledged + killsSince);
      expectTold(changes, name, state.counted, counted);
      known.set(name, { counted, acknowledged, killsSince });
      if (round === ROUNDS) await expectWhole(store, name, 0, counted, counted);
    }
    await store.close();
  }
  expect([...known.values()].some(({ counted }) => counted > 0)).toBe(true);
}

async function changesAfter(store: Store, cursor: string | undefined): Promise<readonly Change[]> {
  const page = await store.changes(cursor, 1000);
  const last = page.at(-1);
  return last ? [...page, ...(await changesAfter(store, last.cursor))] : page;
}

const whole = `what was acknowledged is there after each of ${ROUNDS} kills, and nothing is half there`;

test(`SQLite, three writers: ${whole}`, { timeout: MOST_MS }, async () => {
  const path = join(folder, 'store.sqlite');
  await survive([['a'], ['b'], ['c']], ['sqlite', path], () => openSqlite(path));
});

// The emulator itself, killed, may lose the last write it acknowledged, unlike DynamoDB: only writers are killed here.
const local = await startDynamoLocal();
if ('missing' in local) {
  test.skip(`DynamoDB Local: ${local.missing}`);
} else {
  test(`DynamoDB Local, two writers: ${whole}`, { timeout: MOST_MS }, async () => {
    const table = await makeTable(local);
    // They meet at the server, whichever process they are in; loading the client twice would double what this costs.
    await survive([['a', 'b']], ['dynamodb', local.endpoint, table], () => openLocal(local, table));
  });
  afterAll(local.kill);
}
