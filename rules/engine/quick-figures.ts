import { type Board, GIVEN, NO_YEAR, OPEN, ROUNDED, STRANGE, UNMET } from './board.ts';
import { type Column, type Columns, type LaneStep, workOutRest } from './columns.ts';
import { elapsedSince } from './exact.ts';
import type { Node, Slot } from './graph.ts';
import { remembered } from './memory.ts';
import { nearest } from './rational.ts';
import type { Day, Json } from './types.ts';

/** What was answered, of which year, and how long ago, column by column; undefined where there is no quick way. */
export function quickFigure(columns: Columns, node: Node, slot: Slot, byLane: LaneStep): Column | undefined {
  const { board } = columns;
  switch (node.op) {
    case 'answer':
      return answer(columns, node.path, node.min ?? -Infinity, node.max ?? Infinity, slot, byLane);
    case 'figure':
      return figure(columns, node, slot, byLane);
    case 'pick':
      return pick(board, node, slot);
    case 'year':
      return year(columns, node, slot, byLane);
    case 'days':
      return days(board, node.of, slot);
    case 'months':
    case 'years':
      return elapsed(columns, node.op, node.of, slot, byLane);
    default:
      return undefined;
  }
}

function answer(columns: Columns, path: string, least: number, most: number, slot: Slot, byLane: LaneStep): Column {
  const { board, answers, columnOf, rest } = columns;
  const { lo, hi, flags, lanes } = board;
  const from = columnOf(path) * lanes;
  const base = slot * lanes;
  return (count) => {
    let left = 0;
    for (let lane = 0; lane < count; lane += 1) {
      const given: Json | undefined = answers[from + lane];
      if (given === undefined) {
        lo[base + lane] = least;
        hi[base + lane] = most;
        flags[base + lane] = OPEN;
      } else if (typeof given === 'number') {
        lo[base + lane] = given;
        hi[base + lane] = given;
        flags[base + lane] = GIVEN;
      } else {
        rest[left] = lane;
        left += 1;
      }
    }
    workOutRest(columns, left, byLane);
  };
}

/** As it was answered, and within its wholes and not below its parts where that is open; parts have no parts here. */
function figure(columns: Columns, node: Extract<Node, { op: 'figure' }>, slot: Slot, byLane: LaneStep): Column {
  const { rest, board } = columns;
  const { lo, hi, flags, lanes } = board;
  const [from, base] = [node.own * lanes, slot * lanes];
  const wholes = Int32Array.from(node.wholes.toReversed(), (whole) => whole * lanes);
  const parts = Int32Array.from(node.parts, ({ own }) => own * lanes);
  const isFlat = node.parts.every((part) => part.parts.length === 0);
  return (count) => {
    let left = 0;
    for (let lane = 0; lane < count; lane += 1) {
      const low = lo[from + lane] ?? 0;
      const high = hi[from + lane] ?? 0;
      const marks = flags[from + lane] ?? 0;
      let least = low;
      let most = high;
      if (low !== high) {
        if (!isFlat) {
          rest[left] = lane;
          left += 1;
          continue;
        }
        let within = Infinity;
        for (const whole of wholes) {
          const own = hi[whole + lane] ?? 0;
          within = (lo[whole + lane] ?? 0) > within ? own : Math.min(own, within);
        }
        if (low <= within) most = Math.min(high, within);
        for (const part of parts) {
          const reached = Math.max(least, lo[part + lane] ?? 0);
          if (reached <= high) least = reached;
        }
        // Where they contradict each other the answer stands.
        if (least > most) {
          least = low;
          most = high;
        }
      }
      lo[base + lane] = least;
      hi[base + lane] = most;
      flags[base + lane] = low !== high && least === most ? marks & ~OPEN : marks;
    }
    workOutRest(columns, left, byLane);
  };
}

function pick(board: Board, { given, exact, coarse }: Extract<Node, { op: 'pick' }>, slot: Slot): Column {
  const { lo, hi, flags, lanes } = board;
  const [asked, first, second, base] = [given * lanes, exact * lanes, coarse * lanes, slot * lanes];
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) {
      const from = (((flags[asked + lane] ?? 0) & GIVEN) !== 0 ? first : second) + lane;
      lo[base + lane] = lo[from] ?? 0;
      hi[base + lane] = hi[from] ?? 0;
      flags[base + lane] = flags[from] ?? 0;
    }
  };
}

/** Where the year exists, or may. */
function year(columns: Columns, { exists, of }: Extract<Node, { op: 'year' }>, slot: Slot, byLane: LaneStep): Column {
  const { rest, board } = columns;
  const { lo, hi, flags, states, lanes } = board;
  const [asked, from, base] = [exists * lanes, of * lanes, slot * lanes];
  return (count) => {
    let left = 0;
    for (let lane = 0; lane < count; lane += 1) {
      lo[base + lane] = lo[from + lane] ?? 0;
      hi[base + lane] = hi[from + lane] ?? 0;
      flags[base + lane] = flags[from + lane] ?? 0;
      if (states[asked + lane] !== UNMET) continue;
      rest[left] = lane;
      left += 1;
    }
    workOutRest(columns, left, byLane);
  };
}

/** What is no range of days stays what it is. */
function days(board: Board, of: Slot, slot: Slot): Column {
  const { lo, hi, flags, lanes, asOf } = board;
  const [from, base] = [of * lanes, slot * lanes];
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) {
      const first = lo[from + lane] ?? 0;
      const last = hi[from + lane] ?? 0;
      const marks = flags[from + lane] ?? 0;
      const isRange = Number.isFinite(first) && Number.isFinite(last) && (marks & NO_YEAR) === 0;
      lo[base + lane] = isRange ? asOf - last : first;
      hi[base + lane] = isRange ? asOf - first : last;
      flags[base + lane] = isRange ? marks & OPEN : marks;
    }
  };
}

/** Where the day is known, or nothing of it. */
function elapsed(columns: Columns, unit: 'months' | 'years', of: Slot, slot: Slot, byLane: LaneStep): Column {
  const { rest, board } = columns;
  const { lo, hi, flags, lanes, asOf } = board;
  const [from, base] = [of * lanes, slot * lanes];
  const since = remembered((day: Day) => nearest(elapsedSince(unit, day, asOf)));
  return (count) => {
    let left = 0;
    for (let lane = 0; lane < count; lane += 1) {
      const first = lo[from + lane] ?? 0;
      const last = hi[from + lane] ?? 0;
      const marks = flags[from + lane] ?? 0;
      if (!Number.isFinite(first) || !Number.isFinite(last) || (marks & NO_YEAR) !== 0) {
        lo[base + lane] = first;
        hi[base + lane] = last;
        flags[base + lane] = marks | ROUNDED;
      } else if (first === last && (marks & STRANGE) === 0) {
        const value = since(first);
        lo[base + lane] = value;
        hi[base + lane] = value;
        flags[base + lane] = (marks & OPEN) | ROUNDED;
      } else {
        rest[left] = lane;
        left += 1;
      }
    }
    workOutRest(columns, left, byLane);
  };
}
