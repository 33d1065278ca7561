/** On the first start the demo's store is filled with a synthetic district (合成数据), by the same command as by hand. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FILLING } from '#functions/store/filling.ts';
import type { Store } from '#functions/store/port.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Fills the store where it is not; what was cut off half-way goes on. Without it the portal runs all the same. */
export async function fillFirst(store: Store, data: string, firms: number): Promise<void> {
  const found = (await store.get(FILLING))?.body;
  if (firms === 0 || found?.state === 'full') return;
  const begun = typeof found?.firms === 'number' ? found.firms : firms;
  console.error(
    `首次启动：正在生成 ${begun} 家合成企业的演示数据… First start: making a demo district of ${begun} firms…`,
  );
  const ended = await seed(['--firms', String(begun), '--data', resolve(data)]);
  if (ended !== 0)
    console.error('演示数据没有生成完，下次启动会继续。 The demo data is not complete; the next start goes on.');
}

function seed(args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, ['seeds/seed.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = () => {
    child.kill();
    process.exit(1);
  };
  for (const signal of SIGNALS) process.once(signal, stop);
  return new Promise((done) => {
    child.once('error', () => done(null));
    child.once('exit', (code) => {
      for (const signal of SIGNALS) process.off(signal, stop);
      done(code);
    });
  });
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
