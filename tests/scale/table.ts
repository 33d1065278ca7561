/** Prints a table in Markdown under a name, by which `report.ts` finds its place in docs/scale.md. */
export function table(name: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const isFigures = (column: number): boolean => rows.every((row) => /^(\d|$)/.test(row[column] ?? ''));
  console.log(`<!-- ${name} -->\n`);
  console.log(
    [line(head), line(head.map((_, column) => (isFigures(column) ? '---:' : '---'))), ...rows.map(line), ''].join('\n'),
  );
}
