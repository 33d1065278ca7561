/** What is wrong with a cell, as said to whoever looks at the table: the cell as typed, other columns by name. */
import type { Field, Lang } from '#rules/engine/types.ts';
import type { Fault } from '#rules/profile/faults.ts';
import type { PartAboveWhole } from '#rules/profile/validate.ts';
import type { Words } from './cells.ts';
import { nameOf, type Column, type Dictionary } from './columns.ts';
import { UNITS } from './words.ts';

/** Where an answer of the line stands, and how it was typed. */
export interface Place {
  readonly column: Column;
  readonly typed: string;
}

/** A fault that the profile’s rules find, in the words of the table. */
export function reasonOf({ code, zh, en }: Fault, place: Place, field: Field | undefined): Words {
  const said = quoted(place);
  switch (code) {
    case 'not-a-share':
      return shareReason(place, field?.max ?? 1);
    case 'negative':
      return { zh: `不能是负数，这里是${said.zh}`, en: `This cannot be negative; the cell says ${said.en}.` };
    case 'too-small':
    case 'too-large': {
      const least = code === 'too-small';
      const limit = shown((least ? field?.min : field?.max) ?? 0, field);
      return {
        zh: `不能${least ? '小' : '大'}于 ${limit.zh}，这里是${said.zh}`,
        en: `This must be at ${least ? 'least' : 'most'} ${limit.en}; the cell says ${said.en}.`,
      };
    }
    case 'range-reversed':
      return {
        zh: `范围${said.zh}的前一个数比后一个大`,
        en: `The range ${said.en} starts above its end.`,
      };
    case 'not-a-number':
      return { zh: `${said.zh}太大了，请核对单位`, en: `${said.en} is too large; check the unit.` };
    case 'not-a-text':
      return { zh: '文字太长，最多 500 字', en: 'The text is too long; 500 characters at most.' };
    case 'ends-before-start':
      return {
        zh: `${said.zh}里，有效期止早于发证日期`,
        en: `In ${said.en}, a certificate ends before it was granted.`,
      };
    default:
      return { zh: `${said.zh}：${zh}`, en: `${said.en}: ${en}.` };
  }
}

/** Shares are spoken of as the column has them: in per cent, or as a part of one. */
function shareReason(place: Place, most: number): Words {
  const said = quoted(place);
  const high = Number((100 * most).toPrecision(15));
  return inPercent(place)
    ? {
        zh: `占比应在 0 到 ${high} 之间（%），这里是${said.zh}`,
        en: `A share in % lies between 0 and ${high}; the cell says ${said.en}.`,
      }
    : {
        zh: `占比应在 0 到 ${most} 之间（也可以写百分数，如 30%），这里是${said.zh}`,
        en: `A share lies between 0 and ${most} (30% may be written as well); the cell says ${said.en}.`,
      };
}

const inPercent = ({ column, typed }: Place): boolean => column.unit === 'percent' || /[%％]/.test(typed);

/** Below 1 in a column of per cent, as if it were a part of one: 0.65 for 65 %. */
export const isTinyShare = ({ column, typed }: Place): boolean =>
  column.unit === 'percent' && /^0?\.\d*[1-9]\d*$/.test(typed);

export const tinyShare = ({ typed }: Place): Words => {
  const meant = Number((100 * Number(typed)).toPrecision(15));
  return {
    zh: `“${typed}”在这一列是 ${typed}%；如果是 ${meant}%，请写 ${meant}`,
    en: `“${typed}” means ${typed}% in this column; if it is ${meant}%, write ${meant}.`,
  };
};

export const inFuture = (place: Place): Words => ({
  zh: `${quoted(place).zh}还没有到，请核对`,
  en: `${quoted(place).en} lies in the future; check it.`,
});
export const notWhole = (place: Place): Words => ({
  zh: `应是整数，这里是${quoted(place).zh}`,
  en: `This is a whole number; the cell says ${quoted(place).en}.`,
});

