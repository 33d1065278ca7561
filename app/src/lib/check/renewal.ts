/** What is said of a title that has to be renewed: from when, and whether that can be done before its last day. */
import { certificatesIn } from '#rules/profile/certificates.ts';
import { day } from '#lib/format.ts';
import { CAN_APPLY } from '#rules/engine/availability.ts';
import { renewalOf } from '#rules/engine/path.ts';
import { daysOf, toIso } from '#rules/engine/calendar.ts';
import type { IsoDate, Measure, Profile } from '#rules/engine/types.ts';
import type { Result } from './incremental.ts';
import { availabilityWords } from './when.ts';
import type { Words } from './words.ts';

/** Empty where the title has no last day or is not held. */
export function renewalSaid(words: Words, one: Result, measure: Measure, asOf: IsoDate): string {
  const renewal = renewalOf(measure, one.held?.validTo ?? null, asOf);
  const { measure: say } = words.say;
  if (renewal === null) return '';
  if (!renewal.due) return say.renew(day(renewal.from, words.lang));
  if (CAN_APPLY.includes(one.availability.state)) return say.renewNow;
  const { opensOn } = one.availability;
  const comesInTime = one.availability.state === 'upcoming' && opensOn !== null && opensOn <= (one.held?.validTo ?? '');
  return comesInTime ? say.renewSoon(availabilityWords(words, one.availability, measure)) : say.renewClosed;
}

/** The last day of a title whose certificates have all run out, the latest one; null where one may still be valid. */
export function expiredOn({ title }: Measure, one: Result, profile: Profile, asOf: IsoDate): IsoDate | null {
  if (title === undefined || one.held !== null) return null;
  const ends = certificatesIn(profile)
    .filter(({ type }) => type === title)
    .map(({ validTo }) => (validTo === undefined ? null : toIso(daysOf(validTo).last)));
  const latest = ends.includes(null) ? null : (ends.sort().at(-1) ?? null);
  return latest !== null && latest < asOf ? latest : null;
}
