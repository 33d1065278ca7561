// `npm run bench`: installs the other engines where they are absent, then measures with the Node that the project runs on.
import '../../infra/local/node-version.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from '../../infra/local/setup.mjs';
import { bin, capture, entry, hashOf, outerPath, toolEnv } from '../../infra/local/tools.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const stamp = join(here, 'node_modules/.ceyin-engines');

await entry(async () => {
  install();
  await installEngines();
  const args = ['--expose-gc', join(here, 'bench.ts'), ...process.argv.slice(2)];
  const { status, signal } = spawnSync(bin('node'), args, { env: toolEnv(), stdio: 'inherit' });
  process.exitCode = signal ? 1 : (status ?? 1);
});

/** Those that cannot be installed here are left out of the table, which says so; no install script of theirs runs. */
async function installEngines() {
  const wanted = hashOf(['tests/bench/package.json']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing the engines to compare with …');
  const args = ['install', '--prefix', here, '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  const { ok, output } = await capture('npm', [...args, '--loglevel=error'], { ...process.env, PATH: outerPath() });
  if (ok) writeFileSync(stamp, wanted);
  else console.log(`They could not be installed; going on with what is there. npm said:\n${output.trimEnd()}`);
}
