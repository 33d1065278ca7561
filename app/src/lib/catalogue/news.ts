/** What the home page tells of the day: windows that close soon, and what was published or came into force of late. */
import { dotted } from '#lib/lang.ts';
import { day } from '#lib/format.ts';
import type { HomeWords } from '#lib/wording/public/home.ts';
import type { Wording } from '#lib/wording/zh.ts';
import type { IsoDate, Measure } from '#rules/engine/types.ts';
import type { MeasureLink } from './measure.ts';
import type { Reader } from './rule.ts';
import type { Standings } from './standing.ts';

export interface OpenView extends MeasureLink {
  readonly place: string;
  /** The closing day, or that none is named. */
  readonly closes: string;
  readonly left: string | null;
  /** Within two weeks. */
  readonly urgent: boolean;
}
export interface NewsView extends MeasureLink {
  readonly key: string;
  readonly day: string;
  readonly what: string;
}

export interface News {
  readonly reader: Reader;
  readonly standings: Standings;
  readonly say: Wording;
  readonly words: HomeWords;
  readonly measures: readonly Measure[];
}

const SOON = 14;

/** Measures open on the day, the first to close first; those without a closing day after them. */
export function openNow({ reader, standings, say, words, measures }: News): OpenView[] {
  const { lang } = reader.texts;
  return measures
    .flatMap((measure) => {
      const availability = standings.get(measure.id);
      if (availability?.state !== 'open') return [];
      const { closesOn, firstCome } = availability;
      const left = closesOn === null ? null : daysBetween(reader.on, closesOn);
      const view: OpenView = {
        id: measure.id,
        name: reader.texts.measures[measure.id]?.name ?? measure.id,
        place: dotted(say.levels[measure.level], say.instruments[measure.instrument]),
        closes: closesOn === null ? (firstCome ? words.firstCome : words.noDay) : words.closes(day(closesOn, lang)),
        left: left === null ? null : words.left(left),
        urgent: left !== null && left <= SOON,
      };
      return [{ view, closesOn: closesOn ?? '9999' }];
    })
    .toSorted((a, b) => a.closesOn.localeCompare(b.closesOn))
    .map(({ view }) => view);
}

/** What happened last, newest first: calls by the day they were published, versions by the day they came into force. */
export function latest({ reader, words, measures }: News, most: number): NewsView[] {
  const { lang } = reader.texts;
  const told = (measure: Measure, date: IsoDate, kind: keyof HomeWords['news'], note: string) => ({
    date,
    view: {
      id: measure.id,
      name: reader.texts.measures[measure.id]?.name ?? measure.id,
      key: `${measure.id} ${kind} ${date} ${note}`,
      day: day(date, lang),
      what: words.news[kind],
    },
  });
  return measures
    .flatMap((measure) => [
      ...measure.calls.flatMap(({ publishedOn, listed, doc }) =>
        publishedOn === undefined || !listed ? [] : [told(measure, publishedOn, 'call', doc)],
      ),
      ...measure.versions.map(({ from }, index) => told(measure, from, index === 0 ? 'rules' : 'changed', '')),
    ])
    .filter(({ date }) => date <= reader.on)
    .toSorted((a, b) => b.date.localeCompare(a.date) || (a.view.key < b.view.key ? -1 : 1))
    .slice(0, most)
    .map(({ view }) => view);
}

const daysBetween = (from: IsoDate, to: IsoDate): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
