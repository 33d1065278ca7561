import {
  ALWAYS,
  type Board,
  ELIGIBLE,
  flagsAt,
  HI_ODD,
  hiAt,
  INCOMPLETE,
  INELIGIBLE,
  isOpenEnd,
  JUDGEMENT,
  LO_ODD,
  loAt,
  MAYBE,
  MET,
  NO_YEAR,
  OPEN,
  OUT_OF_SCOPE,
  REVIEW,
  SKIPPED,
  stateAt,
  UNKNOWN,
  UNMET,
} from './board.ts';
import { exactAt } from './exact.ts';
import { dueForRenewal, flagAt, holds, industryWithin, readerOf, yearExists } from './facts.ts';
import type { Node, Slot } from './graph.ts';
import { remembered } from './memory.ts';
import { isList } from './json.ts';
import { isOpen } from './missing.ts';
import type { Plan } from './plan.ts';
import { compare } from './rational.ts';
import { scoreStep } from './scores.ts';
import { sizeWithin } from './sizes.ts';

type StateOf = (board: Board, lane: number) => number;

/** Works out the state of a test or a condition, or a measure's verdict, for one lane; undefined for numbers. */
export function stateOf(plan: Plan, node: Node, slot: Slot): StateOf | undefined {
  switch (node.op) {
    case 'compare':
      return comparison(plan, node, slot);
    case 'is': {
      const { path, implied } = node;
      return (board, lane) => {
        const answer = flagAt(board.profiles[lane] ?? {}, path, implied);
        return answer === undefined ? UNKNOWN : answer ? MET : UNMET;
      };
    }
    case 'in':
    case 'has': {
      const read = readerOf(node.path);
      const list: ReadonlySet<unknown> = new Set(node.list);
      return (board, lane) => {
        const answer = read(board.profiles[lane] ?? {});
        if (node.op === 'in' ? typeof answer !== 'string' : !isList(answer)) return UNKNOWN;
        return (isList(answer) ? answer.some((item) => list.has(item)) : list.has(answer)) ? MET : UNMET;
      };
    }
    case 'industry': {
      const read = readerOf('industryCode');
      const stateWith = remembered((code: unknown) => FROM_TRUTH[industryWithin(code, node.list)]);
      return (board, lane) => stateWith(read(board.profiles[lane] ?? {}));
    }
    case 'size':
      return (board, lane) =>
        (flagsAt(board, node.sizes, lane) & NO_YEAR) !== 0
          ? UNMET
          : FROM_TRUTH[sizeWithin(loAt(board, node.sizes, lane), node.list)];
    case 'holds':
      return (board, lane) => FROM_TRUTH[holds(board.profiles[lane] ?? {}, board.asOf, node)];
    case 'renewal':
      return (board, lane) => FROM_TRUTH[dueForRenewal(board.profiles[lane] ?? {}, board.asOf, node, node.months)];
    case 'exists': {
      const year = plan.year - 1 + node.offset;
      return (board, lane) => FROM_TRUTH[yearExists(board.profiles[lane] ?? {}, year)];
    }
    case 'qualifies':
      return (board, lane) => {
        const verdict = stateAt(board, node.verdict, lane);
        return node.assumed && verdict === REVIEW ? MET : (FROM_VERDICT[verdict] ?? UNKNOWN);
      };
    case 'not':
      return (board, lane) => turned(stateAt(board, node.of, lane));
    case 'judgement':
      return () => JUDGEMENT;
    case 'declared':
      return (board, lane) => {
        const state = stateAt(board, node.of, lane);
        return state === UNKNOWN ? JUDGEMENT : state;
      };
    case 'guard':
      return (board, lane) => guarded(stateAt(board, node.when, lane), stateAt(board, node.of, lane));
    case 'all':
    case 'any':
      return (board, lane) => together(board, node, lane);
    case 'atLeast':
      return (board, lane) => atLeast(board, node, lane);
    case 'score':
      return scoreStep(node.score);
    case 'verdict':
      return (board, lane) =>
        verdict(node.scope === null ? MET : stateAt(board, node.scope, lane), stateAt(board, node.require, lane));
    default:
      return undefined;
  }
}

export const FROM_TRUTH = { yes: MET, no: UNMET, maybe: UNKNOWN, none: JUDGEMENT } as const;
/** What only an authority can settle there, only an authority can settle here. */
export const FROM_VERDICT: readonly number[] = [MET, JUDGEMENT, UNKNOWN, UNMET, UNMET];

