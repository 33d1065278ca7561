import type { Adapter, Outcome } from './adapter.ts';
import type { Shown, Tracing } from './engines/ceyin.ts';
import { criterionId } from './language.ts';
import { evaluate, judge, lookIn, type Truth } from './oracle.ts';
import type { Firm } from './profiles.ts';
import { MEASURES, type NeutralMeasure, type RuleNode } from './ruleset.ts';

/** An answer that is not the oracle's. */
export interface Difference {
  readonly firm: Firm;
  readonly measure: NeutralMeasure;
  readonly oracle: Truth;
  readonly said: Outcome;
}
export interface Comparison {
  /** How often each pair occurred, as `oracle>engine`. */
  readonly tally: Readonly<Record<string, number>>;
  readonly differences: readonly Difference[];
}

/** Every measure of every firm, as the oracle and as the engine sees it. */
export async function compare(adapter: Adapter, firms: readonly Firm[]): Promise<Comparison> {
  const tally: Record<string, number> = {};
  const differences: Difference[] = [];
  for (const firm of firms) {
    const truths = judge(firm);
    const outcomes = adapter.outcomes(await adapter.run(firm));
    MEASURES.forEach((measure, index) => {
      const [oracle, said] = [truths[index], outcomes[index]];
      const pair = `${word(oracle)}>${word(said)}`;
      tally[pair] = (tally[pair] ?? 0) + 1;
      if (word(oracle) !== word(said)) differences.push({ firm, measure, oracle, said });
    });
  }
  return { tally, differences };
}

const word = (outcome: Outcome): string =>
  outcome === true ? 'yes' : outcome === false ? 'no' : outcome === 'error' ? 'error' : 'unknown';

/** The oracle had decided, and the engine says otherwise or not at all. */
export const isWrong = ({ oracle }: Pick<Difference, 'oracle'>): boolean => oracle !== undefined;
/** The oracle leaves it open, and the engine decides: to be proved. */
export const isExtra = ({ oracle, said }: Difference): boolean => oracle === undefined && typeof said === 'boolean';

/** The same for every single criterion of our engine's trace. */
export function compareCriteria(adapter: Tracing, firms: readonly Firm[]): Difference[] {
  return firms.flatMap((firm) => {
    const look = lookIn(firm);
    const answer = adapter.run(firm);
    return MEASURES.flatMap((measure, index) => {
      const states = statesOf(adapter.shown(answer, index));
      return measure.criteria.flatMap((criterion, at): Difference[] => {
        const oracle = evaluate(criterion, look);
        const said = said3(criterion, criterionId(at), states);
        const difference = { firm, measure: { id: measure.id, criteria: [criterion] }, said };
        return oracle === said ? [] : [{ ...difference, oracle: typeof oracle === 'boolean' ? oracle : undefined }];
      });
    });
  });
}

function statesOf(shown: readonly Shown[]): ReadonlyMap<string, Truth> {
  return new Map(shown.map(({ id, state }) => [id, state === 'met' ? true : state === 'unmet' ? false : undefined]));
}

/** A criterion's state; of alternatives the first that is met counts. */
function said3(criterion: RuleNode, id: string, states: ReadonlyMap<string, Truth>): Truth {
  if (!('or' in criterion)) {
    if (!states.has(id)) throw new Error(`the trace has no condition “${id}”`);
    return states.get(id);
  }
  const each = criterion.or.map((alternative, at) => said3(alternative, `${id}-${at + 1}`, states));
  return each.includes(true) ? true : each.includes(undefined) ? undefined : false;
}
