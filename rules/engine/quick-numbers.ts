import { ALWAYS, type Board, GIVEN, MAYBE, MET, OPEN, ROUNDED, STRANGE, UNMET } from './board.ts';
import type { Column, Columns, LaneStep } from './columns.ts';
import { elapsedSince } from './exact.ts';
import type { Arithmetic, Node, Slot, YearSlots } from './graph.ts';
import { remembered } from './memory.ts';
import { nearest } from './rational.ts';
import type { Day } from './types.ts';

/** Numbers, column by column; undefined where there is no quick way. */
export function quickNumber(columns: Columns, node: Node, slot: Slot, byLane: LaneStep): Column | undefined {
  const { board } = columns;
  switch (node.op) {
    case 'answer':
      return answer(columns, node.path, node.min ?? -Infinity, node.max ?? Infinity, slot, byLane);
    case '+':
    case '-':
    case '*':
    case '/':
    case 'min':
    case 'max':
      return arithmetic(board, node.op, node.a, node.b, slot, byLane);
    case 'if':
      return choice(board, node, slot, byLane);
    case 'sum':
      return sum(board, node.years, slot, byLane);
    case 'growth':
      return growth(board, node.years, slot, byLane);
    case 'months':
    case 'years':
      return elapsed(board, node.op, node.of, slot, byLane);
    default:
      return undefined;
  }
}

function answer(
  { board, answers, columnOf }: Columns,
  path: string,
  least: number,
  most: number,
  slot: Slot,
  byLane: LaneStep,
): Column {
  const { lo, hi, flags, lanes } = board;
  const from = columnOf(path) * lanes;
  const base = slot * lanes;
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) {
      const given = answers[from + lane];
      if (given === undefined) {
        lo[base + lane] = least;
        hi[base + lane] = most;
        flags[base + lane] = OPEN;
      } else if (typeof given === 'number') {
        lo[base + lane] = given;
        hi[base + lane] = given;
        flags[base + lane] = GIVEN;
      } else byLane(lane);
    }
  };
}

/** Whether whole numbers, which are added and multiplied exactly. */
const isWhole = (lo: number, hi: number): boolean =>
  Number.isSafeInteger(lo) && (lo === hi || hi === Infinity || Number.isSafeInteger(hi));

/** So many digits are lost that rounding could show. */
const isCancelled = (value: number, left: number, right: number): boolean =>
  Math.abs(value) < 1e-5 * (Math.abs(left) + Math.abs(right));

function apply(op: Arithmetic, a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b || 0;
    case '/':
      return a / b + 0;
    case 'min':
      return Math.min(a, b);
    case 'max':
      return Math.max(a, b);
  }
}

/** Where the operation rises or falls steadily in both numbers and no end is approached or undefined. */
function arithmetic(board: Board, op: Arithmetic, a: Slot, b: Slot, slot: Slot, byLane: LaneStep): Column {
  const { lo, hi, flags, lanes } = board;
  const [left, right, base] = [a * lanes, b * lanes, slot * lanes];
  const adds = op === '+' || op === '-';
  const chooses = op === 'min' || op === 'max';
  const falls = op === '-' || op === '/';
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) {
      const marks = (flags[left + lane] ?? 0) | (flags[right + lane] ?? 0);
      const loX = lo[left + lane] ?? 0;
      const hiX = hi[left + lane] ?? 0;
      const loY = lo[right + lane] ?? 0;
      const hiY = hi[right + lane] ?? 0;
      const isSteady = op === '/' ? loX >= 0 && loY > 0 && hiY < Infinity : op !== '*' || (loX >= 0 && loY >= 0);
      if (isSteady && (marks & STRANGE) === 0) {
        const lowest = falls ? hiY : loY;
        const highest = falls ? loY : hiY;
        const least = apply(op, loX, lowest);
        const most = apply(op, hiX, highest);
        const overflows = most - least === Infinity && Number.isFinite(hiX + hiY - loX - loY);
        if (!overflows && !(adds && (isCancelled(least, loX, lowest) || isCancelled(most, hiX, highest)))) {
          const isExact = chooses || (op !== '/' && isWhole(loX, hiX) && isWhole(loY, hiY) && isWhole(least, most));
          lo[base + lane] = least;
          hi[base + lane] = most;
          flags[base + lane] = (marks & (OPEN | ROUNDED)) | (isExact ? 0 : ROUNDED);
          continue;
        }
      }
      byLane(lane);
    }
  };
}

/** The branch that is taken, where that is certain. */
function choice(board: Board, { test, a, b }: Extract<Node, { op: 'if' }>, slot: Slot, byLane: LaneStep): Column {
  const { lo, hi, flags, states, lanes } = board;
  const [tests, met, unmet, base] = [test * lanes, a * lanes, b * lanes, slot * lanes];
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) {
      const state = states[tests + lane];
      if (state === MET || state === UNMET) {
        const from = (state === MET ? met : unmet) + lane;
        lo[base + lane] = lo[from] ?? 0;
        hi[base + lane] = hi[from] ?? 0;
        flags[base + lane] = flags[from] ?? 0;
      } else byLane(lane);
    }
  };
}

