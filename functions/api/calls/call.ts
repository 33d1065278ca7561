/** A year's call (年度通知) as staff enter it, and where it is kept. */
import { z } from 'zod';
import type { Key } from '#functions/store/port.ts';
import { ActorSchema } from '../audit/chain.ts';

const Span = z.object({ opensOn: z.string().nullable(), closesOn: z.string().nullable() });

/** What a call says. Days are calendar days in Beijing. */
export const CallFacts = z.object({
  year: z.number().int(),
  /** A district, or a set of them such as `beijing`; null where it is for everyone. */
  region: z.string().nullable(),
  publishedOn: z.string().nullable(),
  /** False: this year's call names other directions and not this one. */
  listed: z.boolean(),
  /** The directions (方向) it names, in its own words. */
  directions: z.array(z.string()).readonly(),
  windows: z.array(Span).readonly(),
  firstCome: z.boolean(),
  /** Some day lies outside the call's year, and whoever entered it says that this is so. */
  acrossYears: z.boolean(),
  grade: z.enum(['A', 'B', 'C']),
  source: z.object({ title: z.string(), url: z.string().nullable() }),
  checked: z.string(),
});
export type CallFacts = z.infer<typeof CallFacts>;

export const CallSaved = z.object({ at: z.string(), by: ActorSchema });

/** A call as it is kept. A withdrawn one stays, so that its versions count on. */
export const StoredCall = CallFacts.extend({ measure: z.string(), withdrawn: z.boolean(), saved: CallSaved });
export type StoredCall = z.infer<typeof StoredCall>;

/** A measure has one call a year for a region: `2026-chaoyang`, `2026-all` for one that is for everyone. */
export const callId = ({ year, region }: Pick<CallFacts, 'year' | 'region'>): string => `${year}-${region ?? 'all'}`;

/** Every measure's calls lie together: they are few, and the catalogue needs all of them. */
export const CALLS = 'CALLS';
export const callKey = (measure: string, id: string): Key => ({ pk: CALLS, sk: `${measure}#${id}` });
export const historyPk = (measure: string): string => `CALLHISTORY#${measure}`;
export const historySk = (id: string, version: number): string => `${id}#v${String(version).padStart(6, '0')}`;
