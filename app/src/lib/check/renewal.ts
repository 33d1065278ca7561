/** What is said of a title that has to be renewed: from when, and whether that can be done before its last day. */
import { day } from '#lib/format.ts';
import { renewalOf } from '#rules/engine/path.ts';
import type { IsoDate, Measure } from '#rules/engine/types.ts';
import type { Result } from './incremental.ts';
import { availabilityWords } from './when.ts';
import type { Words } from './words.ts';

const CAN_APPLY: readonly string[] = ['automatic', 'rolling', 'open'];

/** Empty where the title has no last day or is not held. */
export function renewalSaid(words: Words, one: Result, measure: Measure, asOf: IsoDate): string {
  const renewal = renewalOf(measure, one.held?.validTo ?? null, asOf);
  const { measure: say } = words.say;
  if (renewal === null) return '';
  if (!renewal.due) return say.renew(day(renewal.from, words.lang));
  if (CAN_APPLY.includes(one.availability.state)) return say.renewNow;
  const { opensOn } = one.availability;
  const comesInTime = one.availability.state === 'upcoming' && opensOn !== null && opensOn <= (one.held?.validTo ?? '');
  return comesInTime ? say.renewSoon(availabilityWords(words, one.availability)) : say.renewClosed;
}
