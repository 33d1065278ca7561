/** Figures that follow from two others, offered to whoever is asked for them. */
import type { Field, Profile } from '#rules/engine/types.ts';
import { answerIn, pathInYear, yearOfPath } from './profile.ts';

/**
 * The first figure of the dictionary's `difference` less the second, in the field's unit; undefined where it is answered
 * already, where one of the two is not given exactly, and where it cannot be right.
 */
export function workedOut(profile: Profile, path: string, { difference, min }: Field): number | undefined {
  const year = yearOfPath(path);
  if (!difference || year === undefined || answerIn(profile, path) !== undefined) return undefined;
  const [of, less] = [difference.of, difference.less].map((entry) => answerIn(profile, pathInYear(entry, year)));
  if (typeof of !== 'number' || typeof less !== 'number' || of - less < (min ?? -Infinity)) return undefined;
  return of - less;
}
