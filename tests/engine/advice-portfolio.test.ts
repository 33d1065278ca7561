import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#rules/cli/paths.ts';
import { assess } from '#rules/engine/evaluate.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { bestPortfolio, type Portfolio } from '#rules/engine/portfolio.ts';
import type { EvaluatedMeasure, Profile } from '#rules/engine/types.ts';
import { hardKnots, idOf, indexOf, type Knot, portfolioOf } from './knots.ts';
import { compileAll } from './support.ts';

const NOTHING: Knot = { amounts: [], pairs: [], groups: [], steps: [] };
const portfolio = (knot: Partial<Knot>): Portfolio => {
  const { catalogue, results } = portfolioOf({ ...NOTHING, ...knot });
  return bestPortfolio(catalogue, results);
};
const chosen = ({ chosen }: Portfolio): number[] => chosen.map(({ measure }) => indexOf(measure));
const given = ({ givenUp }: Portfolio, index: number) => givenUp.find(({ measure }) => measure === idOf(index));

// ---- By trying every combination -----------------------------------------------------------

/** What a knot allows, straight from its words. */
function isAllowed({ amounts, pairs, groups, steps, held = [], out = [] }: Knot, set: readonly number[]): boolean {
  const has = (index: number): boolean => set.includes(index);
  return (
    !out.some(has) &&
    !pairs.some(([a, b]) => a !== b && has(a) && has(b)) &&
    groups.every(({ of, most }) => of.filter(has).length <= most) &&
    amounts.every((_, index) => {
      const first = steps.filter(([from, to]) => to === index && from !== index).map(([from]) => from);
      return !has(index) || first.length === 0 || first.some((from) => has(from) || held.includes(from));
    })
  );
}
const worth = ({ amounts }: Knot, set: readonly number[]): number =>
  set.reduce((sum, index) => sum + (amounts[index] ?? 0), 0);

function allowedSets(knot: Knot): number[][] {
  return Array.from({ length: 2 ** knot.amounts.length }, (_, mask) =>
    knot.amounts.flatMap((__, index) => (mask & (1 << index) ? [index] : [])),
  ).filter((set) => isAllowed(knot, set));
}

/** More money, else more measures, else the first ids. */
function better(knot: Knot, a: readonly number[], b: readonly number[]): boolean {
  const [one, other] = [worth(knot, a), worth(knot, b)];
  if (one !== other) return one > other;
  if (a.length !== b.length) return a.length > b.length;
  const at = a.findIndex((index, place) => index !== b[place]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}
const bestOf = (knot: Knot, sets: readonly number[][]): number[] | undefined =>
  sets.reduce<number[] | undefined>((best, set) => (!best || better(knot, set, best) ? set : best), undefined);

const knots = (most: number): fc.Arbitrary<Knot> =>
  fc.integer({ min: 1, max: most }).chain((size) => {
    const index = fc.nat(size - 1);
    const pair = fc.tuple(index, index);
    return fc.record({
      amounts: fc.array(
        fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 1000 })),
        {
          minLength: size,
          maxLength: size,
        },
      ),
      pairs: fc.array(pair, { maxLength: 2 * size }),
      groups: fc.array(
        fc.record({ of: fc.uniqueArray(index, { minLength: 1 }), most: fc.integer({ min: 1, max: 3 }) }),
        { maxLength: 4 },
      ),
      steps: fc.oneof(fc.constant([]), fc.array(pair, { maxLength: size })),
      held: fc.uniqueArray(index, { maxLength: 2 }),
      out: fc.uniqueArray(index, { maxLength: 2 }),
    });
  });

