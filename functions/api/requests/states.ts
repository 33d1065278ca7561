/**
 * A firm's question to its service manager (企业诉求): its states, who moves it between them, and its clock. Due times
 * follow the tiers by which Beijing answers complaints at once (接诉即办): 2 hours, 24 hours, 7 days, 15 days.
 */
import { momentIn } from '#functions/when.ts';

interface Words {
  readonly zh: string;
  readonly en: string;
}

const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;

export const URGENCY_NAMES = ['emergency', 'urgent', 'usual', 'complex'] as const;
export type Urgency = (typeof URGENCY_NAMES)[number];

/** How soon each has to be dealt with, in milliseconds from when it was asked; days are calendar days. */
export const URGENCIES: Readonly<Record<Urgency, Words & { readonly withinMs: number }>> = {
  emergency: { zh: '特急（2 小时内）', en: 'Emergency (within 2 hours)', withinMs: 2 * HOUR_MS },
  urgent: { zh: '紧急（24 小时内）', en: 'Urgent (within 24 hours)', withinMs: 24 * HOUR_MS },
  usual: { zh: '一般（7 天内）', en: 'Usual (within 7 days)', withinMs: 7 * DAY_MS },
  complex: { zh: '复杂（15 天内）', en: 'Complex (within 15 days)', withinMs: 15 * DAY_MS },
};

export const STATE_NAMES = ['open', 'accepted', 'waiting-for-firm', 'solved', 'not-solvable', 'withdrawn'] as const;
export type State = (typeof STATE_NAMES)[number];

export const STATES: Readonly<Record<State, Words>> = {
  open: { zh: '待受理', en: 'Not taken on yet' },
  accepted: { zh: '办理中', en: 'In progress' },
  'waiting-for-firm': { zh: '等待企业补充', en: 'Waiting for the firm' },
  solved: { zh: '已解决', en: 'Solved' },
  'not-solvable': { zh: '无法解决', en: 'Not solvable' },
  withdrawn: { zh: '企业已撤回', en: 'Withdrawn by the firm' },
};

export const REASON_NAMES = [
  'no-measure',
  'conditions-not-met',
  'measure-over',
  'other-office',
  'no-reply',
  'other',
] as const;
/** Why a question cannot be solved. */
export type Reason = (typeof REASON_NAMES)[number];

export const REASONS: Readonly<Record<Reason, Words>> = {
  'no-measure': { zh: '没有对应的政策', en: 'No measure covers this' },
  'conditions-not-met': { zh: '企业目前不符合条件', en: 'The firm does not meet the conditions at present' },
  'measure-over': { zh: '政策已结束或暂停受理', en: 'The measure is over or not taking applications' },
  'other-office': { zh: '不属于本部门职责，已告知应找的部门', en: 'Another office decides; the firm was told which' },
  'no-reply': { zh: '企业一直没有补充所需信息', en: 'The firm never gave what was needed' },
  other: { zh: '其他（见说明）', en: 'Other (see the explanation)' },
};

export const ACT_NAMES = [
  'accept',
  'answer',
  'ask-firm',
  'resume',
  'solve',
  'decline',
  'reassign',
  'release',
  'reply',
  'withdraw',
  'rate',
] as const;
export type Act = (typeof ACT_NAMES)[number];

/** The closed table: which side does what, and from which state to which. What is not listed cannot be done. */
export const ACTS: Readonly<
  Record<
    Act,
    Words & { readonly by: 'firm' | 'manager' | 'others'; readonly moves: Readonly<Partial<Record<State, State>>> }
  >
> = {
  accept: { zh: '受理', en: 'accepted', by: 'manager', moves: { open: 'accepted' } },
  answer: { zh: '答复', en: 'answered', by: 'manager', moves: { accepted: 'accepted' } },
  'ask-firm': { zh: '请企业补充', en: 'asked the firm', by: 'manager', moves: { accepted: 'waiting-for-firm' } },
  resume: { zh: '继续办理', en: 'resumed', by: 'manager', moves: { 'waiting-for-firm': 'accepted' } },
  solve: { zh: '办结（已解决）', en: 'closed as solved', by: 'manager', moves: { accepted: 'solved' } },
  decline: { zh: '办结（无法解决）', en: 'closed as not solvable', by: 'manager', moves: { accepted: 'not-solvable' } },
  reassign: {
    zh: '转给其他服务管家',
    en: 'passed on to another manager',
    by: 'others',
    moves: { open: 'open', accepted: 'accepted', 'waiting-for-firm': 'waiting-for-firm' },
  },
  /** Its manager no longer looks after the firm, and nobody else does. */
  release: {
    zh: '服务管家不再负责该企业，待受理',
    en: 'its manager no longer looks after the firm',
    by: 'others',
    moves: { open: 'open', accepted: 'open', 'waiting-for-firm': 'open' },
  },
  reply: {
    zh: '企业补充',
    en: 'the firm added',
    by: 'firm',
    moves: { open: 'open', accepted: 'accepted', 'waiting-for-firm': 'accepted' },
  },
  withdraw: {
    zh: '企业撤回',
    en: 'the firm withdrew it',
    by: 'firm',
    moves: { open: 'withdrawn', accepted: 'withdrawn', 'waiting-for-firm': 'withdrawn' },
  },
  rate: {
    zh: '企业评价',
    en: 'the firm rated it',
    by: 'firm',
    moves: { solved: 'solved', 'not-solvable': 'not-solvable' },
  },
};

/** When a question is due. It stops while the firm is asked something, and for good once the question is closed. */
export type Clock =
  | { readonly running: true; readonly dueAt: string }
  /** `remainingMs` is below nothing where it was overdue by then. */
  | { readonly running: false; readonly stoppedAt: string; readonly remainingMs: number };

export const startClock = (urgency: Urgency, now: Date): Clock => ({
  running: true,
  dueAt: new Date(now.getTime() + URGENCIES[urgency].withinMs).toISOString(),
});

/** The state an act leads to; undefined where it cannot be done in this one. */
export const stateAfter = (state: State, act: Act): State | undefined => ACTS[act].moves[state];

/** The clock after a step from one state to another: it runs in those where the manager has to act. */
export function clockAfter(from: State, to: State, clock: Clock, now: Date): Clock {
  const runs = to === 'open' || to === 'accepted';
  if (from === to || (runs && clock.running)) return clock;
  const remainingMs = clock.running ? Date.parse(clock.dueAt) - now.getTime() : clock.remainingMs;
  return runs
    ? { running: true, dueAt: new Date(now.getTime() + remainingMs).toISOString() }
    : { running: false, stoppedAt: now.toISOString(), remainingMs };
}

export const isClosed = (state: State): boolean =>
  state === 'solved' || state === 'not-solvable' || state === 'withdrawn';

/** What the clock says, in words: until when, but not whether that is past, for the same version says the same at any hour. */
export function clockWords(state: State, clock: Clock): Words {
  if (clock.running) {
    const { dueAt } = clock;
    return {
      zh: `最迟 ${momentIn(dueAt, 'zh')} 办结（北京时间）`,
      en: `To be closed by ${momentIn(dueAt, 'en')}, Beijing time`,
    };
  }
  if (!isClosed(state)) {
    return { zh: '等待企业补充期间停止计时', en: 'Stopped while the firm is asked for more' };
  }
  return clock.remainingMs < 0
    ? { zh: '已办结，超过期限', en: 'Closed, after it was due' }
    : { zh: '已办结，未超过期限', en: 'Closed before it was due' };
}
