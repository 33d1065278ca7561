import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compileRuleset } from './language.ts';
import { ARTEFACT, BUILT, BUNDLE } from './paths.ts';

/** Compiles the rule set to the JSON that the engine loads. */
export function buildArtefact(): void {
  mkdirSync(BUILT, { recursive: true });
  const partial = `${ARTEFACT}.${process.pid}`;
  writeFileSync(partial, JSON.stringify(compileRuleset()));
  renameSync(partial, ARTEFACT);
}

/** Our engine with its adapter as one file of JavaScript, which is how it ships. */
export async function buildBundle(): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('engines/ceyin.ts', import.meta.url))],
    outfile: BUNDLE,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    logLevel: 'warning',
  });
}
