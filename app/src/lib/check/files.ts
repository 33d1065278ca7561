/** Answers from a file: JSON as saved here, or the template as XLSX or CSV. Loaded on demand; nothing leaves the page. */
import type { Field, Json, Profile, Texts, Unit } from '#rules/engine/types.ts';
import type { Evaluator } from './engine.ts';
import { answeredPaths, entryOfPath, pathInYear, withAnswer } from './profile.ts';
import { typedDate, typedFigure } from './typed.ts';

/** A fault with the cell it stands in, such as `E12`; empty where the whole file is meant. */
export interface FileFault {
  readonly path: string;
  readonly message: string;
}
export interface FileRead {
  /** Everything that could be read. */
  readonly profile: Profile;
  readonly answers: number;
  readonly faults: readonly FileFault[];
}

const LIMIT = 1024 * 1024;
const JSON_LIMIT = 256 * 1024;
/** A fault names so many of the choices. */
const MOST_CHOICES = 8;

/** `otherTexts` gives the names that the dictionary has in the other language; they are fetched only where needed. */
export async function readProfileFile(
  file: File,
  evaluator: Evaluator,
  otherTexts: () => Promise<Texts>,
): Promise<FileRead> {
  const { say } = evaluator.words;
  const words = say.journey.files;
  const failed = (message: string): FileRead => ({ profile: {}, answers: 0, faults: [{ path: '', message }] });
  const isJson = /\.json$/i.test(file.name) || file.type === 'application/json';
  if (file.size > (isJson ? JSON_LIMIT : LIMIT)) return failed(isJson ? say.checkPage.tooLarge : words.tooLarge);
  if (isJson) return fromJson(await file.text(), evaluator);
  try {
    const cells = /\.xlsx$/i.test(file.name) ? await xlsxCells(file) : await csvCells(await file.arrayBuffer());
    const read = fromCells(cells, evaluator);
    return read.faults.length === 0 ? read : fromCells(cells, evaluator, await otherTexts().catch(() => undefined));
  } catch (error) {
    console.error(error);
    return failed(words.unreadable);
  }
}

function fromJson(text: string, evaluator: Evaluator): FileRead {
  const { say, texts } = evaluator.words;
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    return { profile: {}, answers: 0, faults: [{ path: '', message: say.checkPage.notJson }] };
  }
  return salvaged(input, evaluator, ({ path, zh, en }) => ({ path, message: texts.lang === 'zh' ? zh : en }));
}

function salvaged(
  input: unknown,
  evaluator: Evaluator,
  told: (fault: { path: string; zh: string; en: string }) => FileFault,
): FileRead {
  const { profile, faults } = evaluator.salvage(input);
  const answers = answeredPaths(profile).length;
  if (answers === 0 && faults.length === 0) {
    return { profile, answers, faults: [{ path: '', message: evaluator.words.say.journey.files.empty }] };
  }
  return { profile, answers, faults: faults.map(told) };
}

// ---- Tables ---------------------------------------------------------------------------------

type Cell = string | number | boolean | Date | null;

async function xlsxCells(file: File): Promise<Cell[][]> {
  const { readSheet } = await import('read-excel-file/browser');
  const rows = await readSheet(file);
  return rows.map((row) => row.map((cell) => (cell instanceof Date || cell === null ? cell : plain(cell))));
}

const plain = (cell: unknown): Cell =>
  typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? cell : null;

/** Spreadsheet programs in China save CSV in GB 18030 as often as in UTF-8. */
async function csvCells(bytes: ArrayBuffer): Promise<Cell[][]> {
  const { parse } = await import('csv-parse/browser/esm/sync');
  return parse(decoded(bytes), { bom: true, relax_column_count: true, skip_empty_lines: false });
}

function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/**
 * The template's lines, or a table with a column per field of which the first line is read. Names may be the
 * dictionary's (`years.2025.revenue`) or its labels, with the year before or behind; labels and choices may be those of
 * `other`, too.
 */
