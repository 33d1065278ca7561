import { readFileSync } from 'node:fs';
import { STATES, VERDICTS } from '../../../rules/engine/board.ts';
import { assess } from '../../../rules/engine/evaluate.ts';
import { loadCatalogue } from '../../../rules/engine/load.ts';
import { tracesOn, verdictsOn } from '../../../rules/engine/population.ts';
import type { Trace } from '../../../rules/engine/trace.ts';
import type { ConditionResult, EvaluatedMeasure, Rules, Verdict } from '../../../rules/engine/types.ts';
import type { Adapter, Mode, Outcome } from '../adapter.ts';
import type { Firm } from '../profiles.ts';

/** Any day on which the printed rule set is in force. */
const AS_OF = '2026-07-01';

/** A condition as a trace has it. */
export type Shown = Pick<ConditionResult, 'id' | 'state' | 'actual' | 'required'>;

/** An adapter whose answers say what they rest on. */
export interface Tracing<Answer = unknown> extends Adapter<Answer> {
  /** The conditions of a measure, by its place in the rules. */
  shown(answer: Answer, measure: number): readonly Shown[];
}

/** Loads the compiled artefact, as a Lambda or a browser does. */
export function setup(mode: Mode, { artefact }: { artefact: string }): Adapter<Trace> | Adapter<readonly Verdict[]> {
  const rules = readRules(artefact);
  return mode === 'trace' ? openTrace(rules) : openResult(rules);
}

export const readRules = (artefact: string): Rules => JSON.parse(readFileSync(artefact, 'utf8')) as Rules;

/** The verdict per measure; answers stand in the order of the rules' measures. */
export function openResult(rules: Rules): Adapter<readonly Verdict[]> {
  return {
    run: verdictsOn(loadCatalogue(rules), AS_OF),
    outcomes: (answer) => answer.map((verdict) => OUTCOMES[verdict]),
  };
}

/** The verdict with every condition's state, what the firm has and what is needed, as columns. */
export function openTrace(rules: Rules): Tracing<Trace> {
  const { conditions, traceOf } = tracesOn(loadCatalogue(rules), AS_OF);
  return {
    run: traceOf,
    outcomes: ({ verdicts }) => Array.from(verdicts, (code) => OUTCOMES[VERDICTS[code] ?? 'incomplete']),
    read({ verdicts, states, figures, answers }) {
      let seen = 0;
      for (const verdict of verdicts) seen += verdict;
      for (let index = 0; index < conditions.length; index += 1) {
        const { sides, answer } = conditions[index] ?? NOTHING;
        seen += states[index] ?? 0;
        if (sides !== undefined) for (const side of sides) seen += counted(figures[side]) + counted(figures[side + 1]);
        else if (answer !== undefined && answers[answer] !== undefined) seen += 1;
      }
      return seen;
    },
    shown: ({ states, figures, answers }, measure) =>
      conditions.flatMap(({ measure: own, planned: { condition }, sides, answer }, index) => {
        if (own !== measure || !('id' in condition)) return [];
        const range = (side: number): ConditionResult['actual'] => {
          const [min = NaN, max = NaN] = figures.subarray(side, side + 2);
          return min === max ? min : { min, max };
        };
        const given = answer === undefined ? null : (answers[answer] ?? null);
        const actual = typeof given === 'object' ? null : given;
        const [has, needed] = sides === undefined ? [actual, null] : sides.map(range);
        const state = STATES[states[index] ?? 0] ?? 'unknown';
        return [{ id: condition.id, state, actual: has ?? null, required: needed ?? null }];
      }),
  };
}
const NOTHING = { sides: undefined, answer: undefined };

/** Looks at a number; those that are none count nothing. */
const counted = (figure: number | undefined): number => (figure !== undefined && figure > 0 ? 1 : 0);

/** The whole result as the API gives it, words aside. */
export function openFull(rules: Rules): Tracing<readonly EvaluatedMeasure[]> {
  const catalogue = loadCatalogue(rules);
  return {
    run: (firm: Firm) => rules.measures.map(assess(catalogue, firm, AS_OF, { gaps: false })),
    outcomes: (answer) => answer.map(({ verdict }) => OUTCOMES[verdict]),
    shown: (answer, measure) => answer[measure]?.conditions ?? [],
  };
}

/** What only a person can settle is not decided. */
const OUTCOMES: Readonly<Record<Verdict, Outcome>> = {
  eligible: true,
  ineligible: false,
  'out-of-scope': false,
  incomplete: undefined,
  review: undefined,
};
