/**
 * `node functions/lambda/bundle.ts [name…]`: writes what is uploaded, `build/functions/<name>/` with the minified handler,
 * its source map and the files that it reads beside it. The AWS SDK comes with the runtime.
 */
import { copyFileSync, mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { CATALOGUE_FILES } from '#functions/api/load.ts';
import { DESCRIPTIONS_FILE } from '#functions/api/openapi/chinese.ts';

const MATCH_FILES = ['rules.json', 'texts.zh.json', 'texts.en.json'] as const;

/** By name, the files of the catalogue that lie beside the handler. */
const BUNDLES: Readonly<Record<string, readonly (typeof CATALOGUE_FILES)[number][]>> = {
  match: MATCH_FILES,
  api: CATALOGUE_FILES,
  demand: [],
  changes: CATALOGUE_FILES,
  rematch: CATALOGUE_FILES,
  jobs: CATALOGUE_FILES,
};

/** Texts that a handler reads only when they are asked for. */
const TEXTS: Readonly<Record<string, readonly string[]>> = { api: [`functions/api/openapi/${DESCRIPTIONS_FILE}`] };

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * What of zod is never called, more than a quarter of a megabyte: its messages in fifty languages (ours are in
 * `api/faults.ts`), schemas made from JSON Schema, and the compiler that writes parsers.
 */
const lighterZod: Plugin = {
  name: 'lighter-zod',
  setup: (bundler) => {
    const instead = (filter: RegExp, contents: string): void => bundler.onLoad({ filter }, () => ({ contents }));
    instead(/zod[\\/]v4[\\/]locales[\\/]index\.js$/, "export { default as en } from './en.js';");
    instead(/zod[\\/]v4[\\/]classic[\\/]from-json-schema\.js$/, 'export const fromJSONSchema = undefined;');
    instead(/zod[\\/]v4[\\/]core[\\/]compile\.js$/, UNCOMPILED);
  },
};

const UNCOMPILED = `export const INVALID = Symbol.for('zod.compile.invalid');
export const compile = undefined, withParser = undefined, ZodCompileAsyncError = undefined, ZodCompileUnsupportedError = undefined;`;

/** For packages that are CommonJS within and ask for Node’s own modules by `require`. */
const REQUIRE = "import{createRequire as r}from'node:module';const require=r(import.meta.url);";

const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : Object.keys(BUNDLES)) {
  const files = BUNDLES[name];
  if (!files) throw new Error(`There is no function ${name}.`);
  const folder = `build/functions/${name}`;
  mkdirSync(at(folder), { recursive: true });
  await build({
    entryPoints: [at(`functions/lambda/${name}.ts`)],
    outfile: at(`${folder}/index.mjs`),
    bundle: true,
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Chinese in half the bytes.
    charset: 'utf8',
    banner: { js: REQUIRE },
    external: ['@aws-sdk/*', '@smithy/*'],
    plugins: [lighterZod],
    logLevel: 'warning',
  });
  for (const path of [...files.map((file) => `build/catalogue/${file}`), ...(TEXTS[name] ?? [])]) {
    copyFileSync(at(path), at(`${folder}/${basename(path)}`));
  }
}