export function fromCells(cells: readonly (readonly Cell[])[], evaluator: Evaluator, other?: Texts): FileRead {
  const { texts, say } = evaluator.words;
  const words = say.journey.files;
  const names = new Map([...namesOf(other), ...namesOf(texts)]);
  const faults: FileFault[] = [];
  let profile: Profile = {};
  let answers = 0;
  const take = (path: string, cell: Cell, at: string): void => {
    if (cell === null || cell === '') return;
    const field = evaluator.catalogue.rules.fields[entryOfPath(path)];
    const choices = [texts, other].flatMap((named) => Object.entries(named?.fields[entryOfPath(path)]?.values ?? {}));
    const answer = field && answerOf(cell, field, choices);
    const label = texts.fields[entryOfPath(path)]?.label ?? path;
    const candidate = answer === undefined ? undefined : withAnswer(profile, path, answer);
    const fault = candidate && evaluator.faultIn(candidate);
    if (!candidate)
      faults.push({
        path: at,
        message: words.unreadableCell(textOf(cell), label, field ? usualIn(field, choices) : ''),
      });
    else if (fault !== undefined) faults.push({ path: at, message: fault });
    else {
      profile = candidate;
      answers += 1;
    }
  };

  /** What a cell of the field may say, by example. */
  function usualIn({ type, unit }: Field, choices: Choices): string {
    switch (type) {
      case 'number':
        return unit === 'yuan' || unit === 'usd' ? words.amount : unit === 'ratio' ? words.share : words.figure;
      case 'enum':
      case 'enums': {
        const labels = choices.slice(0, choices.length / (other ? 2 : 1)).map(([, label]) => label);
        return labels.slice(0, MOST_CHOICES).join(say.answers.list) + (labels.length > MOST_CHOICES ? '…' : '');
      }
      case 'flag':
      case 'date':
      case 'industry':
      case 'certificates':
        return words[type];
      case 'text':
      case 'uscc':
        return '';
    }
  }

  const head = cells[0] ?? [];
  const across = head.filter((cell) => pathNamed(textOf(cell), names) !== undefined).length;
  const down = cells.filter(([cell]) => pathNamed(textOf(cell ?? null), names) !== undefined).length;
  if (across > 1 && across >= down) {
    head.forEach((cell, column) => {
      const path = pathNamed(textOf(cell), names);
      if (path === undefined) {
        if (textOf(cell) !== '') faults.push({ path: address(0, column), message: words.unknownName(textOf(cell)) });
      } else if (!path.includes('*')) take(path, cells[1]?.[column] ?? null, address(1, column));
    });
  } else {
    const years = head.map((cell) => Number(/(\d{4})/.exec(textOf(cell))?.[1] ?? 0));
    // Templates of either language are read.
    const value = head.findIndex((cell) => /^(答案|answer)$/i.test(textOf(cell)));
    const firstValue =
      value >= 0
        ? value
        : Math.max(
            1,
            years.findIndex((year) => year > 0),
          );
    cells.forEach((line, row) => {
      const name = textOf(line[0] ?? null);
      const path = pathNamed(name, names);
      if (path === undefined) {
        if (row > 0 && name !== '') faults.push({ path: address(row, 0), message: words.unknownName(name) });
      } else if (path.includes('*')) {
        years.forEach((year, column) => {
          if (year > 0) take(pathInYear(path, year), line[column] ?? null, address(row, column));
        });
      } else take(path, line[firstValue] ?? null, address(row, firstValue));
    });
  }
  if (answers === 0 && faults.length === 0) faults.push({ path: '', message: words.empty });
  return { profile, answers, faults };
}

/** As spreadsheets name a cell: `E12`. */
function address(row: number, column: number): string {
  const letters = column < 26 ? '' : String.fromCharCode(64 + Math.floor(column / 26));
  return `${letters}${String.fromCharCode(65 + (column % 26))}${row + 1}`;
}

