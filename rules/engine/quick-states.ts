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
import { type Column, type Columns, type LaneStep, workOutRest } from './columns.ts';
import { impliedBy, industryWithin } from './facts.ts';
import type { Node, Slot } from './graph.ts';
import { isList } from './json.ts';
import { remembered } from './memory.ts';
import { quickScore } from './quick-scores.ts';
import { CLOSE, FROM_TRUTH, FROM_VERDICT, guarded, turned, verdict } from './tests.ts';
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
        if (implied === undefined || other === undefined) return UNKNOWN;
        const follows = impliedBy(implied, columns.answers[other * columns.board.lanes + lane]);
        return follows === undefined ? UNKNOWN : follows ? MET : UNMET;
      });
    }
    case 'in':
      return within(columns, node.path, new Set(node.list), slot);
    case 'has': {
      const list: ReadonlySet<unknown> = new Set(node.list);
      return ofAnswers(columns, slot, node.path, (answer) =>
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
    case 'guard':
      return joined(columns, slot, node.when, node.of, guarded);
    case 'verdict':
      return node.scope === null
        ? mapped(columns, slot, node.require, (require) => verdict(MET, require))
        : joined(columns, slot, node.scope, node.require, verdict);
    case 'score':
      return quickScore(columns, node.score, slot);
    case 'all':
    case 'any':
      return together(columns, node, slot);
    default:
      return undefined;
  }
}

function within({ board, answers, columnOf }: Columns, path: string, list: ReadonlySet<Json>, slot: Slot): Column {
  const { states, lanes } = board;
  const from = columnOf(path) * lanes;
  const base = slot * lanes;
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) {
      const given = answers[from + lane];
      states[base + lane] = typeof given !== 'string' ? UNKNOWN : list.has(given) ? MET : UNMET;
    }
  };
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

/**
 * The least state of all; for alternatives the same with met and unmet turned round. Four firms at a time, one byte each:
 * no state reaches the byte’s highest bit, which shows where one is not less than another.
 */
function together(
  { board }: Columns,
  { op, of }: Extract<Node, { op: 'all' | 'any' }>,
  slot: Slot,
): Column | undefined {
  const { states, lanes } = board;
  if (lanes % 4 !== 0) return undefined;
  const isAny = op === 'any';
  const words = new Int32Array(states.buffer, 0, states.length >> 2);
  const quarter = lanes >> 2;
  const base = slot * quarter;
  return (count) => {
    const end = base + ((count + 3) >> 2);
    words.fill(ALL_SKIPPED, base, end);
    for (const each of of) {
      const shift = (each - slot) * quarter;
      for (let at = base; at < end; at += 1) {
        const least = words[at] ?? 0;
        const state = words[at + shift] ?? 0;
        const ranked = isAny ? turnedWord(state) : state;
        const takes = Math.imul((((least | HIGHEST) - ranked) >>> 7) & LOWEST, 255);
        words[at] = (ranked & takes) | (least & ~takes);
      }
    }
    if (isAny) for (let at = base; at < end; at += 1) words[at] = turnedWord(words[at] ?? 0);
  };
}

const HIGHEST = 0x80808080;
const LOWEST = 0x01010101;
const ALL_SKIPPED = SKIPPED * LOWEST;

/** Met and unmet are the states whose three bits are 011 and 000. */
function turnedWord(states: number): number {
  const decided = ~(states ^ (states >>> 1)) & ~(states >>> 2) & LOWEST;
  return states ^ (3 * decided);
}

/** Where both ranges are plain and their ends clearly apart, these decide; ties are settled firm by firm. */
function comparison(
  columns: Columns,
  { kind, a, b }: Extract<Node, { op: 'compare' }>,
  slot: Slot,
  byLane: LaneStep,
): Column {
  const { rest } = columns;
  const { lo, hi, flags, states, lanes } = columns.board;
  // `x <= y` is `y >= x`: one order serves both.
  const [left, right] = kind === '<=' || kind === '<' ? [b * lanes, a * lanes] : [a * lanes, b * lanes];
  const base = slot * lanes;
  const isStrict = kind === '>' || kind === '<';
  const isEquality = kind === '=';
  const above = isEquality ? UNMET : MET;
  return (count) => {
    let undecided = 0;
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
      states[base + lane] = state;
      if (state === SKIPPED) {
        rest[undecided] = lane;
        undecided += 1;
      }
    }
    workOutRest(columns, undecided, byLane);
  };
}
