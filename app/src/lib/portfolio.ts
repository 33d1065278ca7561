/** A service manager's firms × measures: what can be done now, and in which order firms stand. No I/O. */
import { CAN_APPLY } from '#rules/engine/availability.ts';
import type { IsoDate, Measure } from '#rules/engine/types.ts';

export interface Cell {
  readonly verdict: string;
  readonly window: string;
  readonly held: boolean;
}
/** A firm; `null` for a measure it was not judged by. */
export interface Line {
  readonly name: string;
  readonly savedAt: string;
  /** Days until the first of its certificates runs out; null where none does soon. */
  readonly ending: number | null;
  readonly cells: readonly (Cell | null)[];
}

const isWithinReach = ({ verdict, held }: Cell): boolean => !held && WITHIN_REACH.includes(verdict);
const WITHIN_REACH = ['eligible', 'review', 'near'];

/** Whether the firm can do something about the measure now: it can apply, or need not, and qualifies or nearly does. */
export const isPossible = (cell: Cell): boolean =>
  isWithinReach(cell) && CAN_APPLY.some((state) => state === cell.window);

/** Whether some firm or other can apply for the measure on this day, or need not. */
export function mayBeOpen({ availability, calls }: Measure, today: IsoDate): boolean {
  if (availability !== 'calls') return true;
  return calls.some(({ windows }) =>
    windows.some(({ opensOn, closesOn }) => (opensOn ?? '') <= today && (closesOn ?? today) >= today),
  );
}

export const ORDERS = ['urgent', 'near', 'name', 'saved'] as const;
export type Order = (typeof ORDERS)[number];

/** Compares two firms for the table; those that stand alike, by name. */
export function inOrder(order: Order): (a: Line, b: Line) => number {
  const byName = (a: Line, b: Line): number => a.name.localeCompare(b.name, 'zh');
  switch (order) {
    case 'urgent':
      return (a, b) => (a.ending ?? NEVER) - (b.ending ?? NEVER) || urgency(b) - urgency(a) || byName(a, b);
    case 'near':
      return (a, b) => nearly(b) - nearly(a) || byName(a, b);
    case 'name':
      return byName;
    case 'saved':
      return (a, b) => b.savedAt.localeCompare(a.savedAt) || byName(a, b);
    default:
      return order satisfies never;
  }
}
const NEVER = 1_000_000;

/** How much there is to do for a firm now: what it can apply for weighs more than what opens soon or is near. */
const urgency = ({ cells }: Line): number => cells.reduce((sum, cell) => sum + (cell === null ? 0 : weight(cell)), 0);
function weight(cell: Cell): number {
  if (!isWithinReach(cell)) return 0;
  const time = cell.window === 'open' ? 100 : cell.window === 'upcoming' ? 30 : cell.window === 'rolling' ? 10 : 1;
  return cell.verdict === 'near' ? time / 2 : time;
}

const nearly = ({ cells }: Line): number =>
  cells.filter((cell) => cell !== null && !cell.held && cell.verdict === 'near').length;
