import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isInstalled } from '../../infra/local/setup.mjs';

const cwd = fileURLToPath(new URL('../../', import.meta.url));
// `npm start` would replace the packages this test is running on.
beforeAll(() => {
  if (!isInstalled()) throw new Error('The installed packages do not belong to the lock file: run npm ci first.');
});

const data = mkdtempSync(join(tmpdir(), 'ceyin-start-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

const running: ChildProcess[] = [];
afterEach(() => running.splice(0).forEach((child) => child.kill('SIGKILL')));

/** A command of the project: what it has said so far, when it says something, and how it ends. */
function run(file: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [file], {
    cwd,
    env: { ...process.env, CEYIN_DATA: data, CEYIN_DEMO_FIRMS: '0', ...env },
  });
  running.push(child);
  const told = { text: '' };
  const hear = (chunk: Buffer) => (told.text += chunk.toString());
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const said = (words: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => words.test(told.text) && resolve();
      child.stdout.on('data', look);
      void ended.then(() => reject(new Error(`It ended without saying ${words}: ${told.text}`)));
    });
  return { child, told, ended, said };
}

async function listening(): Promise<{ port: number; close: () => void }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

async function freePort(): Promise<string> {
  const { port, close } = await listening();
  close();
  return String(port);
}

const down = (port: string) =>
  expect
    .poll(
      () =>
        fetch(`http://localhost:${port}/`).then(
          () => 'up',
          () => 'down',
        ),
      { timeout: 20_000 },
    )
    .toBe('down');

describe('npm start', { timeout: 300_000 }, () => {
  test('says in one sentence that the port is in use', async () => {
    const { port, close } = await listening();
    const { ended, told } = run('infra/local/start.mjs', { PORT: String(port) });
    expect(await ended).toBe(1);
    close();
    expect(told.text.trim().split('\n')).toHaveLength(1);
    expect(told.text).toContain(`Port ${port} is in use`);
  });

  test('says in one sentence that the Node at hand is too old', async () => {
    const old =
      "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.20.0'}})";
    const { ended, told } = run('infra/local/start.mjs', { NODE_OPTIONS: `--import="${old}"` });
    expect(await ended).toBe(1);
    expect(told.text.trim().split('\n')).toHaveLength(1);
    expect(told.text).toContain('Node 20 or newer is needed');
  });

  test.each(['abc', '0', '70000', '30.5', '-1'])('says in one sentence that %s is no port', async (port) => {
    const { ended, told } = run('infra/local/start.mjs', { PORT: port });
    expect(await ended).toBe(1);
    expect(told.text.trim().split('\n')).toHaveLength(1);
    expect(told.text).toContain('PORT must be a number');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'serves at the port given, and %s ends all of it cleanly',
    async (signal) => {
      const PORT = await freePort();
      const { child, ended, said, told } = run('infra/local/start.mjs', { PORT });
      await said(/策引 Ceyin: http:\/\/localhost:\d+\n/);
      expect(told.text).toContain(`http://localhost:${PORT}`);
      expect((await fetch(`http://localhost:${PORT}/`)).status).toBe(200);
      child.kill(signal);
      expect(await ended).toBe(0);
      await expect(fetch(`http://localhost:${PORT}/`)).rejects.toThrow();
    },
  );

  test('all of it ends when npm, which started it through a shell, is told to end', async () => {
    const PORT = await freePort();
    const shell = spawn('sh', ['-c', `"${process.execPath}" infra/local/start.mjs; true`], {
      cwd,
      env: { ...process.env, CEYIN_DATA: data, CEYIN_DEMO_FIRMS: '0', PORT },
    });
    running.push(shell);
    await new Promise<void>((resolve) =>
      shell.stdout.on('data', (chunk: Buffer) => chunk.includes('http:') && resolve()),
    );
    shell.kill('SIGTERM');
    await down(PORT);
  });

  test('the server ends when the command that started it is killed', async () => {
    const PORT = await freePort();
    const { child, ended, said } = run('infra/local/start.mjs', { PORT });
    await said(/策引 Ceyin/);
    child.kill('SIGKILL');
    await ended;
    await down(PORT);
  });
});
