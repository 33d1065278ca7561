/** Writes what is uploaded: `build/functions/match/` with the minified handler and the artefact beside it. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

mkdirSync(at('build/functions/match'), { recursive: true });
await build({
  entryPoints: [at('functions/match/index.ts')],
  outfile: at('build/functions/match/index.mjs'),
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  logLevel: 'warning',
});
for (const name of ['rules.json', 'texts.zh.json', 'texts.en.json']) {
  copyFileSync(at(`build/catalogue/${name}`), at(`build/functions/match/${name}`));
}
