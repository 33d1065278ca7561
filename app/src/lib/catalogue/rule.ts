/** A rule in words with its figures: what stands beside the sentence of a condition. */
import { day, figure, plain } from '#lib/format.ts';
import type { RuleWords } from '#lib/wording/public/rule.ts';
import { setName } from '#rules/engine/sets.ts';
import type { Expr, Parameter, Rules, Score, Test, Texts, Unit } from '#rules/engine/types.ts';

/** What a rule is put into words with; `on` chooses the value of a dated parameter. */
export interface Reader {
  readonly rules: Rules;
  readonly texts: Texts;
  readonly words: RuleWords;
  readonly on: string;
}

/** A test as a sentence, with signs for comparisons. */
export function testWords(reader: Reader, test: Test, unit: Unit | null = null): string {
  const { words } = reader;
  switch (test[0]) {
    case '>=':
    case '>':
    case '<=':
    case '<':
    case '=': {
      const common = unit ?? unitOf(reader, test[1]) ?? unitOf(reader, test[2]);
      return `${exprWords(reader, test[1], common)} ${SIGNS[test[0]]}\u00a0${inside(reader, exprWords(reader, test[2], common))}`;
    }
    case 'and':
    case 'or':
      return test[1]
        .map((inner) => nested(reader, inner, test[0]))
        .map((text, index) => (index === 0 ? text : inside(reader, text)))
        .join(words[test[0]]);
    case 'not':
      return negated(reader, test[1]);
    case 'is':
      return words.yes(labelOf(reader, test[1]));
    case 'in':
      return words.oneOf(labelOf(reader, test[1]), valuesWords(reader, test[1], test[2]));
    case 'has':
      return (test[2].length === 1 ? words.includes : words.includesOne)(
        labelOf(reader, test[1]),
        valuesWords(reader, test[1], test[2]),
      );
    case 'industry':
      return words.industry(industriesWords(reader, test[1]));
    case 'size':
      return words.size(test[1].map((size) => sizeWords(reader, size)).join(words.list));
    case 'holds':
      return words.holds(titleWords(reader, test[1]));
    case 'renewal':
      return words.renewal(titleWords(reader, test[1]), test[2]);
    case 'exists':
      return words.exists(1 - test[1]);
    case 'qualifies':
      return words.qualifies(reader.texts.measures[test[1]]?.name ?? test[1]);
  }
}

const SIGNS = { '>=': '≥', '>': '>', '<=': '≤', '<': '<', '=': '=' } as const;

function negated(reader: Reader, test: Test): string {
  const { words } = reader;
  switch (test[0]) {
    case 'is':
      return words.no(labelOf(reader, test[1]));
    case 'in':
      return words.noneOf(labelOf(reader, test[1]), valuesWords(reader, test[1], test[2]));
    case 'holds':
      return words.holdsNot(titleWords(reader, test[1]));
    case 'has':
      return words.includesNone(labelOf(reader, test[1]), valuesWords(reader, test[1], test[2]));
    case 'industry':
      return words.industryNot(industriesWords(reader, test[1]));
    case 'renewal':
      return words.renewalNot(titleWords(reader, test[1]), test[2]);
    case 'exists':
      return words.existsNot(1 - test[1]);
    case 'not':
      return testWords(reader, test[1]);
    default:
      return words.not(testWords(reader, test));
  }
}

/** Alternatives inside a conjunction, and the other way round, stand in brackets; the same kind needs none. */
function nested(reader: Reader, test: Test, around: 'and' | 'or'): string {
  const text = testWords(reader, test);
  const other = around === 'and' ? 'or' : 'and';
  return test[0] === other ? `${reader.words.open.trim()}${text}${reader.words.close}` : text;
}

