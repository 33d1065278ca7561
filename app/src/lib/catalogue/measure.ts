/** All that a measure's own page shows, in words. */
import { begun, dotted } from '#lib/lang.ts';
import { availabilityWords } from '#lib/check/when.ts';
import { day, figure } from '#lib/format.ts';
import type { MeasureWords } from '#lib/wording/public/measure.ts';
import type { Wording } from '#lib/wording/zh.ts';
import { touches } from '#rules/engine/availability.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import type { Availability, Call, Condition, IsoDate, Measure, Test, Version } from '#rules/engine/types.ts';
import { changesBetween, type Change, clauseView, type ClauseView, conditionLines, type Line } from './conditions.ts';
import { exprWords, parametersIn, type Reader } from './rule.ts';
import type { Sources } from './sources.ts';
import { type Standing, standingOf, type Standings, versionOn } from './standing.ts';
import { type CallView, callSpan, callViews } from './windows.ts';
import { namedCeiling, worthView, type WorthView } from './worth.ts';

export interface MeasureLink {
  readonly id: string;
  readonly name: string;
}
export interface MeasurePageView {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  /** Whom and where it is for: the conditions of the scope, in words. */
  readonly audience: readonly string[];
  readonly level: string;
  readonly levelKey: Measure['level'];
  readonly instrument: string;
  readonly department: string;
  readonly contact: string | null;
  readonly apply: { readonly channel: string; readonly url: string | null } | null;
  readonly status: { readonly standing: Standing; readonly words: string };
  readonly money: string | null;
  /** Of how many conditions, how many are judged by people, and by whom. */
  readonly counts: { readonly all: number; readonly judged: number };
  readonly judges: readonly string[];
  readonly conditions: readonly Line[];
  readonly parameters: readonly ParameterView[];
  readonly worth: WorthView;
  readonly evidence: readonly string[];
  readonly automatic: boolean;
  readonly renewalMonths: number | null;
  readonly calls: readonly CallView[];
  readonly callNote: string;
  /** Whether a window is still to close: then there is something to put into a calendar. */
  readonly hasWindows: boolean;
  readonly versions: readonly VersionView[];
  readonly shown: VersionView | null;
  readonly note: string | null;
  readonly provisions: readonly ProvisionView[];
  readonly relations: readonly { readonly kind: RelationKind; readonly measures: readonly MeasureLink[] }[];
  readonly leftOut: readonly { readonly clause: string; readonly reason: string }[];
  readonly documents: readonly DocumentView[];
  readonly grade: Measure['grade'];
  readonly checked: string;
}
export interface ParameterView {
  readonly name: string;
  readonly values: readonly {
    readonly from: string;
    readonly to: string | null;
    readonly value: string;
    readonly now: boolean;
    readonly clauses: readonly ClauseView[];
  }[];
}
export interface VersionView {
  readonly from: IsoDate;
  readonly span: string;
  readonly shown: boolean;
  /** The day to ask for to see it. */
  readonly on: IsoDate;
  readonly bases: readonly ClauseView[];
  /** Null for the first version. */
  readonly changes: readonly Change[] | null;
}
export interface ProvisionView {
  readonly id: string;
  readonly name: string;
  readonly plan: string;
  readonly planTitle: string;
  readonly section: string;
  readonly anchor: string;
}
export interface DocumentView {
  readonly title: string;
  readonly detail: string;
  readonly url: string | null;
}
type RelationKind = keyof MeasureWords['relations'];

export interface MeasurePage {
  readonly catalogue: Catalogue;
  readonly sources: Sources;
  readonly standings: Standings;
  readonly reader: Reader;
  readonly say: Wording;
  readonly words: MeasureWords;
}

