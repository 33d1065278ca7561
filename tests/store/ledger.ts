import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Change, Item, Store } from '#functions/store/port.ts';
import { entryKey, headKey } from './keys.ts';

/** The writer as one file that starts fast, in a folder where it may lie; returns its path. */
export async function buildWriter(folder: string): Promise<string> {
  await build({
    entryPoints: [fileURLToPath(new URL('writer.ts', import.meta.url))],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // What is bundled from CommonJS asks for Node's own modules by `require`.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return join(folder, 'writer.mjs');
}

/**
 * Lets writers run, a process for each group of them, until so many transactions have been acknowledged, then kills them
 * all at once. Returns the last number that each printed.
 */
export async function writeUntilKilled(
  script: string,
  groups: readonly (readonly string[])[],
  target: readonly string[],
  acknowledged: number,
): Promise<ReadonlyMap<string, number>> {
  const last = new Map<string, number>();
  let left = acknowledged;
  const writers = groups.map((names) =>
    spawn(process.execPath, [script, names.join(), ...target], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: dirname(script) },
    }),
  );
  const killAll = () => writers.map((writer) => writer.kill('SIGKILL'));
  await Promise.all(
    writers.map(async (writer) => {
      for await (const line of createInterface({ input: writer.stdout })) {
        const [name = '', n] = line.split(' ');
        last.set(name, Number(n));
        if (--left <= 0) killAll();
      }
      // A writer that ends of itself leaves the others without an end.
      killAll();
    }),
  );
  expect(left).toBeLessThanOrEqual(0);
  return last;
}

/**
 * Between `least` and `most` transactions have gone through; each entry after `from` is in its place and the last in
 * agreement with the head. Returns how many there are.
 */
export async function expectWhole(store: Store, name: string, from: number, least: number, most: number) {
  const { head, entries } = await settled(store, name, from);
  const count = head?.version ?? 0;
  expect(count).toBeGreaterThanOrEqual(least);
  expect(count).toBeLessThanOrEqual(most);
  expect(entries.map(({ body }) => body.n)).toEqual(Array.from({ length: count - from }, (_, i) => from + i + 1));
  if (count > from) expect(head?.body).toEqual(entries.at(-1)?.body);
  return count;
}

/** What was on its way to a server when its writer was killed may still arrive: reads until both reads agree. */
async function settled(store: Store, name: string, from: number) {
  for (let attempt = 1; ; attempt++) {
    const head = await store.get(headKey(name));
    const entries = await entriesAfter(store, name, from);
    if (entries.length === (head?.version ?? 0) - from || attempt === 20) return { head, entries };
  }
}

const PAGE = 1000;

/** However many there are: a machine that stalls kills late, and writers go on meanwhile. */
async function entriesAfter(store: Store, name: string, from: number): Promise<readonly Item[]> {
  const { pk, sk } = entryKey(name, from + 1);
  const { items } = await store.query(pk, { from: sk, limit: PAGE });
  return items.length < PAGE ? items : [...items, ...(await entriesAfter(store, name, from + PAGE))];
}

/** The feed tells of each transaction of a ledger once, whole and in order: an entry added, the head moved to it. */
export function expectTold(changes: readonly Change[], name: string, from: number, to: number): void {
  const tokens = (pk: string) =>
    changes.filter(({ key }) => key.pk === pk).map(({ after }) => [after?.body.n, after?.body.token]);
  const added = tokens(entryKey(name, 0).pk);
  expect(added.map(([n]) => n)).toEqual(Array.from({ length: to - from }, (_, i) => from + i + 1));
  expect(tokens(headKey(name).pk)).toEqual(added);
}
