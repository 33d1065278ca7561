/** The catalogue as a table for spreadsheets (目录表). */
import { stringify } from 'csv-stringify/sync';
import type { IsoDate, Lang } from '#rules/engine/types.ts';
import type { LoadedCatalogue } from '../deps.ts';
import { rowsOn, type Row } from '../measures/rows.ts';

const COLUMNS = {
  id: { zh: '编号', en: 'id' },
  name: { zh: '名称', en: 'name' },
  level: { zh: '层级', en: 'level' },
  instrument: { zh: '方式', en: 'instrument' },
  department: { zh: '部门', en: 'department' },
  state: { zh: '受理状态', en: 'availability' },
  opensOn: { zh: '开始', en: 'opens on' },
  closesOn: { zh: '截止', en: 'closes on' },
  benefit: { zh: '支持内容', en: 'benefit' },
  summary: { zh: '说明', en: 'summary' },
  provisions: { zh: '规划条款', en: 'provisions' },
  url: { zh: '申报网址', en: 'apply at' },
  grade: { zh: '来源等级', en: 'source grade' },
  checked: { zh: '核对日期', en: 'checked on' },
} as const satisfies Record<string, Record<Lang, string>>;

type Column = keyof typeof COLUMNS;

/** One line per measure; cells that a spreadsheet would take for a formula are made plain text. */
export function tableOf(loaded: LoadedCatalogue, lang: Lang, asOf: IsoDate): string {
  const rows = rowsOn(loaded, lang, asOf);
  const records = rows.map((row, index) => cellsOf(loaded, lang, row, loaded.rules.measures[index]?.provisions ?? []));
  const columns = Object.entries(COLUMNS).map(([key, header]) => ({ key, header: header[lang] }));
  // The mark at the start tells spreadsheet programs that this is UTF-8.
  return stringify(records, { header: true, columns, bom: true, escape_formulas: true, record_delimiter: 'windows' });
}

function cellsOf(
  { texts }: LoadedCatalogue,
  lang: Lang,
  { availability, ...row }: Row,
  provisions: readonly string[],
): Record<Column, string> {
  return {
    id: row.id,
    name: row.name,
    level: row.level,
    instrument: row.instrument,
    department: row.department,
    state: availability.state,
    opensOn: availability.opensOn ?? '',
    closesOn: availability.closesOn ?? '',
    benefit: row.benefit ?? '',
    summary: row.summary,
    provisions: provisions.join(' '),
    url: texts[lang].measures[row.id]?.apply?.url ?? '',
    grade: row.grade,
    checked: row.checked,
  };
}