/** A figure expression as a formula; `unit` is that of the figures it is compared with. */
export function exprWords(reader: Reader, expr: Expr, unit: Unit | null = null): string {
  const { words, texts } = reader;
  const { lang } = texts;
  switch (expr[0]) {
    case 'num':
      return figure(expr[1], unit, lang, 4);
    case 'date':
      return day(expr[1], lang);
    case 'field':
      return labelOf(reader, expr[1]);
    case 'year':
      return (
        words.year[String(expr[2])]?.(inSentence(reader, expr[1])) ??
        words.yearBack(1 - expr[2], inSentence(reader, expr[1]))
      );
    case 'sum':
    case 'mean':
    case 'growth':
      return words[expr[0]](inSentence(reader, expr[1]), expr[2]);
    case 'param':
      return parameterWords(reader, expr[1]);
    case '+':
    case '-':
    case '*':
    case '/':
      return arithmetic(reader, expr, unit);
    case 'min':
    case 'max': {
      const own = unit ?? unitOf(reader, expr);
      const [first, second] = expr[1];
      if (expr[0] === 'max' && first && second?.[0] === 'num' && second[1] === 0 && expr[1].length === 2)
        return words.notNegative(exprWords(reader, first, own));
      const parts = expr[1].map((part) => exprWords(reader, part, own)).join(words.between);
      return expr[0] === 'min' ? words.least(parts) : words.most(parts);
    }
    case 'days':
    case 'months':
    case 'years': {
      const since = expr[1];
      return words[expr[0]](since[0] === 'field' ? inSentence(reader, since[1]) : exprWords(reader, since, 'date'));
    }
    case 'validTo':
      return words.validTo(titleWords(reader, expr[1]));
    case 'if': {
      const own = unit ?? unitOf(reader, expr);
      const value = (inner: Expr): string => inside(reader, exprWords(reader, inner, own));
      return words.either(inside(reader, testWords(reader, expr[1])), value(expr[2]), value(expr[3]));
    }
  }
}

type Arithmetic = Extract<Expr, readonly ['+' | '-' | '*' | '/', Expr, Expr]>;
const isArithmetic = (expr: Expr): expr is Arithmetic => ['+', '-', '*', '/'].includes(expr[0]);
const OPERATORS = { '+': '+', '-': '−', '*': '×', '/': '÷' } as const;
const RANK = { '+': 1, '-': 1, '*': 2, '/': 2 } as const;

function arithmetic(reader: Reader, expr: Arithmetic, unit: Unit | null): string {
  const [operator, left, right] = expr;
  // The rules write “no figure” as nought by nought.
  if (operator === '/' && right[0] === 'num' && right[1] === 0) return reader.words.uncounted;
  const product = operator === '*' || operator === '/';
  const own = product ? null : (unit ?? unitOf(reader, expr));
  const part = (inner: Expr, last: boolean): string => {
    if (product && inner[0] === 'num') return factor(reader, inner[1]);
    const text = exprWords(reader, inner, own);
    if (inner[0] === 'if' || inner[0] === 'min' || inner[0] === 'max')
      return `${reader.words.open.trim()}${text}${reader.words.close}`;
    if (!isArithmetic(inner)) return text;
    const loose = RANK[inner[0]] < RANK[operator] || (last && RANK[inner[0]] === RANK[operator]);
    return loose ? `${reader.words.open.trim()}${text}${reader.words.close}` : text;
  };
  return `${part(left, false)} ${OPERATORS[operator]} ${inside(reader, part(right, true))}`;
}

/** A bare factor: shares as per cent, as the documents write them. */
const factor = ({ texts }: Reader, value: number): string =>
  Number.isInteger(value) ? plain(value, texts.lang) : figure(value, 'ratio', texts.lang, 4);

/** A parameter by its name, with the value of the day where it is one figure. */
function parameterWords(reader: Reader, id: string): string {
  const { rules, texts, words } = reader;
  const name = texts.parameters[id] ?? id;
  const parameter = rules.parameters[id];
  const value = parameter && valueOn(parameter, reader.on)?.value;
  if (!parameter || value?.[0] !== 'num') return name;
  return `${name}${words.open}${figure(value[1], parameter.unit, texts.lang, 4)}${words.close}`;
}

export const valueOn = ({ values }: Parameter, on: string): Parameter['values'][number] | undefined =>
  values.find(({ from, to }) => from <= on && (to === undefined || on < to));

