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
import { isOpen } from './missing.ts';
import type { Step } from './operations.ts';
import type { Plan } from './plan.ts';
import { compare } from './rational.ts';
import { scoreStep } from './scores.ts';
import { sizeWithin } from './sizes.ts';

/** The step that works out the state of a test or a condition, or a measure's verdict; undefined for numbers. */
export function stateStep(plan: Plan, node: Node, slot: Slot): Step | undefined {
  if (node.op === 'all' || node.op === 'any') return together(node.of, node.op === 'any');
  const run = stateOf(plan, node, slot);
  return (
    run &&
    ((board, base, count) => {
      const { states } = board;
      for (let lane = 0; lane < count; lane += 1) states[base + lane] = run(board, lane);
    })
  );
}

/** The least state of all; for alternatives the same with met and unmet turned round. */
function together(of: readonly Slot[], alternatives: boolean): Step {
  return ({ states, lanes }, base, count) => {
    for (let lane = 0; lane < count; lane += 1) {
      let least = SKIPPED;
      for (const each of of) {
        const state = states[each * lanes + lane] ?? 0;
        const ranked = alternatives ? turned(state) : state;
        if (ranked < least) least = ranked;
      }
      states[base + lane] = alternatives ? turned(least) : least;
    }
  };
}

type StateOf = (board: Board, lane: number) => number;

function stateOf(plan: Plan, node: Node, slot: Slot): StateOf | undefined {
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
    case 'in': {
      const read = readerOf(node.path);
      const list = new Set(node.list);
      return (board, lane) => {
        const answer = read(board.profiles[lane] ?? {});
        return typeof answer === 'string' ? (list.has(answer) ? MET : UNMET) : UNKNOWN;
      };
    }
    case 'has': {
      const read = readerOf(node.path);
      const list = new Set(node.list);
      return (board, lane) => {
        const answer = read(board.profiles[lane] ?? {});
        return Array.isArray(answer) ? (answer.some((item) => list.has(item)) ? MET : UNMET) : UNKNOWN;
      };
    }
    case 'industry': {
      const read = readerOf('industryCode');
      const known = new Map<unknown, number>();
      return (board, lane) => {
        const code = read(board.profiles[lane] ?? {});
        const found = known.get(code);
        if (found !== undefined) return found;
        const state = FROM_TRUTH[industryWithin(code, node.list)];
        if (known.size < 2000) known.set(code, state);
        return state;
      };
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
      return (board, lane) => {
        const when = stateAt(board, node.when, lane);
        const state = stateAt(board, node.of, lane);
        return when === MET || (when !== UNMET && (state === MET || state === SKIPPED))
          ? state
          : when === UNMET
            ? SKIPPED
            : when;
      };
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

const FROM_TRUTH = { yes: MET, no: UNMET, maybe: UNKNOWN, none: JUDGEMENT } as const;
/** What only an authority can settle there, only an authority can settle here. */
const FROM_VERDICT: readonly number[] = [MET, JUDGEMENT, UNKNOWN, UNMET, UNMET];

const turned = (state: number): number => (state === MET ? UNMET : state === UNMET ? MET : state);

function verdict(scope: number, require: number): number {
  if (scope === UNMET) return OUT_OF_SCOPE;
  if (scope === UNKNOWN) return INCOMPLETE;
  if (require === UNMET) return INELIGIBLE;
  return require === UNKNOWN ? INCOMPLETE : require === JUDGEMENT ? REVIEW : ELIGIBLE;
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
  return apart <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)) && apart !== Infinity;
}

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
