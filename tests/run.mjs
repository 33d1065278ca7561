// `npm test`: sets up what is missing, runs every check, shows what failed, and ends with `N passed, N failed`.
import '../infra/local/node-version.mjs';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { install } from '../infra/local/setup.mjs';
import { bin, capture, entry, root, toolEnv } from '../infra/local/tools.mjs';
import { findChromium } from './chromium.mjs';

/**
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {{ name: string, command: string, args: string[], count?: () => Count }} Step
 */

/** Every file with types, components and plain TypeScript alike, by the native compiler. */
const TYPES = ['--tsconfig', './tsconfig.json', '--tsgo', '--fail-on-warnings'];

/** What oxlint does not read. */
const COMPONENTS = ['**/*.svelte', '**/*.svelte.ts'];

/** Two at a time: what the suite is measured on has two cores. */
const AT_ONCE = 2;

await entry(async () => {
  install();
  const environment = { ...(await findChromium()), NODE_COMPILE_CACHE: join(root, 'test-results/compiled') };
  const total = { passed: 0, failed: 0 };
  for (const phase of phases()) {
    for (const { passed, failed } of await together(phase, environment)) {
      total.passed += passed;
      total.failed += failed;
    }
  }
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
});

/**
 * The build comes first, beside the checks that do not look at what it makes. The unit tests close the gap that the
 * checks leave on one core; browser tests have both for themselves, as some of them ask how long a frame takes.
 * @returns {Step[][]}
 */
function phases() {
  const node = bin('node');
  const vitest = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report('vitest')}`];
  report('playwright');
  return [
    [
      { name: 'build', command: node, args: ['infra/local/build.mjs'] },
      { name: 'format', command: bin('prettier'), args: ['--check', '--log-level', 'warn', '.'] },
      { name: 'lint components', command: bin('eslint'), args: [...COMPONENTS, '--max-warnings', '0'] },
    ],
    [
      { name: 'svelte-check', command: bin('svelte-check'), args: [...TYPES, '--output', 'human'] },
      { name: 'rules lint', command: node, args: ['rules/cli/rules.ts', 'lint'] },
      { name: 'lint', command: bin('oxlint'), args: ['--deny-warnings'] },
      { name: 'unit tests', command: bin('vitest'), args: vitest, count: vitestCount },
    ],
    [{ name: 'browser tests', command: bin('playwright'), args: ['test', '-c', 'tests/e2e'], count: playwrightCount }],
  ];
}

/**
 * Runs the steps of a phase, a few at a time, and lets none stop the others.
 * @param {Step[]} steps
 * @param {Record<string, string>} environment
 */
async function together(steps, environment) {
  const waiting = [...steps];
  /** @type {Count[]} */
  const counts = [];
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) counts.push(await run(step, environment));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return counts;
}

/**
 * Runs one step, says how it went, and shows the output of a failing one.
 * @param {Step} step
 * @param {Record<string, string>} environment
 * @returns {Promise<Count>}
 */
async function run({ name, command, args, count }, environment) {
  const started = Date.now();
  const { ok, output } = await capture(command, args, { ...toolEnv(), ...environment, NO_COLOR: '1' });
  const counted = count ? honest(count, ok) : ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const result = counted.failed > 0 ? 'FAILED' : 'ok';
  const tests = count ? `${counted.passed} passed, ${counted.failed} failed` : '';
  const seconds = `${((Date.now() - started) / 1000).toFixed(1)} s`;
  console.log([name.padEnd(15), result.padEnd(7), seconds.padStart(8), tests].join(' ').trimEnd());
  if (counted.failed > 0) console.log(`\n${output.trimEnd()}\n`);
  return counted;
}

/**
 * A runner that failed without a failing test, or ran no test, has failed.
 * @param {() => Count} count
 * @param {boolean} ok
 */
function honest(count, ok) {
  let counted = { passed: 0, failed: 0 };
  try {
    counted = count();
  } catch {
    // No report was written: the runner did not get that far.
  }
  const troubled = !ok || counted.passed === 0;
  return troubled && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

/** Where a runner writes its report; an old one is removed so that it is never counted twice. */
function report(/** @type {string} */ runner) {
  const path = join(root, 'test-results', `${runner}.json`);
  mkdirSync(join(root, 'test-results'), { recursive: true });
  if (existsSync(path)) rmSync(path);
  return path;
}

function vitestCount() {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = read('vitest');
  return { passed: numPassedTests, failed: Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0) };
}

function playwrightCount() {
  const { stats, errors } = read('playwright');
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

function read(/** @type {string} */ runner) {
  return JSON.parse(readFileSync(join(root, 'test-results', `${runner}.json`), 'utf8'));
}