/** Where nothing is negative and there is a year. */
function sum(board: Board, years: readonly YearSlots[], slot: Slot, byLane: LaneStep): Column {
  const { lo, hi, flags, states, lanes } = board;
  const base = slot * lanes;
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) {
      let least = 0;
      let most = 0;
      let marks = 0;
      let existing = 0;
      let isPlain = true;
      for (const { exists, of } of years) {
        const state = states[exists * lanes + lane];
        if (state === UNMET) continue;
        const at = of * lanes + lane;
        const [from, to] = [lo[at] ?? 0, hi[at] ?? 0];
        if (from < 0) isPlain = false;
        if (!isWhole(from, to)) marks |= ROUNDED;
        least += from;
        most += to;
        marks |= state === MET ? (flags[at] ?? 0) & OPEN : OPEN;
        existing += 1;
      }
      if (!isPlain || existing === 0) byLane(lane);
      else {
        lo[base + lane] = least;
        hi[base + lane] = most;
        flags[base + lane] = marks | (isWhole(least, most) ? 0 : ROUNDED);
      }
    }
  };
}

/** Over every choice of the rates that may be there, where no digits are lost. */
function growth(board: Board, years: readonly YearSlots[], slot: Slot, byLane: LaneStep): Column {
  const { lo, hi, flags, states, lanes } = board;
  const base = slot * lanes;
  const from = new Float64Array(years.length);
  const to = new Float64Array(years.length);
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) {
      let existing = 0;
      let open = 0;
      for (const { exists, of } of years) {
        const state = states[exists * lanes + lane];
        if (state === UNMET) continue;
        const at = of * lanes + lane;
        from[existing] = lo[at] ?? 0;
        to[existing] = hi[at] ?? 0;
        open |= state === MET ? (flags[at] ?? 0) & OPEN : OPEN;
        existing += 1;
      }
      let [least, most, choices, without] = [Infinity, -Infinity, 0, 0];
      for (let choice = 2 ** (existing - 1) - 1; existing > 1 && choice >= 0; choice -= 1) {
        const rates = ratesOf(choice, from, to, existing);
        if (rates === undefined) continue;
        choices += 1;
        if (rates.count === 0) without += 1;
        least = Math.min(least, rates.count === 0 ? 0 : rates.least / rates.count - 1);
        most = Math.max(most, rates.count === 0 ? 0 : rates.most / rates.count - 1);
      }
      if (existing < 2 || isCancelled(least, least + 1, 1) || isCancelled(most, most + 1, 1)) byLane(lane);
      else {
        lo[base + lane] = least;
        hi[base + lane] = most;
        flags[base + lane] = open | ROUNDED | (without === 0 ? 0 : choices > 1 ? MAYBE : ALWAYS);
      }
    }
  };
}

/** The sums of the rates that a choice takes, newest year first; undefined where these cannot all be there, and no other. */
function ratesOf(
  choice: number,
  from: Float64Array,
  to: Float64Array,
  existing: number,
): { least: number; most: number; count: number } | undefined {
  let [least, most, count] = [0, 0, 0];
  for (let year = 1; year < existing; year += 1) {
    const [lowest, highest] = [from[year] ?? 0, to[year] ?? 0];
    const isTaken = ((choice >> (year - 1)) & 1) !== 0;
    if (isTaken ? highest <= 0 : lowest > 0) return undefined;
    if (!isTaken) continue;
    const start = Math.max(lowest, 0);
    const [low, high] = [from[year - 1] ?? 0, to[year - 1] ?? 0];
    least += low / (low < 0 ? start : highest);
    most += high / (high < 0 ? highest : start) || 0;
    count += 1;
  }
  return { least, most, count };
}

function elapsed(board: Board, unit: 'months' | 'years', of: Slot, slot: Slot, byLane: LaneStep): Column {
  const { lo, hi, flags, lanes } = board;
  const [from, base] = [of * lanes, slot * lanes];
  const since = remembered((day: Day) => nearest(elapsedSince(unit, day, board.asOf)));
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) {
      const day = lo[from + lane] ?? 0;
      if (day !== hi[from + lane] || !Number.isFinite(day) || ((flags[from + lane] ?? 0) & STRANGE) !== 0) byLane(lane);
      else {
        const value = since(day);
        lo[base + lane] = value;
        hi[base + lane] = value;
        flags[base + lane] = ((flags[from + lane] ?? 0) & OPEN) | ROUNDED;
      }
    }
  };
}