export const turned = (state: number): number => (state === MET ? UNMET : state === UNMET ? MET : state);

export function guarded(when: number, state: number): number {
  if (when === UNMET) return SKIPPED;
  return when === MET || state === MET || state === SKIPPED ? state : when;
}

export function verdict(scope: number, require: number): number {
  if (scope === UNMET) return OUT_OF_SCOPE;
  if (scope === UNKNOWN) return INCOMPLETE;
  if (require === UNMET) return INELIGIBLE;
  return require === UNKNOWN ? INCOMPLETE : require === JUDGEMENT ? REVIEW : ELIGIBLE;
}

/** The least state of all; for alternatives the same with met and unmet turned round. */
function together(board: Board, { op, of }: Extract<Node, { op: 'all' | 'any' }>, lane: number): number {
  const ranked = op === 'any' ? turned : (state: number): number => state;
  let least = SKIPPED;
  for (const each of of) least = Math.min(least, ranked(stateAt(board, each, lane)));
  return ranked(least);
}

/** Decided as soon as the met ones suffice or the still possible ones no longer can; skipped ones do not count. */
function atLeast(board: Board, { n, of }: Extract<Node, { op: 'atLeast' }>, lane: number): number {
  let [met, unmet, unknown, counted] = [0, 0, 0, 0];
  for (const each of of) {
    const state = stateAt(board, each, lane);
    if (state === SKIPPED) continue;
    counted += 1;
    if (state === MET) met += 1;
    else if (state === UNMET) unmet += 1;
    else if (state === UNKNOWN) unknown += 1;
  }
  if (counted === 0) return SKIPPED;
  return met >= n ? MET : counted - unmet < n ? UNMET : unknown > 0 ? UNKNOWN : JUDGEMENT;
}

// ---- Comparisons --------------------------------------------------------------------

/** Two numbers this close may be equal: rounding could decide. */
function isTie(a: number, b: number): boolean {
  const apart = Math.abs(a - b);
  return apart <= CLOSE * Math.max(Math.abs(a), Math.abs(b)) && apart !== Infinity;
}
export const CLOSE = 1e-9;

function comparison(plan: Plan, { kind, a, b }: Extract<Node, { op: 'compare' }>, slot: Slot): StateOf {
  const exact = plan.exact[a] === true && plan.exact[b] === true;
  // `x <= y` is `y >= x`: one order serves both.
  const [left, right] = kind === '<=' || kind === '<' ? [b, a] : [a, b];
  const strict = kind === '>' || kind === '<';
  /** How the lowest value of one stands to the highest of the other. */
  const apart = (board: Board, low: Slot, high: Slot, lane: number): number => {
    const [x, y] = [loAt(board, low, lane), hiAt(board, high, lane)];
    if (exact || !isTie(x, y)) return x === y ? 0 : x - y;
    return compare(exactAt(board, low, lane)[0], exactAt(board, high, lane)[1]);
  };
  /** At a tie one of the two ends must be open. */
  const isAbove = (board: Board, order: number, low: Slot, high: Slot, lane: number): boolean =>
    order > 0 ||
    (order === 0 &&
      (isOpenEnd(loAt(board, low, lane), flagsAt(board, low, lane) & LO_ODD) ||
        isOpenEnd(hiAt(board, high, lane), flagsAt(board, high, lane) & HI_ODD)));
  return (board, lane) => {
    const flags = flagsAt(board, a, lane) | flagsAt(board, b, lane);
    if ((flags & NO_YEAR) !== 0) return UNMET;
    if ((flags & ALWAYS) !== 0) return JUDGEMENT;
    if ((flags & MAYBE) === 0) {
      const over = apart(board, left, right, lane);
      const under = apart(board, right, left, lane);
      const isOver = isAbove(board, over, left, right, lane);
      const isUnder = isAbove(board, under, right, left, lane);
      if (kind === '=' ? over === 0 && under === 0 : strict ? isOver : over >= 0) return MET;
      if (kind === '=' ? isOver || isUnder : strict ? under >= 0 : isUnder) return UNMET;
    }
    return (flags & OPEN) !== 0 || isOpen(board, slot, lane) ? UNKNOWN : JUDGEMENT;
  };
}
