/** What a report says: short enough to be read in two minutes, with the bases behind it. */
import { day, money, range } from '#lib/format.ts';
import { dotted, itemised } from '#lib/lang.ts';
import { addMonths, toDay, toIso } from '#rules/engine/calendar.ts';
import type { Portfolio } from '#rules/engine/portfolio.ts';
import { answerLines, type AnswerLine } from './answers.ts';
import { basisLines } from './basis.ts';
import type { Evaluator } from './engine.ts';
import type { Judged, Result } from './incremental.ts';
import { entryOfPath } from './profile.ts';
import { byUrgency, estimateOf, groupOf, isAside, isUnchecked } from './row.ts';
import { type LeftOut, leftOutOf } from './together.ts';
import type { DetailView, DocumentView, GroupKey, RowView } from './view.ts';

export interface ReportView {
  readonly heading: string;
  readonly day: string;
  readonly counts: readonly { readonly key: GroupKey; readonly word: string; readonly count: number }[];
  /** What can be had at once and is worth, in words; empty where no figure is known. */
  readonly worth: string;
  /** What cannot be had together with that, with the reason and the rule. */
  readonly leftOut: LeftOut;
  /** The few things to do first. */
  readonly first: readonly FirstThing[];
  readonly sections: readonly ReportSection[];
  readonly answers: readonly AnswerLine[];
  readonly basis: readonly string[];
  /** Documents that the measures of the report rest on, each once. */
  readonly sources: readonly DocumentView[];
}
/** Something to do, in a few short lines; `entry` is the question to answer where that is what is to be done. */
export interface FirstThing {
  readonly key: string;
  readonly name: string;
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  readonly entry: string | null;
}
export interface ReportSection {
  readonly key: GroupKey;
  readonly title: string;
  readonly items: readonly ReportItem[];
  /** How many more there are than the report shows. */
  readonly more: number;
  /** How many are told by their number only: see `isAside`. */
  readonly aside: number;
}
export interface ReportItem {
  readonly row: RowView;
  readonly detail: DetailView;
}

const SECTIONS = ['eligible', 'review', 'near', 'incomplete'] as const satisfies GroupKey[];
/** A report lists all that is met, but of the rest only what is most urgent or closest. */
const MOST: Readonly<Record<(typeof SECTIONS)[number], number>> = {
  eligible: 200,
  review: 20,
  near: 20,
  incomplete: 10,
};
const FIRST = 5;

export function reportOf(evaluator: Evaluator, judged: Judged, unsure: readonly string[]): ReportView {
  const { words, catalogue } = evaluator;
  const { say, lang } = words;
  const firm = typeof judged.profile.name === 'string' ? judged.profile.name : say.journey.start.firm;
  const inGroup = (key: GroupKey): Result[] => judged.results.filter((one) => groupOf(one) === key).sort(byUrgency);
  const sections = SECTIONS.map((key): ReportSection => {
    const all = inGroup(key);
    const listed = all.filter((one) => !isAside(one));
    return {
      key,
      title: say.verdicts[key].long,
      items: listed
        .slice(0, MOST[key])
        .map((one) => ({ row: evaluator.row(one), detail: evaluator.detail(judged, one) })),
      more: Math.max(0, listed.length - MOST[key]),
      aside: all.length - listed.length,
    };
  }).filter(({ items, aside }) => items.length + aside > 0);
  const portfolio = evaluator.portfolio(judged);
  const { total } = portfolio;
  const documents = sections.flatMap(({ items }) => items.flatMap(({ detail }) => detail.documents));
  return {
    heading: say.journey.report.of(firm),
    day: say.journey.report.made(day(judged.asOf, lang)),
    counts: SECTIONS.map((key) => ({ key, word: say.verdicts[key].short, count: inGroup(key).length })),
    worth: total.max > 0 ? say.journey.report.total(range(total, lang, (yuan) => money(yuan, lang, true))) : '',
    leftOut: leftOutOf(words, catalogue, portfolio),
    first: firstThings(evaluator, judged, portfolio),
    sections,
    answers: answerLines(words, catalogue.rules.fields, judged.profile),
    basis: basisLines(words, catalogue, judged, unsure),
    sources: [...new Map(documents.map((source) => [source.title, source])).values()],
  };
}

/**
 * Titles that end within half a year, then windows that are open and close soonest, then the answers that alone stand
 * before the most money, then what can be
 * done at any time, the most money first, then the smallest gaps; nothing that the best combination goes without, and
 * nothing of which no figure of the firm was checked.
 */
