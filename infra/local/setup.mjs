// From a bare checkout to something that runs: install when the lock file changed, build what is stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bin, hashOf, linkNode, must, outerPath, root, toolEnv } from './tools.mjs';

const installStamp = join(root, 'node_modules/.ceyin-lock');
const buildStamps = join(root, 'build/stamps.json');

/**
 * What is built, in this order, from which files, and one file that proves it is there. What is `uploaded` runs in the
 * cloud and is not needed to start here.
 */
const products = [
  {
    name: 'catalogue',
    from: ['rules'],
    proof: 'build/catalogue/sources.json',
    build: () => must('Compiling the catalogue', bin('node'), ['rules/cli/build.ts']),
  },
  {
    name: 'functions',
    uploaded: true,
    from: ['functions', 'rules/engine', 'rules/profile', 'rules/language', 'build/catalogue', 'package-lock.json'],
    proof: 'build/functions/jobs/index.mjs',
    build: () => must('Bundling the functions', bin('node'), ['functions/lambda/bundle.ts']),
  },
  {
    name: 'portal',
    from: ['app', 'rules/engine', 'rules/profile', 'build/catalogue', 'seeds', 'vite.config.ts', 'package-lock.json'],
    proof: 'build/portal/handler.js',
    build: () => {
      must('svelte-kit sync', bin('svelte-kit'), ['sync']);
      // Whoever asks for it: what is built for a test or by a developer is the portal that people get.
      const env = { ...toolEnv(), NODE_ENV: 'production' };
      must('Building the portal', bin('vite'), ['build', '--logLevel', 'warn'], env);
    },
  },
  {
    name: 'portal function',
    uploaded: true,
    from: [
      'infra/portal',
      'functions/lambda',
      'functions/store',
      'functions/api/log.ts',
      'build/portal',
      'package-lock.json',
    ],
    proof: 'build/functions/portal/index.mjs',
    build: () => must('Bundling the portal function', bin('node'), ['infra/portal/bundle.ts']),
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

/** Builds what changed since the last build and is needed to start; with `always`, everything. */
export function build({ always = false } = {}) {
  const stamps = JSON.parse(read(buildStamps) || '{}');
  for (const { name, uploaded = false, from, proof, build } of products) {
    if (uploaded && !always) continue;
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
