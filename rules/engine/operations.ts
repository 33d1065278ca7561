import {
  type Board,
  flagsAt,
  GIVEN,
  HI_REACHED,
  hiAt,
  JUDGEMENT,
  LO_OPEN,
  loAt,
  MAYBE,
  MET,
  nearest,
  NO_YEAR,
  OPEN,
  putInterval,
  SPECIAL,
  stateAt,
  UNMET,
} from './board.ts';
import { daysOf, toDay } from './calendar.ts';
import { elapsedSince, isNoYear, workedOut } from './exact.ts';
import { firstDayWithYear, heldOn, readerOf } from './facts.ts';
import type { Node, Part, Slot } from './graph.ts';
import { isRecord } from './json.ts';
import type { Plan } from './plan.ts';
import { sizesStep } from './sizes.ts';
import type { Json, Profile } from './types.ts';

/** Works out one slot for the first `count` lanes; `base` is the place of the first lane's value. */
export type Step = (board: Board, base: number, count: number) => void;

type LaneStep = (board: Board, at: number, lane: number) => void;

/** The step that works out a number or a day. */
export function numberStep(plan: Plan, node: Node, slot: Slot): Step {
  const run = laneStep(plan, node, slot);
  return (board, base, count) => {
    for (let lane = 0; lane < count; lane += 1) run(board, base + lane, lane);
  };
}

function laneStep(plan: Plan, node: Node, slot: Slot): LaneStep {
  switch (node.op) {
    case 'const':
      return (board, at) => put(board, at, node.value, node.value, 0);
    case 'answer': {
      const read = readerOf(node.path);
      const { min, max } = node;
      return (board, at, lane) =>
        answer(board, at, min ?? -Infinity, max ?? Infinity, read(board.profiles[lane] ?? NO_ONE));
    }
    case 'figure':
      return (board, at, lane) => narrowed(board, at, node, lane);
    case 'date': {
      const read = readerOf(node.path);
      return (board, at, lane) => date(board, at, read(board.profiles[lane] ?? NO_ONE));
    }
    case 'pick':
      return (board, at, lane) =>
        copy(board, at, (flagsAt(board, node.given, lane) & GIVEN) !== 0 ? node.exact : node.coarse, lane);
    case 'year':
      return (board, at, lane) => {
        if (stateAt(board, node.exists, lane) === UNMET) noYear(board, at, lane, node.offset);
        else copy(board, at, node.of, lane);
      };
    case 'sum':
    case 'mean':
      return (board, at, lane) => total(board, at, node, slot, lane);
    case 'growth':
      return (board, at, lane) => growth(board, at, node, slot, lane);
    case '+':
    case '-':
    case '*':
    case '/':
    case 'min':
    case 'max':
      return arithmetic(node, slot);
    case 'if':
      return (board, at, lane) => choice(board, at, node, slot, lane);
    case 'days':
      return (board, at, lane) => {
        const [lo, hi] = [loAt(board, node.of, lane), hiAt(board, node.of, lane)];
        put(board, at, board.asOf - hi, board.asOf - lo, flagsAt(board, node.of, lane));
      };
    case 'months':
    case 'years':
      return (board, at, lane) => elapsed(board, at, node.op === 'months' ? 'months' : 'years', node.of, lane);
    case 'validTo':
      return (board, at, lane) => {
        const validTo = heldOn(board.profiles[lane] ?? NO_ONE, board.asOf, node)?.validTo;
        if (validTo) put(board, at, validTo.first, validTo.last, validTo.first === validTo.last ? 0 : OPEN);
        else put(board, at, -Infinity, Infinity, OPEN);
      };
    case 'sizes': {
      const read = readerOf('industryCode');
      const sizesOf = sizesStep(plan, node);
      return (board, at, lane) => put(board, at, sizesOf(board, read(board.profiles[lane] ?? NO_ONE), lane), 0, 0);
    }
    default:
      throw new Error(`“${node.op}” is no number.`);
  }
}

const NO_ONE: Profile = {};

function put(board: Board, at: number, lo: number, hi: number, flags: number): void {
  board.lo[at] = lo;
  board.hi[at] = hi;
  board.flags[at] = flags;
}

function copy(board: Board, at: number, from: Slot, lane: number): void {
  put(board, at, loAt(board, from, lane), hiAt(board, from, lane), flagsAt(board, from, lane));
}

const noYear = (board: Board, at: number, lane: number, offset: number): void =>
  put(board, at, firstDayWithYear(board.profiles[lane] ?? {}, board.asOf, offset), 0, NO_YEAR);

