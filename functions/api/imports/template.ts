/** The file to fill in (导入模板), made from the field dictionary: headings in both languages, and what belongs in each column. */
import { stringify } from 'csv-stringify/sync';
import type { Field, Lang } from '#rules/engine/types.ts';
import { isYearly, nameOf, type Dictionary } from './columns.ts';
import { TEMPLATE_FIELDS, UNITS, type UnitName } from './words.ts';
import { workbook } from './write.ts';

/** The headings of the template: as recognised when the file comes back. */
export function templateHeadings(dictionary: Dictionary, year: number, lang: Lang): readonly string[] {
  return TEMPLATE_FIELDS.map((path) => {
    const unit = templateUnit(dictionary.fields[path]);
    const named = nameOf(path, isYearly(path) ? year : null, dictionary, lang);
    if (unit === null) return named;
    return lang === 'zh' ? `${named}（${UNITS[unit].zh}）` : `${named} (${UNITS[unit].en})`;
  });
}

/** Amounts are written in 万元 by habit, shares in per cent. */
const templateUnit = (field: Field | undefined): UnitName | null =>
  field?.unit === 'yuan' ? 'wan' : field?.unit === 'usd' ? 'wan-usd' : field?.unit === 'ratio' ? 'percent' : null;

export function templateCsv(dictionary: Dictionary, year: number): string {
  const rows = [templateHeadings(dictionary, year, 'zh'), templateHeadings(dictionary, year, 'en')];
  // The mark at the start tells spreadsheet programs that this is UTF-8.
  return stringify(
    rows.map((row) => [...row]),
    { bom: true, escape_formulas: true, record_delimiter: 'windows' },
  );
}

export function templateXlsx(dictionary: Dictionary, year: number): Promise<Uint8Array> {
  const [zh, en] = [templateHeadings(dictionary, year, 'zh'), templateHeadings(dictionary, year, 'en')];
  const notes = TEMPLATE_FIELDS.map((path, index) => [
    zh[index] ?? '',
    en[index] ?? '',
    ...helpOf(path, dictionary),
    choicesOf(path, dictionary, 'zh'),
    choicesOf(path, dictionary, 'en'),
  ]);
  return workbook([
    { sheet: '企业 Firms', rows: [zh, en], headings: 2, widths: zh.map(() => 22) },
    {
      sheet: '说明 Notes',
      rows: [
        ['列', 'Column', '怎么填', 'How to fill it in', '可选值', 'Choices'],
        ...notes,
        ['', '', GENERAL.zh, GENERAL.en, '', ''],
      ],
      headings: 1,
      widths: [34, 34, 60, 60, 60, 60],
    },
  ]);
}

const GENERAL = {
  zh: '每行一家企业，必须有统一社会信用代码；空白的单元格不改动已有资料。数字可以写范围（50-99、≥50），也可以在单元格里注明单位（1.2亿元、15%）。多项用分号分隔。',
  en: 'One firm a line, with its unified social credit code; empty cells change nothing. Figures may be ranges (50-99, ≥50) and may carry their unit (1.2亿元, 15%). Several items are divided by semicolons.',
};

function helpOf(path: string, { fields, texts }: Dictionary): readonly [string, string] {
  const form = FORMS[fields[path]?.type ?? 'text'];
  const said = (lang: Lang) => [texts[lang].fields[path]?.help, form?.[lang]].filter(Boolean).join(' ');
  return [said('zh'), said('en')];
}

const FORMS: Readonly<Partial<Record<Field['type'], Readonly<Record<Lang, string>>>>> = {
  date: { zh: '写作 2025-04-30 或 2025年4月。', en: 'Write 2025-04-30, or 2025-04.' },
  flag: { zh: '填“是”或“否”。', en: 'Write yes or no.' },
  enums: { zh: '可填多项；没有填“无”。', en: 'Several are possible; write none where there is none.' },
  industry: { zh: '代码（I65、C3562）或大类名称。', en: 'A code (I65, C3562) or the name of the division.' },
  certificates: {
    zh: '如：高新技术企业（2024-10-29 至 2027-10-28）；没有填“无”。会替换已有的全部资质。',
    en: 'Such as: 高新技术企业（2024-10-29 至 2027-10-28）; none where there is none. Replaces all that is kept.',
  },
};

const choicesOf = (path: string, { fields, texts }: Dictionary, lang: Lang): string =>
  (fields[path]?.values ?? [])
    .map((id) => texts[lang].fields[path]?.values?.[id] ?? id)
    .join(lang === 'zh' ? '；' : '; ');
