/** One line of a file as changes to a firm’s profile, or what is wrong with it, cell by cell. No I/O. */
import { createHash } from 'node:crypto';
import { isRecord } from '#rules/engine/json.ts';
import type { IsoDate, Json, Profile } from '#rules/engine/types.ts';
import { usccFault } from '#rules/profile/uscc.ts';
import { partsAboveWholes, validateProfile } from '#rules/profile/validate.ts';
import { canonical } from '../audit/canonical.ts';
import { answerOf, type Words } from './cells.ts';
import { pathOf, type Column, type Dictionary } from './columns.ts';
import { inFuture, isTinyShare, keptReason, notWhole, partReason, reasonOf, tinyShare, type Place } from './reasons.ts';
import type { Row } from './sheet.ts';

/** What is wrong in which cell, with what to do about it. */
export interface LineFault extends Words {
  /** `C17`. */
  readonly cell: string;
  /** The column's heading. */
  readonly header: string;
  /** The name in the line, if it has one. */
  readonly firm: string;
  /** The line is not imported; otherwise it is, and someone should look at the cell. */
  readonly refuses: boolean;
}
export interface Answers {
  readonly uscc: string;
  /** By the path in the profile. */
  readonly values: Readonly<Record<string, Json>>;
  /** As typed, by the same path. */
  readonly typed: Readonly<Record<string, string>>;
  /** Of what the line says: the same line has the same one, whatever file it is in. */
  readonly hash: string;
}
export type ReadLine =
  | { readonly ok: true; readonly answers: Answers }
  | { readonly ok: false; readonly uscc: string | null; readonly faults: readonly LineFault[] };

export interface Reading {
  readonly columns: readonly Column[];
  readonly dictionary: Dictionary;
  readonly today: IsoDate;
}

/** What the line with this number says. Empty cells say nothing. */
export function readLine(row: Row, number: number, { columns, dictionary, today }: Reading): ReadLine {
  const values: Record<string, Json> = {};
  const typed: Record<string, string> = {};
  const found: Found[] = [];
  columns.forEach((column, index) => {
    const cell = row[index] ?? null;
    if (column.field === null || cell === null) return;
    const path = pathOf(column.field, column.year);
    typed[path] = String(cell).trim();
    const answer = answerOf(cell, column, dictionary);
    const words = answer.ok
      ? unlikely(answer.value, { column, typed: String(cell).trim() }, dictionary, today)
      : answer.words;
    if (words) found.push({ column, words });
    else if (answer.ok) values[path] = answer.value;
  });
  const { uscc } = values;
  const named = typeof uscc === 'string' && usccFault(uscc) === undefined ? uscc : null;
  const code = codeColumn(columns);
  if (named === null && found.every(({ column }) => column !== code)) {
    found.push({ column: code, words: uscc === undefined ? NO_CODE : badCode(typed.uscc ?? '') });
  }
  if (named === null || found.length > 0)
    return { ok: false, uscc: named, faults: found.map(({ column, words }) => faultIn(column, number, words, typed)) };
  const hash = createHash('sha256').update(canonical(values)).digest('base64url');
  return { ok: true, answers: { uscc: named, values, typed, hash } };
}

interface Found {
  readonly column: Column;
  readonly words: Words;
}

/** Why an answer that is well written cannot be: days of the past that are still to come, parts of people. */
function unlikely(value: Json, place: Place, { fields }: Dictionary, today: IsoDate): Words | undefined {
  const { type, unit } = fields[place.column.field ?? ''] ?? {};
  if (type === 'date') return typeof value === 'string' && value > today ? inFuture(place) : undefined;
  if (type !== 'number' || (unit !== 'people' && unit !== 'count')) return undefined;
  // A mean over months or quarters may well be no whole number.
  if (place.column.field?.endsWith('Average') === true) return undefined;
  const ends = isRecord(value) ? [value.min, value.max] : [value];
  return ends.some((end) => typeof end === 'number' && !Number.isInteger(end)) ? notWhole(place) : undefined;
}

export type Applied =
  | {
      readonly ok: true;
      readonly profile: Profile;
      /** What someone should look at, though it can be. */
      readonly checks: readonly LineFault[];
    }
  | { readonly ok: false; readonly faults: readonly LineFault[] };

/** The profile with the line's answers in it: nothing but what the line says is changed. */
export function applied(
  before: Profile,
  { values, typed }: Answers,
  number: number,
  { columns, dictionary }: Reading,
): Applied {
  const { fields } = dictionary;
  const profile = Object.entries(values).reduce(
    (changed, [path, value]) => withAnswer(changed, path.split('.'), value),
    before,
  );
  const placeOf = (path: string): Place | undefined => {
    const column = columnFor(path, columns);
    if (!column || column.field === null) return undefined;
    const text = typed[pathOf(column.field, column.year)];
    return text === undefined ? undefined : { column, typed: text };
  };
  const at = (place: Place | undefined, words: Words) =>
    faultIn(place?.column ?? codeColumn(columns), number, words, typed);
  const aboves = partsAboveWholes(profile, fields).map((above) => ({
    ...above,
    place: placeOf(above.part) ?? placeOf(above.whole),
    words: partReason(above, placeOf, dictionary),
  }));
  const checked = validateProfile(profile, fields);
  if (!checked.ok) {
    const faults = checked.faults.map((fault) => {
      const above = fault.code === 'part-above-whole' && aboves.find(({ part }) => part === fault.path);
      if (above) return at(above.place, above.words);
      const place = placeOf(fault.path);
      if (!place) return at(undefined, keptReason(fault.path, dictionary));
      return at(place, reasonOf(fault, place, fields[place.column.field ?? '']));
    });
    return { ok: false, faults: faults.filter((one, index) => index === faults.findIndex((each) => same(each, one))) };
  }
  const checks = [
    ...(profile.name === undefined || profile.name === null ? [at(undefined, NO_NAME)] : []),
    ...Object.keys(values).flatMap((path) => {
      const place = placeOf(path);
      return place && isTinyShare(place) ? [at(place, tinyShare(place))] : [];
    }),
    ...aboves.flatMap(({ place, words }) => (place ? [at(place, words)] : [])),
  ];
  return { ok: true, profile: checked.profile, checks: checks.map(toBeChecked) };
}

const same = (a: LineFault, b: LineFault): boolean => a.cell === b.cell && a.zh === b.zh;

const toBeChecked = (one: LineFault): LineFault => ({
  ...one,
  refuses: false,
  zh: `请核对（会照常导入）：${one.zh}`,
  en: `To be checked, imported all the same: ${one.en}`,
});

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

export const faultIn = (
  { column, header }: Column,
  number: number,
  { zh, en }: Words,
  { name = '' }: Answers['typed'],
): LineFault => ({ cell: `${column}${number}`, header, firm: name.slice(0, MOST_NAME), refuses: true, zh, en });
const MOST_NAME = 100;

const NO_CODE: Words = {
  zh: '缺少统一社会信用代码；每行须填一家企业的 18 位代码',
  en: 'The unified social credit code is missing; each line needs that of one firm.',
};
const badCode = (typed: string): Words => ({
  zh: `“${typed.slice(0, 40)}”不是有效的 18 位统一社会信用代码，请对照营业执照核对`,
  en: `“${typed.slice(0, 40)}” is not a valid unified social credit code of 18 characters; compare it with the business licence.`,
});
const NO_NAME: Words = {
  zh: '没有企业名称，名单里只能显示代码',
  en: 'There is no name, so the firm is listed by its code alone.',
};
