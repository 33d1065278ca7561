/** One line of a file as changes to a firm’s profile, or what is wrong with it, cell by cell. No I/O. */
import { createHash } from 'node:crypto';
import { isRecord } from '#rules/engine/json.ts';
import type { Json, Profile } from '#rules/engine/types.ts';
import { usccFault } from '#rules/profile/uscc.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import { canonical } from '../audit/canonical.ts';
import { answerOf, type Words } from './cells.ts';
import { pathOf, type Column, type Dictionary } from './columns.ts';
import type { Row } from './sheet.ts';

/** What is wrong in which cell, with what to do about it. */
export interface LineFault extends Words {
  /** `C17`. */
  readonly cell: string;
  /** The column's heading. */
  readonly header: string;
}
export interface Answers {
  readonly uscc: string;
  /** By the path in the profile. */
  readonly values: Readonly<Record<string, Json>>;
  /** Of what the line says: the same line has the same one, whatever file it is in. */
  readonly hash: string;
}
export type ReadLine =
  | { readonly ok: true; readonly answers: Answers }
  | { readonly ok: false; readonly uscc: string | null; readonly faults: readonly LineFault[] };

export interface Reading {
  readonly columns: readonly Column[];
  readonly dictionary: Dictionary;
}

/** What the line with this number says. Empty cells say nothing. */
export function readLine(row: Row, number: number, { columns, dictionary }: Reading): ReadLine {
  const values: Record<string, Json> = {};
  const faults: LineFault[] = [];
  columns.forEach((column, index) => {
    const cell = row[index] ?? null;
    if (column.field === null || cell === null) return;
    const answer = answerOf(cell, column, dictionary);
    if (answer.ok) values[pathOf(column.field, column.year)] = answer.value;
    else faults.push(faultIn(column, number, answer.words));
  });
  const { uscc } = values;
  const named = typeof uscc === 'string' && usccFault(uscc) === undefined ? uscc : null;
  if (named === null && faults.every(({ cell }) => cell !== `${codeColumn(columns).column}${number}`)) {
    faults.push(faultIn(codeColumn(columns), number, uscc === undefined ? NO_CODE : BAD_CODE));
  }
  if (named === null || faults.length > 0) return { ok: false, uscc: named, faults };
  const hash = createHash('sha256').update(canonical(values)).digest('base64url');
  return { ok: true, answers: { uscc: named, values, hash } };
}

export type Applied =
  { readonly ok: true; readonly profile: Profile } | { readonly ok: false; readonly faults: readonly LineFault[] };

/** The profile with the line's answers in it: nothing but what the line says is changed. */
export function applied(
  before: Profile,
  { values }: Answers,
  number: number,
  { columns, dictionary }: Reading,
): Applied {
  const profile = Object.entries(values).reduce(
    (changed, [path, value]) => withAnswer(changed, path.split('.'), value),
    before,
  );
  const checked = validateProfile(profile, dictionary.fields);
  if (checked.ok) return checked;
  return {
    ok: false,
    faults: checked.faults.map(({ path, zh, en }) => {
      const column = columnFor(path, columns);
      return column ? faultIn(column, number, { zh, en }) : elsewhere(path, number, columns, { zh, en });
    }),
  };
}

/** The answer replaces what was there whole: of a former range no end is left. */
function withAnswer(profile: Profile, [first = '', ...rest]: readonly string[], value: Json): Profile {
  if (rest.length === 0) return { ...profile, [first]: value };
  const inner = profile[first];
  return { ...profile, [first]: withAnswer(isRecord(inner) ? inner : {}, rest, value) };
}

const columnFor = (path: string, columns: readonly Column[]): Column | undefined =>
  columns.find(({ field, year }) => {
    const own = field === null ? undefined : pathOf(field, year);
    return own !== undefined && (path === own || path.startsWith(`${own}.`));
  });

const NOWHERE: Column = { column: 'A', header: '', field: null, year: null, unit: null };
export const codeColumn = (columns: readonly Column[]): Column =>
  columns.find(({ field }) => field === 'uscc') ?? NOWHERE;

export const faultIn = ({ column, header }: Column, number: number, { zh, en }: Words): LineFault => ({
  cell: `${column}${number}`,
  header,
  zh,
  en,
});

/** The fault lies in what is kept already, not in the file. */
const elsewhere = (path: string, number: number, columns: readonly Column[], { zh, en }: Words): LineFault =>
  faultIn(codeColumn(columns), number, {
    zh: `已有资料中的 ${path} 有误：${zh}`,
    en: `${path}, which is kept already, has a fault: ${en}`,
  });

const NO_CODE: Words = {
  zh: '缺少统一社会信用代码；每行须填一家企业的 18 位代码',
  en: 'the unified social credit code is missing; each line needs that of one firm',
};
const BAD_CODE: Words = {
  zh: '不是有效的 18 位统一社会信用代码，请对照营业执照核对',
  en: 'is not a valid unified social credit code of 18 characters; compare it with the business licence',
};
