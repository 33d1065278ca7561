// Writers that are meant to be killed, given their names, `a,b`, and `sqlite <path>` or `dynamodb <endpoint> <table>`. Each
// transaction adds the next entry to its writer's ledger and moves its head to it; name and number are printed once it
// is committed.
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { entryKey, headKey } from './keys.ts';

const [names = '', kind, place = '', table = ''] = process.argv.slice(2);
const store = kind === 'sqlite' ? await openFile(place) : await openTable(place, table);

await Promise.all(names.split(',').map(writeOn));

async function writeOn(name: string): Promise<never> {
  let version = await standing(name);
  for (;;) {
    const [n, token] = [version + 1, randomUUID()];
    const result = await store.write([
      { put: { ...entryKey(name, n), body: { n, token } }, if: 'absent' },
      { put: { ...headKey(name), body: { n, token } }, if: version === 0 ? 'absent' : { version } },
    ]);
    // What a predecessor had sent may arrive only now.
    version = result.ok ? n : await standing(name);
    if (result.ok) writeSync(1, `${name} ${n}\n`);
  }
}

async function standing(name: string): Promise<number> {
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
