/** A fault in a profile: where it is, what kind, and what to do, in both languages. */
export interface Fault {
  readonly path: string;
  readonly code: FaultCode;
  readonly zh: string;
  readonly en: string;
}

/** What each kind of fault says; `{name}` stands for a detail, `[…]` is left out where its detail is empty. */
const MESSAGES = {
  'not-an-object': { zh: '应为一个对象（{ … }）', en: 'must be an object ({ … })' },
  'unknown-key': {
    zh: '没有名为“{found}”的字段[，是否想写“{nearest}”？]',
    en: 'there is no field “{found}”[; did you mean “{nearest}”?]',
  },
  'not-a-year': {
    zh: '“{found}”不是年份，应为四位数字，如 2025',
    en: '“{found}” is not a year; write four digits such as 2025',
  },
  'not-a-text': { zh: '应为不超过 {limit} 字的文字', en: 'must be text of at most {limit} characters' },
  'not-a-date': {
    zh: '{found} 不是日期，应写作 2025-04-30 或 2025-04',
    en: '{found} is not a date; write 2025-04-30 or 2025-04',
  },
  'not-a-flag': { zh: '应为 true 或 false，现为 {found}', en: 'must be true or false, not {found}' },
  'not-a-choice': {
    zh: '没有选项 {found}[，是否想写“{nearest}”？]；可选：{choices}',
    en: '{found} is not a choice[; did you mean “{nearest}”?]; choices: {choices}',
  },
  'not-a-list': { zh: '应为列表，最多 {limit} 项', en: 'must be a list of at most {limit} items' },
  'not-an-industry': {
    zh: '{found} 不是行业代码，应为门类字母加大类或更细的数字，如 I65、C3562（GB/T 4754-2017）',
    en: '{found} is not an industry code; write the section letter and the division or deeper, such as I65 or C3562 (GB/T 4754-2017)',
  },
  'not-a-number': {
    zh: '{found} 不是数字，应为数字或 {"min":…,"max":…}',
    en: '{found} is not a number; write a number or {"min":…,"max":…}',
  },
  'range-reversed': { zh: '范围的下限 {min} 大于上限 {max}', en: 'the range starts at {min}, above its end {max}' },
  negative: { zh: '不能为负数，现为 {found}', en: 'must not be negative, but is {found}' },
  'too-small': { zh: '不能小于 {limit}，现为 {found}', en: 'must be at least {limit}, but is {found}' },
  'too-large': { zh: '不能大于 {limit}，现为 {found}', en: 'must be at most {limit}, but is {found}' },
  'not-a-share': {
    zh: '占比应在 0 与 {limit} 之间，现为 {found}（30% 写作 0.3）',
    en: 'is a share between 0 and {limit}, but is {found} (write 30% as 0.3)',
  },
  'uscc-length': {
    zh: '统一社会信用代码应为 18 位，现为 {length} 位',
    en: 'a unified social credit code has 18 characters, this one {length}',
  },
  'uscc-character': {
    zh: '统一社会信用代码第 {position} 位是“{found}”，应为下列字符之一：{expected}',
    en: 'character {position} of the unified social credit code is “{found}”; it must be one of {expected}',
  },
  'uscc-check': {
    zh: '统一社会信用代码第 {position} 位（校验码）是“{found}”，按前 17 位应为“{expected}”',
    en: 'character {position} of the unified social credit code (its check character) is “{found}”; the first 17 call for “{expected}”',
  },
  'ends-before-start': {
    zh: '有效期至 {validTo}，早于发证日期 {grantedOn}',
    en: 'ends on {validTo}, before it was granted on {grantedOn}',
  },
  'part-above-whole': {
    zh: '{found} 大于其所属合计 {whole}（{limit}）',
    en: '{found} is above the total it is part of, {whole} ({limit})',
  },
} as const satisfies Record<string, { zh: string; en: string }>;

export type FaultCode = keyof typeof MESSAGES;

/** What a message repeats of the input is cut to a length that can be read. */
const LONGEST = 80;
const cut = (text: string, limit: number): string => (text.length > limit ? `${text.slice(0, limit)}…` : text);

export function fault(path: string, code: FaultCode, details: Readonly<Record<string, string | number>> = {}): Fault {
  const said = (name: string): string =>
    name === 'choices' ? String(details[name]) : cut(String(details[name]), LONGEST);
  const fill = (template: string): string =>
    template
      .replace(/\[([^\]{]*\{(\w+)\}[^\]]*)\]/g, (_, text: string, name: string) => (details[name] === '' ? '' : text))
      .replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(details, name) ? said(name) : whole));
  return { path: cut(path, 2 * LONGEST), code, zh: fill(MESSAGES[code].zh), en: fill(MESSAGES[code].en) };
}
