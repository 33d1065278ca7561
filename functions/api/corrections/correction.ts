/** “This is wrong” (纠错): what someone says about a measure, and what becomes of it. */
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { isSameKey } from '#functions/same-key.ts';
import type { Key, NewItem } from '#functions/store/port.ts';
import { ActorSchema } from '../audit/chain.ts';

export const STATES = ['open', 'taken', 'accepted', 'declined'] as const;
export type CorrectionState = (typeof STATES)[number];

/** What may follow on what. An answer is final: whoever disagrees sends another correction. */
const NEXT: Readonly<Record<CorrectionState, readonly CorrectionState[]>> = {
  open: ['taken'],
  // Taken by someone else, given back, or answered.
  taken: ['taken', 'open', 'accepted', 'declined'],
  accepted: [],
  declined: [],
};
export const mayFollow = (from: CorrectionState, to: CorrectionState): boolean => NEXT[from].includes(to);
export const isAnswered = (state: CorrectionState): boolean => NEXT[state].length === 0;

const Step = z.object({ at: z.string(), state: z.enum(STATES), by: ActorSchema.nullable() });

export const Correction = z.object({
  id: z.string(),
  state: z.enum(STATES),
  /** Null where it is about the site and no single measure. */
  measure: z.string().nullable(),
  condition: z.string().nullable(),
  version: z.string().nullable(),
  text: z.string(),
  /** Where the right text stands. */
  source: z.string().nullable(),
  at: z.string(),
  /** The hash of the code by which whoever sent it asks; the code itself is no part of what is kept. */
  code: z.string(),
  hasContact: z.boolean(),
  owner: ActorSchema.nullable(),
  reply: z.string().nullable(),
  history: z.array(Step).readonly(),
});
export type Correction = z.infer<typeof Correction>;

export const newCode = (): string => randomBytes(16).toString('base64url');
export const codeHash = (code: string): string => createHash('sha256').update(code).digest('base64url');
export const isCode = (correction: Correction, code: string): boolean => isSameKey(codeHash(code), correction.code);

const pkOf = (id: string): string => `CORRECTION#${id}`;
export const correctionKey = (id: string): Key => ({ pk: pkOf(id), sk: 'CORRECTION' });
/** How to reach whoever sent it, apart from the rest so that it can go on its own. */
export const contactKey = (id: string): Key => ({ pk: pkOf(id), sk: 'CONTACT' });

export const statePk = (state: CorrectionState): string => `CORRECTIONS#${state}`;
export const measurePk = (measure: string | null): string => `CORRECTIONSOF#${measure ?? ''}`;

export const correctionItem = (correction: Correction): NewItem => {
  const { id, state, measure, at } = correction;
  return {
    ...correctionKey(id),
    gsi1: { pk: statePk(state), sk: `${at}#${id}` },
    gsi2: { pk: measurePk(measure), sk: `${state}#${at}#${id}` },
    body: correction,
  };
};

const DAY_SECONDS = 24 * 3600;
/** A contact is kept so long at most, and so long after the answer. */
export const CONTACT_DAYS = 180;
export const CONTACT_DAYS_ANSWERED = 30;
export const contactExpiry = (now: Date, days: number): number => Math.floor(now.getTime() / 1000) + days * DAY_SECONDS;
