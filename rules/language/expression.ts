import type { AnyNode } from 'acorn';
import { isIsoDate } from '../engine/calendar.ts';
import type { Expr, Test, Unit } from '../engine/types.ts';
import {
  argument,
  type Call,
  certificate,
  choices,
  knownField,
  listField,
  type Names,
  numberAt,
  pathOf,
  suggestion,
  textAt,
  yearlyField,
} from './names.ts';
import { ExpressionFault, parse } from './parse.ts';

/** `number` is a bare literal, which takes the unit of what it is compared with (but never money's or a date's). */
type Dimension = Unit | 'number';
interface Typed {
  readonly expr: Expr;
  readonly dimension: Dimension;
}
export interface TypedTest {
  readonly test: Test;
  readonly unit: Unit | undefined;
}

const SIZES = ['large', 'medium', 'small', 'micro'];
const COMPARISONS = { '>=': '>=', '>': '>', '<=': '<=', '<': '<', '==': '=' } as const;
const MONEY = { yuan: 1, wan: 1e4, yi: 1e8 } as const;
const ELAPSED = { daysSince: 'days', monthsSince: 'months', yearsSince: 'years' } as const;

/** `noFigure` in an amount: what nobody can work out from the profile. Nothing divided by nothing has no value. */
export const NO_FIGURE: Expr = ['/', ['num', 0], ['num', 0]];

/** Parses a test such as `sum(rdExpense, 3) / sum(revenue, 3) >= rdRatioFloor`; throws `ExpressionFault`. */
export const parseTest = (text: string, names: Names): TypedTest => toTest(parse(text), names);

/** Parses a figure expression and checks that it has the unit asked for; throws `ExpressionFault`. */
export function parseFigure(text: string, names: Names, unit: Unit): Expr {
  const node = parse(text);
  const typed = toExpr(node, names);
  requireUnit(typed, unit, node);
  return typed.expr;
}

// ---- Tests ----------------------------------------------------------------------------

function toTest(node: AnyNode, names: Names): TypedTest {
  switch (node.type) {
    case 'BinaryExpression': {
      if (node.operator === 'in') return { test: membership(node.left, node.right, names), unit: undefined };
      if (!isComparison(node.operator))
        throw new ExpressionFault(`“${node.operator}” is not a comparison; use >=, >, <=, <, == or in`, node.left.end);
      return comparison(COMPARISONS[node.operator], node.left, node.right, names);
    }
    case 'LogicalExpression': {
      if (node.operator === '??') break;
      const parts = [toTest(node.left, names).test, toTest(node.right, names).test];
      return { test: [node.operator === '&&' ? 'and' : 'or', parts], unit: undefined };
    }
    case 'UnaryExpression':
      if (node.operator === '!') return { test: ['not', toTest(node.argument, names).test], unit: undefined };
      break;
    case 'CallExpression':
      return { test: calledTest(node, names), unit: undefined };
    case 'Identifier':
    case 'MemberExpression': {
      const path = pathOf(node);
      if (path === undefined) break;
      const field = knownField(path, names, node.start);
      if (field.type !== 'flag')
        throw new ExpressionFault(`“${path}” is not a yes/no field; compare it with something`, node.start);
      return { test: ['is', path], unit: undefined };
    }
    default:
  }
  throw new ExpressionFault(
    'this is not a test; write a comparison, a yes/no field, holds(…), exists(…), qualifies(…) or … in […]',
    node.start,
  );
}

const isComparison = (operator: string): operator is keyof typeof COMPARISONS => Object.hasOwn(COMPARISONS, operator);

function comparison(op: '>=' | '>' | '<=' | '<' | '=', left: AnyNode, right: AnyNode, names: Names): TypedTest {
  const [a, b] = [toExpr(left, names), toExpr(right, names)];
  const dimension = a.dimension === 'number' ? b.dimension : a.dimension;
  if (dimension === 'number') throw new ExpressionFault('both sides are plain numbers; name a field', left.start);
  requireUnit(a, dimension, left);
  requireUnit(b, dimension, right);
  return { test: [op, a.expr, b.expr], unit: dimension };
}

function requireUnit(typed: Typed, unit: Unit, node: AnyNode): void {
  const { dimension, expr } = typed;
  if (dimension === unit) {
    return;
  }
  if (dimension !== 'number')
    throw new ExpressionFault(`units differ: this is in ${dimension}, but ${unit} is needed`, node.start);
  if (unit === 'yuan' || unit === 'usd')
    throw new ExpressionFault('an amount needs its unit: write wan(…), yi(…) or yuan(…)', node.start);
  if (unit === 'date') throw new ExpressionFault("a date is needed: write date('2026-01-01')", node.start);
  if (unit === 'ratio' && expr[0] === 'num' && expr[1] >= 2)
    throw new ExpressionFault(`shares are written 0–1: is ${expr[1]} meant as ${expr[1] / 100}?`, node.start);
}

