/** An uploaded file as rows of plain cells, whatever it was: XLSX, or CSV in UTF-8, UTF-16 or GBK (GB18030). */
import { parse } from 'csv-parse/sync';
import readWorkbook from 'read-excel-file/universal';
import { isSafeWorkbook } from './workbook.ts';

/** Dates are written 2026-07-01. */
export type Cell = string | number | boolean | null;
export type Row = readonly Cell[];

export interface Sheet {
  readonly format: 'xlsx' | 'csv';
  /** Row 1 first, as spreadsheet programs count; empty rows are there as well. */
  readonly rows: readonly Row[];
}
/** Why a file cannot be read. */
export type Unreadable = 'not-a-table' | 'old-excel' | 'encoding' | 'empty' | 'too-many-rows' | 'too-wide';
export type ReadSheet = { readonly ok: true; readonly sheet: Sheet } | { readonly ok: false; readonly why: Unreadable };

/** Rows with something in them, the one with the headings not counted. */
export const MOST_ROWS = 10_000;
export const MOST_COLUMNS = 300;
/** Beyond this nothing that a profile holds is cut; what is longer comes out as a fault. */
const MOST_CHARACTERS = 1000;
/** Empty rows in between are borne up to here. */
const LAST_ROW = 2 * MOST_ROWS;

export async function readSheet(bytes: Uint8Array): Promise<ReadSheet> {
  if (starts(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return refused('old-excel');
  const read = starts(bytes, [0x50, 0x4b]) ? await workbookOf(bytes) : tableOf(bytes);
  if (!read.ok) return read;
  const { rows } = read.sheet;
  if (rows.length > LAST_ROW || rows.filter(isFilled).length > MOST_ROWS + 1) return refused('too-many-rows');
  if (rows.some((row) => row.length > MOST_COLUMNS)) return refused('too-wide');
  return rows.some(isFilled) ? read : refused('empty');
}

export const isFilled = (row: Row): boolean => row.some((cell) => cell !== null);

const refused = (why: Unreadable): ReadSheet => ({ ok: false, why });
const starts = (bytes: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, at) => bytes[at] === byte);

// ---- XLSX -----------------------------------------------------------------------------------

async function workbookOf(bytes: Uint8Array): Promise<ReadSheet> {
  if (!isSafeWorkbook(bytes, { rows: LAST_ROW, columns: MOST_COLUMNS })) return refused('not-a-table');
  try {
    // The sheet with the data is the first; the template explains its columns in a second one.
    const [first] = await readWorkbook(new Blob([new Uint8Array(bytes)]));
    const rows: readonly (readonly unknown[])[] = first?.data ?? [];
    return { ok: true, sheet: { format: 'xlsx', rows: rows.map((row) => trimmed(row.map(cellOf))) } };
  } catch {
    return refused('not-a-table');
  }
}

function cellOf(value: unknown): Cell {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString().slice(0, 10);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? textOf(value) : null;
}

function textOf(text: string): Cell {
  const plain = text.trim();
  return plain === '' ? null : plain.slice(0, MOST_CHARACTERS);
}

const trimmed = (row: readonly Cell[]): Row => row.slice(0, row.findLastIndex((cell) => cell !== null) + 1);

// ---- CSV ------------------------------------------------------------------------------------

function tableOf(bytes: Uint8Array): ReadSheet {
  const text = decoded(bytes);
  if (text === undefined) return refused('encoding');
  try {
    const records = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: false,
      // One more than may be there, so that it shows.
      to: LAST_ROW + 1,
    });
    return { ok: true, sheet: { format: 'csv', rows: records.map((row) => trimmed(row.map(unescaped))) } };
  } catch {
    return refused('not-a-table');
  }
}

/** Undefined where the bytes are no text in any of the encodings, or text that nobody types. */
function decoded(bytes: Uint8Array): string | undefined {
  const utf16 = starts(bytes, [0xff, 0xfe]);
  for (const encoding of utf16 ? ['utf-16le'] : ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return text.includes('\0') ? undefined : text;
    } catch {
      // Not this one.
    }
  }
  return undefined;
}

/** What stands most often in the first line. */
function delimiterOf(text: string): string {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const counts = [',', '\t', ';'].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

/** An apostrophe before what a program would take for a formula is not part of the value. */
const unescaped = (text: string): Cell => textOf(text.replace(/^'(?=[=+\-@])/, ''));
