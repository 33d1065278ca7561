import { describe, expect, it } from 'vitest';
import { assess } from '#rules/engine/evaluate.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { nextQuestion } from '#rules/engine/question.ts';
import type { EvaluatedMeasure, Profile } from '#rules/engine/types.ts';
import { DISTRICT_DAY, makeDistrict } from '../../seeds/district/make.ts';
import { answered, answersOf, asked, candidates, inDictionaryOrder } from './answering.ts';
import core from './core-measures.json' with { type: 'json' };
import { compileAll } from './support.ts';

/** On how many firms the two orders are compared (the bench does it on 1,000), and on how many every question is looked into. */
const FIRMS = 25;
const LOOKED_INTO = 4;

const { rules } = compileAll();
const catalogue = loadCatalogue(rules);
const measures = rules.measures.filter(({ id }) => core.includes(id));
const byDictionary = inDictionaryOrder(catalogue, core);

describe('the next question', () => {
  it(`settles every core measure with at least 30 % fewer questions than the dictionary's order, on ${FIRMS} firms`, () => {
    let ours = 0;
    let theirs = 0;
    for (const [index, firm] of firms(FIRMS).entries()) {
      const answers = answersOf(rules.fields, firm, index);
      ours += asked(answers, (profile) => nextQuestion(catalogue, profile, DISTRICT_DAY, core)?.field);
      theirs += asked(answers, byDictionary());
    }
    expect(ours).toBeGreaterThan(FIRMS);
    expect(ours / theirs).toBeLessThanOrEqual(0.7);
  }, 300_000);

  it('is never one whose answer changes nothing', () => {
    const idle: unknown[] = [];
    for (const [index, firm] of firms(LOOKED_INTO).entries()) {
      const answers = answersOf(rules.fields, firm, index);
      asked(answers, (profile) => {
        const question = nextQuestion(catalogue, profile, DISTRICT_DAY, core);
        if (!question) return undefined;
        const outcomes = new Set(
          candidates(rules.fields, question.field).map((value) => outcome(answered(profile, question.field, value))),
        );
        if (outcomes.size < 2 && !outcomes.has(outcome(profile))) return question.field;
        if (outcomes.size < 2) idle.push({ firm: firm.name, field: question.field });
        return question.field;
      });
    }
    expect(idle).toEqual([]);
  }, 300_000);

  it('says what hangs on the answer', () => {
    const question = nextQuestion(catalogue, {}, DISTRICT_DAY, core);
    expect(question?.decides.length).toBeGreaterThan(1);
    expect(question?.decides.every((id) => core.includes(id))).toBe(true);
  });

  it('is the same for the same profile, and none once nothing is open', () => {
    const [firm = {}] = firms(1);
    expect(nextQuestion(catalogue, firm, DISTRICT_DAY)).toEqual(
      nextQuestion(catalogue, structuredClone(firm), DISTRICT_DAY),
    );
    const answers = answersOf(rules.fields, firm, 0);
    let profile: Profile = {};
    asked(answers, (now) => {
      profile = now;
      return nextQuestion(catalogue, now, DISTRICT_DAY, core)?.field;
    });
    expect(nextQuestion(catalogue, profile, DISTRICT_DAY, core)).toBeNull();
    expect(results(profile).some(({ verdict }) => verdict === 'incomplete')).toBe(false);
  });
});

const firms = (count: number): Profile[] => [...makeDistrict({ firms: count, seed: 41 })];

function results(profile: Profile): EvaluatedMeasure[] {
  return measures.map(assess(catalogue, profile, DISTRICT_DAY, { gaps: false }));
}

/** What the core measures say, less what they wait for. */
const outcome = (profile: Profile): string =>
  JSON.stringify(results(profile).map(({ verdict, conditions }) => [verdict, conditions.map(({ state }) => state)]));
