/** A district’s demand as a file: what it is called, its lines, and the sheet that says what they are. */
import { inOneLine } from '#lib/lang.ts';
import { staffWords } from '#lib/wording/rooms/staff.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { DemandTable } from './api-demand.server.ts';
import { fileName } from './table-file.ts';

/** What the table is of: whose firms, narrowed by what, on which day it was taken. */
export interface Taken {
  readonly lang: Lang;
  readonly district: string;
  readonly filters: readonly { readonly label: string; readonly id: string; readonly name: string }[];
  readonly on: string;
}

/** Two files beside each other can be told apart: 政策需求-朝阳区-I-小型-2026-11-23. */
export const demandFileName = ({ lang, district, filters, on }: Taken): string =>
  fileName([staffWords[lang].file, district, ...filters.map(({ id, name }) => (/^[A-T]$/.test(id) ? id : name)), on]);

export const headOf = ({ columns }: DemandTable, { lang }: Taken): string[] => [
  staffWords[lang].id,
  roomWords[lang].measure,
  ...columns.map(({ name }) => name),
];

export function linesOf(table: DemandTable, taken: Taken): string[][] {
  const shown = (firms: number | null): string => (firms === null ? table.few : String(firms));
  return [headOf(table, taken), ...table.rows.map(({ id, name, cells }) => [id, name, ...cells.map(shown)])];
}

/** What the file holds, then what each of its columns means. */
export function guideOf(table: DemandTable, { lang, district, filters, on }: Taken): (readonly [string, string])[] {
  const words = staffWords[lang];
  const { few, measure, synthetic, colon } = roomWords[lang];
  const { guideOf: say } = words;
  const counted = table.month === null ? words.ofEver : words.ofMonth(table.month);
  const rounding = table.exact ? words.exact : table.month === null ? '' : few.rounded;
  const hidden = table.rows.some(({ cells }) => cells.includes(null));
  return [
    [say.district, district],
    ...filters.map(({ label, name }) => [say.filter, `${label}${colon}${name}`] as const),
    ...(filters.length === 0 ? [[say.filter, say.everything] as const] : []),
    [say.day, on],
    [say.counted, inOneLine(lang, ...[counted, rounding].filter(Boolean))],
    ...(table.district ? [[say.counted, standingOf(table, lang)] as const] : []),
    ...(hidden ? [[table.few, table.month === null ? words.fewEver : few.hidden] as const] : []),
    [say.remark, synthetic],
    [words.id, words.helpId],
    [measure, words.helpName],
    ...table.columns.map(({ name, help }) => [name, help] as const),
  ];
}

/** How many firms the district has, and of which day the columns of verdicts are. */
export function standingOf({ district, exact }: Pick<DemandTable, 'district' | 'exact'>, lang: Lang): string {
  if (!district) return '';
  const firms = district.firms === null ? '<5' : String(district.firms);
  return staffWords[lang][exact ? 'standing' : 'standingAbout'](firms, district.on);
}
