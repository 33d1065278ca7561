/** The single process as `npm start` runs it, in a folder of its own, for as long as it is measured. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Server {
  readonly origin: string;
  /** From its start to its first answer. */
  readonly startedInSeconds: number;
  /** Resident memory, in MB. */
  readonly memory: () => number;
  readonly stop: () => Promise<void>;
}

/** Starts it with so many synthetic firms and without limits: one client asks for all. */
export async function startServer(firms: number): Promise<Server> {
  const data = mkdtempSync(join(tmpdir(), 'ceyin-load-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const child = spawn(process.execPath, ['infra/local/serve.ts'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      CEYIN_ORIGIN: origin,
      CEYIN_DATA: data,
      CEYIN_DEMO_FIRMS: String(firms),
      CEYIN_LIMITS: 'read=99999999,write=99999999,compute=99999999',
    },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  while (!(await answers(origin))) {
    if (child.exitCode !== null)
      throw new Error('The server did not start: has the project been built (npm run build)?');
    await setTimeout(100);
  }
  return {
    origin,
    startedInSeconds: (performance.now() - began) / 1000,
    memory: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024,
    stop,
  };
}

async function answers(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/v1/health`)).ok;
  } catch {
    return false;
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
