/** What each column of a file is: recognised by its heading, adjustable afterwards. */
import { z } from 'zod';
import type { Field, FieldDictionary, Lang, Texts } from '#rules/engine/types.ts';
import { COUNTED, plain, SYNONYMS, unitNamed, UNIT_NAMES, UNITS, type UnitName } from './words.ts';
import { columnLetters } from './workbook.ts';
import type { Row } from './sheet.ts';

/** What a column stands for; a column without field is left aside. */
export const Mapped = z.object({
  /** `C`. */
  column: z.string(),
  field: z.string().nullable(),
  /** Yearly fields: which year the figures are of. */
  year: z.number().int().nullable(),
  /** Amounts and shares: in what they are written, unless the cell says otherwise. */
  unit: z.enum(UNIT_NAMES).nullable(),
});
export type Mapped = z.infer<typeof Mapped>;
export const Column = Mapped.extend({ header: z.string() });
export type Column = z.infer<typeof Column>;

export interface Dictionary {
  readonly fields: FieldDictionary;
  readonly texts: Readonly<Record<Lang, Texts>>;
}

/** The columns of a row of headings. Yearly figures without a year are of `year`; of two for one place the first counts. */
export function columnsOf(headings: Row, dictionary: Dictionary, year: number): readonly Column[] {
  const taken = new Set<string>();
  return headings.map((heading, index) => {
    const header = heading === null ? '' : String(heading).slice(0, MOST_HEADER);
    const column = columnLetters(index + 1);
    const found = recognised(header, dictionary, year);
    const path = found?.field ? pathOf(found.field, found.year) : undefined;
    if (!found || path === undefined || taken.has(path)) return { column, header, field: null, year: null, unit: null };
    taken.add(path);
    return { column, header, ...found };
  });
}
const MOST_HEADER = 200;

/** Where the column's answers stand in a profile. */
export const pathOf = (field: string, year: number | null): string =>
  year === null ? field : field.replace('*', String(year));

/** What a field is called, with the year that its figures are of. */
export function nameOf(field: string, year: number | null, { texts }: Dictionary, lang: Lang): string {
  const label = texts[lang].fields[field]?.label ?? field;
  return year === null ? label : lang === 'zh' ? `${year}年${label}` : `${label} ${year}`;
}

export const isYearly = (field: string): boolean => field.includes('*');

/** Which row has the headings, counted from 0: of the first ten, the one with most known ones; and where the data begin. */
export function headingsOf(
  rows: readonly Row[],
  dictionary: Dictionary,
  year: number,
): { readonly at: number; readonly dataFrom: number } {
  const known = rows
    .slice(0, 10)
    .map((row) => columnsOf(row, dictionary, year).filter(({ field }) => field !== null).length);
  const most = Math.max(0, ...known);
  const at = known.indexOf(most);
  // The template has its headings twice, in both languages.
  const again = known[at + 1] ?? 0;
  return { at, dataFrom: at + (most > 1 && again * 2 > most ? 2 : 1) };
}

/** Why columns cannot be mapped so; undefined where they can. */
export function mappingFault(
  mapped: readonly Mapped[],
  columns: readonly Column[],
  fields: FieldDictionary,
): MappingFault | undefined {
  const taken = new Map<string, string>();
  const seen = new Set<string>();
  for (const { column, field, year, unit } of mapped) {
    if (!columns.some((each) => each.column === column) || seen.has(column)) return { column, why: 'column' };
    seen.add(column);
    if (field === null) continue;
    if (!Object.hasOwn(fields, field)) return { column, why: 'field' };
    if (isYearly(field) !== (year !== null)) return { column, why: 'year' };
    if (unit !== null && UNITS[unit].of !== fields[field]?.unit) return { column, why: 'unit' };
    const path = pathOf(field, year);
    const other = taken.get(path);
    if (other !== undefined) return { column, why: 'twice', other };
    taken.set(path, column);
  }
  return undefined;
}
export interface MappingFault {
  readonly column: string;
  readonly why: 'column' | 'field' | 'year' | 'unit' | 'twice';
  /** The column that is the same already. */
  readonly other?: string;
}

