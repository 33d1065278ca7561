/** A year of calls by month (申报日历): what opens and closes, and beside it what needs no date. */
import { begun, dotted } from '#lib/lang.ts';
import { day } from '#lib/format.ts';
import type { Wording } from '#lib/wording/zh.ts';
import type { MeasureWords } from '#lib/wording/public/measure.ts';
import { touches } from '#rules/engine/availability.ts';
import type { Call, IsoDate, Measure } from '#rules/engine/types.ts';
import type { MeasureLink } from './measure.ts';
import type { Reader } from './rule.ts';
import { closesOn, opensOn, type Standings, standingOf } from './standing.ts';
import { leadWords, whereWords, spanWords } from './windows.ts';

/** The query of an address that asks for a year, a level or a day. */
export function calendarQuery({
  year,
  level,
  asOf,
}: {
  year: number;
  level: string | null;
  asOf: IsoDate | null;
}): string {
  const query = new URLSearchParams({ year: String(year) });
  if (level !== null) query.set('level', level);
  if (asOf !== null) query.set('as-of', asOf);
  return `?${query.toString()}`;
}

export interface CalendarView {
  readonly year: number;
  readonly years: readonly number[];
  /** Whether the day falls in this year: then what is open and ahead stands apart from what is over. */
  readonly present: boolean;
  /** Rows of the picture: a bar over the days of the year; of the present year those that can still be applied for. */
  readonly bars: readonly BarView[];
  /** Those of the present year whose last day has passed. */
  readonly over: readonly BarView[];
  readonly months: readonly MonthView[];
  /** Calls of the year whose days nobody has published. */
  readonly undated: readonly CallLine[];
  readonly firstCome: readonly CallLine[];
  readonly rolling: readonly MeasureLink[];
  readonly automatic: readonly MeasureLink[];
  /** The windows of the last year with calls, where this year has none yet; never to be taken for this year's. */
  readonly lastYear: number | null;
}
export interface CallLine extends MeasureLink {
  readonly place: string;
  readonly region: string;
}
/** One notice: its windows as bars over the year, and the measures it calls for. */
export interface BarView {
  readonly key: string;
  readonly name: string;
  readonly measures: readonly MeasureLink[];
  readonly region: string;
  readonly spans: readonly Span[];
  readonly windows: readonly string[];
  /** How long there is from the notice to the first closing day. */
  readonly lead: string | null;
  readonly state: BarState;
}
/** What can be applied for first. */
export const BAR_STATES = ['open', 'ahead', 'over'] as const;
export type BarState = (typeof BAR_STATES)[number];
export interface Span {
  /** Days of the year, from 0. */
  readonly start: number;
  readonly length: number;
  /** No opening day is stated: the bar begins with the notice, or a week before it ends. */
  readonly openStart: boolean;
  readonly state: BarState;
}
export interface MonthView {
  readonly month: number;
  readonly current: boolean;
  /** Before the month that it is. */
  readonly past: boolean;
  readonly count: number;
  readonly days: readonly DayView[];
}
/** What opens or closes on one day. */
export interface DayView {
  readonly key: string;
  readonly date: IsoDate;
  readonly day: string;
  readonly kind: 'opens' | 'closes';
  readonly measures: readonly CallLine[];
}

export interface Calendar {
  readonly reader: Reader;
  readonly standings: Standings;
  readonly say: Wording;
  readonly words: MeasureWords;
  readonly measures: readonly Measure[];
}

export function calendarView(calendar: Calendar, year: number): CalendarView {
  const { measures, standings } = calendar;
  const years = yearsOf(measures.flatMap(({ calls }) => calls));
  const today = Number(calendar.reader.on.slice(0, 4));
  const present = year === today;
  const shown = callsOf(calendar, year);
  const bars = barsOf(calendar, year, shown);
  const earlier = years.filter((one) => one < year).toSorted((a, b) => b - a)[0] ?? null;
  const apart = (state: 'rolling' | 'automatic'): MeasureLink[] =>
    measures
      .filter(({ id }) => {
        const availability = standings.get(id);
        return availability !== undefined && standingOf(availability) === state;
      })
      .map((measure) => linkOf(calendar, measure));
  return {
    year,
    years: [...new Set([...years, today, year])].toSorted((a, b) => a - b),
    present,
    bars: present ? bars.filter(({ state }) => state !== 'over') : bars,
    over: present ? bars.filter(({ state }) => state === 'over') : [],
    months: monthsOf(calendar, year, shown),
    undated: shown
      .filter(
        ({ call }) =>
          call.listed && !call.firstCome && !call.windows.some((window) => closesOn(window) !== null || window.opensOn),
      )
      .map(({ line }) => line),
    firstCome: unique(
      shown
        .filter(
          ({ call }) => call.listed && call.firstCome && call.windows.every((window) => closesOn(window) === null),
        )
        .map(({ line }) => line),
    ),
    rolling: apart('rolling'),
    automatic: apart('automatic'),
    lastYear: shown.length === 0 ? earlier : null,
  };
}

interface Shown {
  readonly measure: Measure;
  readonly call: Call;
  readonly line: CallLine;
}

/** The years that calls belong to. */
function yearsOf(calls: readonly Call[]): number[] {
  const own = [...new Set(calls.map(({ year }) => year))];
  const near = own.flatMap((year) => [year - 1, year, year + 1]);
  return [...new Set(near)].filter((year) => calls.some((call) => touches(call, year)));
}

