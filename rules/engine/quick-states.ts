import {
  ALWAYS,
  JUDGEMENT,
  MET,
  NO_YEAR,
  ODD,
  OPEN,
  REVIEW,
  ROUNDED,
  SKIPPED,
  STRANGE,
  UNKNOWN,
  UNMET,
} from './board.ts';
import type { Column, Columns, LaneStep } from './columns.ts';
import { industryWithin } from './facts.ts';
import type { Node, Slot } from './graph.ts';
import { isList } from './json.ts';
import { remembered } from './memory.ts';
import { adder, type ScoreNode, spread } from './scores.ts';
import { CLOSE, FROM_TRUTH, FROM_VERDICT, turned, verdict } from './tests.ts';
import type { Json } from './types.ts';

/** The states of a test, a condition or a measure, column by column; undefined where there is no quick way. */
export function quickState(columns: Columns, node: Node, slot: Slot, byLane: LaneStep): Column | undefined {
  switch (node.op) {
    case 'compare':
      return comparison(columns, node, slot, byLane);
    case 'is': {
      const { path, implied } = node;
      const other = implied === undefined ? undefined : columns.columnOf(implied.by);
      return ofAnswers(columns, slot, path, (answer, lane) => {
        if (typeof answer === 'boolean') return answer ? MET : UNMET;
        const by = other === undefined ? undefined : columns.answers[other * columns.board.lanes + lane];
        if (typeof by !== 'string' || implied === undefined || !Object.hasOwn(implied.values, by)) return UNKNOWN;
        return implied.values[by] === true ? MET : UNMET;
      });
    }
    case 'in':
    case 'has': {
      const list: ReadonlySet<unknown> = new Set(node.list);
      return node.op === 'in'
        ? ofAnswers(columns, slot, node.path, (answer) =>
            typeof answer !== 'string' ? UNKNOWN : list.has(answer) ? MET : UNMET,
          )
        : ofAnswers(columns, slot, node.path, (answer) =>
            !isList(answer) ? UNKNOWN : answer.some((item) => list.has(item)) ? MET : UNMET,
          );
    }
    case 'industry': {
      const stateWith = remembered((code: unknown) => FROM_TRUTH[industryWithin(code, node.list)]);
      return ofAnswers(columns, slot, 'industryCode', stateWith);
    }
    case 'qualifies': {
      const { assumed } = node;
      return mapped(columns, slot, node.verdict, (code) =>
        assumed && code === REVIEW ? MET : (FROM_VERDICT[code] ?? UNKNOWN),
      );
    }
    case 'not':
      return mapped(columns, slot, node.of, turned);
    case 'declared':
      return mapped(columns, slot, node.of, (state) => (state === UNKNOWN ? JUDGEMENT : state));
    case 'verdict':
      return node.scope === null
        ? mapped(columns, slot, node.require, (require) => verdict(MET, require))
        : joined(columns, slot, node.scope, node.require, verdict);
    case 'holds': {
      const { states, lanes } = columns.board;
      return ofAnswers(columns, slot, 'certificates', (answer, lane) => {
        if (answer === undefined) return UNKNOWN;
        byLane(lane);
        return states[slot * lanes + lane] ?? UNKNOWN;
      });
    }
    case 'score':
      return score(columns, node.score, slot);
    case 'all':
    case 'any':
      return together(columns, node, slot);
    default:
      return undefined;
  }
}

function ofAnswers(
  { board, answers, columnOf }: Columns,
  slot: Slot,
  path: string,
  stateOf: (answer: Json | undefined, lane: number) => number,
): Column {
  const { states, lanes } = board;
  const from = columnOf(path) * lanes;
  const base = slot * lanes;
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) states[base + lane] = stateOf(answers[from + lane], lane);
  };
}

const CODES = [0, 1, 2, 3, 4];

/** A state that follows from another. */
function mapped({ board }: Columns, slot: Slot, of: Slot, stateOf: (state: number) => number): Column {
  const { states, lanes } = board;
  const table = Uint8Array.from(CODES, stateOf);
  const [base, from] = [slot * lanes, of * lanes];
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) states[base + lane] = table[states[from + lane] ?? 0] ?? 0;
  };
}

/** A state that follows from two others. */
function joined(
  { board }: Columns,
  slot: Slot,
  first: Slot,
  second: Slot,
  stateOf: (first: number, second: number) => number,
): Column {
  const { states, lanes } = board;
  const table = Uint8Array.from(CODES.flatMap((a) => CODES.map((b) => stateOf(a, b))));
  const [base, left, right] = [slot * lanes, first * lanes, second * lanes];
  return (count) => {
    for (let lane = 0; lane < count; lane += 1)
      states[base + lane] = table[5 * (states[left + lane] ?? 0) + (states[right + lane] ?? 0)] ?? 0;
  };
}

