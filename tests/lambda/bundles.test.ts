import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FUNCTIONS } from '#functions/lambda/functions.ts';
import { at } from '../functions/artefact.ts';

/** Kilobytes of code, without the map and the files beside it. */
const MOST: Readonly<Record<string, number>> = {
  match: 300,
  api: 900,
  portal: 1500,
  demand: 400,
  changes: 700,
  rematch: 450,
  jobs: 700,
};
/** An answer takes 6 MB, and a file goes out in base64. */
const LARGEST_FILE = 4 * 1024 * 1024;

const folder = (asset: string): URL => at(`build/functions/${asset}/`);

describe.each(Object.keys(MOST))('%s', (asset) => {
  const code = readFileSync(new URL('index.mjs', folder(asset)), 'utf8');

  test('keeps to its size', () => {
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual((MOST[asset] ?? 0) * 1024);
  });

  test('comes with a source map that holds no source', () => {
    const map = JSON.parse(readFileSync(new URL('index.mjs.map', folder(asset)), 'utf8')) as Record<string, unknown>;
    expect(map).not.toHaveProperty('sourcesContent');
    expect((map.sources as string[]).length).toBeGreaterThan(5);
    expect(code).toMatch(/\/\/# sourceMappingURL=index\.mjs\.map\s*$/);
  });

  test('exports what is called', () => {
    const called = Object.values(FUNCTIONS).filter((each) => each.asset === asset);
    expect(called.length).toBeGreaterThan(0);
    const exported = [...(/export\s*\{([^}]*)\}/.exec(code)?.[1] ?? '').matchAll(/(?:\bas )?(\w+)(?=,|$)/g)];
    const names = exported.map(([, name]) => name);
    for (const { handler } of called) expect(names).toContain(handler.replace('index.', ''));
  });
});

test('each static file of the portal fits an answer', () => {
  const files = readdirSync(new URL('client/', folder('portal')), { recursive: true, withFileTypes: true });
  const sizes = files.filter((file) => file.isFile()).map((file) => statSync(`${file.parentPath}/${file.name}`).size);
  expect(sizes.length).toBeGreaterThan(10);
  expect(Math.max(...sizes)).toBeLessThan(LARGEST_FILE);
});
