/** What a re-match changed for a firm: the cause of notices, kept with the verdicts that it follows from. */
import { z } from 'zod';
import type { Item, Write } from '#functions/store/port.ts';
import type { IsoDate } from '#rules/engine/types.ts';

/** A release of rules, a change of the profile, or a date. */
export type Cause = 'release' | 'profile' | 'date';

export interface Turn {
  readonly uscc: string;
  readonly run: string;
  readonly cause: Cause;
  readonly asOf: IsoDate;
  /** Measures that the firm is now eligible for, or in review. */
  readonly entered: readonly string[];
  readonly left: readonly string[];
}

const TURNS = 'TURNS#';
export const turnsPk = (uscc: string): string => `${TURNS}${uscc}`;

export const turnWrite = ({ uscc, run, ...turn }: Turn): Write => ({
  put: { pk: turnsPk(uscc), sk: run, body: { ...turn, entered: [...turn.entered], left: [...turn.left] } },
  if: 'absent',
});

/** The turn that an item holds; undefined for any other item. */
export function turnIn(item: Item | null): Turn | undefined {
  if (!item?.pk.startsWith(TURNS)) return undefined;
  return { uscc: item.pk.slice(TURNS.length), run: item.sk, ...TurnBody.parse(item.body) };
}

const TurnBody = z.object({
  cause: z.enum(['release', 'profile', 'date']),
  asOf: z.string(),
  entered: z.array(z.string()),
  left: z.array(z.string()),
});
