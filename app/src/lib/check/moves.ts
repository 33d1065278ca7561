/** Measures that stand in another group of the result than before. */
import type { Judged } from './incremental.ts';
import { groupOf } from './row.ts';
import type { GroupKey } from './view.ts';

export interface Move {
  readonly measure: string;
  readonly from: GroupKey;
  readonly to: GroupKey;
}

/** The measures that stand in another group than before, the best first. */
export function movesBetween(before: Judged, after: Judged): Move[] {
  return after.results
    .flatMap((one, index): Move[] => {
      const earlier = before.results[index];
      if (!earlier || earlier === one || earlier.measure !== one.measure) return [];
      const [from, to] = [groupOf(earlier), groupOf(one)];
      return from === to || to === 'not-in-force' ? [] : [{ measure: one.measure, from, to }];
    })
    .sort((a, b) => rank(a.to) - rank(b.to));
}

const RANK: readonly GroupKey[] = ['eligible', 'review', 'incomplete', 'near', 'ineligible', 'out-of-scope'];
const rank = (group: GroupKey): number => RANK.indexOf(group);

/** Whether a move is to the firm's good. */
export const isGain = ({ from, to }: Move): boolean => rank(to) < rank(from);
