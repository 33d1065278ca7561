/** node cold-one.ts ENGINE: one cold start as a line of JSON. What every engine shares is loaded before the clock starts. */
import './print.ts';
import './oracle.ts';
import { pathToFileURL } from 'node:url';
import { engineNamed, setUp } from './adapter.ts';
import { BUNDLE } from './paths.ts';
import { makeProfiles } from './profiles.ts';

/** Milliseconds, but for the process's size. */
export interface Start {
  readonly importing: number;
  readonly readying: number;
  readonly first: number;
  readonly processMiB: number;
}

const [given] = process.argv.slice(2);
const { package: needed, ...engine } = engineNamed(given ?? '');
const [firm] = makeProfiles(1);
if (!firm) throw new Error('there is no firm');
const ours = engine.name === 'ceyin';

const begin = performance.now();
if (ours) await import(pathToFileURL(BUNDLE).href);
else if (needed !== undefined) await import(needed);
const imported = performance.now();
const adapter = await setUp(ours ? { ...engine, file: pathToFileURL(BUNDLE).href } : engine, 'result');
const ready = performance.now();
await adapter.run(firm);
const judged = performance.now();

const start: Start = {
  importing: imported - begin,
  readying: ready - imported,
  first: judged - ready,
  processMiB: process.memoryUsage().rss / 2 ** 20,
};
console.log(JSON.stringify(start));
