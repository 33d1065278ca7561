/** Calls and their windows (年度通知与申报窗口), as they were announced. */
import { day } from '#lib/format.ts';
import type { Wording } from '#lib/wording/zh.ts';
import type { MeasureWords } from '#lib/wording/public/measure.ts';
import { toDay } from '#rules/engine/calendar.ts';
import { regionName } from '#rules/engine/sets.ts';
import type { Call, Lang, Measure, Texts } from '#rules/engine/types.ts';
import { clauseView, type ClauseView } from './conditions.ts';
import { closesOn, opensOn } from './standing.ts';

export interface CallView {
  readonly key: string;
  readonly year: string;
  readonly region: string;
  readonly published: string | null;
  readonly windows: readonly string[];
  readonly remark: string | null;
  /** How long there was from the notice to the first closing day. */
  readonly lead: string | null;
  readonly notice: ClauseView;
  readonly grade: string;
  readonly checked: string;
}

export function callViews(texts: Texts, say: Wording, words: MeasureWords, measure: Measure): CallView[] {
  const { lang } = texts;
  return measure.calls
    .toSorted((a, b) => b.year - a.year || (b.publishedOn ?? '').localeCompare(a.publishedOn ?? ''))
    .map((call, index) => ({
      key: `${call.year} ${call.region ?? ''} ${call.doc} ${index}`,
      year: String(call.year),
      region: whereWords(texts, say, words, call.region ?? (measure.level === 'national' ? undefined : measure.level)),
      published: call.publishedOn === undefined ? null : day(call.publishedOn, lang),
      windows: windowsOf(texts, say, words, call),
      remark: remarkOf(words, call),
      lead: leadWords(words, call),
      notice: { ...clauseView(texts, call.doc), text: texts.documents[call.doc]?.title ?? call.doc },
      grade: call.grade,
      checked: day(call.checked, lang),
    }));
}

export function whereWords(texts: Texts, say: Wording, words: MeasureWords, region: string | undefined): string {
  if (region === undefined) return words.wholeCountry;
  const level = Object.entries(say.levels).find(([key]) => key === region)?.[1];
  return level ?? regionName(texts, region);
}

function windowsOf(texts: Texts, say: Wording, words: MeasureWords, call: Call): string[] {
  if (!call.listed) return [];
  const spans = call.windows.map((window, index) =>
    spanWords(say, texts.lang, index === 0 ? opensOn(call, window) : (window.opensOn ?? null), closesOn(window)),
  );
  return spans.length > 1 ? spans.map((span, index) => words.callBatch(index + 1, span)) : spans;
}

function remarkOf(words: MeasureWords, { listed, windows, firstCome }: Call): string | null {
  if (!listed) return words.callUnlisted;
  if (firstCome) return words.callFirstCome;
  return windows.length === 0 ? words.callUndated : null;
}

/** Days from the notice to the first closing day, the time to get ready in; null where either is not known. */
export function leadWords(words: MeasureWords, { listed, publishedOn, windows }: Call): string | null {
  const [first] = windows;
  const closes = first ? closesOn(first) : null;
  if (!listed || publishedOn === undefined || closes === null || closes < publishedOn) return null;
  return words.callLead(toDay(closes) - toDay(publishedOn), windows.length > 1);
}

/** The span of a window in words; open ends as they are. */
export function spanWords({ availability }: Wording, lang: Lang, from: string | null, to: string | null): string {
  if (from !== null && to !== null) return availability.window(day(from, lang), day(to, lang));
  if (from !== null) return availability.windowFrom(day(from, lang));
  return to === null ? availability.windowUnknown : availability.windowTo(day(to, lang));
}

/** The first day to the last of a whole call. */
export const callSpan = (say: Wording, lang: Lang, call: Call): string => {
  const [first] = call.windows;
  const last = call.windows.at(-1);
  return spanWords(say, lang, first ? opensOn(call, first) : null, last ? closesOn(last) : null);
};
