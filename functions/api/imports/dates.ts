import { isIsoDate } from '#rules/engine/calendar.ts';
import type { Cell } from './sheet.ts';

/** Days as spreadsheets count them, from 30 December 1899: 1954 to 2119. */
const SERIALS = { first: 20_000, last: 80_000, zero: Date.UTC(1899, 11, 30) };
const DAY_MS = 24 * 3600 * 1000;

/**
 * A date, or a month where no more is said, in the usual forms: 2025-04-30, 2025/4/30, 2025.4.30, 2025年4月30日,
 * 20250430, 2025年4月, 2025-04, or a spreadsheet's number of days. Undefined where it is none.
 */
export function dateOf(cell: Cell): string | undefined {
  if (typeof cell === 'boolean' || cell === null) return undefined;
  const text = String(cell).normalize('NFKC').trim();
  const number = Number(text);
  if (Number.isInteger(number) && number >= SERIALS.first && number <= SERIALS.last) {
    return new Date(SERIALS.zero + number * DAY_MS).toISOString().slice(0, 10);
  }
  const [, year, month = '', day = ''] =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*(?:[-/.月]\s*(?:(\d{1,2})\s*日?)?)?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/.exec(
      text,
    ) ??
    [];
  if (year === undefined) return undefined;
  const whole = `${year}-${month.padStart(2, '0')}${day === '' ? '' : `-${day.padStart(2, '0')}`}`;
  return isIsoDate(day === '' ? `${whole}-01` : whole) ? whole : undefined;
}