/** A part above its whole, said at the one of both that stands in the line; at the part where both do. */
export function partReason(
  { part, whole, least, most }: PartAboveWhole,
  placeOf: (path: string) => Place | undefined,
  dictionary: Dictionary,
): Words {
  const [here, there] = [placeOf(part), placeOf(whole)];
  const name = (path: string, lang: Lang) => answerName(path, dictionary, lang);
  const kept = (path: string, figure: number) => shown(figure, fieldOf(path, dictionary));
  if (here) {
    const [zh, en] = there
      ? [
          `“${name(whole, 'zh')}”（${there.column.column} 列）的${quoted(there).zh}`,
          `the ${quoted(there).en} of “${name(whole, 'en')}” (column ${there.column.column})`,
        ]
      : [
          `已有的“${name(whole, 'zh')}” ${kept(whole, most).zh}`,
          `“${name(whole, 'en')}”, which is kept as ${kept(whole, most).en}`,
        ];
    return {
      zh: `${quoted(here).zh}大于${zh}，而它只是其中一部分；请核对两项`,
      en: `${quoted(here).en} is more than ${en}, of which it is only a part; check both.`,
    };
  }
  if (there) {
    return {
      zh: `${quoted(there).zh}小于已有的“${name(part, 'zh')}” ${kept(part, least).zh}，而后者只是其中一部分；请核对两项`,
      en: `${quoted(there).en} is less than “${name(part, 'en')}”, which is kept as ${kept(part, least).en} and is only a part of it; check both.`,
    };
  }
  return {
    zh: `已有资料里，“${name(part, 'zh')}”大于“${name(whole, 'zh')}”；请先在企业资料里改正`,
    en: `What is kept of the firm has “${name(part, 'en')}” above “${name(whole, 'en')}”; mend it there first.`,
  };
}

/** A fault in what is kept already, which no column of the line can mend. */
export const keptReason = (path: string, dictionary: Dictionary): Words => ({
  zh: `已有资料里的“${answerName(path, dictionary, 'zh')}”有误；请先在企业资料里改正`,
  en: `“${answerName(path, dictionary, 'en')}”, which is kept of the firm, has a fault; mend it there first.`,
});

// ---- Words ------------------------------------------------------------------------------------

/** The cell as typed, with the column’s unit where it says none itself. */
export function quoted({ column: { unit }, typed }: Place): Words {
  const said = typed.length > MOST_QUOTED ? `${typed.slice(0, MOST_QUOTED)}…` : typed;
  const bare = unit !== null && UNITS[unit].of !== 'ratio' && /^[-+]?[\d.,]+$/.test(typed);
  return bare
    ? { zh: `“${said}”${UNITS[unit].zh}`, en: `“${said}” (in ${UNITS[unit].en})` }
    : { zh: `“${said}”`, en: `“${said}”` };
}
const MOST_QUOTED = 40;

/** A figure that is kept, as people write it. */
export function shown(figure: number, field: Field | undefined): Words {
  const plain = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 4 });
  switch (field?.unit) {
    case 'yuan':
      return { zh: `${plain(figure / UNITS.wan.times)} 万元`, en: `RMB ${plain(figure)}` };
    case 'usd':
      return { zh: `${plain(figure / UNITS['wan-usd'].times)} 万美元`, en: `USD ${plain(figure)}` };
    case 'ratio':
      return { zh: `${plain(100 * figure)}%`, en: `${plain(100 * figure)}%` };
    case 'people':
      return { zh: `${plain(figure)} 人`, en: `${plain(figure)} people` };
    default:
      return { zh: plain(figure), en: plain(figure) };
  }
}

/** What the answer at a path of the profile is called: `years.2025.revenue` → 2025年销售收入. */
function answerName(path: string, dictionary: Dictionary, lang: Lang): string {
  const { field, year } = placeIn(path, dictionary);
  return nameOf(field, year, dictionary, lang).replace(/其中：|Of this: /, '');
}

const fieldOf = (path: string, dictionary: Dictionary): Field | undefined =>
  dictionary.fields[placeIn(path, dictionary).field];

/** The field of the answer that this path leads to or into, and the year. */
function placeIn(path: string, { fields }: Dictionary): { readonly field: string; readonly year: number | null } {
  const [, year] = /^years\.(\d{4})(?:\.|$)/.exec(path) ?? [];
  const steps = path.replace(/^years\.\d{4}/, 'years.*').split('.');
  const own = steps.map((_, at) => steps.slice(0, at + 1).join('.')).find((each) => Object.hasOwn(fields, each));
  return { field: own ?? path, year: year === undefined || own === undefined ? null : Number(year) };
}
