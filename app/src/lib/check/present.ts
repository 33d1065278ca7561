import { day, figure, money, plain, range } from '#lib/format.ts';
import type { Wording } from '#lib/wording/zh.ts';
import type {
  Availability,
  Benefit,
  Condition,
  ConditionResult,
  Gap,
  Group,
  Lang,
  MatchResult,
  Measure,
  NumberRange,
  Rules,
  Test,
  Texts,
  Version,
} from '#rules/engine/types.ts';
import type {
  ConditionRow,
  ConditionView,
  DocumentView,
  GroupKey,
  GroupView,
  MeasureView,
  ResultView,
} from './view.ts';
import { clausesOf, fieldLabel, ownOf, requiredOf, type Words } from './words.ts';

type Result = MatchResult['results'][number];

/** The groups in the order they are read; every group is listed, also an empty one. */
const ORDER: readonly GroupKey[] = [
  'eligible',
  'review',
  'near',
  'incomplete',
  'ineligible',
  'out-of-scope',
  'not-in-force',
];

/** An answer of the engine in words, for the browser and the server alike. */
export function present(result: MatchResult, firm: string, rules: Rules, texts: Texts, say: Wording): ResultView {
  const words: Words = { lang: texts.lang, texts, say };
  const measures = new Map(rules.measures.map((measure) => [measure.id, measure]));
  const views = result.results.flatMap((one) => {
    const measure = measures.get(one.measure);
    return measure ? [{ one, group: groupOf(one), view: measureView(words, one, measure) }] : [];
  });
  const groups = ORDER.map((key): GroupView => ({
    key,
    ...say.verdicts[key],
    items: views
      .filter(({ group }) => group === key)
      .sort((a, b) => urgency(a.one) - urgency(b.one) || worth(b.one.benefit) - worth(a.one.benefit))
      .map(({ view }) => view),
  }));
  return {
    heading: say.checkPage.resultFor(firm, day(result.asOf, texts.lang)),
    summary: say.checkPage.summary(result.results.length),
    groups,
  };
}

function groupOf({ availability, verdict, near }: Result): GroupKey {
  if (availability.state === 'lapsed' || availability.state === 'future') return 'not-in-force';
  return verdict === 'ineligible' && near ? 'near' : verdict;
}

/** What can be applied for now stands first, then what comes by itself, then the rest. */
const URGENCY: readonly Availability['state'][] = [
  'open',
  'upcoming',
  'rolling',
  'automatic',
  'unannounced',
  'closed',
  'unlisted',
];
const urgency = ({ availability }: Result): number => URGENCY.indexOf(availability.state);
const worth = (benefit: Benefit | null): number => benefit?.yearly?.max ?? benefit?.oneOff?.max ?? 0;

function measureView(words: Words, one: Result, measure: Measure): MeasureView {
  const { texts, say, lang } = words;
  const text = texts.measures[one.measure];
  const versionText = text?.versions[one.version];
  const version = measure.versions.find(({ from }) => from === one.version);
  const verdict = one.verdict === 'ineligible' && one.near ? 'near' : one.verdict;
  return {
    id: one.measure,
    name: text?.name ?? one.measure,
    summary: text?.summary ?? '',
    verdict,
    word: say.verdicts[verdict].short,
    place: [say.levels[measure.level], say.instruments[measure.instrument]].filter(Boolean).join(' · '),
    availability: availabilityWords(words, one.availability),
    isOpen: one.availability.state === 'open',
    money: one.benefit && moneyView(words, one.benefit),
    remarks: remarksOf(words, one),
    conditions: version ? conditionRows(words, one, version) : [],
    missing: one.missing.map((path) => fieldLabel(words, path)),
    gaps: one.gaps.map((gap) => gapWords(words, gap, versionText?.conditions)),
    benefit: benefitWords(words, one.benefit, versionText?.benefit),
    evidence: text?.evidence ?? [],
    apply: text?.apply ? { channel: text.apply.channel, url: text.apply.url ?? null } : null,
    department: text?.department ?? '',
    contact: text?.contact ?? null,
    otherCalls: otherCalls(words, one.availability),
    leftOut: versionText?.leftOut ?? [],
    note: versionText?.note ?? null,
    documents: version ? documentsOf(words, version, one) : [],
    provenance: [
      say.measure.version(day(one.version, lang)),
      say.measure.checked(day(measure.checked, lang)),
      say.measure.grades[measure.grade],
    ].join(' · '),
  };
}

// ---- When ----------------------------------------------------------------------------