function firstThings(evaluator: Evaluator, judged: Judged, { givenUp }: Portfolio): readonly FirstThing[] {
  const { results } = judged;
  const without = new Set(givenUp.map(({ measure }) => measure));
  const can = results.filter(
    (one) =>
      (groupOf(one) === 'eligible' || groupOf(one) === 'review') && !isUnchecked(one) && !without.has(one.measure),
  );
  const closing = can
    .filter(({ availability }) => availability.state === 'open')
    .sort((a, b) => ((a.availability.closesOn ?? '9') < (b.availability.closesOn ?? '9') ? -1 : 1));
  const anyTime = can
    .filter((one) => estimateOf(one) > 0 || (one.verdict === 'eligible' && asksForPapers(evaluator, one)))
    .filter(({ availability }) => availability.state === 'rolling' || availability.state === 'automatic')
    .sort((a, b) => estimateOf(b) - estimateOf(a) || byUrgency(a, b));
  const near = evaluator.ways(judged).flatMap(({ measure }) => results.filter((one) => one.measure === measure));
  const asked = answersWorthMost(judged);
  return [
    ...endingOf(evaluator, judged).map((one) => renewing(evaluator, judged, one)),
    ...closing.slice(0, FIRST - asked.length).map((one) => applying(evaluator, judged, one)),
    ...asked.flatMap((one) => answering(evaluator, judged, one) ?? []),
    ...anyTime.map((one) => applying(evaluator, judged, one)),
    ...near.map((one) => closingGap(evaluator, judged, one)),
  ].slice(0, FIRST);
}

const SOON_MONTHS = 6;

/** Titles whose last day is near, the nearest first: losing one costs more than most measures bring. */
function endingOf({ catalogue }: Evaluator, { results, asOf }: Judged): Result[] {
  const soon = toIso(addMonths(toDay(asOf), SOON_MONTHS));
  const endOf = ({ held }: Result): string => held?.validTo ?? '';
  return results
    .filter(
      (one) => endOf(one) >= asOf && endOf(one) <= soon && catalogue.measures.get(one.measure)?.title !== undefined,
    )
    .sort((a, b) => (endOf(a) < endOf(b) ? -1 : 1));
}

/** What is simply there for everybody, such as a telephone number, is nothing to do first. */
const asksForPapers = ({ words }: Evaluator, { measure }: Result): boolean =>
  (words.texts.measures[measure]?.evidence ?? []).length > 0;

function renewing(evaluator: Evaluator, judged: Judged, one: Result): FirstThing {
  const { say } = evaluator.words;
  const row = evaluator.row(one);
  const { remarks, department, contact } = evaluator.detail(judged, one);
  return {
    key: row.id,
    name: say.journey.report.renew(row.name),
    lines: linesOf([
      [say.journey.report.when, dotted(...remarks, row.availability)],
      [say.journey.report.who, dotted(department, contact)],
    ]),
    entry: null,
  };
}

const MOST_ASKED = 2;
const MOST_PAPERS = 3;
const OBTAINABLE: ReadonlySet<string> = new Set(['open', 'upcoming', 'rolling', 'automatic']);

/** What waits for one answer only and is worth a known amount, the most first; of each question the best measure. */
function answersWorthMost({ results }: Judged): Result[] {
  const best = new Map<string, Result>();
  results
    .filter((one) => groupOf(one) === 'incomplete' && OBTAINABLE.has(one.availability.state) && estimateOf(one) > 0)
    .sort((a, b) => estimateOf(b) - estimateOf(a))
    .forEach((one) => {
      const [entry, ...others] = new Set(one.missing.map(entryOfPath));
      if (entry !== undefined && others.length === 0 && !best.has(entry)) best.set(entry, one);
    });
  return [...best.values()].slice(0, MOST_ASKED);
}

function answering(evaluator: Evaluator, judged: Judged, one: Result): FirstThing | undefined {
  const { say } = evaluator.words;
  const row = evaluator.row(one);
  const question = evaluator.question(judged, entryOfPath(one.missing[0] ?? ''));
  return (
    question && {
      key: question.entry,
      name: say.journey.report.answer(question.question),
      lines: linesOf([
        [say.journey.report.measure, row.name],
        [say.journey.report.worth, worthOf(row)],
      ]),
      entry: question.entry,
    }
  );
}

function applying(evaluator: Evaluator, judged: Judged, one: Result): FirstThing {
  const { say, lang } = evaluator.words;
  const row = evaluator.row(one);
  const { papers, apply, department, contact } = evaluator.detail(judged, one);
  const items = [...papers.toMake, ...papers.atHand];
  const bring = itemised(lang, items.slice(0, MOST_PAPERS));
  return {
    key: row.id,
    name: row.name,
    lines: linesOf([
      [say.journey.report.worth, worthOf(row)],
      [say.journey.report.when, row.availability],
      [say.journey.report.bring, items.length > MOST_PAPERS ? say.journey.report.papers(bring, items.length) : bring],
      [say.journey.report.who, dotted(apply?.channel, department, contact)],
    ]),
    entry: null,
  };
}

function closingGap(evaluator: Evaluator, judged: Judged, one: Result): FirstThing {
  const { say, lang } = evaluator.words;
  const row = evaluator.row(one);
  return {
    key: row.id,
    name: row.name,
    lines: linesOf([
      [say.journey.report.worth, worthOf(row)],
      [say.journey.report.gap, evaluator.detail(judged, one).gaps.join(lang === 'zh' ? '；' : '; ')],
      [say.journey.report.when, row.availability],
    ]),
    entry: null,
  };
}

const worthOf = ({ money: worth }: RowView): string => dotted(worth?.amount, worth?.note);

const linesOf = (pairs: readonly (readonly [label: string, text: string])[]): FirstThing['lines'] =>
  pairs.map(([label, text]) => ({ label, text })).filter(({ text }) => text !== '');
