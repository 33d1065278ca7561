/**
 * `node tests/scale/report.ts [--write]`: measures and simulates everything that docs/scale.md has a table of and prints
 * the tables; with `--write` they take the places of the old ones. On a machine that does nothing else, after
 * `npm run build`.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format } from 'prettier';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const COMMANDS = ['tests/scale/measure.ts', 'tests/scale/simulate.ts', 'functions/lambda/init.ts'];
/** A table under its name. */
const TABLE = /<!-- ([\w-]+) -->\n\n((?:\|.*\n)+)/g;

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const measured = new Map(COMMANDS.flatMap((command) => tablesOf(outputOf(command))));
if (values.write) await write(at('docs/scale.md'));

function outputOf(command: string): string {
  const { status, stdout } = spawnSync(process.execPath, [at(command)], {
    cwd: at(''),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${command} failed.`);
  console.log(stdout);
  return stdout;
}

function tablesOf(text: string): readonly (readonly [name: string, rows: string])[] {
  return [...text.matchAll(TABLE)].map(([, name = '', rows = '']) => [name, rows]);
}

async function write(path: string): Promise<void> {
  const text = readFileSync(path, 'utf8');
  const names = tablesOf(text).map(([name]) => name);
  const homeless = [...measured.keys()].filter((name) => !names.includes(name));
  const unmeasured = names.filter((name) => !measured.has(name));
  if (homeless.length + unmeasured.length > 0) {
    throw new Error(`Without a place: ${homeless.join(', ')}; not measured: ${unmeasured.join(', ')}.`);
  }
  const written = text.replaceAll(TABLE, (_, name: string) => `<!-- ${name} -->\n\n${measured.get(name) ?? ''}`);
  writeFileSync(path, await format(written, { parser: 'markdown' }));
}
