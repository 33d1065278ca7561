/** The list of measures: searched, narrowed by facets with counts, sorted, in pages; each step is an address. */
import { dotted } from '#lib/lang.ts';
import { day } from '#lib/format.ts';
import type { BrowseWords } from '#lib/wording/public/browse.ts';
import type { Wording } from '#lib/wording/zh.ts';
import { findMeasures } from '#rules/engine/search.ts';
import type { IsoDate, Lang, Measure, Rules, Texts } from '#rules/engine/types.ts';
import { FACETS, type FacetKey, facetWords, officeOf, orderOf, type Places, placesOf } from './facets.ts';
import { moneyWords, statusView } from './measure.ts';
import type { Reader } from './rule.ts';
import { nearnessIn } from './nearby.ts';
import { STANDINGS, standingOf, type Standing, type Standings, versionOn } from './standing.ts';
import { namedCeiling } from './worth.ts';

export const PAGE_SIZE = 20;
export const SORTS = ['fit', 'when', 'closing', 'amount', 'newest'] as const;
export type Sort = (typeof SORTS)[number];

/** What is asked for, as it stands in the address. */
export interface Asked {
  readonly q: string;
  readonly chosen: Readonly<Record<FacetKey, readonly string[]>>;
  readonly sort: Sort;
  readonly page: number;
  /** The day asked for; null means today. */
  readonly asOf: IsoDate | null;
}

/** Unknown facet values stay: they find nothing, and can be removed. */
export function askedOf(query: URLSearchParams, asOf: IsoDate | null): Asked {
  const q = (query.get('q') ?? '').trim().slice(0, 60);
  const sort = SORTS.find((known) => known === query.get('sort'));
  const page = Number(query.get('page'));
  return {
    q,
    chosen: {
      level: valuesOf(query, 'level'),
      when: valuesOf(query, 'when'),
      benefit: valuesOf(query, 'benefit'),
      instrument: valuesOf(query, 'instrument'),
      who: valuesOf(query, 'who'),
      field: valuesOf(query, 'field'),
      department: valuesOf(query, 'department'),
    },
    sort: sort ?? (q === '' ? 'when' : 'fit'),
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    asOf,
  };
}

/** Nobody chooses more than so many. */
const MOST = 40;
const valuesOf = (query: URLSearchParams, facet: FacetKey): readonly string[] =>
  [...new Set(query.getAll(facet))].slice(0, MOST);

