/** What needs doing first, in the rooms. */
import { bilingual } from '../bilingual.ts';

export const firstWords = bilingual(
  {
    ofFirm: (firm: string, what: string) => `${firm}：${what}`,
    reply: (question: string) => `服务管家请您补充“${question}”`,
    lateFor: (question: string) => `“${question}”超过时限还没有办结`,
    ending: (certificate: string, on: string, days: number) =>
      `${certificate}有效期至 ${on}，${days === 0 ? '今天到期' : `还剩 ${days} 天`}`,
    late: (count: number) => `${count} 件诉求已超期`,
    waiting: (count: number) => `${count} 件诉求待您办理`,
    soonest: (at: string, urgency: string) => `，最早 ${at} 到期：${urgency}`,
    nobodys: (count: number) => `${count} 件诉求还没有办理人`,
    nobodysLate: (count: number, late: number) => `${count} 件诉求还没有办理人，其中 ${late} 件已超期`,
    missing: (count: number) => `${count} 项规划指标有目标、未录入进展`,
  },
  {
    ofFirm: (firm, what) => `${firm}: ${what}`,
    reply: (question) => `The service manager asks you for more about “${question}”`,
    lateFor: (question) => `“${question}” was not closed in the time allowed`,
    ending: (certificate, on, days) =>
      `${certificate} is valid to ${on}: ${days === 0 ? 'today is its last day' : days === 1 ? '1 day left' : `${days} days left`}`,
    late: (count) => (count === 1 ? 'One question is overdue' : `${count} questions are overdue`),
    waiting: (count) =>
      count === 1 ? 'One question is yours to deal with' : `${count} questions are yours to deal with`,
    soonest: (at, urgency) => `; the soonest is due on ${at}: ${urgency}`,
    nobodys: (count) => (count === 1 ? 'One question has no owner yet' : `${count} questions have no owner yet`),
    nobodysLate: (count, late) =>
      count === 1
        ? 'One question has no owner yet and is overdue'
        : `${count} questions have no owner yet, ${late} overdue`,
    missing: (count) =>
      count === 1 ? 'One indicator has a target and no figure' : `${count} indicators have a target and no figure`,
  },
);
