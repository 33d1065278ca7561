/** The part of the check that carries the evaluator; loaded on demand, once per page. */
import type { DeskWording } from '#lib/wording/desk.ts';
import { loadCatalogue, type Catalogue } from '#rules/engine/load.ts';
import { laddersOf, type Rung } from '#rules/engine/path.ts';
import { bestPortfolio, type Portfolio } from '#rules/engine/portfolio.ts';
import { findMeasures } from '#rules/engine/search.ts';
import type { Field, IsoDate, Measure, Profile, Rules, Texts } from '#rules/engine/types.ts';
import type { Fault } from '#rules/profile/faults.ts';
import { validateProfile, type Validation } from '#rules/profile/validate.ts';
import { type Turning, turningsOf } from './ahead.ts';
import { type CausedMove, movesSince } from './causes.ts';
import { detailOf } from './detail.ts';
import type { Earlier } from './earlier.ts';
import { factsOn } from './facts.ts';
import { judge, type Judged, type Result } from './incremental.ts';
import { type Way, waysOf, wayTo } from './plan.ts';
import { entryOfPath, isProfile, withAnswer } from './profile.ts';
import { leftOpen, type Question, questionOf, type Reason, reasonOf, type Standing, standingOf } from './questions.ts';
import { rowOf } from './row.ts';
import type { DetailView, RowView } from './view.ts';
import type { DeskSayings } from './words.ts';

/** The catalogue, the words and the evaluator, put together. */
export interface Evaluator {
  readonly catalogue: Catalogue;
  readonly words: DeskSayings;
  validate(input: unknown): Validation;
  /** The profile without the answers that the dictionary does not take, and those answers' faults. */
  salvage(input: unknown): { profile: Profile; faults: readonly Fault[] };
  judge(profile: Profile, asOf: IsoDate): Judged;
  standing(judged: Judged, unsure: readonly string[], focus: readonly string[]): Standing;
  reason(judged: Judged, entry: string): Reason | null;
  question(judged: Judged, entry: string): Question | undefined;
  leftOpen(question: Question, judged: Judged): string[];
  row(one: Result): RowView;
  detail(judged: Judged, one: Result): DetailView;
  way(judged: Judged, one: Result): Way | undefined;
  ways(judged: Judged): readonly Way[];
  /** What has changed since the same answers were looked at, each with its cause. */
  movesSince(earlier: Earlier, judged: Judged): readonly CausedMove[];
  turnings(judged: Judged, measure?: string): readonly Turning[];
  ladders(judged: Judged): readonly (readonly Rung[])[];
  portfolio(judged: Judged): Portfolio;
  /** Ids of the measures that fit what was typed, the best first. */
  find(typed: string): readonly string[];
}

export function createEvaluator(rules: Rules, texts: Texts, say: DeskWording): Evaluator {
  const catalogue = loadCatalogue(rules);
  const words: DeskSayings = { lang: texts.lang, texts, say };
  const rows = new WeakMap<Result, RowView>();
  let last: Judged | null = null;
  const measureOf = (id: string): Measure => {
    const measure = catalogue.measures.get(id);
    if (!measure) throw new Error(`The catalogue has no measure “${id}”.`);
    return measure;
  };
  return {
    catalogue,
    words,
    validate: (input) => validateProfile(input, rules.fields),
    salvage: (input) => salvaged(input, rules),
    judge: (profile, asOf) => (last = judge(catalogue, texts, profile, asOf, last)),
    standing: (judged, unsure, focus) => standingOf(catalogue, judged, unsure, focus),
    reason: (judged, entry) => reasonOf(catalogue, judged.results, entry),
    question: (judged, entry) => questionOf(catalogue, words, judged, entry),
    leftOpen,
    row: (one) => {
      const row = rows.get(one) ?? rowOf(words, one, measureOf(one.measure));
      rows.set(one, row);
      return row;
    },
    detail: ({ profile, asOf }, one) => detailOf(words, one, measureOf(one.measure), factsOn(catalogue, profile, asOf)),
    way: (judged, one) => wayTo(catalogue, texts, judged, one),
    ways: (judged) => waysOf(catalogue, texts, judged),
    movesSince: (earlier, judged) => movesSince(catalogue, texts, earlier, judged),
    turnings: (judged, measure) =>
      turningsOf(catalogue, judged, measure === undefined ? undefined : [measureOf(measure)]),
    ladders: ({ results, asOf, profile }) => laddersOf(catalogue, results, asOf, profile),
    portfolio: ({ results }) => bestPortfolio(catalogue, results),
    find: (typed) => findMeasures(texts, typed).map(({ measure }) => measure),
  };
}

/** Answers kept by an earlier release may name what the dictionary has since dropped; the rest is kept. */
function salvaged(input: unknown, { fields }: Rules): { profile: Profile; faults: readonly Fault[] } {
  const checked = validateProfile(input, fields);
  if (checked.ok) return { profile: checked.profile, faults: [] };
  const rest = checked.faults.reduce<unknown>(
    (profile, { path }) => (isProfile(profile) && path !== '' ? withAnswer(profile, answerOf(path), undefined) : {}),
    input,
  );
  const again = validateProfile(rest, fields);
  return { profile: again.ok ? again.profile : {}, faults: checked.faults };
}

/** A fault inside a list or a range takes the whole answer with it. */
const answerOf = (path: string): string => path.replace(/\.(\d{1,3}(\..*)?|min|max)$/, '');

/** The dictionary's entry for a path. */
export const fieldOf = ({ catalogue }: Evaluator, path: string): Field | undefined =>
  catalogue.rules.fields[entryOfPath(path)];
