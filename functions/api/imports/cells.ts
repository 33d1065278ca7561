/** One cell as an answer of a profile: dates, figures with units and ranges, names of choices. */
import type { Field, Json, Lang } from '#rules/engine/types.ts';
import type { Column, Dictionary } from './columns.ts';
import { dateOf } from './dates.ts';
import { numberOf } from './figures.ts';
import type { Cell } from './sheet.ts';
import { choiceIn, choicesLike } from './choices.ts';
import { plain } from './words.ts';

export interface Words {
  readonly zh: string;
  readonly en: string;
}
export type Answer = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly words: Words };

/** What the cell says about the column's field; the cell is not empty. */
export function answerOf(cell: Exclude<Cell, null>, column: Column, dictionary: Dictionary): Answer {
  const path = column.field ?? '';
  const field = dictionary.fields[path];
  if (!field) throw new Error(`There is no field ${path}.`);
  const text = String(cell).normalize('NFKC').trim();
  switch (field.type) {
    case 'text':
      return given(String(cell).trim());
    case 'uscc':
      return typeof cell === 'number' ? wrong(AS_NUMBER) : given(text.toUpperCase().replaceAll(/[\s-]/g, ''));
    case 'date': {
      const date = dateOf(cell);
      return date === undefined ? wrong(notADate(text)) : given(date);
    }
    case 'flag':
      return flagOf(text);
    case 'enum':
      return choiceOf(text, path, field, dictionary);
    case 'enums':
      return listOf(text, (item) => choiceOf(item, path, field, dictionary));
    case 'industry':
      return industryOf(text, field, dictionary);
    case 'number': {
      const figure = numberOf(cell, column.unit, field.unit);
      return figure.ok ? given(figure.value) : wrong(figure.words);
    }
    case 'certificates':
      return listOf(text, (item) => certificateOf(item, path, field, dictionary));
  }
}

const given = (value: Json): Answer => ({ ok: true, value });
const wrong = ({ zh, en }: Words): Answer => ({ ok: false, words: { zh, en } });

const AS_NUMBER: Words = {
  zh: '代码被存成了数字，后几位已经丢失；请把该列设为“文本”后重新填写',
  en: 'The code was stored as a number and has lost digits; format the column as text and enter it again.',
};

const notADate = (text: string): Words => ({
  zh: `“${short(text)}”不是日期，应写作 2025-04-30 或 2025-04`,
  en: `“${short(text)}” is not a date; write 2025-04-30 or 2025-04.`,
});
const notAnIndustry = (text: string): Words => ({
  zh: `“${short(text)}”不是行业代码，应为一个字母加两到四位数字，如 I65、C3562（GB/T 4754-2017）`,
  en: `“${short(text)}” is not an industry code; write a letter and two to four digits, such as I65 or C3562 (GB/T 4754-2017).`,
});

const YES = ['是', '有', '对', 'yes', 'y', 'true', '1', '√', '✓', '✔'];
const NO = ['否', '无', '不是', '没有', 'no', 'n', 'false', '0', '×', 'x', '✗'];

function flagOf(text: string): Answer {
  const said = text.toLowerCase();
  if (YES.includes(said)) return given(true);
  if (NO.includes(said)) return given(false);
  return wrong({
    zh: `请填“是”或“否”，这里是“${short(text)}”`,
    en: `Write yes or no; the cell says “${short(text)}”.`,
  });
}

function choiceOf(text: string, path: string, field: Field, { texts }: Dictionary): Answer {
  const id = choiceIn(text, path, field, texts);
  if (id !== undefined) return given(id);
  const { like, more } = choicesLike(text, path, field, texts);
  const names = (lang: Lang) => like.map((each) => texts[lang].fields[path]?.values?.[each] ?? each);
  return wrong({
    zh: `没有选项“${short(text)}”；可填：${names('zh').join('、')}${more ? '……' : ''}`,
    en: `“${short(text)}” is not a choice; write one of: ${names('en').join(', ')}${more ? ' …' : '.'}`,
  });
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** A list, divided by semicolons, commas or lines; “无” is an empty one. */
function listOf(text: string, answer: (item: string) => Answer): Answer {
  if (['无', '没有', 'none'].includes(text.toLowerCase())) return given([]);
  const answers = text
    .split(/[、,;/|\n]+(?![^(]*\))/)
    .map((item) => item.trim())
    .filter(Boolean)
    .map(answer);
  const failed = answers.find((each) => !each.ok);
  if (failed) return failed;
  const values = answers.flatMap((each) => (each.ok ? [each.value] : []));
  return given(values.filter((value, at) => at === values.findIndex((other) => same(other, value))));
}
const same = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A code with or without the section's letter, or the name of a section or division. */
function industryOf(text: string, { sections = {} }: Field, { texts }: Dictionary): Answer {
  const [, letter = '', digits = ''] = /^([A-T]?)\s*(\d{0,4})(?!\d)/i.exec(text) ?? [];
  if (digits.length >= 2) {
    const division = Number(digits.slice(0, 2));
    const found = Object.entries(sections).find(([, [first, last]]) => division >= first && division <= last);
    const section = letter === '' ? (found?.[0] ?? '') : letter.toUpperCase();
    const [first, last] = sections[section] ?? [0, -1];
    return division >= first && division <= last ? given(section + digits) : wrong(notAnIndustry(text));
  }
  const said = plain(text);
  const named = [texts.zh, texts.en].flatMap((each) =>
    Object.entries(each.industries).filter(([code, name]) => code.length > 1 && plain(name) === said),
  );
  const code = named[0]?.[0];
  return code === undefined ? wrong(notAnIndustry(text)) : given(code);
}

/** `高新技术企业（2024-10-29 至 2027-10-29）`; the dates may be left out. */
function certificateOf(text: string, path: string, field: Field, dictionary: Dictionary): Answer {
  const [, name = text, dates = ''] = /^(.*?)\s*\(([^()]*)\)$/.exec(text) ?? [];
  const type = choiceOf(name, path, field, dictionary);
  if (!type.ok || dates === '') return type.ok ? given({ type: type.value }) : choiceOf(text, path, field, dictionary);
  const [from, to] = dates.split(/至|到|~|–|—|\bto\b/).map((date) => ({ date, iso: dateOf(date.trim()) }));
  const bad = [from, to].find((end) => end !== undefined && end.iso === undefined && end.date.trim() !== '');
  if (bad) {
    // A name may itself end in brackets.
    const whole = choiceOf(text, path, field, dictionary);
    return whole.ok ? given({ type: whole.value }) : wrong(notADate(bad.date.trim()));
  }
  return given({
    type: type.value,
    ...(from?.iso === undefined ? {} : { grantedOn: from.iso }),
    ...(to?.iso === undefined ? {} : { validTo: to.iso }),
  });
}
