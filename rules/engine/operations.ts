import {
  ALWAYS,
  type Board,
  flagsAt,
  GIVEN,
  HI_ODD,
  hiAt,
  isOpenEnd,
  JUDGEMENT,
  LO_ODD,
  loAt,
  MAYBE,
  MET,
  NO_YEAR,
  OPEN,
  stateAt,
  UNMET,
} from './board.ts';
import { daysOf } from './calendar.ts';
import { elapsedSince, type Ends, exactAt, overYears } from './exact.ts';
import { firstDayWithYear, heldOn, readerOf } from './facts.ts';
import type { Arithmetic, Node, Part, Slot } from './graph.ts';
import { isRecord } from './json.ts';
import type { Plan } from './plan.ts';
import { nearest } from './rational.ts';
import { sizesStep } from './sizes.ts';
import type { Day, Json, Profile } from './types.ts';

/** Works out one slot for one lane; `at` is the place of the lane's value. */
export type Step = (board: Board, at: number, lane: number) => void;

/** The step that works out a number or a day. */
export function numberOf(plan: Plan, node: Node, slot: Slot): Step {
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
    case 'growth':
      return (board, at, lane) => years(board, at, node, lane);
    case '+':
    case '-':
    case '*':
    case '/':
    case 'min':
    case 'max':
      return (board, at, lane) => combine(board, at, node.op, node.a, node.b, slot, lane);
    case 'if':
      return (board, at, lane) => choice(board, at, node, slot, lane);
    case 'days':
    case 'months':
    case 'years':
      return (board, at, lane) => elapsed(board, at, node.op, node.of, lane);
    case 'validTo':
      return (board, at, lane) => {
        const validTo = heldOn(board.profiles[lane] ?? NO_ONE, board.asOf, node)?.validTo;
        if (validTo) put(board, at, validTo.first, validTo.last, validTo.first === validTo.last ? 0 : OPEN);
        else put(board, at, -Infinity, Infinity, OPEN);
      };
    case 'sizes': {
      const read = readerOf('industryCode');
      const sizesOf = sizesStep(plan, node);
      return (board, at, lane) => {
        if (stateAt(board, node.exists, lane) === UNMET) noYear(board, at, lane, 0);
        else put(board, at, sizesOf(board, read(board.profiles[lane] ?? NO_ONE), lane), 0, 0);
      };
    }
    default:
      throw new Error(`${node.op} is no number.`);
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

/** Where rounding could matter, the range is worked out in fractions. */
function putEnds(board: Board, at: number, [lo, hi]: Ends, flags: number): void {
  put(board, at, nearest(lo), nearest(hi), flags);
}

// ---- What was answered ------------------------------------------------------------

const putGiven = (board: Board, at: number, lo: number, hi: number): void =>
  put(board, at, lo, hi, lo === hi ? GIVEN : GIVEN | OPEN);

function answer(board: Board, at: number, least: number, most: number, given: Json | undefined): void {
  if (typeof given === 'number') putGiven(board, at, given, given);
  else if (isRecord(given)) {
    const { min, max } = given;
    putGiven(board, at, typeof min === 'number' ? min : least, typeof max === 'number' ? max : most);
  } else put(board, at, least, most, given === undefined ? OPEN : OPEN | GIVEN);
}

function date(board: Board, at: number, given: Json | undefined): void {
  if (typeof given !== 'string') put(board, at, -Infinity, Infinity, OPEN);
  else {
    const day = daysOf(given);
    putGiven(board, at, day.first, day.last);
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

/** In floating point where every year certainly exists or not and nothing is negative or taken away, else in fractions. */
function years(board: Board, at: number, node: Extract<Node, { readonly years: unknown }>, lane: number): void {
  let lo = 0;
  let hi = 0;
  let count = 0;
  let open = 0;
  let isPlain = node.op !== 'growth';
  for (const { exists, of } of node.years) {
    const state = stateAt(board, exists, lane);
    if (state === UNMET) continue;
    const least = loAt(board, of, lane);
    isPlain &&= least >= 0 && (state === MET || node.op === 'sum');
    lo += least;
    hi += hiAt(board, of, lane);
    count += 1;
    open |= state === MET ? flagsAt(board, of, lane) & OPEN : OPEN;
  }
  const [needed, latest] = node.op === 'growth' ? [2, -1] : [1, 0];
  const divisor = node.op === 'mean' ? count : 1;
  if (count < needed) noYear(board, at, lane, latest);
  else if (isPlain) put(board, at, lo / divisor, hi / divisor, open);
  else {
    const { ends, flags } = overYears(board, node, lane);
    putEnds(board, at, ends, flags | open);
  }
}

function elapsed(board: Board, at: number, unit: 'days' | 'months' | 'years', of: Slot, lane: number): void {
  const [lo, hi, flags] = [loAt(board, of, lane), hiAt(board, of, lane), flagsAt(board, of, lane)];
  if ((flags & NO_YEAR) !== 0 || !Number.isFinite(lo) || !Number.isFinite(hi)) {
    copy(board, at, of, lane);
    return;
  }
  const since = (day: Day): number =>
    unit === 'days' ? board.asOf - day : nearest(elapsedSince(unit, day, board.asOf));
  const least = since(hi);
  put(board, at, least, lo === hi ? least : since(lo), flags & OPEN);
}

// ---- Arithmetic ------------------------------------------------------------------------

/** As in floating point, with 0 × ∞ = 0: the end of a range that is zero throughout. No zero is negative. */
export const OPERATIONS: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b || 0,
  '/': (a, b) => a / (b + 0) + 0,
  min: Math.min,
  max: Math.max,
};

/** An operation that rises or falls steadily in both numbers is least and greatest at ends of both. */
function combine(board: Board, at: number, op: Arithmetic, a: Slot, b: Slot, slot: Slot, lane: number): void {
  const operation = OPERATIONS[op];
  const adds = op === '+' || op === '-';
  const loX = loAt(board, a, lane);
  const hiX = hiAt(board, a, lane);
  const loY = loAt(board, b, lane);
  const hiY = hiAt(board, b, lane);
  const ofX = flagsAt(board, a, lane);
  const ofY = flagsAt(board, b, lane);
  if (((ofX | ofY) & NO_YEAR) !== 0) {
    put(board, at, Math.max((ofX & NO_YEAR) === 0 ? 0 : loX, (ofY & NO_YEAR) === 0 ? 0 : loY), 0, NO_YEAR);
    return;
  }
  let lo = Infinity;
  let hi = -Infinity;
  let loOpen = true;
  let hiOpen = true;
  let isCancelled = false;
  let flags = (ofX | ofY) & (ALWAYS | MAYBE | OPEN);
  for (let corner = 0; corner < 4; corner += 1) {
    const left = corner < 2 ? loX : hiX;
    const right = corner % 2 === 0 ? loY : hiY;
    const value = operation(left, right);
    // So many digits are lost that rounding could show.
    if (adds && Math.abs(value) < 1e-5 * (Math.abs(left) + Math.abs(right))) isCancelled = true;
    const leftOpen = isOpenEnd(left, ofX & (corner < 2 ? LO_ODD : HI_ODD));
    const rightOpen = isOpenEnd(right, ofY & (corner % 2 === 0 ? LO_ODD : HI_ODD));
    // Two infinities that are reached cancel out to nothing defined.
    if (!leftOpen && !rightOpen && Number.isNaN(value)) flags |= MAYBE;
    // A factor that is zero decides alone, and so does an infinity that is reached, and the lesser or the greater of two.
    const alone = adds ? NaN : op === '*' || op === '/' ? 0 : value;
    const isFree = (end: number): boolean => Number.isFinite(end) && end !== alone;
    const isOpen = leftOpen ? rightOpen || isFree(right) : rightOpen && isFree(left);
    if (value < lo || (value === lo && !isOpen)) {
      lo = value;
      loOpen = isOpen;
    }
    if (value > hi || (value === hi && !isOpen)) {
      hi = value;
      hiOpen = isOpen;
    }
  }
  if (op === '/' && loY <= 0 && hiY >= 0) {
    const reachesZero = (loY < 0 || (ofY & LO_ODD) === 0) && (hiY > 0 || (ofY & HI_ODD) === 0);
    if (reachesZero && loX <= 0 && hiX >= 0) flags |= MAYBE;
    // Near a divisor of zero from below quotients change their sign.
    if (loY < 0) {
      lo = -Infinity;
      hi = Infinity;
      loOpen = hiOpen = false;
    }
  }
  if (lo > hi) put(board, at, -Infinity, Infinity, flags | ALWAYS);
  else put(board, at, lo, hi, flags | oddity(lo, loOpen, LO_ODD) | oddity(hi, hiOpen, HI_ODD));
  if (isCancelled) putEnds(board, at, exactAt(board, slot, lane), flagsAt(board, slot, lane));
}

const oddity = (end: number, isOpen: boolean, odd: number): number => (Number.isFinite(end) === isOpen ? odd : 0);

/** Both branches are possible while the test is open. */
function choice(board: Board, at: number, node: Extract<Node, { op: 'if' }>, slot: Slot, lane: number): void {
  const { test, a, b } = node;
  const state = stateAt(board, test, lane);
  if (state === MET || state === UNMET) {
    copy(board, at, state === MET ? a : b, lane);
    return;
  }
  combine(board, at, 'min', a, b, slot, lane);
  const lo = loAt(board, slot, lane);
  const loOdd = flagsAt(board, slot, lane) & LO_ODD;
  combine(board, at, 'max', a, b, slot, lane);
  let flags = (flagsAt(board, slot, lane) & ~LO_ODD) | loOdd;
  // What is undefined on one branch only may be defined.
  if (((flagsAt(board, a, lane) ^ flagsAt(board, b, lane)) & ALWAYS) !== 0) flags = (flags & ~ALWAYS) | MAYBE;
  put(board, at, lo, hiAt(board, slot, lane), state === JUDGEMENT ? flags : flags | OPEN);
}