/** Where rounding, an open end or a division by zero could matter, the slot is worked out in fractions. */
function inFractions(board: Board, at: number, slot: Slot, lane: number, open: number): void {
  const value = workedOut(board, slot, lane);
  if (isNoYear(value)) put(board, at, value.from, 0, NO_YEAR);
  else putInterval(board, at, value, open);
}

// ---- What was answered ------------------------------------------------------------

function answer(board: Board, at: number, least: number, most: number, given: Json | undefined): void {
  if (typeof given === 'number') put(board, at, given, given, GIVEN);
  else if (isRecord(given)) {
    const { min, max } = given;
    const lo = typeof min === 'number' ? min : least;
    const hi = typeof max === 'number' ? max : most;
    put(board, at, lo, hi, lo === hi ? GIVEN : GIVEN | OPEN);
  } else put(board, at, least, most, given === undefined ? OPEN : OPEN | GIVEN);
}

function date(board: Board, at: number, given: Json | undefined): void {
  if (typeof given !== 'string') put(board, at, -Infinity, Infinity, OPEN);
  else if (given.length === 10) {
    const day = toDay(given);
    put(board, at, day, day, GIVEN);
  } else {
    const { first, last } = daysOf(given);
    put(board, at, first, last, first === last ? GIVEN : GIVEN | OPEN);
  }
}

/** What both allow; where they contradict each other the answer stands. */
function narrowed(board: Board, at: number, node: Extract<Node, { op: 'figure' }>, lane: number): void {
  const lo = loAt(board, node.own, lane);
  const hi = hiAt(board, node.own, lane);
  const flags = flagsAt(board, node.own, lane);
  if (lo === hi) {
    put(board, at, lo, hi, flags);
    return;
  }
  let most = Infinity;
  for (let index = node.wholes.length - 1; index >= 0; index -= 1) {
    const whole = node.wholes[index] ?? 0;
    const own = hiAt(board, whole, lane);
    most = loAt(board, whole, lane) > most ? own : Math.min(own, most);
  }
  most = lo > most ? hi : Math.min(hi, most);
  let least = lo;
  for (const part of node.parts) {
    const reached = Math.max(least, lowest(board, part, lane));
    if (reached <= hi) least = reached;
  }
  if (least > most) put(board, at, lo, hi, flags);
  else put(board, at, least, most, least === most ? flags & ~OPEN : flags);
}

function lowest(board: Board, { own, parts }: Part, lane: number): number {
  const hi = hiAt(board, own, lane);
  return parts.reduce(
    (least, part) => {
      const reached = Math.max(least, lowest(board, part, lane));
      return reached <= hi ? reached : least;
    },
    loAt(board, own, lane),
  );
}

// ---- Years --------------------------------------------------------------------------

type OverYears = Extract<Node, { readonly years: unknown }>;

function total(board: Board, at: number, node: OverYears, slot: Slot, lane: number): void {
  let lo = 0;
  let hi = 0;
  let flags = 0;
  let count = 0;
  let certain = 0;
  for (const { exists, of } of node.years) {
    const state = stateAt(board, exists, lane);
    if (state === UNMET) continue;
    count += 1;
    if (state === MET) certain += 1;
    lo += loAt(board, of, lane);
    hi += hiAt(board, of, lane);
    flags |= flagsAt(board, of, lane);
    if (state !== MET) flags |= OPEN;
  }
  if (count === 0) noYear(board, at, lane, 0);
  else if ((flags & SPECIAL) !== 0 || lo < 0 || (node.op === 'mean' && certain < count))
    inFractions(board, at, slot, lane, flags & OPEN);
  else if (node.op === 'sum') put(board, at, lo, hi, flags & OPEN);
  else put(board, at, lo / count, hi / count, flags & OPEN);
}

/** In floating point where every figure is known and positive, else in fractions. */
function growth(board: Board, at: number, node: OverYears, slot: Slot, lane: number): void {
  let rates = 0;
  let sum = 0;
  let flags = 0;
  let isPlain = true;
  let later: number | undefined;
  for (const { exists, of } of node.years) {
    const state = stateAt(board, exists, lane);
    if (state === UNMET) continue;
    const lo = loAt(board, of, lane);
    flags |= flagsAt(board, of, lane) | (state === MET ? 0 : OPEN);
    isPlain &&= lo === hiAt(board, of, lane) && lo > 0;
    if (later !== undefined) {
      sum += later / lo;
      rates += 1;
    }
    later = lo;
  }
  if (rates === 0) noYear(board, at, lane, -1);
  else if (isPlain && (flags & SPECIAL) === 0 && !isCancelled(sum, rates))
    put(board, at, sum / rates - 1, sum / rates - 1, flags & OPEN);
  else inFractions(board, at, slot, lane, flags & OPEN);
}

