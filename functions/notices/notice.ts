/** Notices (提醒): what a person is told, and in which words. */
import { dayIn } from '#functions/when.ts';
import type { Lang, Texts } from '#rules/engine/types.ts';

export const KINDS = [
  'newly-eligible',
  'no-longer-eligible',
  'window-opens',
  'window-closes',
  'window-changed',
  'call-withdrawn',
  'certificate-expires',
  'firm-assigned',
  'request-overdue',
  'request-passed-on',
  'request-answered',
  'request-more-asked',
  'request-closed',
] as const;
export type Kind = (typeof KINDS)[number];

/** What is kept of a notice: no figure of a firm. */
export interface Notice {
  readonly kind: Kind;
  /** The firms concerned. */
  readonly firms: readonly { readonly uscc: string; readonly name: string }[];
  readonly measures: readonly string[];
  /** The day it is about: a window's first or last, a certificate's last, when a question was due. */
  readonly on: string | null;
  /** A certificate's type, a request's id, a call's version. */
  readonly object: string | null;
}

/** A matter of the measure, whichever firms it is told for. */
const OF_MEASURES: readonly Kind[] = ['window-opens', 'window-closes', 'window-changed', 'call-withdrawn'];

/** The same matter has the same cause, whoever finds it and how often: a person is told of it once. */
export function causeOf({ kind, firms, measures, on, object }: Notice, run = ''): string {
  const about = OF_MEASURES.includes(kind) ? [] : firms.map(({ uscc }) => uscc);
  return JSON.stringify([kind, about, measures, on, object, run]);
}

export interface Words {
  readonly title: string;
  readonly text: string;
}

/** So many names are spelt out. */
const NAMED = 5;

/** The notice in words, by the names that measures and certificates have now. */
export function wordsOf({ kind, firms, measures, on, object }: Notice, lang: Lang, texts: Texts): Words {
  const firm = listed(
    firms.map(({ name }) => name),
    lang,
    '家',
  );
  const names = listed(
    measures.map((id) => texts.measures[id]?.name ?? id),
    lang,
    '项',
  );
  const certificate = texts.fields.certificates?.values?.[object ?? ''] ?? object ?? '';
  const day = on === null ? '' : dayIn(on, lang);
  const words: Readonly<Record<Kind, Readonly<Record<Lang, Words>>>> = {
    'newly-eligible': {
      zh: {
        title: `${measures.length} 项政策变为符合或待认定`,
        text: `${firm}：${names}。现在能不能申报，见各项的申报时间。`,
      },
      en: {
        title: `Now eligible or to be assessed: ${measures.length === 1 ? 'one measure' : `${measures.length} measures`}`,
        text: `${firm}: ${names}. Whether it can apply now stands with each measure.`,
      },
    },
    'no-longer-eligible': {
      zh: { title: `${measures.length} 项政策不再符合`, text: `${firm}：${names}。请查看是哪个条件变了。` },
      en: {
        title: `No longer eligible for ${measures.length === 1 ? 'one measure' : `${measures.length} measures`}`,
        text: `${firm}: ${names}. See which condition has changed.`,
      },
    },
    'window-opens': {
      zh: { title: `${day} 开始申报`, text: `${names}。涉及企业：${firm}。` },
      en: { title: `Applications open on ${day}`, text: `${names}. Firms: ${firm}.` },
    },
    'window-closes': {
      zh: { title: `${day} 截止申报`, text: `${names}。涉及企业：${firm}。` },
      en: { title: `Applications close on ${day}`, text: `${names}. Firms: ${firm}.` },
    },
    'window-changed': {
      zh: {
        title: '申报时间有变',
        text: `${names}，现在${on === null ? '见通知' : `截止 ${on}`}。涉及企业：${firm}。`,
      },
      en: {
        title: 'Application days have changed',
        text: `${names}: ${on === null ? 'see the notice' : `applications now close on ${day}`}. Firms: ${firm}.`,
      },
    },
    'call-withdrawn': {
      zh: { title: '申报通知已撤回', text: `${names}。涉及企业：${firm}。请暂缓申报，以最新通知为准。` },
      en: {
        title: 'A call was withdrawn',
        text: `${names}. Firms: ${firm}. Wait with the application; the latest notice decides.`,
      },
    },
    'certificate-expires': {
      zh: { title: `${certificate}将于 ${day} 到期`, text: `${firm}。请提前准备重新认定或复核。` },
      en: { title: `${certificate} runs out on ${day}`, text: `${firm}. Prepare its renewal in good time.` },
    },
    'firm-assigned': {
      zh: { title: '有企业指派给您负责', text: `${firm}。` },
      en: { title: 'You look after a firm from now on', text: `${firm}.` },
    },
    'request-overdue': {
      zh: { title: '有诉求超过办理时限', text: `${firm}，最迟应在 ${day} 办结。` },
      en: { title: 'A question is overdue', text: `${firm}; it was to be closed by ${day}.` },
    },
    'request-passed-on': {
      zh: { title: '有诉求转给您办理', text: `${firm}。原因和到期时间见诉求的办理过程。` },
      en: {
        title: 'A question was passed on to you',
        text: `${firm}. Why, and when it is due, stands with the question.`,
      },
    },
    'request-answered': {
      zh: { title: '服务管家答复了诉求', text: `${firm}。答复见诉求的办理过程。` },
      en: { title: 'Your service manager has answered', text: `${firm}. The answer stands with the question.` },
    },
    'request-more-asked': {
      zh: { title: '服务管家请您补充', text: `${firm}。要补充什么，见诉求的办理过程；补充之前停止计时。` },
      en: {
        title: 'Your service manager asks for more',
        text: `${firm}. What is asked for stands with the question; its time stands still until then.`,
      },
    },
    'request-closed': {
      zh: { title: '诉求已办结', text: `${firm}。结果和说明见诉求的办理过程，您可以评价。` },
      en: {
        title: 'A question was closed',
        text: `${firm}. The outcome stands with the question; you can rate it.`,
      },
    },
  };
  return words[kind][lang];
}

/** `counted` is the Chinese word they are counted with. */
function listed(names: readonly string[], lang: Lang, counted: '家' | '项'): string {
  const shown = names.slice(0, NAMED).join(lang === 'zh' ? '、' : ', ');
  const more = names.length - NAMED;
  if (more <= 0) return shown;
  return lang === 'zh' ? `${shown}等 ${names.length} ${counted}` : `${shown} and ${more} more`;
}
