/**
 * Rules as they are written in the catalogue's files: what stands at a place, and where that is. What is written here
 * can be read back (`rules/language`), so that whoever drafts a change starts from the rule in force.
 */
import type { Condition, Expr, FieldDictionary, Parameter, Test, Unit, Version } from '#rules/engine/types.ts';

/** What decides how a number is written: amounts bear their unit. */
export interface Names {
  readonly fields: FieldDictionary;
  readonly parameters: Readonly<Record<string, Parameter>>;
}

/** What stands at a place of a measure or parameter, and the steps to it (as in JSON Patch). */
export interface Place {
  readonly path: string;
  readonly what: 'test' | 'pass' | 'yearly' | 'oneOff' | 'ceiling' | 'value';
  /** The condition, for tests and pass marks. */
  readonly condition: string | null;
  readonly source: string;
  /** The one figure it turns on, where another can simply be put in its place. */
  readonly figure: Figure | null;
}

export interface Figure {
  readonly value: number;
  readonly unit: Unit | null;
  /** The whole place with another figure. */
  readonly write: (value: number) => string;
}

/** A condition that decides by itself, and the steps to it. */
export interface Leaf {
  readonly path: string;
  readonly condition: Extract<Condition, { readonly id: string }>;
}

/** The conditions of a version, in their order. */
export const leavesOf = (version: Version, index: number): Leaf[] =>
  (['scope', 'require'] as const).flatMap((part) => {
    const root = version[part];
    return root ? within(root, `/versions/${index}/${part}`) : [];
  });

/** Of a version: its tests and pass marks in their order, then what its amounts are worked out by. */
export function placesOf(names: Names, version: Version, index: number): Place[] {
  const conditions = leavesOf(version, index).flatMap(({ path, condition }): Place[] => {
    if (condition.kind === 'judgement') return [];
    if (condition.kind === 'score') {
      const { id, op, pass } = condition;
      const write = (value: number): string => `${op} ${value}`;
      const figure = { value: pass, unit: 'points', write } as const;
      return [{ path: `${path}/score/pass`, what: 'pass', condition: id, source: write(pass), figure }];
    }
    const { id, test, unit = null } = condition;
    const figure = testFigure(names, test, unit);
    return [{ path: `${path}/test`, what: 'test', condition: id, source: testSource(names, test), figure }];
  });
  const amounts = (['yearly', 'oneOff', 'ceiling'] as const).flatMap((what): Place[] => {
    const expr = version.benefit?.[what];
    const path = `/versions/${index}/benefit/${what}`;
    return expr ? [{ path, what, condition: null, ...written(names, expr, 'yuan') }] : [];
  });
  return [...conditions, ...amounts];
}

/** Of a dated parameter: each of its values, with every band of those that go by bands. */
export const valuesOf = (names: Names, { unit, values }: Parameter): (Place & { readonly from: string })[] =>
  values.flatMap(({ from, value }, index) =>
    bandsOf(value).map((expr, band, { length }) => ({
      path: length === 1 ? `/values/${index}/value` : `/values/${index}/bands/${band}/value`,
      what: 'value',
      condition: null,
      from,
      ...written(names, expr, unit),
    })),
  );

const bandsOf = (value: Expr): Expr[] =>
  value[0] === 'if' && value[1][0] === '<=' ? [value[2], ...bandsOf(value[3])] : [value];

function within(node: Condition, path: string): Leaf[] {
  switch (node.kind) {
    case 'all':
    case 'any':
    case 'atLeast': {
      const list = node.kind === 'atLeast' ? 'of' : node.kind;
      return node.of.flatMap((child, index) => within(child, `${path}/${list}/${'id' in child ? child.id : index}`));
    }
    case 'not':
      return node.of.flatMap((child) => within(child, `${path}/not`));
    case 'test':
    case 'judgement':
    case 'score':
      return [{ path, condition: node }];
  }
}

/** An amount or value as it is written, and its figure where it is nothing else. */
function written(names: Names, expr: Expr, unit: Unit): Pick<Place, 'source' | 'figure'> {
  const write = (value: number): string => exprSource(names, ['num', value], unit === 'yuan');
  return {
    source: exprSource(names, expr, unit === 'yuan'),
    figure: expr[0] === 'num' ? { value: expr[1], unit, write } : null,
  };
}

/** The figure that a comparison ends with. */
function testFigure(names: Names, test: Test, unit: Unit | null): Figure | null {
  switch (test[0]) {
    case '>=':
    case '>':
    case '<=':
    case '<':
    case '=': {
      const [op, left, right] = test;
      const write = (value: number): string => testSource(names, [op, left, ['num', value]]);
      return right[0] === 'num' ? { value: right[1], unit, write } : null;
    }
    default:
      return null;
  }
}

