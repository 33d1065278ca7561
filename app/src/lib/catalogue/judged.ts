/** Measures of which this portal can say nothing but whom they are for. */
import { toDay } from '#rules/engine/calendar.ts';
import { inForceOrNearest } from '#rules/engine/facts.ts';
import type { Condition, IsoDate, Measure } from '#rules/engine/types.ts';

/** Whether an authority judges everything a measure asks for on a day: no answer of a firm could tell. */
export function isOnlyJudged({ versions }: Measure, on: IsoDate): boolean {
  const version = inForceOrNearest(versions, toDay(on));
  return version !== undefined && !isTested(version.require);
}

/** What a firm merely declares of itself tells no firms apart. */
function isTested(condition: Condition): boolean {
  if ('of' in condition) return condition.of.some(isTested);
  return condition.kind === 'score' || (condition.kind === 'test' && condition.declaredBy === undefined);
}
