import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#rules/cli/paths.ts';
import { assess } from '#rules/engine/evaluate.ts';
import { answerAt } from '#rules/engine/facts.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { nextQuestion } from '#rules/engine/question.ts';
import type { Profile } from '#rules/engine/types.ts';
import { firms } from './profiles.ts';
import { compileAll } from './support.ts';

const catalogue = loadCatalogue(compileAll().rules);
const AS_OF = '2026-07-01';
const seed = (name: string): Profile =>
  JSON.parse(readFileSync(join(ROOT, 'seeds/firms', `${name}.json`), 'utf8')) as Profile;

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
