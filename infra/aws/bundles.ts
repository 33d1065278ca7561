import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A bundle that is not there. */
export class NoBundle extends Error {
  override readonly name = 'NoBundle';
}

/** Where `npm run build` puts what is uploaded for a function. */
export function builtBundle(asset: string): string {
  const folder = `build/functions/${asset}`;
  const path = fileURLToPath(new URL(`../../${folder}`, import.meta.url));
  if (existsSync(`${path}/index.mjs`)) return path;
  throw new NoBundle(`没有 ${folder}：请先运行 npm run build。\n${folder} is missing: run npm run build first.`);
}
