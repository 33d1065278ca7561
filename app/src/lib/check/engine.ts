/** The part of the check that carries the evaluator; loaded on demand, once per page. */
import type { DeskWording } from '#lib/wording/desk.ts';
import { loadCatalogue, type Catalogue } from '#rules/engine/load.ts';
import { laddersOf, type Rung } from '#rules/engine/path.ts';
import { bestPortfolio, type Portfolio } from '#rules/engine/portfolio.ts';
import { findMeasures } from '#rules/engine/search.ts';
import type { Field, IsoDate, Measure, Profile, Rules, Texts } from '#rules/engine/types.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import { type Turning, turningsOf } from './ahead.ts';
import { type CausedMove, movesSince } from './causes.ts';
import { detailOf } from './detail.ts';
import type { Earlier } from './earlier.ts';
import { factsOn } from './facts.ts';
import { faultText } from './fault-text.ts';
import { judge, type Judged, type Result } from './incremental.ts';
import { type Way, waysOf, wayTo } from './plan.ts';
import { entryOfPath } from './profile.ts';
import { leftOpen, type Question, questionOf, type Reason, reasonOf, type Standing, standingOf } from './questions.ts';
import { expiredOn, renewalSaid } from './renewal.ts';
import { rowOf } from './row.ts';
import { salvaged } from './salvage.ts';
import type { DetailView, RowView } from './view.ts';
import type { DeskSayings } from './words.ts';

/** The catalogue, the words and the evaluator, put together. */
export interface Evaluator {
  readonly catalogue: Catalogue;
  readonly words: DeskSayings;
  /** What is wrong with answers, the first of it, as a person reads it; undefined where nothing is. */
  faultIn(profile: Profile): string | undefined;
  /** The profile without the answers that the dictionary does not take, and those answers' faults. */
  salvage(input: unknown): ReturnType<typeof salvaged>;
  judge(profile: Profile, asOf: IsoDate): Judged;
  standing(judged: Judged, unsure: readonly string[], focus: readonly string[]): Standing;
  reason(judged: Judged, entry: string): Reason | null;
  question(judged: Judged, entry: string): Question | undefined;
  leftOpen(question: Question, judged: Judged): string[];
  row(one: Result): RowView;
  detail(judged: Judged, one: Result): DetailView;
  /** What is said of renewing a title the firm holds; empty where there is nothing to renew. */
  renewal(judged: Judged, one: Result): string;
  /** The last day of a title the firm once held and holds no more; null where there is none. */
  expired(judged: Judged, one: Result): IsoDate | null;
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
    faultIn: (profile) => {
      const checked = validateProfile(profile, rules.fields);
      const [fault] = checked.ok ? [] : checked.faults;
      return fault && faultText(words, rules.fields, profile, fault);
    },
    salvage: (input) => salvaged(input, rules.fields),
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
    renewal: ({ asOf }, one) => renewalSaid(words, one, measureOf(one.measure), asOf),
    expired: ({ asOf, profile }, one) => expiredOn(measureOf(one.measure), one, profile, asOf),
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

/** The dictionary's entry for a path. */
export const fieldOf = ({ catalogue }: Evaluator, path: string): Field | undefined =>
  catalogue.rules.fields[entryOfPath(path)];
