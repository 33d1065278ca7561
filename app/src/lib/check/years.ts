/** Which fiscal years a check is about. */
import type { Profile } from '#rules/engine/types.ts';

/** The last fiscal year that is over on a day. */
export const lastFiscalYear = (asOf: string): number => Number(asOf.slice(0, 4)) - 1;

/** The last three completed years that the firm can have, oldest first; for a firm founded since then, the current one. */
export function fiscalYears(profile: Profile, asOf: string): number[] {
  const last = lastFiscalYear(asOf);
  const founded = typeof profile.registeredOn === 'string' ? Number(profile.registeredOn.slice(0, 4)) : 0;
  const years = [last - 2, last - 1, last].filter((year) => year >= founded);
  return years.length > 0 ? years : [last + 1];
}
