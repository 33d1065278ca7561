import { type Board, UNMET } from './board.ts';
import type { PlannedCondition } from './plan.ts';

/** Which leaves of a requirement keep a firm out, for many firms at little cost. */
export interface Blockers {
  /** In the order of the rule. */
  readonly leaves: readonly PlannedCondition[];
  /** The places among the leaves of those on which the ineligible verdict of the firm found last rests. */
  readonly places: Int32Array;
  /** Finds them for the firm on a lane, and says how many there are. */
  readonly find: (lane: number) => number;
}

/** A group, or leaves that block together: all of them do where nothing is inside. */
interface Branch {
  /** Where the states of all lanes begin. */
  readonly base: number;
  /** The places of its leaves. */
  readonly from: number;
  readonly to: number;
  readonly inner: readonly Branch[];
}

export function blockersIn({ states, lanes }: Board, require: PlannedCondition): Blockers {
  const leaves: PlannedCondition[] = [];
  const branchOf = (planned: PlannedCondition): Branch => {
    const { condition, children, state } = planned;
    const from = leaves.length;
    if (!('of' in condition)) leaves.push(planned);
    const inner = children.map(branchOf);
    // A negation is not looked into: all that it names stands against the firm.
    return { base: state * lanes, from, to: leaves.length, inner: condition.kind === 'not' ? [] : inner };
  };
  const root = branchOf(require);
  const places = new Int32Array(leaves.length);
  let found = 0;
  const find = ({ inner, from, to }: Branch, lane: number): void => {
    for (const branch of inner) if (states[branch.base + lane] === UNMET) find(branch, lane);
    if (inner.length > 0) return;
    for (let place = from; place < to; place += 1) {
      places[found] = place;
      found += 1;
    }
  };
  return {
    leaves,
    places,
    find: (lane) => {
      found = 0;
      find(root, lane);
      return found;
    },
  };
}