describe('the best combination of made-up measures', () => {
  it('is the one found by trying all: most money, then most measures, then first ids', () => {
    fc.assert(
      fc.property(knots(8), (knot) => {
        const found = portfolio(knot);
        expect(chosen(found)).toEqual(bestOf(knot, allowedSets(knot)));
        expect(found.total.max).toBe(worth(knot, chosen(found)));
      }),
      { numRuns: 600 },
    );
  });

  it('is so with up to fourteen measures', () => {
    fc.assert(
      fc.property(knots(14), (knot) => {
        expect(chosen(portfolio(knot))).toEqual(bestOf(knot, allowedSets(knot)));
      }),
      { numRuns: 40 },
    );
  });

  it('says for each measure given up what the best combination with it is worth less, and for whom it was given up', () => {
    fc.assert(
      fc.property(knots(8), (knot) => {
        const found = portfolio(knot);
        const sets = allowedSets(knot);
        const most = worth(knot, chosen(found));
        const open = [...knot.amounts.keys()].filter((index) => !knot.out?.includes(index));
        for (const index of open.filter((each) => !chosen(found).includes(each))) {
          const withIt = sets.filter((set) => set.includes(index));
          const entry = given(found, index);
          if (withIt.length === 0) {
            expect(found.unreachable.map(({ measure }) => measure)).toContain(idOf(index));
            continue;
          }
          expect(entry?.costs).toBe(most - Math.max(...withIt.map((set) => worth(knot, set))));
          expect((entry?.excludedBy.length ?? 0) + (entry?.needs.length ?? 0)).toBeGreaterThan(0);
          for (const rival of entry?.excludedBy ?? []) expect(chosen(found)).toContain(indexOf(rival));
        }
        expect(found.chosen.length + found.givenUp.length + found.unreachable.length).toBe(open.length);
      }),
      { numRuns: 400 },
    );
  });

  it('names the next best choice: of all that take something given up the best', () => {
    fc.assert(
      fc.property(knots(8), (knot) => {
        const found = portfolio(knot);
        const most = worth(knot, chosen(found));
        const others = allowedSets(knot).filter((set) => set.some((index) => given(found, index)));
        const next = bestOf(knot, others);
        const cheapest = Math.min(...found.alternatives.map(({ costs }) => costs));
        expect(found.alternatives.length === 0).toBe(next === undefined);
        if (next) expect(cheapest).toBe(most - worth(knot, next));
        for (const alternative of found.alternatives) {
          const set = [
            ...chosen(found).filter((index) => !alternative.without.includes(idOf(index))),
            ...alternative.with.map(indexOf),
          ].sort((a, b) => a - b);
          expect(isAllowed(knot, set)).toBe(true);
          expect(most - worth(knot, set)).toBe(alternative.costs);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is undone for forty measures however they are knotted', () => {
    for (const knot of Object.values(hardKnots(40, 7))) {
      const found = portfolio(knot);
      expect(isAllowed(knot, chosen(found))).toBe(true);
      expect(found.chosen.length + found.givenUp.length + found.unreachable.length).toBe(40);
      for (const { costs } of [...found.givenUp, ...found.alternatives]) expect(costs).toBeGreaterThanOrEqual(0);
      // Nothing given up could simply be added.
      for (const { measure } of found.givenUp)
        expect(
          isAllowed(
            knot,
            [...chosen(found), indexOf(measure)].sort((a, b) => a - b),
          ),
        ).toBe(false);
    }
  });
});

describe('what rules a measure out', () => {
  it('is the group, with the measures that use it up', () => {
    const found = portfolio({ amounts: [5, 9, 7], groups: [{ of: [0, 1, 2], most: 2 }] });
    expect(chosen(found)).toEqual([1, 2]);
    expect(given(found, 0)).toMatchObject({ excludedBy: ['m01', 'm02'], groups: ['g0'], costs: 2 });
    expect(found.alternatives).toEqual([{ without: ['m02'], with: ['m00'], costs: 2 }]);
  });

  it('is the rival, where two exclude each other', () => {
    expect(given(portfolio({ amounts: [5, 9], pairs: [[0, 1]] }), 0)).toMatchObject({
      excludedBy: ['m01'],
      groups: [],
      costs: 4,
    });
  });

  it('is the title that must come first: taken along where that pays, and given up where it does not', () => {
    const knot = { amounts: [0, 100, 60], steps: [[0, 1]], pairs: [[0, 2]] } as const;
    expect(chosen(portfolio(knot))).toEqual([0, 1]);
    const without = portfolio({ ...knot, amounts: [0, 100, 160] });
    expect(chosen(without)).toEqual([2]);
    expect(given(without, 1)).toMatchObject({ needs: ['m00'], costs: 60 });
  });

  it('is no title where it is held, and one that cannot be had leaves the measure out of reach', () => {
    const knot = { amounts: [0, 100], steps: [[0, 1]], out: [0] } as const;
    expect(chosen(portfolio({ ...knot, held: [0] }))).toEqual([1]);
    const blocked = portfolio(knot);
    expect(blocked.chosen).toEqual([]);
    expect(blocked.unreachable).toMatchObject([{ measure: 'm01', needs: ['m00'] }]);
  });

  it('counts an open-ended amount with its lower end, and tells amounts known in words apart', () => {
    const { catalogue, results } = portfolioOf({ ...NOTHING, amounts: [50, null], pairs: [[0, 1]] });
    const open = results.map((result, index) =>
      index === 0 ? { ...result, benefit: { yearly: { min: 30 }, oneOff: null, ceiling: 900 } } : result,
    );
    expect(bestPortfolio(catalogue, open)).toMatchObject({
      chosen: [{ measure: 'm00', amount: { min: 30 }, ceiling: 900 }],
      total: { min: 30, max: 30 },
      givenUp: [{ measure: 'm01', amount: null, costs: 30 }],
    });
    expect(portfolio({ amounts: [null] }).wordless).toEqual(['m00']);
  });
});

describe('the exclusions of the catalogue', () => {
  const { rules, texts } = compileAll();
  const catalogue = loadCatalogue(rules);
  const membersOf = (id: string): string[] =>
    rules.measures.filter(({ relations }) => relations.groups?.includes(id)).map((measure) => measure.id);

  it('are these groups with these measures', () => {
    const found = Object.fromEntries(rules.groups.map(({ id }) => [id, membersOf(id)]));
    expect(found).toEqual({
      'cn-income-tax-rate': ['cn-hnte-cit', 'cn-small-low-profit'],
      'cn-rd-deduction': ['cn-rd-super-deduction', 'cn-rd-super-deduction-120'],
      'cn-technology-transfer': ['cn-tech-transfer-cit', 'zgc-tech-transfer-cit'],
      'bj-industry-fund': [
        'bj-compute-subsidy',
        'bj-dataset-reward',
        'bj-future-winner',
        'bj-growth-reward',
        'bj-robot-first-use',
        'bj-srdi-equity-reward',
        'bj-token-subsidy',
      ],
      'bj-compute-contract': ['bj-compute-subsidy', 'bj-compute-voucher'],
      'bj-loan-interest': ['bj-first-loan-interest', 'bj-first-loan-interest-2025', 'bj-ip-pledge-interest'],
      'bj-voucher-project': ['bj-challenge-projects', 'bj-innovation-voucher'],
      'zgc-standard-reward': ['zgc-competition-award', 'zgc-rd-increment'],
      'cy-industry-fund': [
        ...membersOf('cy-ai-category'),
        ...membersOf('cy-data-category'),
        ...membersOf('cy-web3-category'),
        ...membersOf('cy-medical-category'),
      ].sort(),
      'cy-ai-category': [
        'cy-ai-carrier',
        'cy-ai-compute',
        'cy-ai-events',
        'cy-ai-key-tech',
        'cy-ai-landing',
        'cy-ai-landing-leader',
        'cy-ai-open-source',
        'cy-ai-park-rent',
        'cy-ai-platform-build',
        'cy-ai-platform-run',
        'cy-ai-scenario',
        'cy-ai-vertical-model',
      ],
      'cy-data-category': [
        'cy-data-asset-loan',
        'cy-data-benchmark',
        'cy-data-corpus',
        'cy-data-export',
        'cy-data-key-tech',
        'cy-data-scenario',
        'cy-data-services',
        'cy-data-trading',
        'cy-standards',
      ],
      'cy-web3-category': [
        'cy-web3-demo',
        'cy-web3-high-potential',
        'cy-web3-key-tech',
        'cy-web3-render-voucher',
        'cy-web3-scenario',
        'cy-web3-standards',
      ],
      'cy-medical-category': [
        'cy-medical-ai-diagnosis',
        'cy-medical-ai-drug',
        'cy-medical-device',
        'cy-medical-health-data',
        'cy-medical-health-management',
        'cy-medical-tcm',
        'cy-project-match',
      ],
    });
  });

  it('each name a document, and are called something in both languages', () => {
    for (const { id, basis, most } of rules.groups) {
      expect([id, basis.length > 0]).toEqual([id, true]);
      expect(membersOf(id).length).toBeGreaterThan(most);
      for (const lang of ['zh', 'en'] as const) expect(texts[lang].groups[id]?.name).toBeTruthy();
    }
  });

  it('hold for every demo firm, and all the rest is taken', () => {
    const firms = ['chaoyang-medical-devices', 'chaoyang-ai-software', 'yizhuang-manufacturer'].map(
      (name) => JSON.parse(readFileSync(join(ROOT, 'seeds/firms', `${name}.json`), 'utf8')) as Profile,
    );
    for (const firm of firms) {
      const results: EvaluatedMeasure[] = rules.measures.map(assess(catalogue, firm, '2026-04-01', { gaps: false }));
      const found = bestPortfolio(catalogue, results);
      const ids = new Set(found.chosen.map(({ measure }) => measure));
      expect(ids.size).toBeGreaterThan(5);
      for (const { id, most } of rules.groups)
        expect(membersOf(id).filter((each) => ids.has(each)).length).toBeLessThanOrEqual(most);
      for (const { id, relations } of rules.measures.filter((measure) => ids.has(measure.id)))
        for (const rival of relations.excludes ?? []) expect([id, ids.has(rival)]).toEqual([id, false]);
      for (const { groups, excludedBy, needs } of found.givenUp)
        expect(groups.length + excludedBy.length + needs.length).toBeGreaterThan(0);
    }
  });

  it('leave a firm with both titles the lower tax rate, and say what the other would cost', () => {
    const rate = (measure: string, amount: number): EvaluatedMeasure => {
      const [first] = portfolioOf({ ...NOTHING, amounts: [amount] }).results;
      if (!first) throw new Error('one result was asked for');
      return { ...first, measure, version: catalogue.measures.get(measure)?.versions.at(-1)?.from ?? '' };
    };
    const found = bestPortfolio(catalogue, [rate('cn-hnte-cit', 200_000), rate('cn-small-low-profit', 400_000)]);
    expect(found.chosen.map(({ measure }) => measure)).toEqual(['cn-small-low-profit']);
    expect(found.givenUp).toMatchObject([
      { measure: 'cn-hnte-cit', excludedBy: ['cn-small-low-profit'], groups: ['cn-income-tax-rate'], costs: 200_000 },
    ]);
  });
});
