import { type Board, UNMET } from './board.ts';
import type { PlannedCondition } from './plan.ts';
import type { Group } from './types.ts';

/** Which leaves of a requirement keep a firm out, for many firms at little cost. */
export interface Blockers {
  /** In the order of the rule. */
  readonly leaves: readonly PlannedCondition[];
  /** Groups of leaves of which some are enough; of those within another the outer one. */
  readonly choices: readonly Choice[];
  /** The places among the leaves of those on which the ineligible verdict of the firm found last rests. */
  readonly places: Int32Array;
  /** Finds them for the firm on a lane, and says how many there are. */
  readonly find: (lane: number) => number;
}

export interface Choice {
  /** So many of its branches are enough. */
  readonly enough: number;
  /** The places of its leaves. */
  readonly from: number;
  readonly to: number;
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
  const choices: Choice[] = [];
  const branchOf = (planned: PlannedCondition, isChosen = false): Branch => {
    const { condition, children, state } = planned;
    const from = leaves.length;
    if (!('of' in condition)) leaves.push(planned);
    const isChoice = (condition.kind === 'any' || condition.kind === 'atLeast') && children.length > 1;
    const inner = children.map((child) => branchOf(child, isChosen || isChoice));
    if (isChoice && !isChosen) choices.push({ enough: enoughOf(condition), from, to: leaves.length });
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
    choices,
    places,
    find: (lane) => {
      found = 0;
      find(root, lane);
      return found;
    },
  };
}

const enoughOf = ({ kind, n = 1 }: Group): number => (kind === 'atLeast' ? n : 1);