function availabilityWords(
  { say, lang, texts }: Words,
  { state, opensOn, closesOn, firstCome, expected, successor }: Availability,
): string {
  const words = say.availability;
  switch (state) {
    case 'future':
      return opensOn === null ? words.futureUndated : words.future(day(opensOn, lang));
    case 'lapsed':
      return successor === null ? words.lapsed : words.lapsedFor(texts.measures[successor]?.name ?? successor);
    case 'open':
      if (firstCome) return words.openFirstCome;
      return closesOn === null ? words.open : words.openUntil(day(closesOn, lang));
    case 'upcoming':
      return opensOn === null ? words.unannounced : words.upcoming(day(opensOn, lang));
    case 'unannounced':
      return expected === null ? words.unannounced : words.expected(expected.year, windowWords(say, lang, expected));
    case 'automatic':
    case 'rolling':
    case 'closed':
    case 'unlisted':
      return words[state];
  }
}

function windowWords(
  { availability }: Wording,
  lang: Lang,
  { opensOn, closesOn }: { opensOn: string | null; closesOn: string | null },
): string {
  if (opensOn !== null && closesOn !== null) return availability.window(day(opensOn, lang), day(closesOn, lang));
  if (opensOn !== null) return availability.windowFrom(day(opensOn, lang));
  return closesOn === null ? availability.windowUnknown : availability.windowTo(day(closesOn, lang));
}

const otherCalls = ({ say, lang, texts }: Words, { otherRegions }: Availability): string[] =>
  otherRegions.map(({ region, year, ...window }) => {
    const name =
      texts.fields.region?.values?.[region] ?? (say.levels as Readonly<Record<string, string>>)[region] ?? region;
    return say.availability.otherRegion(name, year, windowWords(say, lang, window));
  });

function remarksOf({ say, lang }: Words, { held, track }: Result): string[] {
  const words = say.measure;
  return [
    held === null ? '' : held.validTo === null ? words.held : words.heldUntil(day(held.validTo, lang)),
    track === null ? '' : track === 'new' ? words.trackNew : words.trackRenewal,
  ].filter(Boolean);
}

// ---- Conditions ------------------------------------------------------------------------

/**
 * The conditions in the order of the rule, under headings where not all of them are needed. The engine's list is flat;
 * the rule's structure says which belong together.
 */
function conditionRows(words: Words, one: Result, { scope, require }: Version): ConditionRow[] {
  const results = new Map(one.conditions.map((condition) => [condition.id, condition]));
  const rows = (node: Condition, depth: number, key: string): ConditionRow[] => {
    if (!('of' in node)) {
      const condition = results.get(node.id);
      const test = node.kind === 'test' ? node.test : undefined;
      return condition
        ? [{ kind: 'condition', key, depth, condition: conditionView(words, one, condition, test) }]
        : [];
    }
    const text = headingOf(words.say, node, depth);
    const inner = node.of.flatMap((child, index) => rows(child, text === null ? depth : depth + 1, `${key}.${index}`));
    return text === null || inner.length === 0 ? inner : [{ kind: 'heading', key, depth, text }, ...inner];
  };
  return [...(scope ? rows(scope, 0, 'scope') : []), ...rows(require, 0, 'require')];
}

/** Conditions that are all needed stand without a heading, unless they are one of several alternatives. */
function headingOf({ measure }: Wording, node: Group, depth: number): string | null {
  if (node.of.length === 1 && node.kind !== 'not') return null;
  switch (node.kind) {
    case 'all':
      return depth === 0 ? null : measure.groupAll;
    case 'any':
      return measure.groupAny;
    case 'atLeast':
      return measure.groupAtLeast(node.n ?? 1);
    case 'not':
      return measure.groupNot;
  }
}

function conditionView(words: Words, one: Result, condition: ConditionResult, test: Test | undefined): ConditionView {
  const { say, texts, lang } = words;
  const versionText = texts.measures[one.measure]?.versions[one.version];
  const text = versionText?.conditions[condition.id];
  const labels = say.measure;
  const used = condition.used.map((path) => fieldLabel(words, path)).join(say.answers.list);
  const notes = [
    condition.decides || condition.state === 'met' || condition.state === 'skipped' ? '' : labels.settled,
    text?.note ?? '',
    used && labels.usedFigure(used),
    condition.grade === 'B' ? labels.oneSource : condition.grade === 'C' ? labels.uncertain : '',
  ].filter(Boolean);
  return {
    label: text?.label ?? condition.id,
    by: text?.by === undefined ? null : test === undefined ? labels.judgedBy(text.by) : labels.declaredBy(text.by),
    notes,
    own: ownOf(words, condition, test),
    required: requiredOf(words, condition, test),
    state: condition.state,
    decides: condition.decides,
    word: say.states[condition.state],
    clauses: clausesOf(words, condition.basis),
    items: (condition.items ?? []).map((item) => ({
      label: versionText?.items[`${condition.id}.${item.id}`] ?? item.id,
      points: labels.points(
        range(item.points, lang, (points) => plain(points, lang)),
        plain(item.max, lang),
      ),
    })),
  };
}

