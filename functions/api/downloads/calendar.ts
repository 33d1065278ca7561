/** Application windows as a calendar (申报日历) that any calendar program subscribes to. */
import ical, { ICalCalendarMethod } from 'ical-generator';
import { toDay, toIso } from '#rules/engine/calendar.ts';
import { regionName } from '#rules/engine/sets.ts';
import type { Call, IsoDate, Lang, Measure, Window } from '#rules/engine/types.ts';
import type { LoadedCatalogue } from '../deps.ts';

export interface CalendarChoice {
  /** Only windows that are still open on this day or later. */
  readonly since: IsoDate;
  readonly measures: readonly string[];
  readonly levels: readonly string[];
}

/** The same catalogue and choice give the same bytes: ids are stable, stamps are the days the facts were checked. */
export function calendarOf(loaded: LoadedCatalogue, lang: Lang, { since, measures, levels }: CalendarChoice): string {
  const calendar = ical({
    name: lang === 'zh' ? '策引申报日历' : 'Ceyin application windows',
    description: lang === 'zh' ? '以主管部门通知为准' : 'The authority’s notice decides',
    prodId: { company: 'Ceyin', product: 'windows', language: lang.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
  });
  for (const measure of loaded.rules.measures) {
    if (measures.length > 0 && !measures.includes(measure.id)) continue;
    if (levels.length > 0 && !levels.includes(measure.level)) continue;
    for (const call of measure.calls) {
      for (const [index, window] of call.windows.entries()) {
        const days = daysOf(call, window);
        if (!days || days.last < since) continue;
        calendar.createEvent({
          id: [measure.id, call.year, call.region ?? 'all', call.doc, index].join('.') + '@ceyin',
          allDay: true,
          start: utc(days.first),
          end: utc(toIso(toDay(days.last) + 1)),
          stamp: utc(call.checked),
          ...wordsOf(loaded, lang, measure, call, window),
        });
      }
    }
  }
  return calendar.toString();
}

/** The first and last day to be shown; a window open until the money is used up is shown on its first day alone. */
function daysOf(call: Call, { opensOn, closesOn }: Window): { first: IsoDate; last: IsoDate } | undefined {
  const first = opensOn ?? call.publishedOn ?? closesOn;
  return first === undefined ? undefined : { first, last: closesOn ?? first };
}

const utc = (day: IsoDate): Date => new Date(`${day}T00:00:00Z`);

function wordsOf(loaded: LoadedCatalogue, lang: Lang, measure: Measure, call: Call, { closesOn }: Window) {
  const { measures, documents } = loaded.texts[lang];
  const words = measures[measure.id];
  const name = words?.name ?? measure.id;
  const region = call.region === undefined ? undefined : regionName(loaded.texts[lang], call.region);
  const until =
    closesOn !== undefined
      ? { zh: `截止 ${closesOn}`, en: `Closes on ${closesOn}` }
      : call.firstCome
        ? { zh: '先到先得，额满为止', en: 'First come, first served, until the money is used up' }
        : { zh: '截止日未载明', en: 'The closing day is not stated' };
  const lines = [
    until[lang],
    words && (lang === 'zh' ? `受理：${words.department}` : `Handled by: ${words.department}`),
    documents[call.doc] &&
      (lang === 'zh' ? `依据：${documents[call.doc]?.title ?? ''}` : `Source: ${documents[call.doc]?.title ?? ''}`),
    lang === 'zh'
      ? `来源等级 ${call.grade}，核对于 ${call.checked}`
      : `Source grade ${call.grade}, checked on ${call.checked}`,
  ];
  const url = words?.apply?.url;
  return {
    summary: [
      lang === 'zh' ? `申报：${name}` : `Apply: ${name}`,
      region && (lang === 'zh' ? `（${region}）` : ` (${region})`),
    ]
      .filter(Boolean)
      .join(''),
    description: lines.filter(Boolean).join('\n'),
    ...(url === undefined ? {} : { url }),
  };
}