/** The least state of all; for alternatives the same with met and unmet turned round. */
function together({ board }: Columns, { op, of }: Extract<Node, { op: 'all' | 'any' }>, slot: Slot): Column {
  const { states, lanes } = board;
  const isAny = op === 'any';
  const rank = Uint8Array.from(CODES, isAny ? turned : (state) => state);
  const base = slot * lanes;
  return (count) => {
    states.fill(SKIPPED, base, base + count);
    for (const each of of) {
      const from = each * lanes;
      for (let lane = 0; lane < count; lane += 1) {
        const ranked = rank[states[from + lane] ?? 0] ?? 0;
        if (ranked < (states[base + lane] ?? 0)) states[base + lane] = ranked;
      }
    }
    if (isAny) for (let lane = base; lane < base + count; lane += 1) states[lane] = rank[states[lane] ?? 0] ?? 0;
  };
}

/** The same as for a single firm, with nothing made anew for each. */
function score({ board }: Columns, node: ScoreNode, slot: Slot): Column {
  const { states, lanes } = board;
  const { op, pass, items } = node;
  const add = adder(node);
  const reaches = (points: readonly number[]): boolean => (op === '>' ? add(points) > pass : add(points) >= pass);
  // The lowest and the highest points of each item, and what they would be with all answers in.
  const [min, max, least, most]: [number[], number[], number[], number[]] = [[], [], [], []];
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) {
      let isOpen = false;
      items.forEach((item, index) => {
        const found = spread(board, lane, item);
        min[index] = found.min;
        max[index] = found.max;
        least[index] = found.min + found.judged;
        most[index] = found.max - found.judged;
        isOpen ||= found.isOpen;
      });
      const canSettle = (): boolean => isOpen && (!reaches(least) || reaches(most));
      states[slot * lanes + lane] = reaches(min) ? MET : !reaches(max) ? UNMET : canSettle() ? UNKNOWN : JUDGEMENT;
    }
  };
}

/** Where both ranges are plain and their ends clearly apart, these decide; ties are settled firm by firm. */
function comparison(
  { board }: Columns,
  { kind, a, b }: Extract<Node, { op: 'compare' }>,
  slot: Slot,
  byLane: LaneStep,
): Column {
  const { lo, hi, flags, states, lanes } = board;
  // `x <= y` is `y >= x`: one order serves both.
  const [left, right] = kind === '<=' || kind === '<' ? [b * lanes, a * lanes] : [a * lanes, b * lanes];
  const base = slot * lanes;
  const isStrict = kind === '>' || kind === '<';
  const isEquality = kind === '=';
  const above = isEquality ? UNMET : MET;
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) {
      const marks = (flags[left + lane] ?? 0) | (flags[right + lane] ?? 0);
      const isOpen = (marks & OPEN) !== 0;
      let state = SKIPPED;
      if ((marks & STRANGE & ~ODD) !== 0) {
        if ((marks & NO_YEAR) !== 0) state = UNMET;
        else if ((marks & ALWAYS) !== 0) state = JUDGEMENT;
        else if (isOpen) state = UNKNOWN;
      } else {
        const least = lo[left + lane] ?? 0;
        const most = hi[left + lane] ?? 0;
        const lowest = lo[right + lane] ?? 0;
        const highest = hi[right + lane] ?? 0;
        const over = least - highest;
        const under = lowest - most;
        const isExact = (marks & (ROUNDED | ODD)) === 0;
        const overClose = isExact ? 0 : 2 * CLOSE * Math.min(Math.abs(least), Math.abs(highest));
        const underClose = isExact ? 0 : 2 * CLOSE * Math.min(Math.abs(lowest), Math.abs(most));
        if (over > overClose) state = above;
        else if (under > underClose) state = UNMET;
        else if (isExact && over === 0 && (under === 0 || !(isStrict || isEquality))) state = isStrict ? UNMET : MET;
        else if (isExact && isStrict && under === 0) state = UNMET;
        else if (isOpen && (isExact ? over <= 0 && under <= 0 : over < -overClose && under < -underClose))
          state = UNKNOWN;
      }
      if (state === SKIPPED) byLane(lane);
      else states[base + lane] = state;
    }
  };
}