/** The query of an address that asks for this; what goes without saying is left out. */
export function queryOf({ q, chosen, sort, page, asOf }: Asked): string {
  const query = new URLSearchParams();
  if (q !== '') query.set('q', q);
  for (const facet of FACETS) for (const value of chosen[facet]) query.append(facet, value);
  if (sort !== (q === '' ? 'when' : 'fit')) query.set('sort', sort);
  if (asOf !== null) query.set('as-of', asOf);
  if (page > 1) query.set('page', String(page));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

// ---- The measures, ready to be looked through -------------------------------------------------

export interface Entry {
  readonly measure: Measure;
  readonly places: Places;
  readonly standing: Standing;
  readonly closesOn: IsoDate | null;
  readonly ceiling: number;
  readonly since: IsoDate;
}
export interface Shelf {
  /** Both languages are searched, whatever the page's own. */
  readonly texts: readonly Texts[];
  readonly entries: readonly Entry[];
  /** Departments by their Chinese short names, in each language. */
  readonly offices: Readonly<Record<Lang, ReadonlyMap<string, string>>>;
}

export function shelfOf(rules: Rules, texts: Readonly<Record<Lang, Texts>>, standings: Standings, on: IsoDate): Shelf {
  const offices = { zh: new Map<string, string>(), en: new Map<string, string>() };
  const entries = rules.measures.map((measure): Entry => {
    const version = versionOn(measure, on);
    const availability = standings.get(measure.id);
    if (!availability) throw new Error(`“${measure.id}” has no standing.`);
    const standing = standingOf(availability);
    const own = [texts.zh.measures[measure.id], texts.en.measures[measure.id]].filter((text) => text !== undefined);
    const [zh, en] = own.map(({ department }) => officeOf(department));
    if (zh !== undefined && en !== undefined) {
      offices.zh.set(zh, zh);
      offices.en.set(zh, en);
    }
    return {
      measure,
      places: placesOf(measure, version, standing, texts.zh),
      standing,
      closesOn: availability.state === 'open' ? availability.closesOn : null,
      ceiling: namedCeiling(version) ?? 0,
      since: version.from,
    };
  });
  return { texts: [texts.zh, texts.en], entries, offices };
}

// ---- What the page shows ------------------------------------------------------------------------

export interface MeasureRowView {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly place: string;
  readonly department: string;
  readonly status: { readonly standing: Standing; readonly words: string };
  readonly money: string | null;
}
export interface FacetView {
  readonly key: FacetKey;
  readonly title: string;
  readonly options: readonly OptionView[];
}
export interface OptionView {
  readonly value: string;
  readonly label: string;
  readonly count: number;
  readonly chosen: boolean;
  /** The address with this value taken in, or left out where it is chosen. */
  readonly query: string;
}
export interface BrowseView {
  readonly total: number;
  /** Measures in force, of all that there are. */
  readonly live: number;
  readonly all: number;
  readonly rows: readonly MeasureRowView[];
  readonly nearby: boolean;
  readonly facets: readonly FacetView[];
  readonly chosen: readonly { readonly label: string; readonly query: string }[];
  readonly sorts: readonly {
    readonly key: Sort;
    readonly label: string;
    readonly chosen: boolean;
    readonly query: string;
  }[];
  readonly page: number;
  readonly pages: number;
  readonly pageLinks: readonly { readonly page: number; readonly query: string }[];
}

export interface Browsing {
  readonly shelf: Shelf;
  readonly reader: Reader;
  readonly say: Wording;
  readonly words: BrowseWords;
  readonly standings: Standings;
}

export function browse(browsing: Browsing, asked: Asked): BrowseView {
  const { shelf, words } = browsing;
  const { found, nearby } = searched(shelf, asked.q);
  const fits = found.filter(({ entry }) => FACETS.every((facet) => isIn(entry, facet, asked.chosen[facet])));
  const sorted = fits.toSorted(ORDERS[asked.sort]);
  const pages = Math.max(1, Math.ceil(sorted.length / PAGE_SIZE));
  const page = Math.min(asked.page, pages);
  const at = (changes: Partial<Asked>): string => queryOf({ ...asked, page: 1, ...changes });
  return {
    total: sorted.length,
    live: shelf.entries.filter(({ standing }) => standing !== 'ended').length,
    all: shelf.entries.length,
    rows: sorted.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(({ entry }) => rowView(browsing, entry.measure)),
    nearby,
    facets: FACETS.map((facet) => facetView(browsing, asked, found, facet)),
    chosen: FACETS.flatMap((facet) =>
      asked.chosen[facet].map((value) => ({
        label: wordsOf(browsing, facet, value),
        query: at({ chosen: toggled(asked.chosen, facet, value) }),
      })),
    ),
    sorts: SORTS.filter((sort) => sort !== 'fit' || asked.q !== '').map((sort) => ({
      key: sort,
      label: words.sorts[sort],
      chosen: sort === asked.sort,
      query: at({ sort }),
    })),
    page,
    pages,
    pageLinks: pagesAround(page, pages).map((target) => ({ page: target, query: at({ page: target }) })),
  };
}

/** A measure as a list shows it. */
export function rowView(
  { reader, say, standings }: Omit<Browsing, 'shelf' | 'words'>,
  measure: Measure,
): MeasureRowView {
  const text = reader.texts.measures[measure.id];
  return {
    id: measure.id,
    name: text?.name ?? measure.id,
    summary: text?.summary ?? '',
    place: dotted(say.levels[measure.level], say.instruments[measure.instrument]),
    department: officeOf(text?.department ?? ''),
    status: statusView({ standings, say, reader }, measure),
    money: moneyWords({ reader, say }, versionOn(measure, reader.on)),
  };
}

interface Found {
  readonly entry: Entry;
  readonly score: number;
}

/** Nearly fitting measures must share this much of the query. */
const NEAR = 0.6;

function searched({ entries, texts }: Shelf, q: string): { found: readonly Found[]; nearby: boolean } {
  if (q === '') return { found: entries.map((entry) => ({ entry, score: 0 })), nearby: false };
  const scored = (score: (measure: string) => number): Found[] =>
    entries.map((entry) => ({ entry, score: score(entry.measure.id) })).filter((one) => one.score > 0);
  const scores = new Map(findMeasures(texts, q).map(({ measure, score }) => [measure, score]));
  if (scores.size > 0) return { found: scored((measure) => scores.get(measure) ?? 0), nearby: false };
  const nearness = nearnessIn(texts, q);
  const near = scored(nearness).filter(({ score }) => score >= NEAR);
  return { found: near, nearby: near.length > 0 };
}

const isIn = ({ places }: Entry, facet: FacetKey, chosen: readonly string[]): boolean =>
  chosen.length === 0 || places[facet].some((value) => chosen.includes(value));

const FAR = '9999';
const byName = (a: Found, b: Found): number => (a.entry.measure.id < b.entry.measure.id ? -1 : 1);
const byStanding = (a: Found, b: Found): number =>
  STANDINGS.indexOf(a.entry.standing) - STANDINGS.indexOf(b.entry.standing);
const byClosing = (a: Found, b: Found): number =>
  (a.entry.closesOn ?? FAR).localeCompare(b.entry.closesOn ?? FAR) || byStanding(a, b);

const ORDERS: Readonly<Record<Sort, (a: Found, b: Found) => number>> = {
  fit: (a, b) => b.score - a.score || byStanding(a, b) || byName(a, b),
  when: (a, b) => byStanding(a, b) || byClosing(a, b) || b.entry.ceiling - a.entry.ceiling || byName(a, b),
  closing: (a, b) => byClosing(a, b) || byName(a, b),
  amount: (a, b) => b.entry.ceiling - a.entry.ceiling || byStanding(a, b) || byName(a, b),
  newest: (a, b) => b.entry.since.localeCompare(a.entry.since) || byStanding(a, b) || byName(a, b),
};

/** Counts are those of the list as it would be with this value chosen, whatever else is chosen in the same group. */
function facetView(browsing: Browsing, asked: Asked, found: readonly Found[], facet: FacetKey): FacetView {
  const { reader, words } = browsing;
  const others = found.filter(({ entry }) =>
    FACETS.every((other) => other === facet || isIn(entry, other, asked.chosen[other])),
  );
  const counts = new Map<string, number>(asked.chosen[facet].map((value) => [value, 0]));
  for (const { entry } of others) {
    for (const value of entry.places[facet]) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const order = orderOf(facet, reader.rules);
  const rank = (value: string): number => (order.includes(value) ? order.indexOf(value) : order.length);
  const options = [...counts]
    .toSorted(([a, many], [b, more]) => rank(a) - rank(b) || more - many || (a < b ? -1 : 1))
    .map(([value, count]) => ({
      value,
      label: wordsOf(browsing, facet, value),
      count,
      chosen: asked.chosen[facet].includes(value),
      query: queryOf({ ...asked, page: 1, chosen: toggled(asked.chosen, facet, value) }),
    }));
  return { key: facet, title: words.facets[facet], options };
}

const wordsOf = ({ reader, say, words, shelf }: Browsing, facet: FacetKey, value: string): string =>
  facetWords(facet, value, { texts: reader.texts, say, words, offices: shelf.offices[reader.texts.lang] });

const toggled = (chosen: Asked['chosen'], facet: FacetKey, value: string): Asked['chosen'] => ({
  ...chosen,
  [facet]: chosen[facet].includes(value) ? chosen[facet].filter((one) => one !== value) : [...chosen[facet], value],
});

/** The first, the last, and those around the present page. */
function pagesAround(page: number, pages: number): number[] {
  const wanted = [1, page - 1, page, page + 1, pages].filter((one) => one >= 1 && one <= pages);
  return [...new Set(wanted)].toSorted((a, b) => a - b);
}

/** The day a list was made for, in words; null where it is today's. */
export const dayShown = (asked: Asked, lang: Lang): string | null =>
  asked.asOf === null ? null : day(asked.asOf, lang);