// ---- Gaps and benefit --------------------------------------------------------------------

function gapWords(words: Words, gap: Gap, conditions: Readonly<Record<string, { label: string }>> | undefined): string {
  const { say, lang } = words;
  if ('on' in gap) return say.measure.gapTime(conditions?.[gap.condition]?.label ?? gap.condition, day(gap.on, lang));
  const { field, from, to, delta, unit, forYear } = gap;
  const amount = (value: number): string => figure(value, unit, lang, 4);
  const size = typeof delta === 'number' ? delta : (delta.max ?? delta.min ?? 0);
  const label = fieldLabel(words, field);
  return [
    (size < 0 ? say.measure.gapLess : say.measure.gapMore)(label, spread(absolute(delta), lang, amount)),
    say.measure.gapFromTo(spread(from, lang, amount), amount(to)),
    forYear === null ? '' : say.measure.gapYear(String(forYear)),
  ]
    .filter(Boolean)
    .join(lang === 'zh' ? '，' : ', ');
}

const spread = (value: number | NumberRange, lang: Lang, one: (value: number) => string): string =>
  typeof value === 'number' ? one(value) : range(value, lang, one);

function absolute(delta: number | NumberRange): number | NumberRange {
  if (typeof delta === 'number') return Math.abs(delta);
  const ends = [delta.min, delta.max].filter((end) => end !== undefined).map(Math.abs);
  return { min: Math.min(...ends), max: Math.max(...ends) };
}

function moneyView(words: Words, benefit: Benefit): MeasureView['money'] {
  const { say } = words;
  const { yearly, oneOff, ceiling } = benefit;
  const labels = say.measure;
  if (yearly) return { amount: labels.benefitYearly(amountWords(words, yearly)), note: labels.benefitEstimated };
  if (oneOff) return { amount: labels.benefitOneOff(amountWords(words, oneOff)), note: labels.benefitEstimated };
  if (ceiling !== null)
    return { amount: labels.benefitUpTo(ceilingWords(words, ceiling)), note: labels.benefitCeiling };
  return null;
}

function benefitWords(
  words: Words,
  benefit: Benefit | null,
  text: { text: string; basis?: string } | undefined,
): string[] {
  const { say } = words;
  const labels = say.measure;
  const basis = benefit?.basis ?? text?.basis;
  return [
    benefit?.text ?? text?.text ?? '',
    benefit?.yearly ? labels.benefitYearly(amountWords(words, benefit.yearly)) : '',
    benefit?.oneOff ? labels.benefitOneOff(amountWords(words, benefit.oneOff)) : '',
    benefit && benefit.ceiling !== null ? labels.benefitUpTo(ceilingWords(words, benefit.ceiling)) : '',
    basis === undefined ? '' : `${labels.benefitBasis}${words.lang === 'zh' ? '：' : ': '}${basis}`,
  ].filter(Boolean);
}

function amountWords({ say, lang }: Words, amount: NumberRange): string {
  const one = (yuan: number): string => money(yuan, lang, true);
  const { min, max } = amount;
  if (max !== undefined && (min === undefined || min === 0) && max !== 0) return say.measure.benefitUpTo(one(max));
  return say.measure.benefitAbout(range(amount, lang, one));
}

const ceilingWords = ({ lang }: Words, ceiling: number | NumberRange): string =>
  spread(typeof ceiling === 'number' ? ceiling : { max: ceiling.max ?? ceiling.min ?? 0 }, lang, (yuan) =>
    money(yuan, lang),
  );

// ---- Sources -----------------------------------------------------------------------------

/** The documents that the version and its conditions rest on, each once. */
function documentsOf({ texts, say, lang }: Words, version: Version, one: Result): DocumentView[] {
  const ids = [...version.bases, ...one.conditions.flatMap(({ basis }) => basis)].map(({ doc }) => doc);
  return [...new Set(ids)].flatMap((id) => {
    const text = texts.documents[id];
    if (!text) return [];
    const issued =
      text.issuedOn === null ? text.issuer : say.measure.sourceIssued(text.issuer, day(text.issuedOn, lang));
    return [{ title: text.title, detail: [text.number, issued].filter(Boolean).join(' · '), url: text.url }];
  });
}
