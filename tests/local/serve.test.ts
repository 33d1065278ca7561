/** The single process as a browser meets it: portal, match function, API and demo issuer on one port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const cwd = fileURLToPath(new URL('../../', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'ceyin-serve-'));
const started: { child: ChildProcess; ended: Promise<number | null> }[] = [];
let origin = '';

function serve(env: Record<string, string>) {
  const child = spawn(process.execPath, ['infra/local/serve.ts'], {
    cwd,
    env: { ...process.env, HOST: '127.0.0.1', CEYIN_DATA: data, CEYIN_DEMO_FIRMS: '0', ...env },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  started.push({ child, ended });
  return { child, said, ended };
}

const freePort = () =>
  new Promise<string>((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(String(port)));
    });
  });

beforeAll(async () => {
  const PORT = await freePort();
  origin = `http://127.0.0.1:${PORT}`;
  const { child, said } = serve({ PORT });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => said.out.includes('策引') && resolve());
    child.once('exit', (code) => reject(new Error(`It ended with ${code ?? 'a signal'}: ${said.err}`)));
  });
}, 60_000);
afterAll(async () => {
  for (const { child, ended } of started) {
    if (child.exitCode === null) child.kill('SIGKILL');
    await ended;
  }
  rmSync(data, { recursive: true, force: true });
});

test('one port answers for all of it', async () => {
  const status = async (path: string, init?: RequestInit) => (await fetch(`${origin}${path}`, init)).status;
  expect(await status('/')).toBe(200);
  expect(await status('/v1/health')).toBe(200);
  expect(await status('/v1/measures?limit=1')).toBe(200);
  expect(await status('/v1/me')).toBe(401);
  expect(await status('/v1/nothing')).toBe(404);
  const json = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"profile":{},"measures":[]}',
  };
  expect(await status('/v1/match', json)).toBe(200);
  expect(await status('/v1/match/next-question', json)).toBe(200);
  expect(await status('/issuer/.well-known/openid-configuration')).toBe(200);
  expect(await status('/issuers')).toBe(404);
});

test('what must outlive a restart lies in the data folder', () => {
  expect(readdirSync(data)).toEqual(
    expect.arrayContaining(['store.sqlite', 'issuer.sqlite', 'issuer-keys.json', 'cursor-key.json']),
  );
});

describe('does not start', () => {
  test.each([
    [{ NODE_ENV: 'production' }, 'NODE_ENV=production'],
    [{ CEYIN_ISSUER: 'https://id.example', CEYIN_DEMO_ISSUER: 'on' }, 'CEYIN_DEMO_ISSUER=on'],
  ])('with %j, and says so without a stack trace', async (env, named) => {
    const { said, ended } = serve({ PORT: await freePort(), ...env });
    expect(await ended).toBe(1);
    expect(said.err).toContain(named);
    expect(said.err).not.toMatch(/^\s+at /m);
    expect(said.out).toBe('');
  });
});

test('with an issuer of one’s own the demo issuer is not there', async () => {
  const PORT = await freePort();
  const { child, said } = serve({ PORT, NODE_ENV: 'production', CEYIN_ISSUER: 'https://id.example' });
  await expect.poll(() => said.out, { timeout: 55_000 }).toContain('策引');
  expect((await fetch(`http://127.0.0.1:${PORT}/issuer/.well-known/openid-configuration`)).status).toBe(404);
  expect((await fetch(`http://127.0.0.1:${PORT}/v1/health`)).status).toBe(200);
  child.kill('SIGTERM');
});
