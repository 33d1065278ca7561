/**
 * `node functions/lambda/init.ts`: how long each bundle takes to be ready, in milliseconds, in a fresh process each; the
 * best of five. The SDK that comes with the runtime is read too, from this project’s packages.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { newSigningKey } from '#functions/api/proofs/signer.ts';

const folder = new URL('../../build/functions/', import.meta.url);
const settings = {
  CEYIN_TABLE: 'ceyin',
  CEYIN_ISSUER: 'https://issuer.example',
  CEYIN_AUDIENCE: 'ceyin-api',
  CEYIN_CURSOR_KEY: 'only to see how long it takes to begin',
  CEYIN_PROOF_KEYS: JSON.stringify([await newSigningKey()]),
  CEYIN_ORIGIN: 'https://ceyin.example',
  AWS_REGION: 'local',
};

console.log('<!-- init -->\n\n| function | KB of code | ready after, ms |\n| --- | ---: | ---: |');
for (const name of readdirSync(folder).sort()) {
  const bundle = new URL(`${name}/index.mjs`, folder);
  const times = Array.from({ length: 5 }, () => readyAfter(bundle));
  const size = Math.round(statSync(bundle).size / 1024);
  console.log(`| ${name} | ${size} | ${Math.round(Math.min(...times))} |`);
}
console.log();

function readyAfter(bundle: URL): number {
  const script = `const t=performance.now();await import(${JSON.stringify(bundle.href)});console.log(performance.now()-t);process.exit()`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(folder),
    env: { ...process.env, ...settings },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${bundle.pathname} cannot begin.\n${stderr}`);
  return Number(stdout.trim().split('\n').at(-1));
}
