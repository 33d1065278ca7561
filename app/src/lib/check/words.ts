/** Profile paths, answers and clauses in words. */
import { day, figureBeside, range } from '#lib/format.ts';
import type { DeskWording } from '#lib/wording/desk.ts';
import type { Wording } from '#lib/wording/zh.ts';
import { setName } from '#rules/engine/sets.ts';
import type {
  BasisRef,
  ConditionResult,
  DateRange,
  Lang,
  NumberRange,
  Rules,
  Shown,
  Test,
  Texts,
  Unit,
  Verdict,
} from '#rules/engine/types.ts';
import { entryOfPath } from './profile.ts';

export interface Words {
  readonly lang: Lang;
  readonly texts: Texts;
  readonly say: Wording;
}

/** The same with the sentences of a check under way. */
export interface DeskSayings extends Words {
  readonly say: DeskWording;
}

/** A profile path as a person reads it: `years.2025.rdExpense` as the label with its year. */
export function fieldLabel({ texts, say }: Words, path: string): string {
  const year = /(?:^|\.)(\d{4})(?=\.|$)/.exec(path)?.[1];
  const label = texts.fields[entryOfPath(path)]?.label ?? path;
  return year === undefined ? label : say.fieldOfYear(year, label);
}

/** The clauses a condition rests on, by document number where it has one. */
export const clausesOf = ({ texts, lang }: Words, basis: readonly BasisRef[]): string[] =>
  basis.map(({ doc, article }) => {
    const source = texts.documents[doc];
    return clauseText(source?.number ?? source?.title ?? doc, article, lang);
  });

/** A document and its clause: 第十一条 follows at once in Chinese, what is no article (附件3, 四（三）) after a space. */
export const clauseText = (name: string, article: string | undefined, lang: Lang): string =>
  article ? `${name}${lang === 'zh' && article.startsWith('第') ? '' : ' '}${article}` : name;

/** The firm's own side of a condition. `test` is absent for judgements and scores. */
export function ownOf(words: Words, condition: ConditionResult, test: Test | undefined): string {
  const { say } = words;
  const { actual, state, op } = condition;
  if (test && bare(test)[0] === 'qualifies' && typeof actual === 'string') return say.verdicts[actual as Verdict].short;
  const anySize =
    test &&
    bare(test)[0] === 'size' &&
    Array.isArray(actual) &&
    actual.length === Object.keys(words.texts.sizes).length;
  if (anySize) return say.answers.missing;
  if (isEmpty(actual, condition.unit) || isUntouched(condition)) {
    if (Array.isArray(actual)) return say.answers.none;
    return op !== null && state !== 'skipped' && state !== 'judgement' ? say.answers.missing : say.answers.nothing;
  }
  return shown(words, actual, condition, test);
}

/** What the condition asks for, with the sign of the comparison. */
export function requiredOf(
  words: Words,
  condition: ConditionResult,
  test: Test | undefined,
  rules: Pick<Rules, 'regions'>,
): string {
  const { say, texts } = words;
  const { required, op } = condition;
  const asked = test && bare(test);
  const negated = test?.[0] === 'not';
  if (asked?.[0] === 'holds' || asked?.[0] === 'renewal') {
    return (negated ? say.answers.holdNot : say.answers.hold)(answerLabel(words, 'certificates', asked[1]));
  }
  if (asked?.[0] === 'qualifies') {
    return (negated ? say.answers.qualifiesNot : say.answers.qualifies)(texts.measures[asked[1]]?.name ?? asked[1]);
  }
  if (asked?.[0] === 'exists' && typeof required === 'number') return say.answers.yearExists(String(required));
  if (isEmpty(required, condition.unit)) return say.answers.nothing;
  const whole = Array.isArray(required) ? setName(rules, texts, required) : undefined;
  const [first, rest] = shortened(whole ?? required);
  const listed = shown(words, first, condition, test);
  const text = rest === 0 ? listed : say.answers.andMore(listed, rest);
  if (op === 'in') return negated ? say.answers.noneOf(text) : text;
  return op === null || op === '=' ? text : `${signs[op]}\u00a0${text}`;
}

