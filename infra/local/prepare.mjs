// What `npm ci` leaves ready: SvelteKit's generated types and the compiled catalogue, which the CLI reads.
// Each half is skipped where its tool is not installed (`npm ci --omit=dev`).
import './node-version.mjs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { finishInstall } from './setup.mjs';
import { bin, Complaint, entry, must, root } from './tools.mjs';

const present = (/** @type {string[]} */ ...paths) => paths.every((path) => existsSync(join(root, path)));

await entry(async () => {
  finishInstall();
  if (present('node_modules/.bin/svelte-kit')) must('svelte-kit sync', bin('svelte-kit'), ['sync']);
  if (present('rules/cli/build.ts', 'node_modules/yaml')) compileCatalogue();
});

/** A fault in a measure is told, but does not keep anyone from installing: the checks are needed to mend it. */
function compileCatalogue() {
  try {
    must('Compiling the catalogue', bin('node'), ['rules/cli/build.ts']);
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    console.error(error.message);
  }
}
