/** The samples for a machine of one's own: settings that start, a backup while the store is written to. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { sqliteArchive } from '#functions/store/archive.ts';
import { restore } from '#functions/store/backup.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import { settingsFrom } from '../../infra/local/settings.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const sample = (name: string): string => readFileSync(join(root, 'infra/onprem', name), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'ceyin-onprem-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the sample settings hold, in production, and nginx and the units agree with them', () => {
  const env = parseEnv(sample('ceyin.env'));
  const read = settingsFrom(env);
  expect(read).toMatchObject({ ok: true, settings: { host: '127.0.0.1', data: '/var/lib/ceyin', demoFirms: 0 } });
  expect(env.NODE_ENV).toBe('production');
  expect(sample('nginx.conf')).toContain(`server 127.0.0.1:${env.PORT ?? ''};`);
  expect(sample('nginx.conf')).toContain(`server_name ${new URL(env.CEYIN_ORIGIN ?? '').hostname};`);
  expect(sample('ceyin.service')).toContain('StateDirectory=ceyin\n');
  for (const [, path = ''] of sample('ceyin.service').matchAll(/ExecStart=\S+ (\S+)/g)) {
    expect(existsSync(join(root, path)), path).toBe(true);
  }
});

test('nginx keeps no path: it may name a firm, and a proof’s holds the id that opens it', () => {
  const lines = sample('nginx.conf').split('\n');
  const formats = lines.filter((line) => line.startsWith('log_format'));
  expect(formats).toHaveLength(1);
  expect(formats.join()).not.toMatch(/\$(request|request_uri|uri|document_uri|args|query_string|http_referer)\b/);
  expect(lines.filter((line) => line.includes('access_log')).map((line) => line.trim().split(' ').at(-1))).toEqual([
    'ceyin;',
  ]);
  // Below this level a line repeats the request that it is about.
  expect(lines.filter((line) => line.trim().startsWith('error_log')).join()).toMatch(/ (crit|alert|emerg);$/);
});

test('a backup is made while the store is written to; it restores, with the keys beside it', async () => {
  const [data, backups] = [join(folder, 'data'), join(folder, 'backups')];
  mkdirSync(data);
  writeFileSync(join(data, 'proof-keys.json'), '["a key"]');
  const store = openSqlite(join(data, 'store.sqlite'));
  const put = (n: number) => store.write([{ put: { pk: 'FIRM', sk: String(n).padStart(6, '0'), body: { n } } }]);
  await put(0);
  const backup = run('infra/onprem/backup.sh', data, backups);
  let written = 1;
  const ended = backup.then(() => true);
  while (!(await Promise.race([ended, put(written).then(() => false)]))) written += 1;
  const [made = '', ...others] = readdirSync(backups);
  expect([await backup, others]).toEqual([0, []]);
  expect(readdirSync(join(backups, made)).sort()).toEqual(['proof-keys.json', 'store.jsonl']);
  expect(readFileSync(join(backups, made, 'proof-keys.json'), 'utf8')).toBe('["a key"]');

  const archive = sqliteArchive(join(folder, 'restored.sqlite'));
  const { items } = await restore(join(backups, made, 'store.jsonl'), archive);
  archive.close();
  await store.close();
  expect(items).toBeGreaterThanOrEqual(1);
  expect(items).toBeLessThanOrEqual(written + 1);
});

test('a backup that fails says so and leaves nothing that looks like one', async () => {
  const backups = join(folder, 'none');
  expect(await run('infra/onprem/backup.sh', join(folder, 'absent'), backups)).not.toBe(0);
  expect(readdirSync(backups).filter((name) => !name.endsWith('.part'))).toEqual([]);
});

function run(script: string, ...args: readonly string[]): Promise<number | null> {
  const child = spawn('sh', [script, ...args], { cwd: root, stdio: 'ignore' });
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
}
