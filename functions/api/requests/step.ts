/** One step of a request: whether this person may take it now, and what it makes of the request. No I/O. */
import type { Actor } from '../audit/chain.ts';
import { MOST_STEPS, type Request, type Step } from './repository.ts';
import { ACTS, clockAfter, startClock, stateAfter, type Act, type Reason, type Urgency } from './states.ts';

export interface Person {
  readonly subject: string;
  readonly name: string;
}

/** What comes with an act. */
export interface Said {
  readonly text?: string | undefined;
  readonly reason?: Reason | undefined;
  readonly score?: number | undefined;
}
export interface Acting {
  readonly act: Act;
  readonly by: Actor;
  readonly said: Said;
  /** Whom it is passed on to; null where nobody is left. */
  readonly to?: Person | null;
}

/** Why a step cannot be taken. */
export type Wrong = 'state' | 'held-by-another' | 'already-held' | 'rated' | 'too-long';
export type Stepped =
  { readonly ok: true; readonly request: Request; readonly step: Step } | { readonly ok: false; readonly why: Wrong };

/** A new request with its first step. */
export function asked(
  said: Pick<Request, 'id' | 'uscc' | 'measure' | 'text' | 'by' | 'manager'> & {
    readonly urgency: Urgency;
    /** A number that the manager may know. */
    readonly phone?: string | undefined;
  },
  now: Date,
): { readonly request: Request; readonly step: Step } {
  const { by, text, manager, urgency, phone } = said;
  const at = now.toISOString();
  return {
    request: {
      ...said,
      phone: phone === undefined ? null : { number: phone, agreedAt: at },
      state: 'open',
      reason: null,
      askedAt: at,
      clock: startClock(urgency, now),
      steps: 1,
      satisfaction: null,
    },
    step: { at, by, act: 'ask', state: 'open', text, manager },
  };
}

/** The request after one more step. */
export function stepped(before: Request, { act, by, said, to }: Acting, now: Date): Stepped {
  const state = stateAfter(before.state, act);
  if (state === undefined) return { ok: false, why: 'state' };
  const why = hindered(before, act, by, to);
  if (why) return { ok: false, why };

  const { text = null, reason = null, score } = said;
  const manager = act === 'accept' ? { subject: by.subject, name: by.name } : to === undefined ? before.manager : to;
  return {
    ok: true,
    request: {
      ...before,
      state,
      reason: reason ?? before.reason,
      manager,
      clock: clockAfter(before.state, state, before.clock, now),
      steps: before.steps + 1,
      satisfaction: score === undefined ? before.satisfaction : { score, text },
    },
    step: { at: now.toISOString(), by, act, state, text, manager },
  };
}

/** Until it is accepted, any manager of the firm may take it; from then on it is dealt with by one. */
function hindered(
  { manager, satisfaction, steps }: Request,
  act: Act,
  by: Actor,
  to?: Person | null,
): Wrong | undefined {
  if (ACTS[act].by === 'manager' && act !== 'accept' && manager?.subject !== by.subject) return 'held-by-another';
  if (to !== undefined && to?.subject === manager?.subject) return 'already-held';
  if (act === 'rate' && satisfaction) return 'rated';
  return steps >= MOST_STEPS && !ENDING.includes(act) ? 'too-long' : undefined;
}

const ENDING: readonly Act[] = ['release', 'solve', 'decline', 'withdraw', 'rate'];
