/** The template for a firm's figures: one line per dictionary field, yearly figures in a column per year. */
import type { Field, Unit } from '#rules/engine/types.ts';
import type { Evaluator } from './engine.ts';
import { lastFiscalYear } from './years.ts';

export type Cells = readonly (readonly string[])[];

/** Heading and lines of the template, with nothing filled in. */
export function templateCells({ words, catalogue }: Evaluator, asOf: string): Cells {
  const { say, texts } = words;
  const file = say.journey.files;
  const last = lastFiscalYear(asOf);
  const years = [last - 2, last - 1, last];
  const lines = Object.entries(catalogue.rules.fields).flatMap(([entry, field]): string[][] => {
    const text = texts.fields[entry];
    if (!text) return [];
    const own = ['', ...years.map(() => '')];
    const choices = choicesOf(field, text.values ?? {}, say.journey.files, say.answers.list);
    return [[entry, text.label, unitWord(field.unit, say.journey), choices, ...own, text.source ?? '']];
  });
  return [
    [
      file.column,
      file.label,
      file.unit,
      file.choices,
      file.value,
      ...years.map((year) => file.year(String(year))),
      file.where,
    ],
    ...lines,
  ];
}

type FileWords = Evaluator['words']['say']['journey']['files'];

function choicesOf(field: Field, labels: Readonly<Record<string, string>>, file: FileWords, list: string): string {
  switch (field.type) {
    case 'flag':
      return file.flag;
    case 'date':
      return file.date;
    case 'industry':
      return file.industry;
    case 'certificates':
      return `${file.certificates} (${Object.values(labels).join(list)})`;
    case 'enum':
    case 'enums':
      return Object.values(labels).join(list);
    default:
      return '';
  }
}

function unitWord(unit: Unit | undefined, { units, files }: Evaluator['words']['say']['journey']): string {
  return unit === 'yuan' ? files.yuan : unit === 'people' ? units.people : unit === 'ratio' ? files.share : '';
}

/** With a byte order mark, without which spreadsheet programs take UTF-8 for something else. */
export async function templateCsv(cells: Cells): Promise<Blob> {
  const { stringify } = await import('csv-stringify/browser/esm/sync');
  return new Blob([`\ufeff${stringify(cells.map((row) => [...row]))}`], { type: 'text/csv' });
}

export async function templateXlsx(cells: Cells, sheet: string): Promise<Blob> {
  const { default: writeXlsxFile } = await import('write-excel-file/browser');
  const data = cells.map((row, index) =>
    row.map((value) =>
      value === '' ? null : { value, type: String, ...(index === 0 && { fontWeight: 'bold' as const }) },
    ),
  );
  const columns = [26, 26, 30, 40, 16, 14, 14, 14, 28].map((width) => ({ width }));
  return writeXlsxFile(data, { sheet, columns, stickyRowsCount: 1 }).toBlob();
}
