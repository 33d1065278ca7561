/** Which of a firm's answers the conditions of chosen measures read: a proof shows these and no others. */
import { toDay, yearOf } from '#rules/engine/calendar.ts';
import { answerAt, entryOf, inForceOrNearest, likeYear, PLATFORM_SCORE } from '#rules/engine/facts.ts';
import { isList, isRecord } from '#rules/engine/json.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import { visit } from '#rules/engine/reads.ts';
import type { Expr, IsoDate, Json, Profile, Test } from '#rules/engine/types.ts';

/** What is read: paths of answers, and types of certificates. */
interface Read {
  readonly paths: Set<string>;
  readonly certificates: Set<string>;
  readonly measures: Set<string>;
}

/**
 * How far a proof's facts reach, the narrowest first: what the conditions name; with the founding date, which says that
 * a year without figures was before it; with the figures that one that was not given, or only as a range, is narrowed
 * by: the totals it is part of and its own parts.
 */
export const REACHES = ['named', 'dated', 'wide'] as const;

/** The part of a profile that these measures' conditions read on a day. */
export function factsRead(
  catalogue: Catalogue,
  profile: Profile,
  measures: readonly string[],
  asOf: IsoDate,
  reach: (typeof REACHES)[number],
): Profile {
  const wide = reach === 'wide';
  const read: Read = { paths: new Set(), certificates: new Set(), measures: new Set() };
  if (reach !== 'named') read.paths.add('registeredOn');
  for (const measure of measures) readMeasure(catalogue, measure, asOf, read);
  for (const path of [...read.paths]) addSubstitutes(catalogue, path, read.paths);
  if (wide) for (const path of [...read.paths]) addRelatives(catalogue, path, read.paths);
  const years = wide && answerAt(profile, 'registeredOn') === undefined ? answerAt(profile, 'years') : undefined;
  return picked(profile, read, years);
}

function readMeasure(catalogue: Catalogue, id: string, asOf: IsoDate, read: Read): void {
  const measure = catalogue.measures.get(id);
  if (!measure || read.measures.has(id)) return;
  read.measures.add(id);
  if (measure.title !== undefined) read.certificates.add(measure.title);
  const { scope, require } = inForceOrNearest(measure.versions, toDay(asOf)) ?? {};
  readNode(catalogue, [scope, require], asOf, read);
}

function readNode(catalogue: Catalogue, node: unknown, asOf: IsoDate, read: Read): void {
  visit(node, (inner) => readOne(catalogue, inner, asOf, read));
}

function readOne(catalogue: Catalogue, node: Test | Expr, asOf: IsoDate, { ...read }: Read): void {
  const year = (name: string, offset: number): void => {
    const of = yearOf(toDay(asOf)) - 1 + offset;
    read.paths.add(name === PLATFORM_SCORE ? `${PLATFORM_SCORE}.${of}` : `years.${of}.${name}`);
  };
  const back = (name: string, count: number): void => {
    for (let offset = 0; offset < count; offset++) year(name, -offset);
  };
  switch (node[0]) {
    case 'field':
    case 'is':
    case 'in':
    case 'has':
      read.paths.add(node[1]);
      return;
    case 'year':
      year(node[1], node[2]);
      return;
    case 'sum':
    case 'mean':
      back(node[1], node[2]);
      return;
    case 'growth':
      back(node[1], node[2] + 1);
      return;
    case 'exists':
      read.paths.add('registeredOn');
      return;
    case 'industry':
      read.paths.add('industryCode');
      return;
    case 'size':
      read.paths.add('industryCode');
      for (const name of ['employees', 'revenue', 'totalAssets']) year(name, 0);
      return;
    case 'holds':
    case 'renewal':
    case 'validTo':
      read.certificates.add(node[1]);
      return;
    case 'qualifies':
      readMeasure(catalogue, node[1], asOf, read);
      return;
    case 'param':
      readNode(
        catalogue,
        catalogue.rules.parameters[node[1]]?.values.map(({ value }) => value),
        asOf,
        read,
      );
      return;
    default:
      return;
  }
}

/** What stands in for an answer that is not given. */
function addSubstitutes(catalogue: Catalogue, path: string, paths: Set<string>): void {
  const { fallback, implied } = catalogue.rules.fields[entryOf(path)] ?? {};
  if (implied) paths.add(implied.by);
  if (fallback === undefined) return;
  paths.add(likeYear(fallback, path));
  addSubstitutes(catalogue, likeYear(fallback, path), paths);
}

function addRelatives(catalogue: Catalogue, path: string, paths: Set<string>): void {
  const { partOf } = catalogue.rules.fields[entryOf(path)] ?? {};
  const near = [...(partOf === undefined ? [] : [partOf]), ...(catalogue.partsOf.get(entryOf(path)) ?? [])];
  for (const entry of near) {
    const other = likeYear(entry, path);
    if (paths.has(other)) continue;
    paths.add(other);
    addRelatives(catalogue, other, paths);
  }
}

/** The profile's answers at these paths, in its own order. */
function picked(profile: Profile, { paths, certificates }: Read, years: Json | undefined): Profile {
  const pick = (value: Json, path: string): Json | undefined => {
    if (value === null) return undefined;
    if (path === 'certificates') {
      const held = isList(value)
        ? value.filter((each: Json) => isRecord(each) && isOneOf(each.type, certificates))
        : [];
      // An empty list says that there are none; where others are held, that none of these is says the same.
      return certificates.size === 0 ? undefined : held;
    }
    if (paths.has(path)) return value;
    if (!isRecord(value)) return undefined;
    const entries = Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
      const kept = pick(inner, `${path}.${key}`);
      return kept === undefined ? [] : [[key, kept]];
    });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  };
  const entries = Object.entries(profile).flatMap(([key, value]): [string, Json][] => {
    if (key === 'provenance') return [];
    const kept = key === 'years' && years !== undefined ? years : pick(value, key);
    return kept === undefined ? [] : [[key, kept]];
  });
  return Object.fromEntries(entries);
}

const isOneOf = (value: Json | undefined, of: ReadonlySet<string>): boolean =>
  typeof value === 'string' && of.has(value);
