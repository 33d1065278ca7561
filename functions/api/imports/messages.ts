/** Why a file, a mapping or a request cannot be taken, with what to do. */
import type { Words } from './cells.ts';
import type { Column, MappingFault } from './columns.ts';
import type { Unreadable } from './sheet.ts';

export const NO_LINES: Words = {
  zh: '表头下面一行企业也没有；请填好表格，或换一个文件',
  en: 'has no firm below its headings; fill it in, or choose another file',
};
export const NO_HEADINGS: Words = {
  zh: '没有一列认得出来，不像企业资料表；请用模板，或检查表头',
  en: 'has no column that is recognised, so it does not look like a table of firms; use the template, or check its headings',
};
export const UNREADABLE: Readonly<Record<Unreadable, Words>> = {
  'not-a-table': {
    zh: '打不开这个文件：不是可以读取的 XLSX 或 CSV 表格；请用模板，或另存为 XLSX 再上传',
    en: 'cannot be opened: it is no XLSX or CSV table that can be read; use the template, or save it as XLSX and upload it again',
  },
  'old-excel': {
    zh: '是旧版 XLS 或加密的文件；请另存为不加密的 XLSX',
    en: 'is an old XLS or an encrypted file; save it as XLSX without a password',
  },
  encoding: {
    zh: 'CSV 的编码不是 UTF-8 或 GBK；请另存为 XLSX',
    en: 'is a CSV neither in UTF-8 nor GBK; save it as XLSX',
  },
  empty: { zh: '文件是空的', en: 'is empty' },
  'too-many-rows': {
    zh: '超过 10,000 行；请分成几个文件',
    en: 'has more than 10,000 lines; divide it into several files',
  },
  'too-wide': {
    zh: '超过 300 列；请删去多余的列',
    en: 'has more than 300 columns; take out those that are not needed',
  },
};
/** With the columns by their letters and headings. */
export function mappingWords({ column, why, other }: MappingFault, columns: readonly Column[]): Words {
  const named = (letters: string, quotes: readonly [string, string]): string => {
    const header = columns.find((one) => one.column === letters)?.header ?? '';
    return header === '' ? '' : `${quotes[0]}${header.slice(0, 40)}${quotes[1]}`;
  };
  const [zh, en] = [`${column} 列${named(column, ['“', '”'])}`, `Column ${column}${named(column, [' (', ')'])}`];
  if (other !== undefined) {
    return {
      zh: `${zh}和 ${other} 列${named(other, ['“', '”'])}选了同一个项目；请把其中一列改成别的，或选“不导入”`,
      en: `${en} and column ${other}${named(other, [' (', ')'])} are the same item; change one of them, or leave it out.`,
    };
  }
  return { zh: `${zh}：${MAPPING[why].zh}`, en: `${en}: ${MAPPING[why].en}.` };
}
const MAPPING: Readonly<Record<MappingFault['why'], Words>> = {
  column: { zh: '文件里没有这一列，或重复', en: 'it is not in the file, or is given twice' },
  field: { zh: '没有这个项目', en: 'there is no such item' },
  year: { zh: '按年度的数据要注明年份，其他数据不注明', en: 'yearly figures need a year, others have none' },
  unit: { zh: '单位与项目不符', en: 'the unit does not fit the item' },
  twice: { zh: '另一列已经是这个项目', en: 'another column is this item already' },
};
export const BEGUN: Words = { zh: '导入已经开始，不能再改', en: 'The import has begun and can no longer be changed.' };
export const NO_CODE: Words = {
  zh: '请先指定哪一列是统一社会信用代码。',
  en: 'Say first which column is the unified social credit code.',
};
