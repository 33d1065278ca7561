/** What the pages for everyone are made from: the catalogue on a day, read once and kept for a few days' worth. */
import { read } from '$app/server';
import sourcesUrl from '../../../../build/catalogue/sources.json?url&no-inline';
import type { Shelf } from '#lib/catalogue/browse.ts';
import { shelfOf } from '#lib/catalogue/browse.ts';
import type { Reader } from '#lib/catalogue/rule.ts';
import type { Sources } from '#lib/catalogue/sources.ts';
import { standingsOn, type Standings } from '#lib/catalogue/standing.ts';
import { wordings } from '#lib/wording/both.ts';
import { ruleWords } from '#lib/wording/public/rule.ts';
import type { Wording } from '#lib/wording/zh.ts';
import { isIsoDate, todayInBeijing } from '#rules/engine/calendar.ts';
import { type Catalogue, loadCatalogue } from '#rules/engine/load.ts';
import type { IsoDate, Lang } from '#rules/engine/types.ts';
import { held, type Held } from './catalogue.server.ts';

export interface PublicPage {
  readonly catalogue: Catalogue;
  readonly reader: Reader;
  readonly standings: Standings;
  readonly say: Wording;
  readonly on: IsoDate;
  /** The day asked for in the address; null where the page is about today. */
  readonly asOf: IsoDate | null;
}

/** The catalogue as a page shows it: in its language, on the day that `as-of` asks for or today. */
export async function publicPage(lang: Lang, url: URL): Promise<PublicPage> {
  const asOf = dayAsked(url);
  const on = asOf ?? todayInBeijing(new Date());
  const { rules, texts, catalogue, days } = loaded(await held());
  const reader = { rules, texts: texts[lang], words: ruleWords[lang], on };
  return { catalogue, reader, standings: onDay(days, on).standings, say: wordings[lang], on, asOf };
}

/** Days before the first document or after all of them show nothing of use. */
const EARLIEST = '2000-01-01';
const LATEST = '2040-12-31';

export function dayAsked(url: URL): IsoDate | null {
  const asked = url.searchParams.get('as-of') ?? '';
  return isIsoDate(asked) && asked >= EARLIEST && asked <= LATEST ? asked : null;
}

export async function shelfOn(on: IsoDate): Promise<Shelf> {
  return onDay(loaded(await held()).days, on).shelf;
}

let sourcesRead: Promise<Sources> | undefined;
export const sources = (): Promise<Sources> => (sourcesRead ??= read(sourcesUrl).json() as Promise<Sources>);

interface Day {
  readonly standings: Standings;
  readonly shelf: Shelf;
}
interface Loaded extends Held {
  readonly catalogue: Catalogue;
  readonly days: Days;
}
interface Days {
  readonly known: Map<IsoDate, Day>;
  readonly make: (on: IsoDate) => Day;
}

let last: Loaded | undefined;

/** Everything worked out from a catalogue is thrown away with it. */
function loaded({ rules, texts }: Held): Loaded {
  if (last?.rules === rules) return last;
  const catalogue = loadCatalogue(rules);
  const make = (on: IsoDate): Day => {
    const standings = standingsOn(catalogue, on);
    return { standings, shelf: shelfOf(rules, texts, standings, on) };
  };
  return (last = { rules, texts, catalogue, days: { known: new Map(), make } });
}

const KEPT = 16;

function onDay({ known, make }: Days, on: IsoDate): Day {
  const day = known.get(on) ?? make(on);
  known.set(on, day);
  const [oldest] = known.keys();
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  return day;
}
