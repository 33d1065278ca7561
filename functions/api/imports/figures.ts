/** A figure as people write it: 1,234.5 · 3200万元 · 1.2亿 · 15% · 50-99 · ≥50 · 100人以下. */
import type { Json, Unit } from '#rules/engine/types.ts';
import type { Words } from './cells.ts';
import type { Cell } from './sheet.ts';
import { COUNTED, unitNamed, UNITS, type UnitName } from './words.ts';

export type Figure = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly words: Words };

/** The figure in yuan, people or shares; a range where the cell gives one. `unit` counts where the cell names none. */
export function numberOf(cell: Exclude<Cell, null>, unit: UnitName | null, kind: Unit | undefined): Figure {
  if (typeof cell === 'number') return { ok: true, value: scaled(cell, unit) };
  const text = unprefixed(
    String(cell).normalize('NFKC').trim().toLowerCase().replaceAll(',', '').replaceAll(/\s+/g, ''),
  );
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return wrong(AS_DATE);
  const range = rangeOf(text);
  if (!range) return wrong(notAFigure(String(cell)));
  // What stands after the second figure of a range counts for the first as well.
  const ends = [range.min, range.max].flatMap((end) => end ?? []);
  const named = ends.map((end) => end.unit).findLast((name) => name !== '') ?? '';
  const units = ends.map((end) => unitOf(end.unit === '' ? named : end.unit, unit, kind));
  if (units.includes(undefined)) return wrong(unknownUnit(named));
  const valueOf = (end: End): number =>
    scaled(end.number, unitOf(end.unit === '' ? named : end.unit, unit, kind) ?? null);
  const { min, max } = range;
  if (min && max && min === max) return { ok: true, value: valueOf(min) };
  return { ok: true, value: { ...(min ? { min: valueOf(min) } : {}), ...(max ? { max: valueOf(max) } : {}) } };
}

/** `rmb32million` → `32million`, `¥500` → `500yuan`: the currency before a figure is its unit where none stands behind. */
const unprefixed = (text: string): string =>
  text.replace(/^(?:rmb|cny|¥)(?=[-+.\d])(.*)$/, (_, rest: string) => (/\d$/.test(rest) ? `${rest}yuan` : rest));

interface End {
  readonly number: number;
  /** As written after the figure. */
  readonly unit: string;
}
interface Range {
  readonly min?: End;
  readonly max?: End;
}

const FIGURE = String.raw`([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)([^\d.~–—至到以及上下含-]*)`;
const FORMS: readonly { readonly form: RegExp; readonly ends: 'both' | 'min' | 'max' | 'one' }[] = [
  { form: new RegExp(`^${FIGURE}$`), ends: 'one' },
  { form: new RegExp(`^${FIGURE}(?:-|~|–|—|至|到|to)${FIGURE}$`), ends: 'both' },
  { form: new RegExp(`^(?:≥|>=|不少于|不低于|至少)${FIGURE}$`), ends: 'min' },
  { form: new RegExp(`^${FIGURE}(?:及?以上|\\+)(?:\\(含\\))?$`), ends: 'min' },
  { form: new RegExp(`^(?:≤|<=|不超过|不高于|至多)${FIGURE}$`), ends: 'max' },
  { form: new RegExp(`^${FIGURE}及?以下(?:\\(含\\))?$`), ends: 'max' },
];

function rangeOf(text: string): Range | undefined {
  for (const { form, ends } of FORMS) {
    const [, first, firstUnit = '', second, secondUnit = ''] = form.exec(text) ?? [];
    if (first === undefined) continue;
    const end: End = { number: Number(first), unit: firstUnit };
    switch (ends) {
      case 'one':
        return { min: end, max: end };
      case 'min':
        return { min: end };
      case 'max':
        return { max: end };
      case 'both':
        return { min: end, max: { number: Number(second), unit: secondUnit } };
    }
  }
  return undefined;
}

/** The unit meant: null for plain numbers, undefined for a word that is none. */
function unitOf(name: string, column: UnitName | null, kind: Unit | undefined): UnitName | null | undefined {
  if (name === '') return column;
  const said = unitNamed(name, kind) ?? unitNamed(`${name}元`, kind);
  if (said) return said;
  return kind !== 'yuan' && kind !== 'usd' && kind !== 'ratio' && COUNTED.test(name) ? null : undefined;
}

/** Rounded to what a double holds in decimals, so that 1234.56 万元 are 12345600 yuan. */
const scaled = (number: number, unit: UnitName | null): number =>
  unit === null ? number : Number((number * UNITS[unit].times).toPrecision(15));

const wrong = (words: Words): Figure => ({ ok: false, words });
const AS_DATE: Words = {
  zh: '被表格软件当成了日期（例如 5-10 成了 5 月 10 日）；请把该列设为“文本”后重新填写',
  en: 'The spreadsheet took it for a date (5-10 became 10 May); format the column as text and enter it again.',
};
const notAFigure = (found: string): Words => ({
  zh: `“${found.slice(0, 40)}”不是数字；可写 1234.5、3200万元、50-99、≥50`,
  en: `“${found.slice(0, 40)}” is not a figure; write 1234.5, RMB 32 million, 50-99 or ≥50.`,
});
const unknownUnit = (unit: string): Words => ({
  zh: `不认识单位“${unit.slice(0, 20)}”；金额可用 元、万元、亿元，占比可用 %`,
  en: `The unit “${unit.slice(0, 20)}” is not known here; write amounts in RMB, RMB 10,000 or RMB million, shares in %.`,
});
