import { type Board, flagsAt, intervalAt, JUDGEMENT, loAt, MET, NO_YEAR, stateAt, UNKNOWN, UNMET } from './board.ts';
import { monthsBetween } from './calendar.ts';
import type { Node, Slot, YearSlots } from './graph.ts';
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
import type { Day } from './types.ts';

/** A figure of a fiscal year that does not exist; `from` is the first day on which one does. */
export interface NoYear {
  readonly from: Day;
}
export type Value = Interval | NoYear;
export const isNoYear = (value: Value): value is NoYear => 'from' in value;

const OPERATIONS = { '+': add, '-': subtract, '*': multiply, '/': divide, min: minimum, max: maximum } as const;

/** All values of a slot, in fractions: what the floating-point range stands for. */
export const exactAt = (board: Board, slot: Slot, lane: number): Value =>
  board.graph.exact[slot] === true ? asWritten(board, slot, lane) : workedOut(board, slot, lane);

/** The same from the slots it rests on, whatever stands there now. */
export function workedOut(board: Board, slot: Slot, lane: number): Value {
  const node = board.graph.nodes[slot];
  switch (node?.op) {
    case 'year':
      return yearOf(board, node.exists, node.of, lane) ?? { from: loAt(board, slot, lane) };
    case 'sum':
    case 'mean':
    case 'growth':
      return overYears(board, slot, node, lane);
    case '+':
    case '-':
    case '*':
    case '/':
    case 'min':
    case 'max':
      return combine(exactAt(board, node.a, lane), exactAt(board, node.b, lane), OPERATIONS[node.op]);
    case 'if': {
      const state = stateAt(board, node.test, lane);
      if (state === MET) return exactAt(board, node.a, lane);
      if (state === UNMET) return exactAt(board, node.b, lane);
      return combine(exactAt(board, node.a, lane), exactAt(board, node.b, lane), hull);
    }
    case 'months':
    case 'years':
      return since(board, node.op, exactAt(board, node.of, lane));
    default:
      return asWritten(board, slot, lane);
  }
}

const asWritten = (board: Board, slot: Slot, lane: number): Value =>
  (flagsAt(board, slot, lane) & NO_YEAR) !== 0
    ? { from: loAt(board, slot, lane) }
    : intervalAt(board, slot * board.lanes + lane);

function combine(a: Value, b: Value, operation: (a: Interval, b: Interval) => Interval): Value {
  if (isNoYear(a)) return isNoYear(b) && b.from > a.from ? b : a;
  return isNoYear(b) ? b : operation(a, b);
}

/** The figure of a year, or undefined where the year does not exist. */
function yearOf(board: Board, exists: Slot, of: Slot, lane: number): Interval | undefined {
  if (stateAt(board, exists, lane) === UNMET) return undefined;
  const value = exactAt(board, of, lane);
  return isNoYear(value) ? undefined : value;
}

/** Years that do not exist are left out; where none exists there is nothing to judge yet. */
function overYears(board: Board, slot: Slot, node: Extract<Node, { readonly years: unknown }>, lane: number): Value {
  const figures = node.years.flatMap(({ exists, of }) => yearOf(board, exists, of, lane) ?? []);
  if (figures.length === 0 || (node.op === 'growth' && figures.length === 1)) return { from: loAt(board, slot, lane) };
  if (node.op === 'growth') return growth(figures);
  const total = figures.reduce(add);
  if (node.op === 'sum') return total;
  const certain = node.years.filter(({ exists }: YearSlots) => stateAt(board, exists, lane) === MET).length;
  return divide(total, hull(point(Math.max(certain, 1)), point(figures.length)));
}

/**
 * Mean of the growth rates from each year to the next, newest first, less those that start from nothing (a start at
 * zero has no rate).
 */
function growth(figures: readonly Interval[]): Interval {
  const none: readonly Interval[] = [];
  const rates = figures.slice(1).reduce<readonly (readonly Interval[])[]>(
    (paths, start, index) => {
      const end = figures[index] ?? start;
      const positive = narrow(start, { lo: { at: ZERO, open: true } });
      const withRate = sign(start.hi.at) > 0 ? paths.map((path) => [...path, divide(end, positive)]) : [];
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

function since(board: Board, unit: 'months' | 'years', from: Value): Value {
  if (isNoYear(from)) return from;
  if (from.lo.at.d === 0n || from.hi.at.d === 0n) return from;
  const elapsed = (day: Rational): Interval => exactly(elapsedSince(unit, Number(day.n), board.asOf));
  return hull(elapsed(from.hi.at), elapsed(from.lo.at));
}

/** Calendar months, or years of twelve of them, from one day to another. */
export function elapsedSince(unit: 'months' | 'years', from: Day, to: Day): Rational {
  const months = monthsBetween(from, to);
  return unit === 'months' ? months : { n: months.n, d: months.d * 12n };
}

/** What a comparison that nothing more can be asked about leaves to a person. */
export const undecided = (open: boolean): number => (open ? UNKNOWN : JUDGEMENT);
