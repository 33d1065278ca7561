import { GIVEN, MET, NO_YEAR, OPEN, UNKNOWN, UNMET } from './board.ts';
import { daysOf } from './calendar.ts';
import type { Column, Columns, LaneStep } from './columns.ts';
import type { Node, Slot } from './graph.ts';
import { isList, isRecord } from './json.ts';
import { remembered } from './memory.ts';
import { FROM_TRUTH } from './tests.ts';
import { sizeWithin } from './sizes.ts';

/** Days, years and titles, column by column; undefined where there is no quick way. */
export function quickFact(columns: Columns, node: Node, slot: Slot, byLane: LaneStep): Column | undefined {
  switch (node.op) {
    case 'date':
      return date(columns, node.path, slot);
    case 'exists':
      return exists(columns, columns.board.graph.year - 1 + node.offset, slot, byLane);
    case 'holds':
    case 'renewal':
      return titled(columns, node.type, slot, byLane, (at, isKnown) => {
        columns.board.states[at] = isKnown ? UNMET : UNKNOWN;
      });
    case 'validTo':
      return titled(columns, node.type, slot, byLane, (at) => {
        columns.board.lo[at] = -Infinity;
        columns.board.hi[at] = Infinity;
        columns.board.flags[at] = OPEN;
      });
    case 'size':
      return size(columns, node.sizes, node.list, slot);
    default:
      return undefined;
  }
}

function date({ board, answers, columnOf }: Columns, path: string, slot: Slot): Column {
  const { lo, hi, flags, lanes } = board;
  const from = columnOf(path) * lanes;
  const base = slot * lanes;
  const days = remembered(daysOf);
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) {
      const given = answers[from + lane];
      const found = typeof given === 'string' ? days(given) : undefined;
      lo[base + lane] = found?.first ?? -Infinity;
      hi[base + lane] = found?.last ?? Infinity;
      flags[base + lane] = found === undefined ? OPEN : found.first === found.last ? GIVEN : GIVEN | OPEN;
    }
  };
}

/** At once where the day of registration is known. */
function exists({ board, answers, columnOf }: Columns, year: number, slot: Slot, byLane: LaneStep): Column {
  const { states, lanes } = board;
  const from = columnOf('registeredOn') * lanes;
  const base = slot * lanes;
  const stateSince = remembered((day: string) => (year >= Number(day.slice(0, 4)) ? MET : UNMET));
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) {
      const given = answers[from + lane];
      if (typeof given === 'string') states[base + lane] = stateSince(given);
      else byLane(lane);
    }
  };
}

/** Firms without a certificate of the type are told apart at once, by whether their certificates are known. */
function titled(
  { board: { lanes }, answers, columnOf }: Columns,
  type: string,
  slot: Slot,
  byLane: LaneStep,
  putNone: (at: number, isKnown: boolean) => void,
): Column {
  const from = columnOf('certificates') * lanes;
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) {
      const given = answers[from + lane];
      const list = isList(given) ? given : undefined;
      if (list === undefined || !hasType(list, type)) putNone(slot * lanes + lane, list !== undefined);
      else byLane(lane);
    }
  };
}

function hasType(certificates: readonly unknown[], type: string): boolean {
  for (const each of certificates) if (isRecord(each) && each.type === type) return true;
  return false;
}

/** The classes that are possible are a small number: what follows from each is worked out once. */
function size({ board }: Columns, sizes: Slot, list: readonly string[], slot: Slot): Column {
  const { lo, flags, states, lanes } = board;
  const table = Uint8Array.from({ length: 32 }, (_, possible) => FROM_TRUTH[sizeWithin(possible, list)]);
  const [from, base] = [sizes * lanes, slot * lanes];
  return (count) => {
    for (let lane = 0; lane < count; lane += 1)
      states[base + lane] = ((flags[from + lane] ?? 0) & NO_YEAR) !== 0 ? UNMET : (table[lo[from + lane] ?? 0] ?? 0);
  };
}
