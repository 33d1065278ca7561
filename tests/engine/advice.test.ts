import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#rules/cli/paths.ts';
import { toDay, toIso } from '#rules/engine/calendar.ts';
import { assess } from '#rules/engine/evaluate.ts';
import { answerAt } from '#rules/engine/facts.ts';
import { type Catalogue, loadCatalogue } from '#rules/engine/load.ts';
import { laddersOf } from '#rules/engine/path.ts';
import { bestPortfolio } from '#rules/engine/portfolio.ts';
import { nextQuestion } from '#rules/engine/question.ts';
import { timelineOf } from '#rules/engine/timeline.ts';
import type { EvaluatedMeasure, Measure, Profile } from '#rules/engine/types.ts';
import { firms } from './profiles.ts';
import { bareCatalogue, compileAll } from './support.ts';

const catalogue = loadCatalogue(compileAll().rules);
const AS_OF = '2026-07-01';
const seed = (name: string): Profile =>
  JSON.parse(readFileSync(join(ROOT, 'seeds/firms', `${name}.json`), 'utf8')) as Profile;
const resultsFor = (profile: Profile): EvaluatedMeasure[] =>
  catalogue.rules.measures.map(assess(catalogue, profile, AS_OF, { gaps: false }));

describe('the best combination', () => {
  /** Made-up results with amounts and exclusions. */
  const conflict = fc.integer({ min: 1, max: 9 }).chain((size) =>
    fc.record({
      amounts: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: size, maxLength: size }),
      edges: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 12 }),
    }),
  );

  function setting({ amounts, edges }: { amounts: number[]; edges: [number, number][] }): {
    catalogue: Catalogue;
    results: EvaluatedMeasure[];
  } {
    const id = (index: number): string => `m${index}`;
    const measures = amounts.map(
      (_, index) =>
        ({
          id: id(index),
          relations: { excludes: edges.filter(([a, b]) => a === index && b !== index).map(([, b]) => id(b)) },
        }) as unknown as Measure,
    );
    const results = amounts.map(
      (amount, index) =>
        ({
          measure: id(index),
          verdict: 'eligible',
          availability: { state: 'rolling' },
          benefit: { yearly: { min: amount, max: amount }, oneOff: null, ceiling: null },
        }) as unknown as EvaluatedMeasure,
    );
    return {
      catalogue: { ...bareCatalogue, measures: new Map(measures.map((measure) => [measure.id, measure])) },
      results,
    };
  }

  it('is as good as the best of all combinations, and free of conflicts', () => {
    fc.assert(
      fc.property(conflict, ({ amounts, edges }) => {
        const { catalogue: made, results } = setting({ amounts, edges });
        const { chosen, total, givenUp } = bestPortfolio(made, results);
        const conflicts = (set: readonly number[]): boolean =>
          edges.some(([a, b]) => a !== b && set.includes(a) && set.includes(b));
        let best = 0;
        for (let mask = 0; mask < 2 ** amounts.length; mask += 1) {
          const set = amounts.flatMap((_, index) => (mask & (1 << index) ? [index] : []));
          if (!conflicts(set))
            best = Math.max(
              best,
              set.reduce((sum, index) => sum + (amounts[index] ?? 0), 0),
            );
        }
        expect(total.max).toBe(best);
        expect(conflicts(chosen.map(({ measure }) => Number(measure.slice(1))))).toBe(false);
        expect(chosen.length + givenUp.length).toBe(amounts.length);
        for (const { excludedBy, costs } of givenUp) {
          expect(excludedBy.length).toBeGreaterThan(0);
          expect(costs).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('never holds two measures of the catalogue that exclude each other', () => {
    const { chosen } = bestPortfolio(catalogue, resultsFor(seed('chaoyang-medical-devices')));
    const ids = chosen.map(({ measure }) => measure);
    expect(ids.length).toBeGreaterThan(5);
    for (const id of ids)
      for (const rival of catalogue.measures.get(id)?.relations.excludes ?? []) expect(ids).not.toContain(rival);
  });
});

describe('the ladder of titles', () => {
  it('shows what is held, what comes next and what later', () => {
    const rungs = laddersOf(catalogue, resultsFor(seed('chaoyang-ai-software')), AS_OF).flat();
    const state = (id: string): string | undefined => rungs.find(({ measure }) => measure === id)?.state;
    expect(state('cn-tech-sme')).toBe('held');
    expect(state('cn-hnte')).toBe('next');
    expect(rungs.find(({ measure }) => measure === 'cn-hnte')?.lacking).toEqual(['rd-ratio']);
  });
});

describe('the timeline', () => {
  it('names every change: between two of its days nothing turns', () => {
    const profile = seed('chaoyang-ai-software');
    const turns = timelineOf(catalogue, profile, AS_OF);
    expect(turns.length).toBeGreaterThan(5);
    fc.assert(
      fc.property(fc.constantFrom(...catalogue.rules.measures), fc.integer({ min: 1, max: 1095 }), (measure, ahead) => {
        const day = toIso(toDay(AS_OF) + ahead);
        const last = turns.filter((turn) => turn.measure === measure.id && turn.on <= day);
        const start = assess(catalogue, profile, AS_OF)(measure);
        const now = assess(catalogue, profile, day)(measure);
        expect([measure.id, day, now.verdict, now.availability.state]).toEqual([
          measure.id,
          day,
          last.findLast(({ verdict }) => verdict)?.verdict?.to ?? start.verdict,
          last.findLast(({ availability }) => availability)?.availability?.to ?? start.availability.state,
        ]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the next question', () => {
  const ids = [...catalogue.measures.keys()];

  it('is the same for the same answers, and explains itself', () => {
    const profile = seed('dongcheng-newcomer');
    const question = nextQuestion(catalogue, profile, AS_OF);
    expect(question).toEqual(nextQuestion(catalogue, structuredClone(profile), AS_OF));
    expect(question?.decides.length).toBeGreaterThan(0);
  });

  it('is never one that is already answered exactly, and ends once nothing is open', () => {
    fc.assert(
      fc.property(firms(catalogue.rules.fields), fc.subarray(ids, { minLength: 1, maxLength: 8 }), (profile, asked) => {
        const question = nextQuestion(catalogue, profile, AS_OF, asked);
        const assessOne = assess(catalogue, profile, AS_OF, { gaps: false });
        const open = asked
          .flatMap((id) => catalogue.measures.get(id) ?? [])
          .map(assessOne)
          .filter(({ verdict }) => verdict === 'incomplete');
        expect(question === null).toBe(open.length === 0);
        if (!question) return;
        expect(typeof answerAt(profile, question.field)).not.toBe('number');
        expect(question.decides.every((id) => open.some(({ measure }) => measure === id))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