// ---- Recognising ----------------------------------------------------------------------------

function recognised(header: string, dictionary: Dictionary, lastYear: number): Omit<Mapped, 'column'> | undefined {
  const text = header.normalize('NFKC').trim();
  const names = namesOf(dictionary);
  const byWhole = names.get(plain(text));
  const { rest, year } = withoutYear(text);
  const { name, unit } = withoutUnit(rest);
  const field = byWhole ?? names.get(plain(rest)) ?? names.get(plain(name));
  if (field === undefined) return undefined;
  const kind = dictionary.fields[field]?.unit;
  const said = unit === undefined ? undefined : unitNamed(unit, kind);
  return {
    field,
    year: isYearly(field) ? (year ?? lastYear) : null,
    unit: said ?? usualUnit(dictionary.fields[field]),
  };
}

/** `2025年营业收入` → the year, and the rest. */
function withoutYear(text: string): { readonly rest: string; readonly year: number | undefined } {
  const found = /(?:fy\s*)?((?:19|20)\d{2})\s*(?:年度|年末|年底|年)?/i.exec(text);
  return found ? { rest: text.replace(found[0], ''), year: Number(found[1]) } : { rest: text, year: undefined };
}

/** `资产总额（万元）`, `收入/亿元` → the name, and the unit. */
function withoutUnit(heading: string): { readonly name: string; readonly unit: string | undefined } {
  // The comma of “RMB 10,000” parts nothing.
  const text = heading.replaceAll(/(\d),(?=\d{3}(?!\d))/g, '$1');
  for (const [whole, inner = ''] of text.matchAll(/[([/,:]\s*(?:单位[::]?)?([^()[\]/,:]*?)\s*[)\]]?(?=$|[([/,:])/g)) {
    const unit = inner.trim().toLowerCase();
    const known =
      COUNTED.test(unit) || UNIT_NAMES.some((name) => (UNITS[name].names as readonly string[]).includes(unit));
    if (known) return { name: text.replace(whole, ''), unit };
  }
  const [, name = text, unit] = /^(.*?)((?:[千万亿]|百万)?(?:美元|元)|%)$/.exec(text) ?? [];
  return { name, unit };
}

const usualUnit = (field: Field | undefined): UnitName | null =>
  field?.unit === 'yuan' ? 'yuan' : field?.unit === 'usd' ? 'usd' : field?.unit === 'ratio' ? 'share' : null;

/** Every name of every field, as compared. A name that several fields have in common names none of them. */
function namesOf({ fields, texts }: Dictionary): ReadonlyMap<string, string> {
  const before = known.get(texts);
  if (before) return before;
  const names = new Map<string, string>();
  const shared = new Set<string>();
  const add = (name: string, field: string): void => {
    const key = plain(name);
    if (key === '') return;
    const other = names.get(key);
    if (other !== undefined && other !== field) shared.add(key);
    names.set(key, field);
  };
  for (const field of Object.keys(fields)) {
    add(field, field);
    for (const text of [texts.zh, texts.en]) {
      const label = text.fields[field]?.label ?? '';
      add(label, field);
      const short = label.replaceAll(/[(（][^()（）]*[)）]/g, '');
      if (short !== label && !nameTaken(texts, field, short)) add(short, field);
    }
  }
  for (const key of shared) names.delete(key);
  for (const [field, words] of Object.entries(SYNONYMS)) {
    for (const word of words)
      if (Object.hasOwn(fields, field) && !names.has(plain(word))) names.set(plain(word), field);
  }
  known.set(texts, names);
  return names;
}
const known = new WeakMap<Readonly<Record<Lang, Texts>>, ReadonlyMap<string, string>>();

/** Whether a label without its brackets is the label of another field, with or without brackets. */
const nameTaken = (texts: Readonly<Record<Lang, Texts>>, field: string, short: string): boolean =>
  [texts.zh, texts.en].some((text) =>
    Object.entries(text.fields).some(
      ([other, { label }]) => other !== field && plain(label.replaceAll(/[(（][^()（）]*[)）]/g, '')) === plain(short),
    ),
  );
