/** A rule's tests and figures in words (规则的文字表达), so that two versions can be compared by reading. */
import { setName } from '#rules/engine/sets.ts';
import type { Expr, Lang, Test, Unit } from '#rules/engine/types.ts';
import { showNumber } from '#rules/cli/words.ts';
import type { LoadedCatalogue } from '../deps.ts';

type Words = Readonly<Record<Lang, string>>;
const OPS = { '>=': '≥', '>': '>', '<=': '≤', '<': '<', '=': '=' } as const;
const SIGNS = { '+': '+', '-': '−', '*': '×', '/': '÷' } as const;

export function testWords(loaded: LoadedCatalogue, lang: Lang, test: Test, unit: Unit | null = null): string {
  const { fields, measures } = loaded.texts[lang];
  const say = (words: Words): string => words[lang];
  const inner = (each: Test): string => testWords(loaded, lang, each, unit);
  const figure = (each: Expr): string => exprWords(loaded, lang, each, unit);
  const label = (path: string): string => fields[path]?.label ?? path;
  const value = (path: string, code: string): string => fields[path]?.values?.[code] ?? code;
  const list = (codes: readonly string[]): string => codes.join(say({ zh: '、', en: ', ' }));
  const choices = (path: string, codes: readonly string[]): string =>
    setName(loaded.rules, loaded.texts[lang], codes) ?? list(codes.map((code) => value(path, code)));
  switch (test[0]) {
    case '>=':
    case '>':
    case '<=':
    case '<':
    case '=':
      return `${unwrapped(figure(test[1]), test[1])} ${OPS[test[0]]} ${unwrapped(figure(test[2]), test[2])}`;
    case 'is':
      return label(test[1]);
    case 'in':
      return `${label(test[1])}${say({ zh: '为', en: ': ' })}${choices(test[1], test[2])}`;
    case 'has':
      return `${label(test[1])}${say({ zh: '含', en: ' includes ' })}${choices(test[1], test[2])}`;
    case 'industry':
      return `${say({ zh: '行业代码属于 ', en: 'industry code in ' })}${list(test[1])}`;
    case 'size':
      return `${say({ zh: '企业规模为', en: 'firm size: ' })}${list(test[1].map((size) => sizeName(loaded, lang, size)))}`;
    case 'holds':
      return `${say({ zh: '持有', en: 'holds ' })}${value('certificates', test[1])}`;
    case 'renewal':
      return say({
        zh: `${value('certificates', test[1])}在到期前 ${test[2]} 个月内`,
        en: `within ${test[2]} months before ${value('certificates', test[1])} runs out`,
      });
    case 'exists':
      return `${yearWords(lang, test[1])}${say({ zh: '已有', en: ' exists' })}`;
    case 'qualifies':
      return `${say({ zh: '符合', en: 'qualifies for ' })}${measures[test[1]]?.name ?? test[1]}`;
    case 'and':
      return test[1].map((each) => bracketed(inner(each), each)).join(say({ zh: ' 且 ', en: ' and ' }));
    case 'or':
      return test[1].map((each) => bracketed(inner(each), each)).join(say({ zh: ' 或 ', en: ' or ' }));
    case 'not':
      return `${say({ zh: '并非：', en: 'not: ' })}${bracketed(inner(test[1]), test[1])}`;
    default:
      return test satisfies never;
  }
}

export function exprWords(loaded: LoadedCatalogue, lang: Lang, expr: Expr, unit: Unit | null = null): string {
  const { fields, parameters } = loaded.texts[lang];
  const say = (words: Words): string => words[lang];
  const inner = (each: Expr): string => exprWords(loaded, lang, each, unit);
  const yearly = (name: string): string => fields[`years.*.${name}`]?.label ?? name;
  switch (expr[0]) {
    case 'num':
      return showNumber(expr[1], unit, lang);
    case 'date':
      return expr[1];
    case 'field':
      return fields[expr[1]]?.label ?? expr[1];
    case 'year':
      return `${yearWords(lang, expr[2])}${say({ zh: '', en: ' ' })}${inSentence(yearly(expr[1]))}`;
    case 'sum':
      return say({ zh: `近 ${expr[2]} 年${yearly(expr[1])}合计`, en: `${yearly(expr[1])}, sum of ${expr[2]} years` });
    case 'mean':
      return say({ zh: `近 ${expr[2]} 年平均${yearly(expr[1])}`, en: `${yearly(expr[1])}, mean of ${expr[2]} years` });
    case 'growth':
      return say({
        zh: `近 ${expr[2]} 年${yearly(expr[1])}平均增长率`,
        en: `${yearly(expr[1])}, mean growth over ${expr[2]} years`,
      });
    case 'param':
      return parameters[expr[1]] ?? expr[1];
    case '+':
    case '-':
    case '*':
    case '/':
      return `(${inner(expr[1])} ${SIGNS[expr[0]]} ${inner(expr[2])})`;
    case 'min':
      return `${say({ zh: '较小者', en: 'the smaller of ' })}(${expr[1].map(inner).join(', ')})`;
    case 'max':
      return `${say({ zh: '较大者', en: 'the larger of ' })}(${expr[1].map(inner).join(', ')})`;
    case 'days':
      return `${inner(expr[1])}${say({ zh: '至今的天数', en: ', days until now' })}`;
    case 'months':
      return `${inner(expr[1])}${say({ zh: '至今的月数', en: ', months until now' })}`;
    case 'years':
      return `${inner(expr[1])}${say({ zh: '至今的年数', en: ', years until now' })}`;
    case 'validTo':
      return `${fields.certificates?.values?.[expr[1]] ?? expr[1]}${say({ zh: '的有效期止', en: ', last day' })}`;
    case 'if':
      return say({
        zh: `若 ${testWords(loaded, lang, expr[1])} 则 ${inner(expr[2])}，否则 ${inner(expr[3])}`,
        en: `if ${testWords(loaded, lang, expr[1])} then ${inner(expr[2])}, else ${inner(expr[3])}`,
      });
    default:
      return expr satisfies never;
  }
}

/** Beside a comparison arithmetic needs no brackets. */
const unwrapped = (words: string, expr: Expr): string => (expr[0] in SIGNS ? words.slice(1, -1) : words);

/** A label after other words: small, unless it begins with an abbreviation. */
const inSentence = (label: string): string => label.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());

const bracketed = (words: string, test: Test): string => (test[0] === 'and' || test[0] === 'or' ? `(${words})` : words);

/** Fiscal year 0 is the last completed one. */
function yearWords(lang: Lang, offset: number): string {
  const named: Readonly<Record<number, Words>> = {
    0: { zh: '上年度', en: 'last year’s' },
    1: { zh: '本年度', en: 'this year’s' },
    [-1]: { zh: '前年度', en: 'the year before last’s' },
  };
  return named[offset]?.[lang] ?? (lang === 'zh' ? `上年度之前 ${-offset} 年` : `${-offset} years before last year’s`);
}

function sizeName({ texts }: LoadedCatalogue, lang: Lang, size: string): string {
  const { sizes } = texts[lang];
  return size === 'large' || size === 'medium' || size === 'small' || size === 'micro' ? sizes[size] : size;
}