function membership(left: AnyNode, right: AnyNode, names: Names): Test {
  if (left.type === 'Literal') {
    const path = pathOf(right);
    if (path === undefined || typeof left.value !== 'string')
      throw new ExpressionFault("write 'value' in listField", left.start);
    return ['has', path, choices([left.value], listField(path, names, right.start), left.start)];
  }
  const path = pathOf(left);
  if (path === undefined) throw new ExpressionFault('“in” needs a field on its left', left.start);
  const values = valuesOf(right, names);
  if (path === 'sizeClass') return ['size', choices(values, { type: 'enum', values: SIZES }, right.start)];
  const field = knownField(path, names, left.start);
  if (field.type === 'industry') return ['industry', industries(values, right.start)];
  if (field.type === 'enums') return ['has', path, choices(values, field, right.start)];
  if (field.type !== 'enum') throw new ExpressionFault(`“${path}” has no choices to be one of`, left.start);
  return ['in', path, choices(values, field, right.start)];
}

function valuesOf(node: AnyNode, names: Names): string[] {
  if (node.type === 'Identifier') {
    const set = names.sets.get(node.name);
    if (!set)
      throw new ExpressionFault(
        `no set is named “${node.name}”${suggestion(node.name, [...names.sets.keys()])}`,
        node.start,
      );
    return [...set];
  }
  if (node.type !== 'ArrayExpression')
    throw new ExpressionFault("write a list such as ['chaoyang', 'dongcheng'] or a named set", node.start);
  return node.elements.map((element) => {
    if (element?.type !== 'Literal' || typeof element.value !== 'string')
      throw new ExpressionFault('lists hold quoted values only', node.start);
    return element.value;
  });
}

function industries(values: readonly string[], at: number): readonly string[] {
  const wrong = values.find((value) => !/^[A-T](\d{2,4})?$/.test(value));
  if (wrong !== undefined)
    throw new ExpressionFault(
      `“${wrong}” is not an industry prefix; write a section letter with digits, such as C or I65`,
      at,
    );
  return values;
}

function calledTest(node: Call, names: Names): Test {
  const name = node.callee.type === 'Identifier' ? node.callee.name : '';
  switch (name) {
    case 'holds':
      return ['holds', certificate(node, names)];
    case 'renewal':
      return ['renewal', certificate(node, names), numberAt(node, 1)];
    case 'exists':
      return ['exists', numberAt(node, 0)];
    case 'qualifies': {
      const measure = textAt(node, 0);
      if (!names.measures.has(measure))
        throw new ExpressionFault(
          `no measure is named “${measure}”${suggestion(measure, [...names.measures])}`,
          node.start,
        );
      return ['qualifies', measure];
    }
    default:
      throw new ExpressionFault(
        `“${name}(…)” is not a test${suggestion(name, ['holds', 'renewal', 'exists', 'qualifies'])}`,
        node.start,
      );
  }
}

// ---- Figures --------------------------------------------------------------------------

function toExpr(node: AnyNode, names: Names): Typed {
  switch (node.type) {
    case 'Literal':
      if (typeof node.value !== 'number') break;
      return { expr: ['num', node.value], dimension: 'number' };
    case 'UnaryExpression':
      if (node.operator !== '-' || node.argument.type !== 'Literal' || typeof node.argument.value !== 'number') break;
      return { expr: ['num', -node.argument.value], dimension: 'number' };
    case 'BinaryExpression':
      return arithmetic(node, names);
    case 'ConditionalExpression': {
      const [then, otherwise] = [toExpr(node.consequent, names), toExpr(node.alternate, names)];
      const dimension = sameDimension(then, otherwise, node.consequent.start);
      return { expr: ['if', toTest(node.test, names).test, then.expr, otherwise.expr], dimension };
    }
    case 'CallExpression':
      return calledFigure(node, names);
    case 'Identifier':
    case 'MemberExpression':
      return named(node, names);
    default:
  }
  throw new ExpressionFault(
    'this is not a figure; write a field, a number, wan(…), sum(…), or arithmetic on them',
    node.start,
  );
}

function sameDimension(a: Typed, b: Typed, at: number): Dimension {
  if (a.dimension === b.dimension || b.dimension === 'number') return a.dimension;
  if (a.dimension === 'number') return b.dimension;
  throw new ExpressionFault(`units differ: ${a.dimension} and ${b.dimension}`, at);
}

function arithmetic(node: Extract<AnyNode, { type: 'BinaryExpression' }>, names: Names): Typed {
  const { operator } = node;
  if (operator !== '+' && operator !== '-' && operator !== '*' && operator !== '/')
    throw new ExpressionFault(`“${operator}” is not arithmetic; use + - * /`, node.left.end);
  const [a, b] = [toExpr(node.left, names), toExpr(node.right, names)];
  return { expr: [operator, a.expr, b.expr], dimension: resultOf(operator, a, b, node.left.end) };
}