export function measurePage(page: MeasurePage, measure: Measure): MeasurePageView {
  const { reader, say, words, catalogue } = page;
  const { texts, on } = reader;
  const text = texts.measures[measure.id];
  const version = versionOn(measure, on);
  const dated = { ...reader, on: within(version, on) };
  const versionText = text?.versions[version.from];
  const conditions = conditionLines(dated, words, measure, version);
  const leaves = conditions.flatMap((line) => (line.kind === 'condition' ? [line.condition] : []));
  const versions = versionViews(page, measure, version);
  return {
    id: measure.id,
    name: text?.name ?? measure.id,
    summary: text?.summary ?? '',
    audience: leaves.filter(({ part }) => part === 'scope').map(({ label }) => label),
    level: say.levels[measure.level],
    levelKey: measure.level,
    instrument: say.instruments[measure.instrument] ?? measure.instrument,
    department: text?.department ?? '',
    contact: text?.contact ?? null,
    apply: text?.apply ? { channel: text.apply.channel, url: text.apply.url ?? null } : null,
    status: statusView(page, measure),
    money: moneyWords(page, version),
    counts: { all: leaves.length, judged: leaves.filter(({ judged, score }) => judged || score !== null).length },
    judges: [
      ...new Set(
        leaves.flatMap(({ id, judged, score }) => (judged || score ? (versionText?.conditions[id]?.by ?? []) : [])),
      ),
    ],
    conditions,
    parameters: parameterViews(dated, version),
    worth: worthView(dated, words, catalogue, measure, version),
    evidence: text?.evidence ?? [],
    automatic: measure.availability === 'automatic',
    renewalMonths: measure.renewalMonths ?? null,
    calls: callViews(texts, say, words, measure),
    callNote: callNote(page, measure),
    hasWindows: measure.calls.some(
      ({ listed, windows }) => listed && windows.some(({ closesOn }) => closesOn !== undefined && closesOn >= on),
    ),
    versions,
    shown: versions.find(({ shown }) => shown) ?? null,
    note: versionText?.note ?? null,
    provisions: provisionViews(page, measure),
    relations: relationViews(page, measure),
    leftOut: versionText?.leftOut ?? [],
    documents: documentViews(page, measure, version),
    grade: measure.grade,
    checked: day(measure.checked, texts.lang),
  };
}

/** The day, moved into the version's span where it lies outside, so that parameters are those of the version. */
function within({ from, to }: Version, on: IsoDate): IsoDate {
  if (on < from) return from;
  return to !== undefined && on >= to ? dayBefore(to) : on;
}
const dayBefore = (date: IsoDate): IsoDate =>
  new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

export function statusView(
  { standings, say, reader }: Pick<MeasurePage, 'standings' | 'say' | 'reader'>,
  measure: Measure,
): { standing: Standing; words: string } {
  const availability: Availability | undefined = standings.get(measure.id);
  if (!availability) throw new Error(`“${measure.id}” has no standing.`);
  const { texts } = reader;
  return {
    standing: standingOf(availability),
    words: availabilityWords({ texts, say, lang: texts.lang }, availability, measure),
  };
}

/** The one line about money: the ceiling named, or that a tax is lowered by a formula. */
export function moneyWords({ reader, say }: Pick<MeasurePage, 'reader' | 'say'>, version: Version): string | null {
  const { lang } = reader.texts;
  const ceiling = namedCeiling(version);
  return ceiling === null ? null : begun(say.measure.benefitUpTo(figure(ceiling, 'yuan', lang)));
}

function parameterViews(reader: Reader, version: Version): ParameterView[] {
  const { rules, texts, on } = reader;
  return parametersIn(rules, [
    tests(version.scope),
    tests(version.require),
    Object.values(version.benefit ?? {}),
  ]).flatMap((id) => {
    const parameter = rules.parameters[id];
    if (!parameter) return [];
    const values = parameter.values.map(({ from, to, value, basis }) => ({
      from: day(from, texts.lang),
      to: to === undefined ? null : day(dayBefore(to), texts.lang),
      value: exprWords(reader, value, parameter.unit),
      now: from <= on && (to === undefined || on < to),
      clauses: basis.map(({ doc, article }) => clauseView(texts, doc, article)),
    }));
    return [{ name: texts.parameters[id] ?? id, values: values.toReversed() }];
  });
}

/** Every test of a condition, the guards included. */
function tests(node: Condition | undefined): readonly unknown[] {
  if (!node) return [];
  const guard = node.when ? [node.when] : [];
  if ('of' in node) return [...guard, ...node.of.flatMap(tests)];
  if (node.kind === 'test') return [...guard, node.test];
  return node.kind === 'score'
    ? [...guard, ...node.items.map(({ steps }) => steps.map(([test]): Test => test))]
    : guard;
}

// ---- When -----------------------------------------------------------------------------------

