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
  /** Cells that were not taken: a text that is no figure, a row or a year that the table does not have. */
  readonly skipped: number;
}

/**
 * Cells go into the table from the cell that was pasted into. Where the block brings labels or years along, they say
 * where its rows and columns belong instead: the table's own labels, those of a balance sheet, or what can only mean
 * one of them. Labels that nobody knows are no figures, and move nothing aside. Empty cells change nothing.
 */
export function pastedFigures(
  text: string,
  rows: readonly YearRow[],
  years: readonly number[],
  at: { readonly row: number; readonly column: number },
  /** The rows that a label may mean, those included that are not shown yet. */
  known: readonly YearRow[] = rows,
): Pasted {
  const block = text
    .replace(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t').map((cell) => cell.trim()));
  const named = block.some(([first = '']) => rowNamed(known, first) !== undefined);
  const labelled = named || hasForeignLabels(block, years.length - at.column);
  const cellsOf = (line: readonly string[]): readonly string[] => (labelled ? line.slice(1) : line);
  const [head = []] = block;
  const headYears = cellsOf(head).map((cell) => Number(/^(\d{4})\s*年?度?$/.exec(cell)?.[1]));
  const headed = headYears.some((year) => years.includes(year));
  const body = headed ? block.slice(1) : block;

  const answers: (readonly [string, Json])[] = [];
  let skipped = 0;
  body.forEach((line, index) => {
    const row = named ? rowNamed(known, line[0] ?? '') : rows[at.row + index];
    cellsOf(line).forEach((cell, column) => {
      if (cell === '') return;
      const year = headed ? headYears[column] : years[(named ? 0 : at.column) + column];
      if (!row || year === undefined || !years.includes(year)) {
        skipped += 1;
        return;
      }
      const typed = typedFigure(accounting(cell), row.power);
      if (typed.kind === 'value')
        answers.push([pathInYear(row.entry, year), typeof typed.value === 'object' ? { ...typed.value } : typed.value]);
      else if (typed.kind === 'unreadable') skipped += 1;
    });
  });
  return { answers, skipped };
}

/** Whether a column of words comes first that the table does not know, so that it stands for no figures. */
function hasForeignLabels(block: readonly (readonly string[])[], room: number): boolean {
  const first = block.map(([cell = '']) => cell);
  const isLabels = first.every((cell, index) => isWords(cell) || (index === 0 && cell === '')) && first.some(isWords);
  return isLabels && (block.length > 1 || block.some((line) => line.length > room));
}

/** The row of that name; else the one with the shortest label that the name abbreviates, as 研发费用 does 研究开发费用. */
function rowNamed(rows: readonly YearRow[], name: string): YearRow | undefined {
  const wanted = plain(name);
  if (wanted === '' || !isWords(name)) return undefined;
  const statement = STATEMENT[wanted];
  const same = rows.find(({ label, entry }) => plain(label) === wanted || entry === statement);
  if (same || wanted.length < SHORTEST) return same;
  return rows
    .filter(({ label }) => abbreviates(wanted, label.replace(/[\s（()）]/g, '').toLowerCase()))
    .toSorted((a, b) => a.label.length - b.label.length)[0];
}
const SHORTEST = 4;

/** What balance sheets, profit statements and annual reports call these figures. */
const STATEMENT: Readonly<Record<string, string>> = {
  资产总计: 'years.*.totalAssets',
  资产合计: 'years.*.totalAssets',
  负债合计: 'years.*.totalLiabilities',
  负债总计: 'years.*.totalLiabilities',
  所有者权益合计: 'years.*.netAssets',
  股东权益合计: 'years.*.netAssets',
  从业人数: 'years.*.employees',
  职工人数: 'years.*.employees',
};

/** All of its characters are there, in their order. */
function abbreviates(short: string, long: string): boolean {
  let at = 0;
  for (const character of short) {
    at = long.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

const isWords = (cell: string): boolean =>
  cell !== '' && !/^\d/.test(cell) && typedFigure(accounting(cell), 0).kind === 'unreadable';

/** Labels are compared without what stands in brackets and without units. */
const plain = (label: string): string =>
  label
    .replace(/[（(][^）)]*[）)]/g, '')
    .replace(/\s+/g, '')
    .toLowerCase();

/** Accountants write a loss in brackets and nothing as a dash. */
const accounting = (cell: string): string => (/^-+$/.test(cell) ? '' : cell.replace(/^[（(](.+)[）)]$/, '-$1'));
