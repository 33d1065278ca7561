// A writer that is meant to be killed, given its name and `sqlite <path>` or `dynamodb <endpoint> <table>`. Each
// transaction adds the next entry to its ledger and moves its head to it; its number is printed once it is committed.
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { entryKey, headKey } from './keys.ts';

const [name = '', kind, place = '', table = ''] = process.argv.slice(2);
const store = kind === 'sqlite' ? await openFile(place) : await openTable(place, table);

let version = await standing();
for (;;) {
  const [n, token] = [version + 1, randomUUID()];
  const result = await store.write([
    { put: { ...entryKey(name, n), body: { n, token } }, if: 'absent' },
    { put: { ...headKey(name), body: { n, token } }, if: version === 0 ? 'absent' : { version } },
  ]);
  // What a predecessor had sent may arrive only now.
  version = result.ok ? n : await standing();
  if (result.ok) writeSync(1, `${n}\n`);
}

async function standing(): Promise<number> {
  return (await store.get(headKey(name)))?.version ?? 0;
}

async function openFile(path: string) {
  const { openSqlite } = await import('#functions/store/sqlite.ts');
  return openSqlite(path);
}

async function openTable(endpoint: string, name: string) {
  const { openDynamo } = await import('#functions/store/dynamodb.ts');
  const { localConfig } = await import('./stores.ts');
  return openDynamo(name, { config: localConfig(endpoint) });
}