/** What is known about this year's window, and that last year's promises nothing. */
function callNote({ reader, say, words }: MeasurePage, measure: Measure): string {
  if (measure.availability === 'automatic') return words.windowsAutomatic;
  if (measure.availability === 'rolling') return words.windowsRolling;
  const year = Number(reader.on.slice(0, 4));
  const { lang } = reader.texts;
  const dated = measure.calls.filter(({ windows, listed }) => listed && windows.length > 0);
  const isOut = (call: Call): boolean => touches(call, year) && (call.publishedOn ?? `${call.year}-01-01`) <= reader.on;
  const isOver = ({ windows }: Call): boolean =>
    windows.every(({ closesOn }) => closesOn !== undefined && closesOn < reader.on);
  const out = dated.filter(isOut);
  const now = out.find((call) => !isOver(call)) ?? out.find((call) => call.year === year);
  if (now) return (isOver(now) ? words.thisYearOver : words.thisYearOpen)(now.year, callSpan(say, lang, now));
  const undated = measure.calls.find((call) => call.year === year && isOut(call));
  if (undated) return (undated.listed ? words.thisYearUndated : words.thisYearUnlisted)(year);
  const earlier = dated.filter((call) => call.year < year).toSorted((a, b) => b.year - a.year)[0];
  if (earlier) return words.lastYear(earlier.year, callSpan(say, lang, earlier));
  return measure.calls.length === 0 ? words.windowsNone : words.thisYearNone(year);
}

// ---- Versions and sources -------------------------------------------------------------------

function versionViews({ reader, words }: MeasurePage, measure: Measure, shown: Version): VersionView[] {
  const { texts } = reader;
  return measure.versions
    .map((version, index): VersionView => {
      const before = measure.versions[index - 1];
      const { from, to } = version;
      return {
        from,
        span:
          to === undefined
            ? words.versionFrom(day(from, texts.lang))
            : words.versionSpan(day(from, texts.lang), day(dayBefore(to), texts.lang)),
        shown: version === shown,
        on: from,
        bases: version.bases.map(({ doc, article }) => clauseView(texts, doc, article)),
        changes: before ? changesBetween(reader, words, measure, before, version) : null,
      };
    })
    .toReversed();
}

function documentViews({ reader, words }: MeasurePage, measure: Measure, version: Version): DocumentView[] {
  const { texts } = reader;
  const bases = (node: Condition | undefined): string[] => {
    if (!node) return [];
    return 'of' in node ? node.of.flatMap(bases) : node.basis.map(({ doc }) => doc);
  };
  const ids = [
    ...version.bases.map(({ doc }) => doc),
    ...bases(version.scope),
    ...bases(version.require),
    ...measure.calls.map(({ doc }) => doc),
  ];
  return [...new Set(ids)].flatMap((id) => {
    const text = texts.documents[id];
    if (!text) return [];
    const issued =
      text.issuedOn === null ? text.issuer : words.documentIssued(text.issuer, day(text.issuedOn, texts.lang));
    return [{ title: text.title, detail: dotted(text.number, issued), url: text.url }];
  });
}

function provisionViews({ sources, reader }: MeasurePage, measure: Measure): ProvisionView[] {
  const { texts } = reader;
  return sources.provisions
    .filter(({ id }) => measure.provisions.includes(id))
    .flatMap(({ id, name, sources: places }) =>
      places.map(({ doc, section, anchor }) => ({
        id,
        name: name[texts.lang],
        plan: doc,
        planTitle: texts.documents[doc]?.title ?? doc,
        section,
        anchor,
      })),
    );
}

// ---- Relations ------------------------------------------------------------------------------

function relationViews({ catalogue, reader }: MeasurePage, measure: Measure): MeasurePageView['relations'] {
  const { id, relations, successor } = measure;
  const others = catalogue.rules.measures.filter((other) => other.id !== id);
  const those = (test: (other: Measure) => boolean | undefined): string[] =>
    others.filter(test).map((other) => other.id);
  const before = those((other) => other.relations.prerequisiteOf?.includes(id));
  // A step on the way, or one way among others.
  const isFree = (other: string): boolean =>
    others.find((one) => one.id === other)?.relations.steps?.[id]?.required === false;
  const kinds: readonly (readonly [RelationKind, readonly string[]])[] = [
    ['after', before.filter((other) => !isFree(other))],
    ['mayCome', before.filter(isFree)],
    ['leadsTo', relations.prerequisiteOf ?? []],
    [
      'excludes',
      [...new Set([...(relations.excludes ?? []), ...those((other) => other.relations.excludes?.includes(id))])],
    ],
    [
      'succeededBy',
      [...(successor === undefined ? [] : [successor]), ...those((other) => other.relations.supersedes?.includes(id))],
    ],
    ['follows', [...(relations.supersedes ?? []), ...those((other) => other.successor === id)]],
  ];
  return kinds
    .map(([kind, ids]) => ({
      kind,
      measures: [...new Set(ids)].map((other) => ({ id: other, name: reader.texts.measures[other]?.name ?? other })),
    }))
    .filter(({ measures }) => measures.length > 0);
}