/** Nobody reads two dozen names: the first few, and how many more there are. */
function shortened(required: Shown): [Shown, rest: number] {
  if (!Array.isArray(required) || required.length <= MOST_NAMED) return [required, 0];
  const first: readonly string[] = required.slice(0, FIRST_NAMED);
  return [first, required.length - FIRST_NAMED];
}
const MOST_NAMED = 9;
const FIRST_NAMED = 6;

const signs = { '>=': '≥', '>': '>', '<=': '≤', '<': '<' } as const;

/** A score of which nothing is known yet. */
const isUntouched = ({ state, items }: ConditionResult): boolean =>
  state === 'unknown' && items?.every(({ points, max }) => points.min === 0 && points.max === max) === true;

/** Nothing to show: no answer, or a range that says nothing. */
function isEmpty(value: Shown, unit: Unit | null): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== 'object') return false;
  const { min, max } = value as NumberRange | DateRange;
  const [lowest, highest] = widest(unit);
  return (max === undefined || max === highest) && (min === undefined || lowest.some((end) => end === min));
}

/** The ends that every figure of a unit has, answered or not: shares end at 1, and growth begins at −100 %. */
function widest(unit: Unit | null): [lowest: readonly number[], highest: number | undefined] {
  if (unit === 'ratio') return [[0, -1], 1];
  return [[unit === 'rank' ? 1 : 0], undefined];
}

function shown(words: Words, value: Shown, condition: ConditionResult, test: Test | undefined): string {
  const { say, lang } = words;
  if (value === null) return say.answers.nothing;
  if (typeof value === 'boolean') return value ? say.answers.yes : say.answers.no;
  if (typeof value === 'number') return numeric(words, value, condition);
  if (typeof value === 'string') return isDate(value) ? day(value, lang) : codeLabel(words, value, test);
  if (isList(value)) return value.map((code) => codeLabel(words, code, test)).join(say.answers.list);
  if (isDates(value)) return validity(words, value);
  return range(value, lang, (end) => numeric(words, end, condition));
}

function numeric({ lang }: Words, value: number, { actual, required, unit }: ConditionResult): string {
  const others = [actual, required].filter((side) => typeof side === 'number');
  return figureBeside(
    value,
    others.find((other) => other !== value),
    unit,
    lang,
  );
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}(-\d{2})?$/.test(text);
const isList = (value: Shown): value is readonly string[] => Array.isArray(value);
const isDates = (value: NumberRange | DateRange): value is DateRange =>
  typeof value.min === 'string' || typeof value.max === 'string';

function validity({ say, lang }: Words, { min, max }: DateRange): string {
  const windows = say.availability;
  if (min !== undefined && max !== undefined) return say.answers.validity(day(min, lang), day(max, lang));
  if (min !== undefined) return windows.windowFrom(day(min, lang));
  return max === undefined ? say.answers.nothing : windows.windowTo(day(max, lang));
}

/** A code of the profile in words, by the field the test reads. */
function codeLabel(words: Words, code: string, test: Test | undefined): string {
  const asked = test && bare(test);
  switch (asked?.[0]) {
    case 'in':
    case 'has':
    case 'is':
      return answerLabel(words, asked[1], code);
    case 'size':
      return words.texts.sizes[code as keyof Texts['sizes']];
    case 'industry':
      return industryLabel(words, code);
    default:
      return code;
  }
}

const answerLabel = ({ texts }: Words, path: string, code: string): string =>
  texts.fields[path]?.values?.[code] ?? code;

/** A code with the name of the nearest level that has one. */
function industryLabel({ texts }: Words, code: string): string {
  for (let length = code.length; length > 0; length -= 1) {
    const name = texts.industries[code.slice(0, length)];
    if (name !== undefined) return `${code} ${name}`;
  }
  return code;
}

/** A test without the negations around it. */
function bare(test: Test): Test {
  return test[0] === 'not' ? bare(test[1]) : test;
}