/** The unit of what an expression yields; null for bare numbers. */
export function unitOf(reader: Reader, expr: Expr): Unit | null {
  const { rules } = reader;
  switch (expr[0]) {
    case 'num':
      return null;
    case 'date':
    case 'validTo':
      return 'date';
    case 'field':
      return rules.fields[expr[1]]?.type === 'date' ? 'date' : (rules.fields[expr[1]]?.unit ?? null);
    case 'year':
    case 'sum':
    case 'mean':
      return (rules.fields[`years.*.${expr[1]}`] ?? rules.fields[`${expr[1]}.*`])?.unit ?? null;
    case 'growth':
      return 'ratio';
    case 'param':
      return rules.parameters[expr[1]]?.unit ?? null;
    case '/': {
      const [over, under] = [unitOf(reader, expr[1]), unitOf(reader, expr[2])];
      if (under === null) return over;
      return over === under ? 'ratio' : null;
    }
    case '+':
    case '-':
    case '*':
      return unitOf(reader, expr[1]) ?? unitOf(reader, expr[2]);
    case 'min':
    case 'max':
      return expr[1].map((part) => unitOf(reader, part)).find((unit) => unit !== null) ?? null;
    case 'days':
    case 'months':
    case 'years':
      return expr[0];
    case 'if':
      return unitOf(reader, expr[2]) ?? unitOf(reader, expr[3]);
  }
}

/** The parameters a test or figure reads, those read by their values included. */
export function parametersIn(rules: Rules, node: unknown): string[] {
  const own = namesIn(node);
  const through = own.flatMap((id) => namesIn(rules.parameters[id]?.values.map(({ value }) => value)));
  return [...new Set([...own, ...through])];
}

function namesIn(node: unknown): string[] {
  if (!Array.isArray(node)) return [];
  if (node[0] === 'param' && typeof node[1] === 'string') return [node[1]];
  return node.flatMap(namesIn);
}

// ---- A score --------------------------------------------------------------------------------

export interface ScoreRule {
  readonly pass: string;
  readonly items: readonly {
    readonly label: string;
    readonly steps: readonly { readonly if: string; readonly points: string }[];
  }[];
  readonly limits: readonly string[];
}

/** A score as a table of what gives how many points. */
export function scoreWords(reader: Reader, score: Score, labels: Readonly<Record<string, string>>): ScoreRule {
  const { words, texts } = reader;
  const points = (value: number | readonly [number, number]): string =>
    typeof value === 'number'
      ? figure(value, 'points', texts.lang)
      : words.judgedPoints(plain(value[0], texts.lang), figure(value[1], 'points', texts.lang));
  const label = (id: string): string => labels[`${score.id}.${id}`] ?? id;
  const names = (ids: readonly string[]): string => ids.map(label).join(words.list);
  return {
    pass: words.score(SIGNS[score.op], figure(score.pass, 'points', texts.lang)),
    items: score.items.map((item) => ({
      label: label(item.id),
      steps: [
        ...item.steps.map(([test, value]) => ({ if: testWords(reader, test), points: points(value) })),
        { if: item.steps.length === 0 ? '' : words.otherwise, points: points(item.otherwise) },
      ],
    })),
    limits: [
      ...(score.caps ?? []).map(({ of, most }) => words.caps(names(of), figure(most, 'points', texts.lang))),
      ...(score.best ?? []).map((of) => words.best(names(of))),
    ],
  };
}

// ---- Names ----------------------------------------------------------------------------------

/** A field by its dictionary label; yearly figures by the label they share. */
function labelOf({ texts }: Reader, path: string): string {
  const field = texts.fields[path] ?? texts.fields[`years.*.${path}`] ?? texts.fields[`${path}.*`];
  return field?.label ?? path;
}

/** A label as it stands inside a sentence. */
const inSentence = (reader: Reader, path: string): string => inside(reader, labelOf(reader, path));

/** Words inside an English sentence begin small, unless they begin with an abbreviation. */
const inside = ({ texts }: Reader, text: string): string =>
  texts.lang === 'en' && /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

function valuesWords(reader: Reader, path: string, values: readonly string[]): string {
  const { rules, texts, words } = reader;
  return (
    setName(rules, texts, values) ??
    values.map((value) => texts.fields[path]?.values?.[value] ?? value).join(words.list)
  );
}

const titleWords = ({ texts }: Reader, type: string): string => texts.fields.certificates?.values?.[type] ?? type;

const sizeWords = ({ texts }: Reader, size: string): string => texts.sizes[size as keyof Texts['sizes']];

const industriesWords = (reader: Reader, codes: readonly string[]): string =>
  codes.map((code) => industryWords(reader, code)).join(reader.words.list);

/** A code with the name of the nearest level that has one. */
function industryWords({ texts }: Reader, code: string): string {
  for (let length = code.length; length > 0; length -= 1) {
    const name = texts.industries[code.slice(0, length)];
    if (name !== undefined) return `${code} ${name}`;
  }
  return code;
}
