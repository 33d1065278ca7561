import { describe, expect, it } from 'vitest';
import { compare, compareCriteria, isExtra, isWrong } from './compare.ts';
import { counterexample } from './completions.ts';
import type { Adapter } from './adapter.ts';
import { openFull, openResult, openTrace, type Tracing } from './engines/ceyin.ts';
import { compileRuleset } from './language.ts';
import { evaluate, lookIn } from './oracle.ts';
import { makeProfiles } from './profiles.ts';
import { MEASURES } from './ruleset.ts';

const rules = compileRuleset();
const FIRMS = 60;

/** With the number of firms: the full result takes longer, and differs only in how it is put together. */
const traces: readonly (readonly [string, Tracing, number])[] = [
  ['trace', openTrace(rules), FIRMS],
  ['full result', openFull(rules), 10],
];
const all: readonly (readonly [string, Adapter, number])[] = [['result', openResult(rules), FIRMS], ...traces];

describe.each(all)('the neutral rule set in our language (%s)', (_name, engine, firms) => {
  it('comes out as the oracle says where every answer is given', async () => {
    const { tally, differences } = await compare(engine, makeProfiles(firms, { missing: 0 }));
    expect(differences).toEqual([]);
    expect((tally['yes>yes'] ?? 0) + (tally['no>no'] ?? 0)).toBe(firms * MEASURES.length);
    expect(tally['yes>yes']).toBeGreaterThan(firms);
  });

  it('with a fifth of the answers missing decides at least as much, and nothing that an answer could still undo', async () => {
    const { tally, differences } = await compare(engine, makeProfiles(firms));
    expect(differences.filter(isWrong)).toEqual([]);
    expect(tally['unknown>unknown']).toBeGreaterThan(firms);
    const extra = differences.filter(isExtra);
    expect(extra.length).toBeGreaterThan(0);
    const undone = extra.filter(({ firm, measure, said }) => counterexample(firm, measure, said === true, 200));
    expect(undone).toEqual([]);
  });
});

describe.each(traces)('the %s', (_name, engine, firms) => {
  it('gives each criterion the state that the oracle gives it', () => {
    expect(compareCriteria(engine, makeProfiles(firms, { missing: 0 }))).toEqual([]);
    const differences = compareCriteria(engine, makeProfiles(firms));
    expect(differences.filter(isWrong)).toEqual([]);
    const undone = differences.filter(({ firm, measure, said }) => counterexample(firm, measure, said === true, 20));
    expect(undone).toEqual([]);
  });

  it('shows what the firm has and what is needed', () => {
    const [firm] = makeProfiles(1, { missing: 0 });
    if (!firm) throw new Error('there is no firm');
    const [age, staff, spending] = engine.shown(engine.run(firm), 0);
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