/** The difference of two such numbers has lost so many digits that rounding could show. */
const isCancelled = (a: number, b: number): boolean => Math.abs(a - b) < 1e-5 * (Math.abs(a) + Math.abs(b));

function elapsed(board: Board, at: number, unit: 'months' | 'years', of: Slot, lane: number): void {
  const [lo, hi] = [loAt(board, of, lane), hiAt(board, of, lane)];
  const flags = flagsAt(board, of, lane);
  if ((flags & NO_YEAR) !== 0 || !Number.isFinite(lo) || !Number.isFinite(hi)) {
    put(board, at, lo, hi, flags);
    return;
  }
  const least = nearest(elapsedSince(unit, hi, board.asOf));
  put(board, at, least, lo === hi ? least : nearest(elapsedSince(unit, lo, board.asOf)), flags & OPEN);
}

// ---- Arithmetic ------------------------------------------------------------------------

function arithmetic(node: Extract<Node, { op: '+' | '-' | '*' | '/' | 'min' | 'max' }>, slot: Slot): LaneStep {
  const { a, b } = node;
  const plain = PLAIN[node.op];
  return (board, at, lane) => {
    const x = a * board.lanes + lane;
    const y = b * board.lanes + lane;
    const flags = (board.flags[x] ?? 0) | (board.flags[y] ?? 0);
    const done =
      (flags & SPECIAL) === 0 &&
      plain(board, at, board.lo[x] ?? 0, board.hi[x] ?? 0, board.lo[y] ?? 0, board.hi[y] ?? 0, flags & OPEN);
    if (!done) inFractions(board, at, slot, lane, flags & OPEN);
  };
}

/** Writes the result for two ordinary ranges, or says that it has to be worked out in fractions. */
type Plain = (board: Board, at: number, a: number, b: number, c: number, d: number, open: number) => boolean;

const PLAIN: Readonly<Record<'+' | '-' | '*' | '/' | 'min' | 'max', Plain>> = {
  '+': (board, at, a, b, c, d, open) => {
    if ((a < 0 && c > 0 && isCancelled(a, -c)) || (a > 0 && c < 0 && isCancelled(a, -c))) return false;
    if ((b < 0 && d > 0 && isCancelled(b, -d)) || (b > 0 && d < 0 && isCancelled(b, -d))) return false;
    put(board, at, a + c, b + d, open);
    return true;
  },
  '-': (board, at, a, b, c, d, open) => {
    if (isCancelled(a, d) || isCancelled(b, c)) return false;
    put(board, at, a - d, b - c, open);
    return true;
  },
  '*': (board, at, a, b, c, d, open) => {
    if (a < 0 || c < 0) return false;
    put(board, at, a * c, b === 0 || d === 0 ? 0 : b * d, open);
    return true;
  },
  '/': (board, at, a, b, c, d, open) => {
    if (a < 0 || c < 0 || d === 0) return false;
    const least = a / d;
    const limit = d === Infinity && a > 0 ? LO_OPEN : 0;
    if (c > 0) put(board, at, least, b / c, open | limit);
    else put(board, at, least, b > 0 ? Infinity : 0, open | limit | (a === 0 ? MAYBE : 0) | (b > 0 ? HI_REACHED : 0));
    return true;
  },
  min: (board, at, a, b, c, d, open) => {
    put(board, at, Math.min(a, c), Math.min(b, d), open);
    return true;
  },
  max: (board, at, a, b, c, d, open) => {
    put(board, at, Math.max(a, c), Math.max(b, d), open);
    return true;
  },
};

function choice(board: Board, at: number, node: Extract<Node, { op: 'if' }>, slot: Slot, lane: number): void {
  const state = stateAt(board, node.test, lane);
  if (state === MET || state === UNMET) {
    copy(board, at, state === MET ? node.a : node.b, lane);
    return;
  }
  const flags = flagsAt(board, node.a, lane) | flagsAt(board, node.b, lane);
  const open = state === JUDGEMENT ? flags & OPEN : OPEN;
  if ((flags & SPECIAL) !== 0) inFractions(board, at, slot, lane, open);
  else
    put(
      board,
      at,
      Math.min(loAt(board, node.a, lane), loAt(board, node.b, lane)),
      Math.max(hiAt(board, node.a, lane), hiAt(board, node.b, lane)),
      open,
    );
}
