import { ALWAYS, type Board, hiAt, loAt, MAYBE, MET, stateAt, UNMET } from './board.ts';
import { monthsBetween } from './calendar.ts';
import type { Arithmetic, Node, Slot } from './graph.ts';
import { add, compare, divide, isUndefined, multiply, type Rational, rational, subtract, ZERO } from './rational.ts';
import type { Day } from './types.ts';

/** The least and the greatest value of a range, in fractions. */
export type Ends = readonly [lo: Rational, hi: Rational];
type Operation = (a: Rational, b: Rational) => Rational;

const OPERATIONS: Readonly<Record<Arithmetic, Operation>> = {
  '+': add,
  '-': subtract,
  // As in floating point here, 0 × ∞ = 0: the end of a range that is zero throughout.
  '*': (a, b) => (a.n * b.n === 0n ? ZERO : multiply(a, b)),
  '/': divide,
  min: (a, b) => (compare(a, b) < 0 ? a : b),
  max: (a, b) => (compare(a, b) > 0 ? a : b),
};

/**
 * What the range of a slot in floating point stands for, from the slots that it rests on. Which ends are infinite,
 * approached or undefined is as the range has it.
 */
export function exactAt(board: Board, slot: Slot, lane: number): Ends {
  const node = board.graph.nodes[slot];
  const [lo, hi] = [loAt(board, slot, lane), hiAt(board, slot, lane)];
  const written: Ends = [rational(lo), rational(hi)];
  if (node === undefined || board.graph.exact[slot] === true) return written;
  const [least, most] = endsOf(board, node, lane) ?? written;
  return [Number.isFinite(lo) ? least : written[0], Number.isFinite(hi) ? most : written[1]];
}

function endsOf(board: Board, node: Node, lane: number): Ends | undefined {
  const at = (slot: Slot): Ends => exactAt(board, slot, lane);
  switch (node.op) {
    case 'sum':
    case 'mean':
    case 'growth':
      return overYears(board, node, lane).ends;
    case 'if': {
      const state = stateAt(board, node.test, lane);
      return state === MET ? at(node.a) : state === UNMET ? at(node.b) : span([...at(node.a), ...at(node.b)]);
    }
    case 'months':
    case 'years': {
      const unit = node.op;
      const since = (from: Day): Rational => elapsedSince(unit, from, board.asOf);
      return [since(hiAt(board, node.of, lane)), since(loAt(board, node.of, lane))];
    }
    default:
      return 'a' in node && node.op !== 'compare' ? corners(OPERATIONS[node.op], at(node.a), at(node.b)) : undefined;
  }
}

/** An operation that rises or falls steadily in both numbers is least and greatest at ends of both. */
const corners = (operation: Operation, a: Ends, b: Ends): Ends =>
  span(a.flatMap((x) => b.map((y) => operation(x, y))).filter((value) => !isUndefined(value)));

const span = (values: readonly Rational[]): Ends => {
  const sorted = values.toSorted(compare);
  return [sorted[0] ?? ZERO, sorted.at(-1) ?? ZERO];
};

/**
 * Sums, means and mean yearly growth over the years that exist, in fractions; with how far it is undefined, as flags.
 */
export function overYears(
  board: Board,
  { op, years }: Extract<Node, { readonly years: unknown }>,
  lane: number,
): { ends: Ends; flags: number } {
  const existing = years.filter(({ exists }) => stateAt(board, exists, lane) !== UNMET);
  const figures = existing.map(({ of }) => exactAt(board, of, lane));
  if (op === 'growth') return growth(figures);
  const total = sum(figures);
  const certain = existing.filter(({ exists }) => stateAt(board, exists, lane) === MET).length;
  const counts: Ends = [rational(Math.max(certain, 1)), rational(figures.length)];
  return { ends: op === 'sum' ? total : corners(divide, total, counts), flags: 0 };
}

const both = (value: number): Ends => [rational(value), rational(value)];

const sum = (all: readonly Ends[]): Ends => all.reduce((a, b) => corners(add, a, b), both(0));

/**
 * Mean of the growth rates from each year to the next, newest first, less those that start from nothing (a start at
 * zero has no rate); over every choice of the rates that may be there.
 */
function growth(figures: readonly Ends[]): { ends: Ends; flags: number } {
  let choices: (readonly Ends[])[] = [[]];
  figures.slice(1).forEach(([lo, hi], index) => {
    const positive: Ends = [OPERATIONS.max(lo, ZERO), hi];
    const ratio = corners(divide, figures[index] ?? positive, positive);
    const withRate = compare(hi, ZERO) > 0 ? choices.map((choice) => [...choice, ratio]) : [];
    choices = compare(lo, ZERO) > 0 ? withRate : [...withRate, ...choices];
  });
  const rates = choices.map((ratios) =>
    ratios.length === 0 ? both(0) : corners(subtract, corners(divide, sum(ratios), both(ratios.length)), both(1)),
  );
  const flags = choices.every(({ length }) => length > 0) ? 0 : choices.length > 1 ? MAYBE : ALWAYS;
  return { ends: span(rates.flat()), flags };
}

/** Calendar months, or years of twelve of them, from one day to another. */
export function elapsedSince(unit: 'months' | 'years', from: Day, to: Day): Rational {
  const months = monthsBetween(from, to);
  return unit === 'months' ? months : { n: months.n, d: months.d * 12n };
}
