// `npm run properties -- --rounds 20`: every property on other examples than those of `npm test`, round after round.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bin, root, toolEnv } from '../infra/local/tools.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    seed: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const files = globSync('tests/**/*.test.ts', { cwd: root }).filter(
  (file) =>
    file.includes(values.only) &&
    !file.includes('node_modules') &&
    readFileSync(file, 'utf8').includes("from 'fast-check'"),
);
for (let round = 1; round <= Number(values.rounds); round += 1) {
  const seed = values.seed ?? String(randomInt(2 ** 31));
  console.log(`Round ${round}, seed ${seed}`);
  const { status } = spawnSync(bin('vitest'), ['run', '--reporter=dot', ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...toolEnv(), CEYIN_SEED: seed },
  });
  if (status !== 0) {
    console.log(`Failed. Again: npm run properties -- --rounds 1 --seed ${seed}`);
    process.exit(status ?? 1);
  }
}
