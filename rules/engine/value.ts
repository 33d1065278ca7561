import { monthsBetween, toDay } from './calendar.ts';
import {
  dateAt,
  dayPoint,
  dayRange,
  type Env,
  fieldAt,
  figure,
  firstDayWithYear,
  heldOn,
  inForceOrNearest,
  yearExists,
  yearPath,
} from './facts.ts';
import {
  add,
  divide,
  exactly,
  hull,
  type Interval,
  maximum,
  minimum,
  multiply,
  narrow,
  point,
  subtract,
} from './interval.ts';
import { type Rational, sign, ZERO } from './rational.ts';
import { assumed } from './test.ts';
import type { Day, Expr } from './types.ts';

/** A figure of a fiscal year that does not exist; `from` is the first day on which one does. */
export interface NoYear {
  readonly from: Day;
}
export type Value = Interval | NoYear;
export const isNoYear = (value: Value): value is NoYear => 'from' in value;

/** All values the expression can have for what is known of the firm. */
export function evaluate(env: Env, expr: Expr): Value {
  switch (expr[0]) {
    case 'num':
      return point(expr[1]);
    case 'date':
      return dayPoint(toDay(expr[1]));
    case 'field':
      return fieldAt(env.catalogue.rules.fields, expr[1])?.type === 'date'
        ? dateAt(env, expr[1])
        : figure(env, expr[1]);
    case 'year':
      return yearExists(env, expr[2]) === 'no'
        ? { from: firstDayWithYear(env, expr[2]) }
        : figure(env, yearPath(env, expr[1], expr[2]));
    case 'sum':
    case 'mean':
      return overYears(env, expr[0], expr[1], expr[2]);
    case 'growth':
      return growth(env, expr[1], expr[2]);
    case 'param':
      return evaluate(env, parameterValue(env, expr[1]));
    case '+':
    case '-':
    case '*':
    case '/':
      return combine(env, [expr[1], expr[2]], ARITHMETIC[expr[0]]);
    case 'min':
      return combine(env, expr[1], minimum);
    case 'max':
      return combine(env, expr[1], maximum);
    case 'days':
      return since(env, expr[1], (from) => ({ n: BigInt(env.asOf - from), d: 1n }));
    case 'months':
      return since(env, expr[1], (from) => monthsBetween(from, env.asOf));
    case 'years':
      return since(env, expr[1], (from) => {
        const months = monthsBetween(from, env.asOf);
        return { n: months.n, d: months.d * 12n };
      });
    case 'validTo': {
      const validTo = heldOn(env, expr[1])?.validTo;
      return validTo ? dayRange(validTo.first, validTo.last) : dayRange(undefined, undefined);
    }
    case 'if': {
      const outcome = assumed(env, expr[1]).state;
      if (outcome === 'met') return evaluate(env, expr[2]);
      if (outcome === 'unmet') return evaluate(env, expr[3]);
      return combine(env, [expr[2], expr[3]], hull);
    }
  }
}

const ARITHMETIC = { '+': add, '-': subtract, '*': multiply, '/': divide } as const;

function combine(env: Env, operands: readonly Expr[], operation: (a: Interval, b: Interval) => Interval): Value {
  const values = operands.map((operand) => evaluate(env, operand));
  return values.reduce((a, b) =>
    isNoYear(a) ? (isNoYear(b) && b.from > a.from ? b : a) : isNoYear(b) ? b : operation(a, b),
  );
}

/** Years that do not exist are left out; where none exists there is nothing to judge yet. */
function overYears(env: Env, kind: 'sum' | 'mean', name: string, years: number): Value {
  const offsets = Array.from({ length: years }, (_, back) => -back).filter(
    (offset) => yearExists(env, offset) !== 'no',
  );
  if (offsets.length === 0) return { from: firstDayWithYear(env, 0) };
  const total = offsets.map((offset) => figure(env, yearPath(env, name, offset))).reduce(add);
  if (kind === 'sum') return total;
  const counts = offsets.filter((offset) => yearExists(env, offset) === 'yes').length;
  return divide(total, hull(point(Math.max(counts, 1)), point(offsets.length)));
}

/**
 * Mean of the growth rates from each year to the next, less those that start from nothing (a start at zero has no rate).
 * Where no two years exist there is nothing to judge yet.
 */
function growth(env: Env, name: string, years: number): Value {
  const at = (offset: number): Interval => figure(env, yearPath(env, name, offset));
  const starts = Array.from({ length: years - 1 }, (_, back) => -back - 1).filter(
    (offset) => yearExists(env, offset) !== 'no',
  );
  if (starts.length === 0) return { from: firstDayWithYear(env, -1) };
  const none: readonly Interval[] = [];
  const rates = starts.reduce<readonly (readonly Interval[])[]>(
    (paths, offset) => {
      const start = at(offset);
      const positive = narrow(start, { lo: { at: ZERO, open: true } });
      const withRate = sign(start.hi.at) > 0 ? paths.map((path) => [...path, divide(at(offset + 1), positive)]) : [];
      return sign(start.lo.at) > 0 ? withRate : [...withRate, ...paths];
    },
    [none],
  );
  return rates.map(meanLessOne).reduce(hull);
}

const meanLessOne = (ratios: readonly Interval[]): Interval =>
  ratios.length === 0
    ? { ...point(0), undefinedAt: 'always' }
    : subtract(divide(ratios.reduce(add), point(ratios.length)), point(1));

function since(env: Env, date: Expr, elapsed: (from: Day) => Rational): Value {
  const from = evaluate(env, date);
  if (isNoYear(from)) return from;
  if (from.lo.at.d === 0n || from.hi.at.d === 0n) return dayRange(undefined, undefined);
  return hull(exactly(elapsed(Number(from.hi.at.n))), exactly(elapsed(Number(from.lo.at.n))));
}

/** The parameter's expression in force on the day; notes which value was used. */
export function parameterValue(env: Env, name: string): Expr {
  const parameter = env.catalogue.rules.parameters[name];
  const value = parameter && inForceOrNearest(parameter.values, env.asOf);
  if (!value) throw new Error(`The catalogue has no parameter “${name}”.`);
  env.usedParameters.set(name, value.from);
  return value.value;
}