/** A test as it is written. */
export function testSource(names: Names, test: Test): string {
  switch (test[0]) {
    case '>=':
    case '>':
    case '<=':
    case '<':
    case '=': {
      const money = isMoney(names, test[1]) || isMoney(names, test[2]);
      const [a, b] = [exprSource(names, test[1], money), exprSource(names, test[2], money)];
      return `${bracketed(test[1], a, 1)} ${test[0] === '=' ? '==' : test[0]} ${bracketed(test[2], b, 1)}`;
    }
    case 'and':
    case 'or':
      return test[1]
        .map((part) => (isJoined(part) ? `(${testSource(names, part)})` : testSource(names, part)))
        .join(test[0] === 'and' ? ' && ' : ' || ');
    case 'not': {
      const inner = testSource(names, test[1]);
      return ['is', 'holds', 'renewal', 'exists', 'qualifies'].includes(test[1][0]) ? `!${inner}` : `!(${inner})`;
    }
    case 'is':
      return test[1];
    case 'in':
      return `${test[1]} in ${listed(test[2])}`;
    case 'has':
      return test[2].length === 1 ? `${quoted(test[2][0] ?? '')} in ${test[1]}` : `${test[1]} in ${listed(test[2])}`;
    case 'industry':
      return `industryCode in ${listed(test[1])}`;
    case 'size':
      return `sizeClass in ${listed(test[1])}`;
    case 'holds':
    case 'qualifies':
      return `${test[0]}(${quoted(test[1])})`;
    case 'renewal':
      return `renewal(${quoted(test[1])}, ${test[2]})`;
    case 'exists':
      return `exists(${test[1]})`;
  }
}

/** A figure as it is written; `money` where it is an amount in yuan. */
export function exprSource(names: Names, expr: Expr, money: boolean): string {
  switch (expr[0]) {
    case 'num':
      return money ? amount(expr[1]) : String(expr[1]);
    case 'date':
      return `date(${quoted(expr[1])})`;
    case 'field':
    case 'param':
      return expr[1];
    case 'year':
      return `${expr[1]}[${expr[2]}]`;
    case 'sum':
    case 'mean':
    case 'growth':
      return `${expr[0]}(${expr[1]}, ${expr[2]})`;
    case 'days':
    case 'months':
    case 'years':
      return `${expr[0]}Since(${exprSource(names, expr[1], false)})`;
    case 'validTo':
      return `validTo(${quoted(expr[1])})`;
    case 'min':
    case 'max':
      return `${expr[0]}(${expr[1].map((part) => exprSource(names, part, money)).join(', ')})`;
    case 'if': {
      const [then, otherwise] = [exprSource(names, expr[2], money), exprSource(names, expr[3], money)];
      return `${testSource(names, expr[1])} ? ${then} : ${otherwise}`;
    }
    case '+':
    case '-':
    case '*':
    case '/':
      return arithmetic(names, expr, money);
  }
}

function arithmetic(
  names: Names,
  [op, left, right]: Expr & readonly ['+' | '-' | '*' | '/', Expr, Expr],
  money: boolean,
) {
  if (op === '/' && left[0] === 'num' && right[0] === 'num' && left[1] === 0 && right[1] === 0) return 'noFigure';
  const rank = RANK[op];
  const own = op === '+' || op === '-' ? [money, money] : factors(names, op, left, right, money);
  const [a, b] = [exprSource(names, left, own[0] ?? false), exprSource(names, right, own[1] ?? false)];
  // What stands on the right of − or ÷ keeps its brackets even where it is of the same rank.
  return `${bracketed(left, a, rank)} ${op} ${bracketed(right, b, rank + 1)}`;
}

/** Which factor of an amount is the amount; of a share of amounts both are. */
function factors(names: Names, op: '*' | '/', left: Expr, right: Expr, money: boolean): [boolean, boolean] {
  if (op === '/') return money ? [true, false] : [isMoney(names, right), isMoney(names, left)];
  return money && isMoney(names, right) ? [false, true] : [money, false];
}

const RANK = { '+': 2, '-': 2, '*': 3, '/': 3 } as const;

/** In brackets where it binds less than what stands around it. */
function bracketed(expr: Expr, text: string, rank: number): string {
  const own =
    expr[0] === 'if' ? 0 : expr[0] === '+' || expr[0] === '-' || expr[0] === '*' || expr[0] === '/' ? RANK[expr[0]] : 9;
  return own < rank && text !== 'noFigure' ? `(${text})` : text;
}

/** Whether it is an amount in yuan, as far as its fields tell. */
function isMoney(names: Names, expr: Expr): boolean {
  switch (expr[0]) {
    case 'field':
      return names.fields[expr[1]]?.unit === 'yuan';
    case 'year':
    case 'sum':
    case 'mean':
      return unitOfYear(names, expr[1]) === 'yuan';
    case 'param':
      return names.parameters[expr[1]]?.unit === 'yuan';
    case '+':
    case '-':
      return isMoney(names, expr[1]) || isMoney(names, expr[2]);
    case '*':
      return isMoney(names, expr[1]) || isMoney(names, expr[2]);
    case '/':
      return isMoney(names, expr[1]) && !isMoney(names, expr[2]);
    case 'min':
    case 'max':
      return expr[1].some((part) => isMoney(names, part));
    case 'if':
      return isMoney(names, expr[2]) || isMoney(names, expr[3]);
    default:
      return false;
  }
}

const unitOfYear = ({ fields }: Names, name: string): Unit | undefined => fields[`years.*.${name}`]?.unit;

const isJoined = (test: Test): boolean => test[0] === 'and' || test[0] === 'or';
const quoted = (text: string): string => `'${text}'`;
const listed = (values: readonly string[]): string => `[${values.map(quoted).join(', ')}]`;

/** 3,000,000 → wan(300); 200,000,000 → yi(2). */
function amount(yuan: number): string {
  const size = Math.abs(yuan);
  if (size !== 0 && size % 1e8 === 0) return `yi(${yuan / 1e8})`;
  return size % 100 === 0 ? `wan(${yuan / 1e4})` : `yuan(${yuan})`;
}
