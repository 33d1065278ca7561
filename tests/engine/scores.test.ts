import { expect, test } from 'vitest';
import { assess } from '#rules/engine/evaluate.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { ConditionResult, Measure } from '#rules/engine/types.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import type { Points } from './oracles/exact.ts';
import { innovativeSmeScore } from './oracles/innovative-sme.ts';
import { techSmeScore } from './oracles/tech-sme.ts';
import { type ScoreFirm, scoreFirms } from './score-firms.ts';
import { compileAll } from './support.ts';

/**
 * The engine's points against oracles written straight from the rules. The firms leave residence and region open, so
 * that no verdict is reached and no time goes into gaps; the scores do not read them.
 */
const FIRMS = 100_000;
const catalogue = loadCatalogue(compileAll().rules);

test('the firms are ones a person could enter, exact and open', () => {
  const all = [...scoreFirms(1, 2_000)];
  const refused = all.filter(({ profile }) => !validateProfile(profile, catalogue.rules.fields).ok);
  expect(refused).toEqual([]);
});

test(`the technology-based SME score agrees with its oracle on ${FIRMS} firms`, () => {
  const seen = compareOn(20_170_503, ({ profile, asOf }) => {
    const conditions = conditionsOf('cn-tech-sme', profile, asOf);
    const score = named(conditions, 'score');
    const engine = {
      total: totalOf(score),
      staff: itemOf(score, 'staff'),
      rd: bestOf(itemOf(score, 'rd-by-revenue'), itemOf(score, 'rd-by-cost')),
      results: itemOf(score, 'results'),
    };
    return [engine, techSmeScore(profile, yearOf(asOf))];
  });
  expect(seen).toContainEqual({ min: 100, max: 100 });
  expect(seen).toContainEqual({ min: 0, max: 100 });
});

test(`the innovative SME rating agrees with its oracle on ${FIRMS} firms`, () => {
  const seen = compareOn(20_220_601, ({ profile, asOf }) => {
    const conditions = conditionsOf('cn-innovative-sme', profile, asOf);
    const engine = {
      total: totalOf(named(conditions, 'score')),
      innovation: totalOf(named(conditions, 'innovation')),
      growth: totalOf(named(conditions, 'growth')),
      specialisation: totalOf(named(conditions, 'specialisation')),
    };
    return [engine, innovativeSmeScore(profile, yearOf(asOf))];
  });
  expect(seen).toContainEqual({ min: 90, max: 100 });
  expect(seen).toContainEqual({ min: 5, max: 100 });
});

// ---- Both sides ------------------------------------------------------------------------------

type Scores = Readonly<Record<string, Points>> & { readonly total: Points };

/** Fails on the first firms for which the sides differ; gives the totals that came up, each once. */
function compareOn(seed: number, both: (firm: ScoreFirm) => readonly [Scores, Scores]): Points[] {
  const differences: unknown[] = [];
  const totals = new Map<string, Points>();
  let checked = 0;
  for (const firm of scoreFirms(seed, FIRMS)) {
    const [engine, oracle] = both(firm);
    if (JSON.stringify(engine) !== JSON.stringify(oracle)) differences.push({ firm, engine, oracle });
    if (differences.length > 2) break;
    totals.set(`${oracle.total.min}–${oracle.total.max}`, oracle.total);
    checked += 1;
  }
  expect(differences).toEqual([]);
  expect(checked).toBe(FIRMS);
  return [...totals.values()];
}

const yearOf = (asOf: string): number => Number(asOf.slice(0, 4));

function conditionsOf(id: string, profile: ScoreFirm['profile'], asOf: string): readonly ConditionResult[] {
  const measure: Measure | undefined = catalogue.measures.get(id);
  if (!measure) throw new Error(`the catalogue has no ${id}`);
  return assess(catalogue, profile, asOf)(measure).conditions;
}

function named(conditions: readonly ConditionResult[], id: string): ConditionResult {
  const found = conditions.find((condition) => condition.id === id);
  if (!found) throw new Error(`no condition ${id}`);
  return found;
}

/** The points in all: a number where they are settled, else a range with both ends. */
function totalOf({ actual }: ConditionResult): Points {
  if (typeof actual === 'number') return { min: actual, max: actual };
  if (typeof actual === 'object' && actual !== null && 'min' in actual && 'max' in actual) {
    const { min, max } = actual;
    if (typeof min === 'number' && typeof max === 'number') return { min, max };
  }
  throw new Error(`not points: ${JSON.stringify(actual)}`);
}

function itemOf({ items }: ConditionResult, id: string): Points {
  const points = items?.find((item) => item.id === id)?.points;
  if (points?.min === undefined || points.max === undefined) throw new Error(`no points for ${id}`);
  return { min: points.min, max: points.max };
}

/** Of two alternatives the better one counts. */
const bestOf = (a: Points, b: Points): Points => ({ min: Math.max(a.min, b.min), max: Math.max(a.max, b.max) });
