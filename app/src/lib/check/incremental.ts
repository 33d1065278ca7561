/** Which measures an answer can touch, so that typing re-judges a few measures and not the whole catalogue. */
import type { Catalogue } from '#rules/engine/load.ts';
import { match } from '#rules/engine/match.ts';
import type { IsoDate, MatchResult, Measure, Profile, Texts } from '#rules/engine/types.ts';
import { changedEntries } from './profile.ts';

export type Result = MatchResult['results'][number];

/** All results for one profile and day, in the catalogue's order. */
export interface Judged {
  readonly profile: Profile;
  readonly asOf: IsoDate;
  readonly results: readonly Result[];
}

/** The same answer as `match`; measures that the change cannot touch keep the very result they had. */
export function judge(
  catalogue: Catalogue,
  texts: Texts,
  profile: Profile,
  asOf: IsoDate,
  before?: Judged | null,
): Judged {
  if (before?.asOf !== asOf) return { profile, asOf, results: match(catalogue, texts, profile, { asOf }).results };
  const touched = touchedBy(catalogue, changedEntries(before.profile, profile));
  if (touched.size === 0) return { ...before, profile };
  const fresh = new Map(
    match(catalogue, texts, profile, { asOf, measures: [...touched] }).results.map((one) => [one.measure, one]),
  );
  return { profile, asOf, results: before.results.map((one) => fresh.get(one.measure) ?? one) };
}

/** The measures whose answer may be another one where these dictionary entries are answered otherwise. */
export function touchedBy(catalogue: Catalogue, entries: ReadonlySet<string>): Set<string> {
  const readers = readersOf(catalogue);
  return new Set([...entries].flatMap((entry) => readers.get(entry) ?? []));
}

// ---- Who reads what ------------------------------------------------------------------------

const known = new WeakMap<Catalogue, ReadonlyMap<string, readonly string[]>>();

/** For every dictionary entry the measures whose answer may depend on it: rather one too many than one too few. */
function readersOf(catalogue: Catalogue): ReadonlyMap<string, readonly string[]> {
  const found = known.get(catalogue);
  if (found) return found;
  const readers = new Map<string, string[]>();
  const byId = new Map(catalogue.rules.measures.map((measure) => [measure.id, measure]));
  const reached = reaching(catalogue);
  for (const own of catalogue.rules.measures)
    for (const entry of entriesRead(catalogue.rules.parameters, byId, reached, own)) {
      const already = readers.get(entry);
      if (already) already.push(own.id);
      else readers.set(entry, [own.id]);
    }
  known.set(catalogue, readers);
  return readers;
}

/** What a word of a rule reads, remembered: the entry it names, and all that may stand in for that or be part of it. */
function reaching({ rules: { fields }, partsOf }: Catalogue): (word: string) => ReadonlySet<string> {
  const remembered = new Map<string, ReadonlySet<string>>();
  return (word) => {
    const found = remembered.get(word);
    if (found) return found;
    const entries = new Set<string>();
    const add = (entry: string): void => {
      if (entries.has(entry) || !Object.hasOwn(fields, entry)) return;
      entries.add(entry);
      const { partOf, fallback, implied } = fields[entry] ?? {};
      for (const other of [partOf, fallback, implied?.by]) if (other !== undefined) add(other);
      for (const part of partsOf.get(entry) ?? []) add(part);
      // Which years exist depends on the founding day.
      if (entry.includes('*')) add('registeredOn');
    };
    [word, `years.*.${word}`, `${word}.*`].forEach(add);
    remembered.set(word, entries);
    return entries;
  };
}

function entriesRead(
  parameters: Catalogue['rules']['parameters'],
  byId: ReadonlyMap<string, Measure>,
  reached: (word: string) => ReadonlySet<string>,
  own: Measure,
): Set<string> {
  const entries = new Set<string>();
  const seen = new Set<string>();
  const addEntry = (entry: string): void => {
    for (const each of reached(entry)) entries.add(each);
  };
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      if (typeof node[0] === 'string') operator(node[0]);
      node.forEach(walk);
    } else if (typeof node === 'object' && node !== null) Object.values(node).forEach(walk);
    else if (typeof node === 'string') name(node);
  };
  const operator = (word: string): void => {
    if (word === 'size')
      for (const read of ['years.*.employees', 'years.*.revenue', 'years.*.totalAssets', 'industryCode'])
        addEntry(read);
    if (word === 'industry') addEntry('industryCode');
    if (word === 'holds' || word === 'renewal' || word === 'validTo') addEntry('certificates');
    if (word === 'exists' || word === 'sum' || word === 'mean' || word === 'growth') addEntry('registeredOn');
  };
  const name = (word: string): void => {
    if (seen.has(word)) return;
    seen.add(word);
    addEntry(word);
    if (Object.hasOwn(parameters, word)) walk(parameters[word]?.values);
    const other = byId.get(word);
    if (other) measure(other);
  };
  const measure = ({ versions, title, calls }: Measure): void => {
    for (const { scope, require, benefit } of versions) [scope, require, benefit].forEach(walk);
    if (title !== undefined) addEntry('certificates');
    if (calls.some(({ region }) => region !== undefined)) addEntry('region');
  };
  seen.add(own.id);
  measure(own);
  return entries;
}
