/** The demand log's words (需求记录): what a firm does about a measure, and which step may follow which. */
import type { IsoDate } from '#rules/engine/types.ts';

/** 了解、有意向、咨询、准备材料、已申报、已获批、未获批、已撤回. */
export const STEPS = [
  'looked',
  'interested',
  'asked',
  'preparing',
  'applied',
  'granted',
  'refused',
  'withdrawn',
] as const;
export type Step = (typeof STEPS)[number];

/** Why an application was refused. */
export const REASONS = [
  'conditions-not-met',
  'documents-incomplete',
  'not-selected',
  'quota-used-up',
  'other',
] as const;
export type Reason = (typeof REASONS)[number];

/** Where a firm counts: its district and subdistrict, the section of its industry, its size class; `unknown` where not said. */
export interface Place {
  readonly district: string;
  readonly place: string;
  readonly industry: string;
  readonly size: string;
}

/** One thing that happened, never changed afterwards. */
export interface DemandEvent {
  readonly id: string;
  readonly uscc: string;
  readonly measure: string;
  readonly type: Step;
  /** Only with `refused`. */
  readonly reason?: Reason;
  /** The day it happened in Beijing; of two events of one firm and measure the later recorded is never the earlier day. */
  readonly on: IsoDate;
  /** When it was recorded. */
  readonly at: string;
  /** 1 for the first try, one more with every try after an answer or a withdrawal. */
  readonly round: number;
  /** Who recorded it: a member of the firm, its manager, or nobody of flesh. */
  readonly by: { readonly subject: string; readonly role: string };
  /** Where the firm counted at that time. */
  readonly where: Place;
}

/** How far a firm is with a measure. */
export interface Stage {
  readonly stage: Step;
  readonly round: number;
  /** The day it came to this stage. */
  readonly since: IsoDate;
  /** The day of the last event, which may have left the stage as it was. */
  readonly last: IsoDate;
  /** How many events there are. */
  readonly events: number;
  readonly reason?: Reason;
}

export type Wrong =
  /** It is there already, or further. */
  | 'already-there'
  /** An answer needs an application. */
  | 'not-applied'
  /** Nothing is under way. */
  | 'not-open'
  /** Earlier than what is recorded already. */
  | 'too-early';
export type Advance = { readonly ok: true; readonly stage: Stage } | { readonly ok: false; readonly why: Wrong };

type Said = Pick<DemandEvent, 'type' | 'on' | 'reason'>;

/**
 * What follows from an event. Steps may be skipped forward up to the application; looking and asking again change
 * nothing; after an answer or a withdrawal, anything but looking begins a new round.
 */
export function advance(now: Stage | undefined, { type, on, reason }: Said): Advance {
  if (now && on < now.last) return { ok: false, why: 'too-early' };
  const events = (now?.events ?? 0) + 1;
  const to = (round: number): Advance => ({
    ok: true,
    stage: { stage: type, round, since: on, last: on, events, ...(reason === undefined ? {} : { reason }) },
  });
  const stays: Advance | undefined = now && { ok: true, stage: { ...now, last: on, events } };
  switch (type) {
    case 'granted':
    case 'refused':
      return now?.stage === 'applied' ? to(now.round) : { ok: false, why: 'not-applied' };
    case 'withdrawn':
      return now && isOpen(now.stage) ? to(now.round) : { ok: false, why: 'not-open' };
    case 'looked':
      return stays ?? to(1);
    default:
      if (!now) return to(1);
      if (!isOpen(now.stage)) return to(now.round + 1);
      if (rankOf(type) > rankOf(now.stage)) return to(now.round);
      return type === 'asked' && stays ? stays : { ok: false, why: 'already-there' };
  }
}

/** What may come next: the steps that lead on, or back out. Not what may be said again and changes nothing. */
export const possibleAfter = (now: Stage | undefined): readonly Step[] =>
  STEPS.filter((type) => {
    const next = advance(now, { type, on: now?.last ?? '0000-01-01' });
    return next.ok && (next.stage.stage !== now?.stage || next.stage.round !== now.round);
  });

const ENDS: readonly Step[] = ['granted', 'refused', 'withdrawn'];
export const isOpen = (stage: Step): boolean => !ENDS.includes(stage);
const rankOf = (type: Step): number => STEPS.indexOf(type);

/** How far a firm has come with a measure over all rounds; a withdrawal takes nothing back. */
export const FUNNEL = ['looked', 'interested', 'asked', 'preparing', 'applied', 'refused', 'granted'] as const;
export type FunnelStep = (typeof FUNNEL)[number];

/** The furthest step of these events; undefined where there is none. */
export function furthest(types: Iterable<Step>): FunnelStep | undefined {
  const seen = new Set(types);
  return FUNNEL.findLast((step) => seen.has(step));
}
