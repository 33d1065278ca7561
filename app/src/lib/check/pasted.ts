/** A block of figures copied from a spreadsheet, laid into a table of yearly figures. */
import type { Json } from '#rules/engine/types.ts';
import { pathInYear } from './profile.ts';
import { typedFigure } from './typed.ts';

export interface YearRow {
  readonly entry: string;
  readonly label: string;
  /** The power of ten the row's figures are meant in. */
  readonly power: number;
}
export interface Pasted {
  readonly answers: readonly (readonly [path: string, answer: Json])[];
  /** Cells with a text that is no figure. */
  readonly skipped: number;
}

/**
 * Cells go into the table from the cell that was pasted into. Where the block brings the table's own labels or years
 * along, they say where its rows and columns belong instead. Empty cells change nothing.
 */
export function pastedFigures(
  text: string,
  rows: readonly YearRow[],
  years: readonly number[],
  at: { readonly row: number; readonly column: number },
): Pasted {
  const block = text
    .replace(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t').map((cell) => cell.trim()));
  const labelled = block.some(([first = '']) => rowNamed(rows, first) !== undefined);
  const cellsOf = (line: readonly string[]): readonly string[] => (labelled ? line.slice(1) : line);
  const [head = []] = block;
  const headYears = cellsOf(head).map((cell) => Number(/^(\d{4})\s*年?度?$/.exec(cell)?.[1]));
  const headed = headYears.some((year) => years.includes(year));
  const body = headed ? block.slice(1) : block;

  const answers: (readonly [string, Json])[] = [];
  let skipped = 0;
  body.forEach((line, index) => {
    const row = labelled ? rowNamed(rows, line[0] ?? '') : rows[at.row + index];
    if (!row) return;
    cellsOf(line).forEach((cell, column) => {
      const year = headed ? headYears[column] : years[(labelled ? 0 : at.column) + column];
      if (cell === '' || year === undefined || !years.includes(year)) return;
      const typed = typedFigure(accounting(cell), row.power);
      if (typed.kind === 'value')
        answers.push([pathInYear(row.entry, year), typeof typed.value === 'object' ? { ...typed.value } : typed.value]);
      else if (typed.kind === 'unreadable') skipped += 1;
    });
  });
  return { answers, skipped };
}

const rowNamed = (rows: readonly YearRow[], name: string): YearRow | undefined =>
  name === '' ? undefined : rows.find(({ label }) => plain(label) === plain(name));

/** Labels are compared without what stands in brackets and without units. */
const plain = (label: string): string =>
  label
    .replace(/[（(][^）)]*[）)]/g, '')
    .replace(/\s+/g, '')
    .toLowerCase();

/** Accountants write a loss in brackets and nothing as a dash. */
const accounting = (cell: string): string => (/^-+$/.test(cell) ? '' : cell.replace(/^[（(](.+)[）)]$/, '-$1'));
