import { ALWAYS, type Board, JUDGEMENT, MAYBE, MET, OPEN, ROUNDED, STRANGE, UNMET } from './board.ts';
import { type Column, type Columns, type LaneStep, workOutRest } from './columns.ts';
import type { Arithmetic, Node, Slot, YearSlots } from './graph.ts';

/** Numbers, column by column; undefined where there is no quick way. */
export function quickNumber(columns: Columns, node: Node, slot: Slot, byLane: LaneStep): Column | undefined {
  switch (node.op) {
    case '+':
    case '-':
    case '*':
    case '/':
    case 'min':
    case 'max':
      return arithmetic(columns, node.op, node.a, node.b, slot, byLane);
    case 'if':
      return choice(columns, node, slot, byLane);
    case 'sum':
      return sum(columns, node.years, slot, byLane);
    case 'growth':
      return growth(columns, node.years, slot, byLane);
    default:
      return undefined;
  }
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
function arithmetic(columns: Columns, op: Arithmetic, a: Slot, b: Slot, slot: Slot, byLane: LaneStep): Column {
  const { rest, board } = columns;
  const { lo, hi, flags, lanes } = board;
  const [first, second, base] = [a * lanes, b * lanes, slot * lanes];
  const adds = op === '+' || op === '-';
  const chooses = op === 'min' || op === 'max';
  const falls = op === '-' || op === '/';
  const strange = adds ? byLane : once(board, first, second, base, byLane);
  return (count) => {
    let left = 0;
    for (let lane = 0; lane < count; lane += 1) {
      const marks = (flags[first + lane] ?? 0) | (flags[second + lane] ?? 0);
      const loX = lo[first + lane] ?? 0;
      const hiX = hi[first + lane] ?? 0;
      const loY = lo[second + lane] ?? 0;
      const hiY = hi[second + lane] ?? 0;
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
      rest[left] = lane;
      left += 1;
    }
    workOutRest(columns, left, strange);
  };
}

/** Where both ranges are those worked out last, as they are of most firms that leave both open, so is what follows. */
function once({ lo, hi, flags }: Board, left: number, right: number, base: number, byLane: LaneStep): LaneStep {
  const last = new Float64Array(9);
  let isKnown = false;
  return (lane) => {
    const [x, y, at] = [left + lane, right + lane, base + lane];
    const isSame =
      isKnown &&
      lo[x] === last[0] &&
      hi[x] === last[1] &&
      flags[x] === last[2] &&
      lo[y] === last[3] &&
      hi[y] === last[4] &&
      flags[y] === last[5];
    if (isSame) {
      lo[at] = last[6] ?? 0;
      hi[at] = last[7] ?? 0;
      flags[at] = last[8] ?? 0;
      return;
    }
    byLane(lane);
    isKnown = true;
    for (const [place, from] of [x, y, at].entries()) {
      last[3 * place] = lo[from] ?? 0;
      last[3 * place + 1] = hi[from] ?? 0;
      last[3 * place + 2] = flags[from] ?? 0;
    }
  };
}

/** The branch that is taken, where that is certain; while it is not, both, where these are plain ranges. */
function choice(columns: Columns, { test, a, b }: Extract<Node, { op: 'if' }>, slot: Slot, byLane: LaneStep): Column {
  const { rest, board } = columns;
  const { lo, hi, flags, states, lanes } = board;
  const [tests, met, unmet, base] = [test * lanes, a * lanes, b * lanes, slot * lanes];
  return (count) => {
    let left = 0;
    for (let lane = 0; lane < count; lane += 1) {
      const state = states[tests + lane];
      if (state === MET || state === UNMET) {
        const from = (state === MET ? met : unmet) + lane;
        lo[base + lane] = lo[from] ?? 0;
        hi[base + lane] = hi[from] ?? 0;
        flags[base + lane] = flags[from] ?? 0;
        continue;
      }
      const marks = (flags[met + lane] ?? 0) | (flags[unmet + lane] ?? 0);
      if ((marks & STRANGE) !== 0) {
        rest[left] = lane;
        left += 1;
      } else {
        lo[base + lane] = Math.min(lo[met + lane] ?? 0, lo[unmet + lane] ?? 0);
        hi[base + lane] = Math.max(hi[met + lane] ?? 0, hi[unmet + lane] ?? 0);
        flags[base + lane] = (marks & (OPEN | ROUNDED)) | (state === JUDGEMENT ? 0 : OPEN);
      }
    }
    workOutRest(columns, left, byLane);
  };
}

/** Where nothing is negative and there is a year. */
function sum(columns: Columns, years: readonly YearSlots[], slot: Slot, byLane: LaneStep): Column {
  const { rest, board } = columns;
  const { lo, hi, flags, states, lanes } = board;
  const base = slot * lanes;
  const places = years.map(({ exists, of }) => [exists * lanes, of * lanes] as const);
  const asked = Int32Array.from(places, ([exists]) => exists);
  const from = Int32Array.from(places, ([, of]) => of);
  return (count) => {
    let left = 0;
    for (let lane = 0; lane < count; lane += 1) {
      let least = 0;
      let most = 0;
      let marks = 0;
      let existing = 0;
      let isPlain = true;
      for (let year = 0; year < asked.length; year += 1) {
        const state = states[(asked[year] ?? 0) + lane];
        if (state === UNMET) continue;
        const at = (from[year] ?? 0) + lane;
        const low = lo[at] ?? 0;
        const high = hi[at] ?? 0;
        if (low < 0) isPlain = false;
        if (!isWhole(low, high)) marks |= ROUNDED;
        least += low;
        most += high;
        marks |= state === MET ? (flags[at] ?? 0) & OPEN : OPEN;
        existing += 1;
      }
      if (!isPlain || existing === 0) {
        rest[left] = lane;
        left += 1;
      } else {
        lo[base + lane] = least;
        hi[base + lane] = most;
        flags[base + lane] = marks | (isWhole(least, most) ? 0 : ROUNDED);
      }
    }
    workOutRest(columns, left, byLane);
  };
}

/** Over every choice of the rates that may be there, where no digits are lost. */
function growth(columns: Columns, years: readonly YearSlots[], slot: Slot, byLane: LaneStep): Column {
  const { rest, board } = columns;
  const { lo, hi, flags, states, lanes } = board;
  const base = slot * lanes;
  const from = new Float64Array(years.length);
  const to = new Float64Array(years.length);
  const rates: Rates = { least: 0, most: 0, count: 0 };
  return (count) => {
    let left = 0;
    for (let lane = 0; lane < count; lane += 1) {
      let existing = 0;
      let open = 0;
      // All rates are there where every earlier year’s figure is certainly above zero.
      let areSure = true;
      for (const { exists, of } of years) {
        const state = states[exists * lanes + lane];
        if (state === UNMET) continue;
        const at = of * lanes + lane;
        const lowest = lo[at] ?? 0;
        from[existing] = lowest;
        to[existing] = hi[at] ?? 0;
        open |= state === MET ? (flags[at] ?? 0) & OPEN : OPEN;
        if (existing > 0 && !(lowest > 0)) areSure = false;
        existing += 1;
      }
      let least = Infinity;
      let most = -Infinity;
      let choices = 0;
      let without = 0;
      const all = 2 ** (existing - 1) - 1;
      for (let choice = all; existing > 1 && choice >= (areSure ? all : 0); choice -= 1) {
        if (!addRates(rates, choice, from, to, existing)) continue;
        choices += 1;
        if (rates.count === 0) without += 1;
        least = Math.min(least, rates.count === 0 ? 0 : rates.least / rates.count - 1);
        most = Math.max(most, rates.count === 0 ? 0 : rates.most / rates.count - 1);
      }
      if (existing < 2 || isCancelled(least, least + 1, 1) || isCancelled(most, most + 1, 1)) {
        rest[left] = lane;
        left += 1;
      } else {
        lo[base + lane] = least;
        hi[base + lane] = most;
        flags[base + lane] = open | ROUNDED | (without === 0 ? 0 : choices > 1 ? MAYBE : ALWAYS);
      }
    }
    workOutRest(columns, left, byLane);
  };
}

interface Rates {
  least: number;
  most: number;
  count: number;
}

/** The sums of the rates that a choice takes, newest year first; false where these cannot all be there, and no other. */
function addRates(sums: Rates, choice: number, from: Float64Array, to: Float64Array, existing: number): boolean {
  let least = 0;
  let most = 0;
  let count = 0;
  for (let year = 1; year < existing; year += 1) {
    const lowest = from[year] ?? 0;
    const highest = to[year] ?? 0;
    const isTaken = ((choice >> (year - 1)) & 1) !== 0;
    if (isTaken ? highest <= 0 : lowest > 0) return false;
    if (!isTaken) continue;
    const start = Math.max(lowest, 0);
    const low = from[year - 1] ?? 0;
    const high = to[year - 1] ?? 0;
    least += low / (low < 0 ? start : highest);
    most += high / (high < 0 ? highest : start) || 0;
    count += 1;
  }
  sums.least = least;
  sums.most = most;
  sums.count = count;
  return true;
}
