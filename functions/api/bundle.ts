/** Writes what is uploaded: `build/functions/api/` with the minified API and the artefact beside it. The AWS SDK comes with the runtime. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { CATALOGUE_FILES } from './load.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Zod’s messages in fifty languages, a quarter of a megabyte: ours are in `faults.ts`. */
const withoutLocales: Plugin = {
  name: 'without-locales',
  setup: (bundler) =>
    bundler.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    })),
};

mkdirSync(at('build/functions/api'), { recursive: true });
await build({
  entryPoints: [at('functions/api/index.ts')],
  outfile: at('build/functions/api/index.mjs'),
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  external: ['@aws-sdk/*', '@smithy/*'],
  plugins: [withoutLocales],
  logLevel: 'warning',
});
for (const name of CATALOGUE_FILES) copyFileSync(at(`build/catalogue/${name}`), at(`build/functions/api/${name}`));
