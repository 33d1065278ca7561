import { build } from 'esbuild';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { RULES } from '#rules/cli/paths.ts';

it('the evaluator is at most 12 KB minified and compressed', async () => {
  const contents = "export { match } from './engine/match.ts'; export { loadCatalogue } from './engine/load.ts';";
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(RULES), loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  const bytes = brotliCompressSync(outputFiles[0]?.contents ?? new Uint8Array()).byteLength;
  expect(bytes).toBeGreaterThan(1000);
  expect(bytes).toBeLessThanOrEqual(12 * 1024);
});
