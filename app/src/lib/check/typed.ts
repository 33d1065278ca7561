/** What people type, read as the profile writes it: figures with 万 and 亿, ranges, days. */
import { isIsoDate } from '#rules/engine/calendar.ts';
import type { NumberRange, Unit } from '#rules/engine/types.ts';

/** `none` for an empty text; `unreadable` for one that is no figure. */
export type Typed<T> =
  { readonly kind: 'none' } | { readonly kind: 'unreadable' } | { readonly kind: 'value'; readonly value: T };

/** Powers of ten that a unit word stands for. */
const SUFFIXES: readonly (readonly [RegExp, number])[] = [
  [/^(亿元|亿)$/, 8],
  [/^(千万元|千万)$/, 7],
  [/^(百万元|百万|million|m)$/, 6],
  [/^(万元|万|w)$/, 4],
  [/^(千元|千|thousand|k)$/, 3],
  [/^(元|人|项|件|个|分|天|年|月|个月|名|yuan|people|persons|months|years|points|m²|㎡|平方米)$/, 0],
  [/^(%|percent)$/, -2],
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
 * figure without a unit word is meant in (4 for 万元, −2 for per cent). Decimals are kept as written.
 */
export function typedFigure(text: string, power: number): Typed<number | NumberRange> {
  const plain = simplified(text);
  if (plain === '') return { kind: 'none' };
  const value = figureOf(plain, power);
  return value === undefined ? { kind: 'unreadable' } : { kind: 'value', value };
}

function figureOf(text: string, power: number): number | NumberRange | undefined {
  const [one, span] = [ONE.exec(text), SPAN.exec(text)];
  const least = LEAST.exec(text) ?? LEAST_AFTER.exec(text);
  const most = MOST.exec(text) ?? MOST_AFTER.exec(text);
  return (
    (one ? scaled(one[1], one[2], power) : undefined) ??
    (span ? between(span, power) : undefined) ??
    (least ? ended('min', scaled(least[1], least[2], power)) : undefined) ??
    (most ? ended('max', scaled(most[1], most[2], power)) : undefined)
  );
}

/** “590-620 万”: the unit word after the second figure counts for both. */
function between([, from, fromWord, to, toWord]: RegExpExecArray, power: number): number | NumberRange | undefined {
  const max = scaled(to, toWord, power);
  const min = scaled(from, fromWord === '' ? toWord : fromWord, power);
  if (min === undefined || max === undefined || min > max) return undefined;
  return min === max ? min : { min, max };
}

const ended = (end: 'min' | 'max', value: number | undefined): NumberRange | undefined =>
  value === undefined ? undefined : { [end]: value };

/** Shifted as a decimal, so that 1.1 亿 is 110,000,000 and not a hair beside it. */
function scaled(figure: string | undefined, word: string | undefined, power: number): number | undefined {
  const known = SUFFIXES.find(([pattern]) => pattern.test(word ?? ''));
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
