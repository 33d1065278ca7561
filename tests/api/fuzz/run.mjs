// `npm run fuzz -- --requests 20000 --seed 1`: requests made from the OpenAPI document against the whole API.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { bin, root, toolEnv } from '../../../infra/local/tools.mjs';

const { values } = parseArgs({ options: { requests: { type: 'string', default: '10000' }, seed: { type: 'string' } } });
const { status } = spawnSync(bin('vitest'), ['run', 'tests/api/fuzz.test.ts', '--reporter=verbose'], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...toolEnv(),
    CEYIN_FUZZ: values.requests,
    ...(values.seed === undefined ? {} : { CEYIN_FUZZ_SEED: values.seed }),
  },
});
process.exit(status ?? 1);
