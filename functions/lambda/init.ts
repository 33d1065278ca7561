/** `node functions/lambda/init.ts`: how long each bundle takes to be ready, in a fresh process each; the best of five. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
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

console.log('| function | init, ms |\n| --- | ---: |');
for (const name of readdirSync(folder).sort()) {
  const bundle = new URL(`${name}/index.mjs`, folder);
  const script = `const t=performance.now();await import(${JSON.stringify(bundle.href)});console.log(performance.now()-t);process.exit()`;
  const times = Array.from({ length: 5 }, () => {
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: fileURLToPath(folder),
      env: { ...process.env, ...settings },
    });
    return Number(stdout.toString().trim().split('\n').at(-1));
  });
  console.log(`| ${name} | ${Math.round(Math.min(...times))} |`);
}
