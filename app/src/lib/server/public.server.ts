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
import { rules, texts } from './catalogue.server.ts';

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
  const [catalogue, own] = await Promise.all([loaded(), texts(lang)]);
  const reader = { rules: catalogue.rules, texts: own, words: ruleWords[lang], on };
  return { catalogue, reader, standings: (await onDay(on)).standings, say: wordings[lang], on, asOf };
}

/** Days before the first document or after all of them show nothing of use. */
const EARLIEST = '2000-01-01';
const LATEST = '2040-12-31';

export function dayAsked(url: URL): IsoDate | null {
  const asked = url.searchParams.get('as-of') ?? '';
  return isIsoDate(asked) && asked >= EARLIEST && asked <= LATEST ? asked : null;
}

export const shelfOn = async (on: IsoDate): Promise<Shelf> => (await onDay(on)).shelf;

let catalogue: Promise<Catalogue> | undefined;
const loaded = (): Promise<Catalogue> => (catalogue ??= rules().then(loadCatalogue));

let sourcesRead: Promise<Sources> | undefined;
export const sources = (): Promise<Sources> => (sourcesRead ??= read(sourcesUrl).json() as Promise<Sources>);

interface Day {
  readonly standings: Standings;
  readonly shelf: Shelf;
}
const days = new Map<IsoDate, Promise<Day>>();
const KEPT = 16;

function onDay(on: IsoDate): Promise<Day> {
  const known = days.get(on);
  if (known) return known;
  const made = makeDay(on);
  days.set(on, made);
  const [oldest] = days.keys();
  if (days.size > KEPT && oldest !== undefined) days.delete(oldest);
  return made;
}

async function makeDay(on: IsoDate): Promise<Day> {
  const [own, zh, en] = await Promise.all([loaded(), texts('zh'), texts('en')]);
  const standings = standingsOn(own, on);
  return { standings, shelf: shelfOf(own.rules, { zh, en }, standings, on) };
}
