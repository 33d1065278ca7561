import { expect, test } from 'vitest';
import { shownPoints } from '#rules/engine/condition.ts';
import { assess } from '#rules/engine/evaluate.ts';
import { inForceOrNearest } from '#rules/engine/facts.ts';
import { openFirm, workOut } from '#rules/engine/firm.ts';
import { leavesIn } from '#rules/engine/leaves.ts';
import { type Catalogue, loadCatalogue } from '#rules/engine/load.ts';
import { type Plan, planCondition, type PlannedCondition } from '#rules/engine/plan.ts';
import { total } from '#rules/engine/scores.ts';
import { toDay } from '#rules/engine/calendar.ts';
import type { Json, Measure, Score } from '#rules/engine/types.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import { better, type Points, together } from './oracles/exact.ts';
import { innovativeSmeScore } from './oracles/innovative-sme.ts';
import { techSmeScore } from './oracles/tech-sme.ts';
import { type ScoreFirm, scoreFirms } from './score-firms.ts';
import { compileAll } from './support.ts';

/**
 * The engine's points against oracles written straight from the rules (国科发政〔2017〕115 号, 工信部企业〔2022〕63 号
 * 附件1): every item and total on all firms, and what a whole evaluation shows on every hundredth of them.
 */
const FIRMS = 100_000;
const SHOWN_OF = 100;
const PATIENCE = 300_000;
const { rules } = compileAll();
const catalogue = loadCatalogue(rules);

test('the firms are ones a person could enter', () => {
  const refused = [...scoreFirms(1, 2_000)].filter(
    ({ profile }) => !validateProfile(profile, catalogue.rules.fields).ok,
  );
  expect(refused).toEqual([]);
});

test(
  `the technology-based SME score agrees with its oracle on ${FIRMS} firms`,
  () => {
    const seen = compareOn(20_170_503, {
      oracle: ({ profile, asOf }) => techSmeScore(profile, yearOf(asOf)),
      engine: (firm) => {
        const { points, inAll } = engineScore(techSme, firm);
        const rd = better(points('rd-by-revenue'), points('rd-by-cost'));
        return { total: inAll, staff: points('staff'), rd, results: points('results') };
      },
      shown: (firm) => ({ total: shownScores('cn-tech-sme', firm)('score') }),
    });
    expect(seen).toContainEqual({ min: 100, max: 100 });
    expect(seen).toContainEqual({ min: 0, max: 100 });
  },
  PATIENCE,
);

test(
  `the innovative SME rating agrees with its oracle on ${FIRMS} firms`,
  () => {
    const seen = compareOn(20_220_601, {
      oracle: ({ profile, asOf }) => innovativeSmeScore(profile, yearOf(asOf)),
      engine: (firm) => {
        const { points, inAll } = engineScore(innovativeSme, firm);
        return {
          total: inAll,
          innovation: together(points('ip'), points('rd')),
          growth: together(points('main-growth'), points('debt')),
          specialisation: together(points('field'), points('main-share')),
        };
      },
      shown: (firm) => {
        const shown = shownScores('cn-innovative-sme', firm);
        return {
          total: shown('score'),
          innovation: shown('innovation'),
          growth: shown('growth'),
          specialisation: shown('specialisation'),
        };
      },
    });
    expect(seen).toContainEqual({ min: 90, max: 100 });
    expect(seen).toContainEqual({ min: 5, max: 100 });
  },
  PATIENCE,
);

// ---- Both sides ------------------------------------------------------------------------------

interface Sides<S extends { readonly total: Points }> {
  readonly oracle: (firm: ScoreFirm) => S;
  readonly engine: (firm: ScoreFirm) => S;
  readonly shown: (firm: ScoreFirm) => Partial<S>;
}

/** Fails on the first firms for which the sides differ; gives the totals that came up, each once. */
function compareOn<S extends { readonly total: Points }>(seed: number, sides: Sides<S>): Points[] {
  const differences: unknown[] = [];
  const totals = new Map<string, Points>();
  let checked = 0;
  for (const firm of scoreFirms(seed, FIRMS)) {
    const oracle = sides.oracle(firm);
    const engine = sides.engine(firm);
    if (!same(engine, oracle)) differences.push({ firm, engine, oracle });
    if (checked % SHOWN_OF === 0) {
      const shown = sides.shown(firm);
      if (!same({ ...oracle, ...shown }, oracle)) differences.push({ firm, shown, oracle });
    }
    if (differences.length > 2) break;
    totals.set(`${oracle.total.min}–${oracle.total.max}`, oracle.total);
    checked += 1;
  }
  expect(differences).toEqual([]);
  expect(checked).toBe(FIRMS);
  return [...totals.values()];
}
const same = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);
const yearOf = (asOf: string): number => Number(asOf.slice(0, 4));

function measureOf(id: string): Measure {
  const measure = catalogue.measures.get(id);
  if (!measure) throw new Error(`the catalogue has no ${id}`);
  return measure;
}

/** The measure in a catalogue of its own: nothing else is worked out for a firm. */
const alone = (id: string): Catalogue => loadCatalogue({ ...rules, measures: [measureOf(id)] });
const techSme = alone('cn-tech-sme');
const innovativeSme = alone('cn-innovative-sme');

/** The measure's main score in the version in force, worked out by the engine. */
function engineScore(
  catalogue: Catalogue,
  { profile, asOf }: ScoreFirm,
): { points: (item: string) => Points; inAll: Points } {
  const env = openFirm(catalogue, { ...profile }, toDay(asOf));
  const { score, planned } = mainScoreIn(env.plan);
  workOut(env.board);
  const items = shownPoints(env, planned);
  const points = (name: string): Points => {
    const item = items.find((each) => each.id === name);
    if (!item) throw new Error(`there is no item ${name}`);
    return { min: item.min, max: item.max };
  };
  return { points, inAll: total(score, items) };
}

interface MainScore {
  readonly score: Score;
  readonly planned: PlannedCondition;
}
const mainScores = new WeakMap<Plan, MainScore>();

/** Of the measure nothing else is planned, so that nothing else is worked out for a firm. */
function mainScoreIn(plan: Plan): MainScore {
  const before = mainScores.get(plan);
  if (before) return before;
  const [score] = [...plan.catalogue.measures.values()]
    .flatMap(({ versions }) => leavesIn(inForceOrNearest(versions, plan.from)?.require ?? { kind: 'all', of: [] }))
    .filter((condition) => condition.kind === 'score' && condition.id === 'score');
  if (score?.kind !== 'score') throw new Error('the measure has no score');
  const made = { score, planned: planCondition(plan, score) };
  mainScores.set(plan, made);
  return made;
}

/** What a whole evaluation shows of a score: a number where it is settled, else a range with both ends. */
function shownScores(id: string, { profile, asOf }: ScoreFirm): (condition: string) => Points {
  const { conditions } = assess(catalogue, { ...profile } satisfies Record<string, Json>, asOf)(measureOf(id));
  return (name) => {
    const actual = conditions.find((condition) => condition.id === name)?.actual;
    if (typeof actual === 'number') return { min: actual, max: actual };
    if (typeof actual === 'object' && actual !== null && 'min' in actual && 'max' in actual) {
      const { min, max } = actual;
      if (typeof min === 'number' && typeof max === 'number') return { min, max };
    }
    throw new Error(`${name} shows ${JSON.stringify(actual)}`);
  };
}