function resultOf(operator: '+' | '-' | '*' | '/', a: Typed, b: Typed, at: number): Dimension {
  const pure = (typed: Typed): boolean => typed.dimension === 'number' || typed.dimension === 'ratio';
  if (a.dimension === 'date' || b.dimension === 'date')
    throw new ExpressionFault('dates take no arithmetic; use daysSince(…), monthsSince(…) or yearsSince(…)', at);
  switch (operator) {
    case '+':
    case '-':
      return sameDimension(a, b, at);
    case '*':
      if (pure(b)) return a.dimension === 'number' && b.dimension === 'ratio' ? 'ratio' : a.dimension;
      if (pure(a)) return b.dimension;
      throw new ExpressionFault(`${a.dimension} times ${b.dimension} has no meaning here`, at);
    case '/':
      if (a.dimension === b.dimension && a.dimension !== 'number') return 'ratio';
      if (pure(b)) return a.dimension;
      throw new ExpressionFault(`units differ: ${a.dimension} divided by ${b.dimension}`, at);
  }
}

function calledFigure(node: Call, names: Names): Typed {
  const name = node.callee.type === 'Identifier' ? node.callee.name : '';
  switch (name) {
    case 'yuan':
    case 'wan':
    case 'yi':
      return { expr: ['num', Math.round(numberAt(node, 0) * MONEY[name] * 100) / 100], dimension: 'yuan' };
    case 'date': {
      const date = textAt(node, 0);
      if (!isIsoDate(date)) throw new ExpressionFault(`“${date}” is not a date; write 2026-01-01`, node.start);
      return { expr: ['date', date], dimension: 'date' };
    }
    case 'sum':
    case 'mean':
    case 'growth': {
      const path = pathOf(argument(node, 0));
      const field = yearlyField(path ?? '', names, node.start);
      const years = numberAt(node, 1);
      const least = name === 'growth' ? 2 : 1;
      if (!Number.isInteger(years) || years < least || years > 10)
        throw new ExpressionFault(`the number of years is a whole number from ${least} to 10`, node.start);
      return { expr: [name, path ?? '', years], dimension: name === 'growth' ? 'ratio' : (field.unit ?? 'number') };
    }
    case 'min':
    case 'max': {
      const operands = node.arguments.map((each) => toExpr(each, names));
      const [first] = operands;
      if (!first) throw new ExpressionFault(`${name}(…) needs figures`, node.start);
      const dimension = operands.reduce(
        (all, each) => ({ ...all, dimension: sameDimension(all, each, node.start) }),
        first,
      ).dimension;
      return { expr: [name, operands.map((each) => each.expr)], dimension };
    }
    case 'daysSince':
    case 'monthsSince':
    case 'yearsSince': {
      const date = toExpr(argument(node, 0), names);
      if (date.dimension !== 'date') throw new ExpressionFault(`${name}(…) needs a date`, node.start);
      return { expr: [ELAPSED[name], date.expr], dimension: ELAPSED[name] };
    }
    case 'validTo':
      return { expr: ['validTo', certificate(node, names)], dimension: 'date' };
    default: {
      const known = [
        'yuan',
        'wan',
        'yi',
        'date',
        'sum',
        'mean',
        'growth',
        'min',
        'max',
        'daysSince',
        'monthsSince',
        'yearsSince',
        'validTo',
      ];
      throw new ExpressionFault(`“${name}(…)” is not known${suggestion(name, known)}`, node.start);
    }
  }
}

function named(node: AnyNode, names: Names): Typed {
  if (node.type === 'MemberExpression' && node.computed) {
    const name = pathOf(node.object) ?? '';
    const offset = toExpr(node.property, names).expr;
    if (offset[0] !== 'num' || !Number.isInteger(offset[1]) || offset[1] > 1 || offset[1] < -9) {
      throw new ExpressionFault(
        'write the fiscal year as [0] (last completed), [-1] (the one before) … or [1] (current)',
        node.start,
      );
    }
    const field = yearlyField(name, names, node.start);
    return { expr: ['year', name, offset[1]], dimension: field.unit ?? 'number' };
  }
  const path = pathOf(node);
  if (path === undefined) throw new ExpressionFault('this name cannot be read', node.start);
  if (path === 'noFigure') return { expr: NO_FIGURE, dimension: 'yuan' };
  const unit = names.parameters.get(path);
  if (unit !== undefined) return { expr: ['param', path], dimension: unit };
  const field = knownField(path, names, node.start);
  if (field.type === 'date') return { expr: ['field', path], dimension: 'date' };
  if (field.type !== 'number') throw new ExpressionFault(`“${path}” is not a figure`, node.start);
  return { expr: ['field', path], dimension: field.unit ?? 'number' };
}
