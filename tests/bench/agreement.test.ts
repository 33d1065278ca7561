import { describe, expect, it } from 'vitest';
import { compare, compareCriteria, isExtra, isWrong } from './compare.ts';
import { counterexample } from './completions.ts';
import { open } from './engines/ceyin.ts';
import { compileRuleset } from './language.ts';
import { evaluate, lookIn } from './oracle.ts';
import { makeProfiles } from './profiles.ts';
import { MEASURES } from './ruleset.ts';

const rules = compileRuleset();
const FIRMS = 60;

describe.each(['result', 'trace'] as const)('the neutral rule set in our language (%s)', (mode) => {
  const engine = open(rules, mode);

  it('comes out as the oracle says where every answer is given', async () => {
    const { tally, differences } = await compare(engine, makeProfiles(FIRMS, { missing: 0 }));
    expect(differences).toEqual([]);
    expect((tally['yes>yes'] ?? 0) + (tally['no>no'] ?? 0)).toBe(FIRMS * MEASURES.length);
    expect(tally['yes>yes']).toBeGreaterThan(100);
  });

  it('with a fifth of the answers missing decides at least as much, and nothing that an answer could still undo', async () => {
    const { tally, differences } = await compare(engine, makeProfiles(FIRMS));
    expect(differences.filter(isWrong)).toEqual([]);
    expect(tally['unknown>unknown']).toBeGreaterThan(100);
    const extra = differences.filter(isExtra);
    expect(extra.length).toBeGreaterThan(0);
    const undone = extra.filter(({ firm, measure, said }) => counterexample(firm, measure, said === true, 200));
    expect(undone).toEqual([]);
  });
});

describe('the trace', () => {
  const engine = open(rules, 'trace');

  it('gives each criterion the state that the oracle gives it', () => {
    expect(compareCriteria(engine, makeProfiles(FIRMS, { missing: 0 }))).toEqual([]);
    const differences = compareCriteria(engine, makeProfiles(FIRMS));
    expect(differences.filter(isWrong)).toEqual([]);
    const undone = differences.filter(({ firm, measure, said }) => counterexample(firm, measure, said === true, 20));
    expect(undone).toEqual([]);
  });

  it('shows what the firm has and what is needed', () => {
    const [firm] = makeProfiles(1, { missing: 0 });
    if (!firm) throw new Error('there is no firm');
    const [certification] = engine.run(firm);
    if (certification === undefined || typeof certification === 'string') throw new Error('this is no trace');
    const [age, staff, spending] = certification.conditions;
    const look = lookIn(firm);
    expect(age).toMatchObject({ actual: firm.ageMonths, required: 12 });
    expect(staff?.required).toBe(0.1);
    expect(staff?.actual).toBeCloseTo(Number(evaluate({ fact: 'rdStaffRatio' }, look)), 6);
    expect(spending?.required).toBe(evaluate({ fact: 'rdRatioFloor' }, look));
  });
});

describe('a completion', () => {
  it('undoes a promise that rests on a guess', () => {
    const [firm] = makeProfiles(1, { missing: 1 });
    const [measure] = MEASURES;
    if (!firm || !measure) throw new Error('there is nothing to complete');
    expect(counterexample(firm, measure, true, 100)).toBeDefined();
    expect(counterexample(firm, measure, false, 20_000)).toBeDefined();
  });
});
