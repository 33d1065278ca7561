/** Measured rows as a table: printed, and where wanted put into docs/performance.md between its marks. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { root } from './server.ts';

export async function report(
  name: string,
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  write: boolean,
): Promise<void> {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const lines = [line(heading), line(heading.map(() => '---')), ...rows.map(line)];
  const table = (await format(lines.join('\n'), { parser: 'markdown' })).trim();
  console.log(table);
  if (!write) return;
  const path = join(root, 'docs/performance.md');
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const text = readFileSync(path, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no marks for ${name}.`);
  writeFileSync(path, `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`);
}
