/** The orders a list of results can be read in. */
import type { Texts } from '#rules/engine/types.ts';
import type { Result } from './incremental.ts';
import { byUrgency, ceilingOf, estimateOf } from './row.ts';

export const SORTS = ['urgent', 'benefit', 'deadline', 'effort', 'near'] as const;
export type Sort = (typeof SORTS)[number];

type Order = (a: Result, b: Result) => number;

export function orderOf(sort: Sort, texts: Texts): Order {
  switch (sort) {
    case 'urgent':
      return byUrgency;
    case 'benefit':
      return (a, b) => estimateOf(b) - estimateOf(a) || ceilingOf(b) - ceilingOf(a);
    case 'deadline':
      return (a, b) => compare(deadline(a), deadline(b)) || byUrgency(a, b);
    case 'effort':
      return (a, b) => effort(a, texts) - effort(b, texts) || byUrgency(a, b);
    case 'near':
      return (a, b) => distance(a) - distance(b) || byUrgency(a, b);
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Windows that close, then those that open, then everything that has no day. */
function deadline({ availability: { closesOn, opensOn } }: Result): string {
  if (opensOn !== null) return `2 ${opensOn}`;
  return closesOn === null ? '3' : `1 ${closesOn}`;
}

/** What is still to be found out or changed, then the papers to bring. */
const effort = ({ measure, missing, gaps }: Result, texts: Texts): number =>
  100 * (missing.length + gaps.length) + (texts.measures[measure]?.evidence.length ?? 0);

/** The largest step still to take, as a share of what is asked for; what only waits for a day is nearest. */
function distance({ gaps, verdict }: Result): number {
  if (gaps.length === 0) return verdict === 'ineligible' ? Infinity : 0;
  return Math.max(
    ...gaps.map((gap) => {
      if ('on' in gap) return 0;
      const step = typeof gap.delta === 'number' ? gap.delta : (gap.delta.max ?? gap.delta.min ?? 0);
      return gap.to === 0 ? 1 : Math.abs(step / gap.to);
    }),
  );
}
