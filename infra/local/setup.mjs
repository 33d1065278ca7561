// From a bare checkout to something that runs: install when the lock file changed, build what is stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bin, hashOf, linkNode, must, outerPath, root } from './tools.mjs';

const installStamp = join(root, 'node_modules/.ceyin-lock');
const buildStamps = join(root, 'build/stamps.json');

/** What is built, in this order, from which files, and one file that proves it is there. */
const products = [
  {
    name: 'catalogue',
    from: ['rules'],
    proof: 'build/catalogue/sources.json',
    build: () => must('Compiling the catalogue', bin('node'), ['rules/cli/build.ts']),
  },
  {
    name: 'match function',
    from: ['functions', 'rules/engine', 'rules/profile', 'build/catalogue', 'package-lock.json'],
    proof: 'build/functions/match/index.mjs',
    build: () => must('Bundling the match function', bin('node'), ['functions/match/bundle.ts']),
  },
  {
    name: 'API function',
    from: ['functions', 'rules', 'build/catalogue', 'package-lock.json'],
    proof: 'build/functions/api/index.mjs',
    build: () => must('Bundling the API function', bin('node'), ['functions/api/bundle.ts']),
  },
  {
    name: 'portal',
    from: ['app', 'rules/engine', 'rules/profile', 'build/catalogue', 'seeds', 'vite.config.ts', 'package-lock.json'],
    proof: 'build/portal/handler.js',
    build: () => {
      must('svelte-kit sync', bin('svelte-kit'), ['sync']);
      must('Building the portal', bin('vite'), ['build', '--logLevel', 'warn']);
    },
  },
];

/** Finishes an installation: the Node that npm scripts run on, and which lock file the packages belong to. */
export function finishInstall() {
  linkNode();
  writeFileSync(installStamp, hashOf(['package-lock.json']));
}

/** Whether what is installed belongs to the lock file. */
export const isInstalled = () => read(installStamp) === hashOf(['package-lock.json']);

/** Installs with `npm ci` when nothing is installed or the lock file has changed since. */
export function install() {
  if (isInstalled()) return;
  console.log('Installing packages 正在安装依赖 …');
  must('npm ci', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    ...process.env,
    PATH: outerPath(),
  });
  finishInstall();
}

/** Builds what changed since the last build; with `always`, everything. */
export function build({ always = false } = {}) {
  const stamps = JSON.parse(read(buildStamps) || '{}');
  for (const { name, from, proof, build } of products) {
    const inputs = hashOf(from);
    if (!always && stamps[name] === inputs && existsSync(join(root, proof))) continue;
    console.log(`Building the ${name} …`);
    build();
    stamps[name] = inputs;
    mkdirSync(dirname(buildStamps), { recursive: true });
    writeFileSync(buildStamps, JSON.stringify(stamps, null, 2));
  }
}

function read(/** @type {string} */ path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
