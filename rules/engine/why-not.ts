import { CAN_APPLY } from './availability.ts';
import type { Catalogue } from './load.ts';
import { type Obstacle, obstaclesOf } from './obstacles.ts';
import type { Portfolio } from './portfolio.ts';
import type { Availability, EvaluatedMeasure, Texts, Verdict } from './types.ts';

/** Why a measure is not on a firm's list (为什么没有); without reasons nothing stands against it. */
export interface WhyNot {
  readonly measure: string;
  /** Its name, where texts were given. */
  readonly name: string | null;
  readonly verdict: Verdict;
  readonly near: boolean;
  readonly reasons: readonly Reason[];
}
export type Reason =
  /** It is not for this kind of applicant or place. */
  | { readonly kind: 'scope'; readonly obstacle: Obstacle; readonly labels: Labels }
  /** A requirement is not met. */
  | { readonly kind: 'requirement'; readonly obstacle: Obstacle; readonly labels: Labels }
  /** Answers are missing that could still decide. */
  | {
      readonly kind: 'answers';
      readonly fields: readonly string[];
      readonly conditions: readonly string[];
      readonly labels: Labels;
    }
  /** One cannot apply on the day. */
  | { readonly kind: 'availability'; readonly availability: Availability }
  /** The best combination goes without it. */
  | {
      readonly kind: 'given-up';
      readonly for: readonly string[];
      readonly groups: readonly string[];
      readonly needs: readonly string[];
      /** How much the best combination with it is worth less, in yuan. */
      readonly costs: number;
      readonly labels: Labels;
    }
  /** A title must come first, any one of these. */
  | { readonly kind: 'title-first'; readonly measures: readonly string[]; readonly labels: Labels };

/** What conditions, fields, measures and groups that a reason names are called, by id; empty without texts. */
export type Labels = Readonly<Record<string, string>>;

export interface WhyNotOptions {
  readonly texts?: Texts | undefined;
  /** The firm's best combination, where giving up is to be explained too. */
  readonly portfolio?: Portfolio | undefined;
}

/** Explains one result; gaps are told where it was evaluated with them. */
export function whyNot(
  catalogue: Catalogue,
  result: EvaluatedMeasure,
  { texts, portfolio }: WhyNotOptions = {},
): WhyNot {
  const version = catalogue.measures.get(result.measure)?.versions.find(({ from }) => from === result.version);
  const said = sayings(texts, result);
  const kind = result.verdict === 'out-of-scope' ? 'scope' : 'requirement';
  const obstacles = version ? obstaclesOf(version, result) : [];
  return {
    measure: result.measure,
    name: texts?.measures[result.measure]?.name ?? null,
    verdict: result.verdict,
    near: result.near,
    reasons: [
      ...obstacles.map((obstacle): Reason => ({ kind, obstacle, labels: said(namesIn(obstacle)) })),
      ...answersMissing(result, said),
      ...(CAN_APPLY.includes(result.availability.state)
        ? []
        : [{ kind: 'availability' as const, availability: result.availability }]),
      ...(portfolio ? notChosen(portfolio, result.measure, said) : []),
    ],
  };
}

function answersMissing({ missing, conditions }: EvaluatedMeasure, said: Say): Reason[] {
  if (missing.length === 0) return [];
  const waiting = conditions.filter(({ state, decides }) => state === 'unknown' && decides).map(({ id }) => id);
  return [{ kind: 'answers', fields: missing, conditions: waiting, labels: said([...missing, ...waiting]) }];
}

function notChosen({ givenUp, unreachable }: Portfolio, measure: string, said: Say): Reason[] {
  const given = givenUp.find((each) => each.measure === measure);
  const blocked = unreachable.find((each) => each.measure === measure);
  return [
    ...(given
      ? [
          {
            kind: 'given-up' as const,
            for: given.excludedBy,
            groups: given.groups,
            needs: given.needs,
            costs: given.costs,
            labels: said([...given.excludedBy, ...given.groups, ...given.needs]),
          },
        ]
      : []),
    ...(blocked ? [{ kind: 'title-first' as const, measures: blocked.needs, labels: said(blocked.needs) }] : []),
  ];
}

// ---- What things are called ----------------------------------------------------------------

type Say = (ids: readonly string[]) => Labels;

function sayings(texts: Texts | undefined, { measure, version }: EvaluatedMeasure): Say {
  if (!texts) return () => ({});
  const conditions = texts.measures[measure]?.versions[version]?.conditions ?? {};
  const fieldLabel = (path: string): string | undefined =>
    texts.fields[path.replace(/^(years|platformScore)\.\d{4}/, '$1.*').replace(/^certificates\..*/, 'certificates')]
      ?.label;
  const called = (id: string): string =>
    conditions[id]?.label ?? fieldLabel(id) ?? texts.groups[id]?.name ?? texts.measures[id]?.name ?? id;
  return (ids) => Object.fromEntries(ids.map((id) => [id, called(id)]));
}

/** The conditions and fields that an obstacle names. */
const namesIn = (obstacle: Obstacle): string[] =>
  obstacle.kind === 'choice'
    ? obstacle.of.flat().flatMap(namesIn)
    : [obstacle.condition.id, ...obstacle.gaps.flatMap((gap) => ('field' in gap ? [gap.field] : []))];