/** The calls of a year that were out on the day; one that reaches across New Year is among those of both years. */
const callsOf = (calendar: Calendar, year: number): Shown[] =>
  calendar.measures.flatMap((measure) =>
    measure.calls
      .filter((call) => touches(call, year) && (call.publishedOn ?? '') <= calendar.reader.on)
      .map((call) => ({ measure, call, line: lineOf(calendar, measure, call) })),
  );

const linkOf = ({ reader }: Calendar, { id }: Measure): MeasureLink => ({
  id,
  name: reader.texts.measures[id]?.name ?? id,
});

function lineOf(calendar: Calendar, measure: Measure, call: Call): CallLine {
  const { say, words, reader } = calendar;
  return {
    ...linkOf(calendar, measure),
    place: dotted(say.levels[measure.level], say.instruments[measure.instrument]),
    region: call.region === undefined ? '' : whereWords(reader.texts, say, words, call.region),
  };
}

const unique = (lines: readonly CallLine[]): CallLine[] =>
  lines.filter(({ id }, index) => lines.findIndex((other) => other.id === id) === index);

const dayOfYear = (date: IsoDate, year: number): number =>
  Math.round((Date.parse(`${date}T00:00:00Z`) - Date.UTC(year, 0, 1)) / 86_400_000);

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** One row per notice and pair of windows, those that still matter first; batches follow one another. */
function barsOf(calendar: Calendar, year: number, shown: readonly Shown[]): BarView[] {
  const rows = new Map<string, { bar: BarView; last: IsoDate }>();
  for (const { call, line } of shown) {
    const spans = call.listed ? spansOf(calendar.reader.on, year, call) : [];
    if (spans.length === 0) continue;
    const key = `${call.doc} ${line.region} ${JSON.stringify(call.windows)}`;
    const known = rows.get(key);
    if (known) {
      rows.set(key, { ...known, bar: { ...known.bar, measures: [...known.bar.measures, line] } });
      continue;
    }
    const bar: BarView = {
      key,
      name: calendar.reader.texts.documents[call.doc]?.title ?? line.name,
      measures: [line],
      region: line.region,
      spans,
      windows: windowsOf(calendar, call),
      lead: leadWords(calendar.words, call),
      state: (['open', 'ahead'] as const).find((state) => spans.some((span) => span.state === state)) ?? 'over',
    };
    rows.set(key, {
      bar,
      last:
        call.windows
          .map((window) => closesOn(window) ?? '')
          .toSorted()
          .at(-1) ?? '',
    });
  }
  return [...rows.values()]
    .toSorted(
      (a, b) => BAR_STATES.indexOf(a.bar.state) - BAR_STATES.indexOf(b.bar.state) || a.last.localeCompare(b.last),
    )
    .map(({ bar }) => bar);
}

function spansOf(on: IsoDate, year: number, call: Call): Span[] {
  return call.windows.flatMap((window, index): Span[] => {
    const closes = closesOn(window);
    if (closes === null) return [];
    const before = call.windows[index - 1];
    const opens = index === 0 ? opensOn(call, window) : (window.opensOn ?? (before ? closesOn(before) : null));
    if (closes < `${year}-01-01` || (opens ?? closes) > `${year}-12-31`) return [];
    const start = clamp(opens === null ? dayOfYear(closes, year) - 6 : dayOfYear(opens, year), 0, 365);
    return [
      {
        start,
        length: Math.max(3, clamp(dayOfYear(closes, year), 0, 365) - start),
        openStart: window.opensOn === undefined && index === 0 && (opens ?? closes) >= `${year}-01-01`,
        state: closes < on ? 'over' : opens !== null && opens > on ? 'ahead' : 'open',
      },
    ];
  });
}

function windowsOf({ say, reader }: Calendar, call: Call): string[] {
  const { lang } = reader.texts;
  return call.windows.flatMap((window) => {
    const closes = closesOn(window);
    if (closes === null) return [];
    return [begun(spanWords(say, lang, window.opensOn ?? null, closes))];
  });
}

function monthsOf({ reader }: Calendar, year: number, shown: readonly Shown[]): MonthView[] {
  const days = new Map<string, DayView>();
  for (const { call, line } of shown.filter(({ call: { listed } }) => listed)) {
    for (const window of call.windows) {
      for (const kind of ['opens', 'closes'] as const) {
        const date = kind === 'opens' ? window.opensOn : (closesOn(window) ?? undefined);
        if (date === undefined) continue;
        const key = `${date} ${kind}`;
        const known = days.get(key);
        const measures = [...(known?.measures ?? []).filter(({ id }) => id !== line.id), line];
        days.set(key, { key, date, day: day(date, reader.texts.lang), kind, measures });
      }
    }
  }
  const sorted = [...days.values()].toSorted(
    (a, b) => a.date.localeCompare(b.date) || (a.kind === b.kind ? 0 : a.kind === 'opens' ? -1 : 1),
  );
  return Array.from({ length: 12 }, (_, index) => {
    const prefix = `${year}-${String(index + 1).padStart(2, '0')}`;
    const own = sorted.filter(({ date }) => date.startsWith(prefix));
    return {
      month: index + 1,
      current: reader.on.startsWith(prefix),
      past: reader.on.startsWith(`${year}-`) && prefix < reader.on.slice(0, 7),
      count: own.reduce((total, { measures }) => total + measures.length, 0),
      days: own,
    };
  });
}
