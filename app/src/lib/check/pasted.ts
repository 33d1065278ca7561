/** A block of figures copied from a spreadsheet, laid into a table of yearly figures. */
import { inOneLine } from '#lib/lang.ts';
import type { DeskWording } from '#lib/wording/desk.ts';
import type { Json, Lang } from '#rules/engine/types.ts';
import { entryOfPath, pathInYear } from './profile.ts';
import { typedFigure } from './typed.ts';

export interface YearRow {
  readonly entry: string;
  readonly label: string;
  /** The power of ten the row's figures are meant in. */
  readonly power: number;
}
export interface Pasted {
  readonly answers: readonly (readonly [path: string, answer: Json])[];
  /** Rows that went to a line of another name. */
  readonly renamed: readonly { readonly name: string; readonly entry: string; readonly label: string }[];
  /** The names of rows that the table does not have. */
  readonly left: readonly string[];
  /** Cells of the other rows that were not taken: a text that is no figure, a year that the table does not have. */
  readonly skipped: number;
  /** The head where it says “this period” instead of a year: nobody can tell which year is meant, so nothing is taken. */
  readonly undated: string | null;
}

/**
 * Cells go into the table from the cell that was pasted into. Where the block brings labels or years along, they say
 * where its rows and columns belong instead: the table's own labels, those of a balance sheet, or what can only mean
 * one of them. A row of a name that nobody knows goes nowhere. Empty cells change nothing.
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
  const labelled =
    block.some(([first = '']) => rowNamed(known, first) !== undefined) ||
    hasForeignLabels(block, years.length - at.column);
  const cellsOf = (line: readonly string[]): readonly string[] => (labelled ? line.slice(1) : line);
  const [head = []] = block;
  const undated = cellsOf(head).find((cell) => UNDATED.test(cell));
  if (undated !== undefined) return { answers: [], renamed: [], left: [], skipped: 0, undated };
  const headYears = cellsOf(head).map((cell) => Number(YEAR.exec(cell)?.[1]));
  const headed = headYears.some((year, index) => years.includes(year) || (cellsOf(head)[index] ?? '').includes('年'));
  const body = headed ? block.slice(1) : block;

  const answers: (readonly [string, Json])[] = [];
  const renamed = new Map<string, YearRow>();
  const left = new Set<string>();
  let skipped = 0;
  body.forEach((line, index) => {
    const name = labelled ? (line[0] ?? '') : '';
    const row = labelled ? rowNamed(known, name) : rows[at.row + index];
    if (name !== '' && !row) {
      if (cellsOf(line).some((cell) => cell !== '')) left.add(name);
      return;
    }
    cellsOf(line).forEach((cell, column) => {
      if (cell === '') return;
      const year = headed ? headYears[column] : years[(labelled ? 0 : at.column) + column];
      if (!row || year === undefined || !years.includes(year)) {
        skipped += 1;
        return;
      }
      const typed = typedFigure(accounting(cell), row.power);
      if (typed.kind === 'value') {
        answers.push([pathInYear(row.entry, year), typeof typed.value === 'object' ? { ...typed.value } : typed.value]);
        if (name !== '' && plain(name) !== plain(row.label)) renamed.set(name, row);
      } else if (typed.kind === 'unreadable') skipped += 1;
    });
  });
  return {
    answers,
    renamed: [...renamed].map(([name, { entry, label }]) => ({ name, entry, label })),
    left: [...left],
    skipped,
    undated: null,
  };
}

/** What came of a paste: which rows went to a line of another name, what was left out, and what cannot be. */
export function pastedText(
  say: DeskWording,
  lang: Lang,
  { answers, renamed, left, skipped, undated }: Pasted,
  isRefused: (path: string) => boolean,
): string {
  const words = say.journey.ask;
  if (undated !== null) return words.pastedUndated(undated);
  const taken = answers.map(([path]) => path).filter((path) => !isRefused(path));
  const refused = answers.length - taken.length;
  const entries = new Set(taken.map(entryOfPath));
  return inOneLine(
    lang,
    taken.length === 0 ? words.pastedNothing : words.pasted(taken.length),
    ...renamed.filter(({ entry }) => entries.has(entry)).map(({ name, label }) => words.pastedAs(name, label)),
    ...(left.length > 0 ? [words.pastedLeft(left.join(say.answers.list))] : []),
    ...(left.length > 0 && answers.length === 0 ? [words.pastedByPlace] : []),
    ...(skipped > 0 ? [words.pastedSkipped(skipped)] : []),
    ...(refused > 0 ? [words.pastedRefused(refused)] : []),
  );
}

