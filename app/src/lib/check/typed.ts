/** What people type, read as the profile writes it: figures with 万 and 亿, ranges, days. */
import { isIsoDate } from '#rules/engine/calendar.ts';
import type { NumberRange, Unit } from '#rules/engine/types.ts';

/** `none` for an empty text; `unreadable` for one that is no figure. */
export type Typed<T> =
  { readonly kind: 'none' } | { readonly kind: 'unreadable' } | { readonly kind: 'value'; readonly value: T };

/** Powers of ten that a word after a figure stands for, and the units whose figures it may follow: all where none is named. */
const SUFFIXES: readonly (readonly [word: RegExp, power: number, of?: readonly Unit[]])[] = [
  [/^亿$/, 8],
  [/^千万$/, 7],
  [/^(百万|million|m)$/, 6],
  [/^(万|w)$/, 4],
  [/^(千|thousand|k)$/, 3],
  [/^亿元$/, 8, ['yuan']],
  [/^千万元$/, 7, ['yuan']],
  [/^百万元$/, 6, ['yuan']],
  [/^万元$/, 4, ['yuan']],
  [/^千元$/, 3, ['yuan']],
  [/^(元|yuan)$/, 0, ['yuan']],
  [/^(人|名|people|persons)$/, 0, ['people', 'count', 'rank']],
  [/^(项|件|个)$/, 0, ['people', 'count', 'rank']],
  [/^(分|points)$/, 0, ['points', 'count']],
  [/^(天|days)$/, 0, ['days']],
  [/^(月|个月|months)$/, 0, ['months']],
  [/^(年|years)$/, 0, ['years']],
  [/^(m²|㎡|平方米)$/, 0, ['sqm']],
  [/^(%|percent)$/, -2, ['ratio']],
  [/^(%|percent)$/, 0, ['percent']],
];

const NUMBER = String.raw`[-−]?\d+(?:\.\d+)?`;
const WORD = String.raw`[^\d\s<>≤≥~～–—至到+.−-]*?`;
const ONE = new RegExp(`^(${NUMBER})(${WORD})$`);
const SPAN = new RegExp(`^(${NUMBER})(${WORD})(?:~|～|-|–|—|至|到|to)(${NUMBER})(${WORD})$`);
const LEAST = new RegExp(`^(?:≥|>=|至少|不少于|不低于|atleast|from)(${NUMBER})(${WORD})$`);
const LEAST_AFTER = new RegExp(`^(${NUMBER})(${WORD})(?:以上|及以上|起|\\+|ormore)$`);
const MOST = new RegExp(`^(?:≤|<=|至多|不超过|不高于|atmost|upto)(${NUMBER})(${WORD})$`);
const MOST_AFTER = new RegExp(`^(${NUMBER})(${WORD})(?:以下|以内|及以下|orless)$`);

/**
 * A figure or a range as typed: “60”, “50-99”, “4,800 万”, “1.2亿”, “300 以上”. `power` is the power of ten that a
 * figure without a unit word is meant in (4 for 万元, −2 for per cent). Where `unit` is given, a word that names another
 * unit makes it unreadable: “2 年” is no number of months. Decimals are kept as written.
 */
export function typedFigure(text: string, power: number, unit?: Unit): Typed<number | NumberRange> {
  const plain = simplified(text);
  if (plain === '') return { kind: 'none' };
  const value = figureOf(plain, { power, unit });
  return value === undefined ? { kind: 'unreadable' } : { kind: 'value', value };
}

/** The power of ten a figure is meant in, and its unit. */
interface Meant {
  readonly power: number;
  readonly unit: Unit | undefined;
}

function figureOf(text: string, meant: Meant): number | NumberRange | undefined {
  const [one, span] = [ONE.exec(text), SPAN.exec(text)];
  const least = LEAST.exec(text) ?? LEAST_AFTER.exec(text);
  const most = MOST.exec(text) ?? MOST_AFTER.exec(text);
  return (
    (one ? scaled(one[1], one[2], meant) : undefined) ??
    (span ? between(span, meant) : undefined) ??
    (least ? ended('min', scaled(least[1], least[2], meant)) : undefined) ??
    (most ? ended('max', scaled(most[1], most[2], meant)) : undefined)
  );
}

/** “590-620 万”: the unit word after the second figure counts for both. */
function between([, from, fromWord, to, toWord]: RegExpExecArray, meant: Meant): number | NumberRange | undefined {
  const max = scaled(to, toWord, meant);
  const min = scaled(from, fromWord === '' ? toWord : fromWord, meant);
  if (min === undefined || max === undefined || min > max) return undefined;
  return min === max ? min : { min, max };
}

const ended = (end: 'min' | 'max', value: number | undefined): NumberRange | undefined =>
  value === undefined ? undefined : { [end]: value };

/** Shifted as a decimal, so that 1.1 亿 is 110,000,000 and not a hair beside it. */
function scaled(figure: string | undefined, word: string | undefined, { power, unit }: Meant): number | undefined {
  const known = SUFFIXES.find(
    ([pattern, , of]) => pattern.test(word ?? '') && (!of || unit === undefined || of.includes(unit)),
  );
  if (word !== '' && word !== undefined && !known) return undefined;
  const value = Number(`${(figure ?? '').replace('−', '-')}e${known ? known[1] : power}`);
  return Number.isFinite(value) ? value : undefined;
}

/** Without spaces, thousands separators and full-width forms. */
function simplified(text: string): string {
  return text
    .trim()
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\s+/g, '')
    .replace(/(?<=\d)[,，](?=\d{3}(\D|$))/g, '')
    .replace(/^(RMB|CNY|￥|¥|\$|USD)/i, '')
    .toLowerCase();
}

/** A figure as it stands in a field whose figures are meant in a power of ten. */
export function editable(value: number, power: number): string {
  const digits = Math.max(0, power) + (power < 0 ? 6 : 2);
  const text = (value / 10 ** power).toFixed(digits);
  return text.replace(/\.?0+$/, '');
}

/** A figure or a range as it is typed: “60”, “50-99”, “≥300”. */
export function editableRange({ min, max }: NumberRange, power: number): string {
  const text = (value: number) => editable(value, power);
  if (min === undefined) return max === undefined ? '' : `≤${text(max)}`;
  if (max === undefined) return `≥${text(min)}`;
  return min === max ? text(min) : `${text(min)}-${text(max)}`;
}

/** The power of ten figures of a unit are typed in, where the person has not chosen another. */
export const usualPower = (unit: Unit | undefined): number =>
  unit === 'yuan' || unit === 'usd' ? 4 : unit === 'ratio' ? -2 : 0;

/** A day or a month: `2018-05-20`, `2018/5/20`, `20180520`, `2018年5月`. */
export function typedDate(text: string): Typed<string> {
  const plain = simplified(text);
  if (plain === '') return { kind: 'none' };
  const parts =
    /^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?$/.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})?$/.exec(plain);
  if (!parts) return { kind: 'unreadable' };
  const [, year = '', month = '', day] = parts;
  const value = [year, month.padStart(2, '0'), ...(day === undefined ? [] : [day.padStart(2, '0')])].join('-');
  return isIsoDate(day === undefined ? `${value}-01` : value) ? { kind: 'value', value } : { kind: 'unreadable' };
}
