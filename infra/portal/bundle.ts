/** Writes what is uploaded, `build/functions/portal/`: the built portal as one file, its source map, and the static files. */
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

rmSync(at('build/functions/portal'), { recursive: true, force: true });
await build({
  entryPoints: [at('infra/portal/index.ts')],
  outfile: at('build/functions/portal/index.mjs'),
  bundle: true,
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // Chinese in half the bytes.
  charset: 'utf8',
  // The SDK comes with the runtime.
  external: ['@aws-sdk/*', '@smithy/*'],
  alias: { 'ceyin-portal': at('build/portal/handler.js') },
  logLevel: 'warning',
});
cpSync(at('build/portal/client'), at('build/functions/portal/client'), { recursive: true });
