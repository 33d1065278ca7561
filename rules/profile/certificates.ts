/** A firm's certificates (资质) as its profile lists them, and how long they last. No I/O. */
import { toDay } from '#rules/engine/calendar.ts';
import type { IsoDate, Json, Profile } from '#rules/engine/types.ts';
import { isRecord } from '#rules/engine/json.ts';

export interface Certificate {
  readonly type?: string;
  readonly grantedOn?: string;
  readonly validTo?: string;
}

/** The certificates of a profile, each with what is known of it. */
export function certificatesIn({ certificates }: Profile): Certificate[] {
  if (!Array.isArray(certificates)) return [];
  return certificates.flatMap((entry: Json): Certificate[] => {
    if (!isRecord(entry)) return [];
    const text = (key: string) => (typeof entry[key] === 'string' ? { [key]: entry[key] } : {});
    return [{ ...text('type'), ...text('grantedOn'), ...text('validTo') }];
  });
}

/** Days until its last one, below 0 once that is past; null where no day is given. */
export const daysLeft = ({ validTo }: Certificate, today: IsoDate): number | null =>
  validTo?.length === 10 ? toDay(validTo) - toDay(today) : null;

/** What runs out within so many days and is not followed by a later one of its kind, the first to end before the others. */
export function endingWithin(
  certificates: readonly Certificate[],
  today: IsoDate,
  days: number,
): { readonly type: string; readonly validTo: string; readonly left: number }[] {
  return certificates
    .flatMap((one) => {
      const { type = '', validTo = '' } = one;
      const left = daysLeft(one, today);
      if (type === '' || left === null || left < 0 || left > days) return [];
      const followed = certificates.some((other) => other.type === type && (other.validTo ?? '') > validTo);
      return followed ? [] : [{ type, validTo, left }];
    })
    .sort((a, b) => a.left - b.left);
}

/** The one of its kind that is valid still and that this one neither came before nor renews: it would say nothing new. */
export function heldAlready(kept: readonly Certificate[], added: Certificate, today: IsoDate): Certificate | undefined {
  const isValid = (one: Certificate): boolean => (daysLeft(one, today) ?? 0) >= 0;
  if (!isValid(added)) return undefined;
  return kept.find(
    (one) =>
      one.type === added.type && isValid(one) && (one.validTo === undefined || (added.validTo ?? '') <= one.validTo),
  );
}