const textOf = (cell: Cell | undefined): string =>
  cell instanceof Date
    ? cell.toISOString().slice(0, 10)
    : cell === null || cell === undefined
      ? ''
      : String(cell).trim();

type Names = ReadonlyMap<string, string>;

const namesOf = (texts: Texts | undefined): Names =>
  new Map(
    Object.entries(texts?.fields ?? {}).flatMap(
      ([entry, { label }]) =>
        [
          [entry, entry],
          [label, entry],
        ] as const,
    ),
  );

/** The path a name means; with `*` where it means every year. */
function pathNamed(name: string, names: Names): string | undefined {
  const known = names.get(name);
  if (known !== undefined) return known;
  const inYear = /^(years|platformScore)\.(\d{4})(\..+)?$/.exec(name);
  if (inYear && names.has(entryOfPath(name))) return name;
  const labelled = /^(\d{4})\s*年?\s*(.+)$/.exec(name) ?? /^(.+?)\s+(\d{4})$/.exec(name);
  if (!labelled) return undefined;
  const [, one = '', other = ''] = labelled;
  const [year, label] = /^\d{4}$/.test(one) ? [one, other] : [other, one];
  const entry = names.get(label);
  return entry?.includes('*') ? pathInYear(entry, Number(year)) : undefined;
}

// ---- Cells ----------------------------------------------------------------------------------

type Choices = readonly (readonly [id: string, label: string])[];

/** The answer a cell holds, undefined where it holds none that fits the field. */
function answerOf(cell: Cell, field: Field, choices: Choices): Json | undefined {
  const text = textOf(cell);
  switch (field.type) {
    case 'number':
      return typeof cell === 'number' ? cell : figureIn(text, field.unit);
    case 'flag':
      return /^(是|有|yes|true|y|1)$/i.test(text)
        ? true
        : /^(否|无|没有|no|false|n|0)$/i.test(text)
          ? false
          : undefined;
    case 'date': {
      const typed = typedDate(text);
      return typed.kind === 'value' ? typed.value : undefined;
    }
    case 'enum':
      return choiceIn(text, choices);
    case 'enums':
      return listIn(text, (part) => choiceIn(part, choices));
    case 'certificates':
      return listIn(text, (part) => certificateIn(part, choices));
    case 'industry':
      return /^[A-Ta-t]\d{2,4}/.exec(text)?.[0].toUpperCase();
    case 'text':
    case 'uscc':
      return text;
  }
}

/** Amounts are in yuan and shares between 0 and 1 unless the cell says otherwise: “4800 万”, “30%”. */
function figureIn(text: string, unit: Unit | undefined): Json | undefined {
  const typed = typedFigure(text, 0, unit);
  if (typed.kind !== 'value') return undefined;
  return typeof typed.value === 'object' ? { ...typed.value } : typed.value;
}

const choiceIn = (text: string, choices: Choices): string | undefined =>
  choices.find(([id, label]) => id === text || label.toLowerCase() === text.toLowerCase())?.[0];

function listIn(text: string, one: (part: string) => Json | undefined): Json | undefined {
  if (/^(无|没有|none|-)$/i.test(text)) return [];
  const parts = text.split(/[;；、,，\n]/).map((part) => part.trim());
  const read = parts.filter((part) => part !== '').map(one);
  return read.every((item) => item !== undefined) ? read : undefined;
}

/** “高新技术企业 2025-10-28~2028-10-27”. */
function certificateIn(text: string, choices: Choices): Json | undefined {
  const parts =
    /^(.*?)\s*(\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?)?\s*(?:[~～至]\s*(\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?))?$/.exec(
      text,
    );
  const type = choiceIn(parts?.[1]?.trim() ?? '', choices);
  if (!parts || type === undefined) return undefined;
  const [granted, valid] = [typedDate(parts[2] ?? ''), typedDate(parts[3] ?? '')];
  return {
    type,
    ...(granted.kind === 'value' && { grantedOn: granted.value }),
    ...(valid.kind === 'value' && { validTo: valid.value }),
  };
}
