import { afterAll, describe, test } from 'vitest';
import { openSqlite } from '#functions/store/sqlite.ts';
import { contract } from './contract.ts';
import { startDynamoLocal } from './dynamodb-local.ts';
import { makeTable, openLocal } from './stores.ts';

const local = await startDynamoLocal();

describe('SQLite', () => {
  contract({ open: (now) => Promise.resolve(openSqlite(':memory:', { now })), runs: 200 });
});

if ('missing' in local) {
  test.skip(`DynamoDB Local: ${local.missing}`);
} else {
  describe('DynamoDB Local', () => {
    contract({ open: async (now) => openLocal(local, await makeTable(local), now), runs: 25 });
    afterAll(local.kill);
  });
}