const YEAR = /^(?:FY\s*)?(\d{4})\s*(?:年度?)?$/i;
/** How statements head their columns without a year: this period, last period, the end and the beginning of the year. */
const UNDATED =
  /^(?:本|上|期|年)(?:期|年|末|初)(?:累计)?(?:余额|金额|数|发生额)?$|^(?:this|last|current|prior|previous) (?:year|period)$/i;

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
  const whole = bare(name);
  const same =
    rows.find(({ label }) => bare(label) === whole) ??
    rows.find(({ label }) => plain(label) === wanted) ??
    rows.find(({ entry }) => entry === statement);
  if (same || wanted.length < SHORTEST) return same;
  return rows.filter(({ label }) => abbreviates(wanted, label)).toSorted((a, b) => a.label.length - b.label.length)[0];
}
const SHORTEST = 4;

/**
 * What balance sheets, income statements and annual reports call these figures, as `plain` writes it; firms keep them in
 * Chinese whatever language the page is in. 营业收入 is the
 * whole: 主营业务收入 plus 其他业务收入.
 */
const STATEMENT: Readonly<Record<string, string>> = {
  营业收入: 'years.*.revenue',
  营业总收入: 'years.*.revenue',
  营业收入合计: 'years.*.revenue',
  销售收入: 'years.*.revenue',
  revenue: 'years.*.revenue',
  revenues: 'years.*.revenue',
  totalrevenue: 'years.*.revenue',
  operatingrevenue: 'years.*.revenue',
  totaloperatingrevenue: 'years.*.revenue',
  研发费用: 'years.*.rdExpense',
  研究开发费用: 'years.*.rdExpense',
  资产总额: 'years.*.totalAssets',
  资产总计: 'years.*.totalAssets',
  资产合计: 'years.*.totalAssets',
  负债总额: 'years.*.totalLiabilities',
  负债合计: 'years.*.totalLiabilities',
  负债总计: 'years.*.totalLiabilities',
  净资产: 'years.*.netAssets',
  所有者权益合计: 'years.*.netAssets',
  股东权益合计: 'years.*.netAssets',
  从业人数: 'years.*.employees',
  职工人数: 'years.*.employees',
};

/**
 * A Chinese name begins as the label does and has its characters in their order; a name with letters stands in it whole.
 */
function abbreviates(short: string, label: string): boolean {
  const long = bare(label.replace(LEADING, '')).replace(/[（()）]/g, '');
  if (/[a-z]/.test(short)) return long.includes(short);
  if (!long.startsWith(short.charAt(0))) return false;
  let at = 0;
  for (const character of short) {
    at = long.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

const isWords = (cell: string): boolean =>
  cell !== '' && !/^\d/.test(cell) && typedFigure(accounting(cell), 0).kind === 'unreadable';

/** Labels are compared without what stands in brackets, without units, and without 一、 and 其中： before them. */
const plain = (label: string): string =>
  bare(
    label
      .replace(/[（(][^）)]*[）)]/g, '')
      .replace(LEADING, '')
      .replace(/[：:]\s*$/, ''),
  );
const LEADING = /^\s*(?:[一二三四五六七八九十]+、|(?:其中|减|加)[：:])\s*/;
const bare = (label: string): string => label.replace(/\s+/g, '').toLowerCase();

/** Accountants write a loss in brackets and nothing as a dash. */
const accounting = (cell: string): string => (/^-+$/.test(cell) ? '' : cell.replace(/^[（(](.+)[）)]$/, '-$1'));
