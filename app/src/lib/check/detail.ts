/** All that is known about a measure for a firm, in words: what stands under its row once it is opened. */
import { begun, dotted } from '#lib/lang.ts';
import { day, plain, range } from '#lib/format.ts';
import type { Wording } from '#lib/wording/zh.ts';
import type { Condition, ConditionResult, Group, Measure, Test, Version } from '#rules/engine/types.ts';
import { type Facts, factLines } from './facts.ts';
import type { Result } from './incremental.ts';
import { papersOf } from './papers.ts';
import { expiredOn, renewalSaid } from './renewal.ts';
import type { ConditionRow, ConditionView, DetailView, DocumentView } from './view.ts';
import { otherCalls } from './when.ts';
import { clausesOf, fieldLabel, ownOf, requiredOf, type Words } from './words.ts';
import { benefitWords, gapWords } from './worth.ts';

export function detailOf(words: Words, one: Result, measure: Measure, facts: Facts): DetailView {
  const { texts, say, lang } = words;
  const text = texts.measures[one.measure];
  const versionText = text?.versions[one.version];
  const version = measure.versions.find(({ from }) => from === one.version);
  return {
    summary: text?.summary ?? '',
    remarks: remarksOf(words, one, measure, facts),
    conditions: version ? conditionRows(words, facts, one, version) : [],
    missing: one.missing.map((path) => fieldLabel(words, path)),
    gaps: one.gaps.map((gap) => gapWords(words, gap, versionText?.conditions)),
    benefit: benefitWords(words, one.benefit, versionText?.benefit),
    papers: papersOf(text?.evidence ?? [], lang),
    apply: text?.apply ? { channel: text.apply.channel, url: text.apply.url ?? null } : null,
    department: text?.department ?? '',
    contact: text?.contact === undefined ? say.footer.hotline : say.measure.contact(text.contact),
    howLong: measure.availability === 'automatic' ? say.measure.howLongNone : say.measure.howLong,
    otherCalls: otherCalls(words, one.availability),
    leftOut: versionText?.leftOut ?? [],
    note: versionText?.note ?? null,
    documents: version ? documentsOf(words, version, one) : [],
    provenance: dotted(
      say.measure.version(day(one.version, lang)),
      say.measure.checked(day(measure.checked, lang)),
      say.measure.grades[measure.grade],
    ),
  };
}

function remarksOf(all: Words, one: Result, measure: Measure, { asOf, profile }: Facts): string[] {
  const { lang, say } = all;
  const words = say.measure;
  const { held, track } = one;
  const expired = expiredOn(measure, one, profile, asOf);
  return [
    held === null ? '' : held.validTo === null ? words.held : words.heldUntil(day(held.validTo, lang)),
    expired === null ? '' : words.expired(day(expired, lang)),
    renewalSaid(all, one, measure, asOf),
    track === null ? '' : track === 'new' ? words.trackNew : words.trackRenewal,
  ].filter(Boolean);
}

// ---- Conditions ------------------------------------------------------------------------

/**
 * The conditions in the order of the rule, under headings where not all of them are needed. The engine's list is flat;
 * the rule's structure says which belong together.
 */
function conditionRows(words: Words, facts: Facts, one: Result, { scope, require }: Version): ConditionRow[] {
  const results = new Map(one.conditions.map((condition) => [condition.id, condition]));
  const rows = (node: Condition, depth: number, key: string): ConditionRow[] => {
    if (!('of' in node)) {
      const condition = results.get(node.id);
      const test = node.kind === 'test' ? node.test : undefined;
      return condition
        ? [{ kind: 'condition', key, depth, condition: conditionView(words, facts, one, condition, test) }]
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

/** Not answered, and other conditions already stand in the way: nobody is to take it for met. */
const isStillOpen = ({ verdict }: Result, { state }: ConditionResult): boolean =>
  state === 'unknown' && (verdict === 'ineligible' || verdict === 'out-of-scope');

function conditionView(
  words: Words,
  facts: Facts,
  one: Result,
  condition: ConditionResult,
  test: Test | undefined,
): ConditionView {
  const { say, texts, lang } = words;
  const versionText = texts.measures[one.measure]?.versions[one.version];
  const text = versionText?.conditions[condition.id];
  const labels = say.measure;
  const own = ownOf(words, condition, test);
  const used = factLines(words, facts, one.measure, condition, own).join(lang === 'zh' ? '；' : '; ');
  const notes = [
    condition.decides || condition.state === 'met' || condition.state === 'skipped'
      ? ''
      : isStillOpen(one, condition)
        ? labels.unchecked
        : labels.settled,
    text?.note ?? '',
    used && labels.usedFigure(used),
    condition.grade === 'B' ? labels.oneSource : condition.grade === 'C' ? labels.uncertain : '',
  ].filter(Boolean);
  return {
    id: condition.id,
    label: text?.label ?? condition.id,
    by: text?.by === undefined ? null : test === undefined ? labels.judgedBy(text.by) : labels.declaredBy(text.by),
    notes,
    own: begun(own),
    required: begun(requiredOf(words, condition, test, facts)),
    state: condition.state,
    decides: condition.decides,
    word: say.states[condition.state],
    clauses: clausesOf(words, condition.basis),
    evidence: text?.evidence ?? [],
    items: (condition.items ?? []).map((item) => ({
      label: versionText?.items[`${condition.id}.${item.id}`] ?? item.id,
      points: labels.points(
        range(item.points, lang, (points) => plain(points, lang)),
        plain(item.max, lang),
      ),
    })),
  };
}

// ---- Sources -----------------------------------------------------------------------------

/** The documents that the version and its conditions rest on, each once. */
function documentsOf({ texts, say, lang }: Words, version: Version, one: Result): DocumentView[] {
  const ids = [...version.bases, ...one.conditions.flatMap(({ basis }) => basis)].map(({ doc }) => doc);
  return [...new Set(ids)].flatMap((id) => {
    const text = texts.documents[id];
    if (!text) return [];
    const issued =
      text.issuedOn === null ? text.issuer : say.measure.sourceIssued(text.issuer, day(text.issuedOn, lang));
    return [{ title: text.title, detail: dotted(text.number, issued), url: text.url }];
  });
}
