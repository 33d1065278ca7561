import { readFileSync } from 'node:fs';
import { assess } from '../../../rules/engine/evaluate.ts';
import { loadCatalogue } from '../../../rules/engine/load.ts';
import { verdictsOn } from '../../../rules/engine/population.ts';
import type { EvaluatedMeasure, Rules, Verdict } from '../../../rules/engine/types.ts';
import type { Adapter, Mode, Outcome } from '../adapter.ts';
import type { Firm } from '../profiles.ts';

/** Any day on which the printed rule set is in force. */
const AS_OF = '2026-07-01';

/** `result`: the verdict per measure. `trace`: with every condition's state, what the firm has and what is needed. */
export type Answer = readonly (Verdict | Traced)[];
export type Traced = Pick<EvaluatedMeasure, 'verdict' | 'conditions'>;

/** Loads the compiled artefact, as a Lambda or a browser does. */
export const setup = (mode: Mode, { artefact }: { artefact: string }): Adapter<Answer> =>
  open(JSON.parse(readFileSync(artefact, 'utf8')) as Rules, mode);

/** The engine over rules that are at hand; answers stand in the order of the rules' measures. */
export function open(rules: Rules, mode: Mode): Adapter<Answer> {
  const catalogue = loadCatalogue(rules);
  const assessed = (firm: Firm): EvaluatedMeasure[] =>
    rules.measures.map(assess(catalogue, firm, AS_OF, { gaps: false }));
  return {
    run: mode === 'trace' ? assessed : verdictsOn(catalogue, AS_OF),
    outcomes: (answer) => answer.map((each) => OUTCOMES[typeof each === 'string' ? each : each.verdict]),
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
