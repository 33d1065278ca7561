import { GIVEN, JUDGEMENT, MET, OPEN, ROUNDED, SKIPPED, STRANGE, UNKNOWN, UNMET } from './board.ts';
import type { Columns } from './columns.ts';
import { exactAt } from './exact.ts';
import { above } from './firm.ts';
import { type Comparison, inputsOf, type Node, type Slot } from './graph.ts';
import { compare } from './rational.ts';
import { CLOSE, verdict } from './tests.ts';

/**
 * The states of one firm after another on a board with one lane, worked out only where they are asked for: a group
 * stops at the condition that decides it, and of two branches only the one taken is looked at.
 */
export function onDemand(columns: Columns): { begin: () => void; stateOf: (slot: Slot) => number } {
  const { board, stepAt, answers } = columns;
  const { nodes } = board.graph;
  const { lo, hi, flags, states } = board;
  // What a slot is and needs is looked up when it is first asked for.
  const kinds = new Uint8Array(nodes.length).fill(UNSEEN);
  const firsts = new Int32Array(nodes.length);
  const seconds = new Int32Array(nodes.length);
  const thirds = new Int32Array(nodes.length);
  const inputs: Slot[] = [];
  const lists: (ReadonlySet<unknown> | undefined)[] = [];
  const constants = new Uint8Array(nodes.length);
  nodes.forEach(({ op }, slot) => {
    if (op === 'const') constants[slot] = 1;
  });
  const done = constants.slice();

  const look = (slot: Slot): number => {
    const node = nodes[slot];
    if (node === undefined) throw new Error('There is no such slot.');
    const needed = operands(columns, node, inputs);
    firsts[slot] = needed[0] ?? 0;
    seconds[slot] = needed[1] ?? 0;
    thirds[slot] = needed[2] ?? 0;
    if (node.op === 'in') lists[slot] = new Set(node.list);
    return (kinds[slot] = kindOf(node));
  };

  const stateOf = (slot: Slot): number => {
    if (done[slot] === 1) return states[slot] ?? 0;
    done[slot] = 1;
    return (states[slot] = kinds[slot] === COMPARISON ? compared(slot) : worked(slot));
  };

  const worked = (slot: Slot): number => {
    if (kinds[slot] === UNSEEN && look(slot) === COMPARISON) return compared(slot);
    const a = firsts[slot] ?? 0;
    const b = seconds[slot] ?? 0;
    switch (kinds[slot]) {
      case ALL:
        return least(a, b);
      case ANY:
        return greatest(a, b);
      case REQUIRE:
        return REQUIRED[stateOf(a)] ?? 0;
      case MEMBER: {
        const answer = answers[a];
        return typeof answer !== 'string' ? UNKNOWN : lists[slot]?.has(answer) === true ? MET : UNMET;
      }
      case ANSWER: {
        const answer = answers[a];
        if (typeof answer !== 'number') break;
        lo[slot] = answer;
        hi[slot] = answer;
        flags[slot] = GIVEN;
        return 0;
      }
      case QUOTIENT: {
        if (done[a] === 0) stateOf(a);
        if (done[b] === 0) stateOf(b);
        const over = lo[a] ?? 0;
        const under = lo[b] ?? 0;
        const marks = (flags[a] ?? 0) | (flags[b] ?? 0);
        if (over !== hi[a] || under !== hi[b] || over < 0 || !(under > 0) || (marks & STRANGE) !== 0) break;
        const value = over / under;
        lo[slot] = value;
        hi[slot] = value;
        flags[slot] = (marks & OPEN) | ROUNDED;
        return 0;
      }
      case GUARD:
        if (stateOf(a) !== UNMET) stateOf(b);
        break;
      case CHOICE: {
        let taken = slot;
        while (kinds[taken] === CHOICE) {
          const state = stateOf(thirds[taken] ?? 0);
          if (state !== MET && state !== UNMET) break;
          taken = (state === MET ? firsts[taken] : seconds[taken]) ?? 0;
        }
        if (taken === slot) {
          stateOf(a);
          stateOf(b);
          break;
        }
        stateOf(taken);
        lo[slot] = lo[taken] ?? 0;
        hi[slot] = hi[taken] ?? 0;
        flags[slot] = flags[taken] ?? 0;
        return 0;
      }
      case SCOPED: {
        const scope = stateOf(a);
        if (scope !== UNMET && scope !== UNKNOWN) stateOf(b);
        break;
      }
      default:
        for (let index = a; index < b; index += 1) stateOf(inputs[index] ?? 0);
    }
    return stepped(slot);
  };

  const stepped = (slot: Slot): number => {
    stepAt(slot)(1);
    return states[slot] ?? 0;
  };

  const least = (from: number, to: number): number => {
    let found = SKIPPED;
    for (let index = from; index < to; index += 1) {
      const slot = inputs[index] ?? 0;
      let state = states[slot] ?? 0;
      if (done[slot] === 0) {
        done[slot] = 1;
        state = kinds[slot] === COMPARISON ? compared(slot) : worked(slot);
        states[slot] = state;
      }
      if (state === UNMET) return UNMET;
      if (state < found) found = state;
    }
    return found;
  };

  const greatest = (from: number, to: number): number => {
    let found = SKIPPED;
    for (let index = from; index < to; index += 1) {
      const state = stateOf(inputs[index] ?? 0);
      if (state === MET) return MET;
      const ranked = state === UNMET ? MET : state;
      if (ranked < found) found = ranked;
    }
    return found === MET ? UNMET : found;
  };

  /** Where both ranges are plain and clearly apart, at once. */
  const compared = (slot: Slot): number => {
    const a = firsts[slot] ?? 0;
    const b = seconds[slot] ?? 0;
    if (done[a] === 0) stateOf(a);
    if (done[b] === 0) stateOf(b);
    const marks = (flags[a] ?? 0) | (flags[b] ?? 0);
    if ((marks & STRANGE) === 0) {
      const most = hi[b] ?? 0;
      const least = lo[b] ?? 0;
      const close = (marks & ROUNDED) === 0 ? 0 : 2 * CLOSE * Math.min(Math.abs(least), Math.abs(most));
      const over = (lo[a] ?? 0) - most;
      const under = least - (hi[a] ?? 0);
      const outcomes = thirds[slot] ?? 0;
      if (over > close) return outcomes & 7;
      if (under > close) return outcomes >> 6;
      if (over === -under && lo[a] === hi[a]) {
        // Two figures so close that rounding could decide.
        const order = (marks & ROUNDED) !== 0 ? compare(exactAt(board, a, 0)[0], exactAt(board, b, 0)[0]) : 0;
        return order > 0 ? outcomes & 7 : order < 0 ? outcomes >> 6 : (outcomes >> 3) & 7;
      }
      if ((marks & OPEN) !== 0 && over < -close && under < -close) return UNKNOWN;
    }
    const state = stepped(slot);
    if ((state !== UNKNOWN && state !== JUDGEMENT) || (marks & OPEN) !== 0) return state;
    // What stays open although no figure in sight is open is settled by a look at everything that it rests on.
    for (const each of above(board.graph, slot)) if (each !== slot) stateOf(each);
    return stepped(slot);
  };

  return {
    begin: () => {
      done.set(constants);
      columns.read(1);
    },
    stateOf: (slot) => (kinds[slot] === REQUIRE ? (REQUIRED[stateOf(firsts[slot] ?? 0)] ?? 0) : stateOf(slot)),
  };
}

/** The verdict by the state of the requirements, where there is no scope. */
const REQUIRED = Uint8Array.from([0, 1, 2, 3, 4], (state) => verdict(MET, state));

const OTHER = 0;
const ALL = 1;
const ANY = 2;
const CHOICE = 3;
const GUARD = 4;
const REQUIRE = 5;
const SCOPED = 6;
const COMPARISON = 7;
const ANSWER = 8;
const QUOTIENT = 9;
const MEMBER = 10;
const UNSEEN = 11;

function kindOf(node: Node): number {
  switch (node.op) {
    case 'all':
      return ALL;
    case 'any':
      return ANY;
    case 'if':
      return CHOICE;
    case 'guard':
      return GUARD;
    case 'verdict':
      return node.scope === null ? REQUIRE : SCOPED;
    case 'compare':
      return COMPARISON;
    case 'in':
      return MEMBER;
    case 'answer':
      return ANSWER;
    case '/':
      return QUOTIENT;
    default:
      return OTHER;
  }
}

/** The slots that a step needs, or where they begin and end in a list; for some with one thing more. */
function operands({ board, columnOf }: Columns, node: Node, listed: Slot[]): readonly number[] {
  switch (node.op) {
    case 'compare':
      return [node.a, node.b, OUTCOMES[node.kind]];
    case 'in':
    case 'answer':
      return [columnOf(node.path)];
    case '/':
      return [node.a, node.b];
    case 'if':
      return [node.a, node.b, node.test];
    case 'guard':
      return [node.when, node.of];
    case 'verdict':
      return node.scope === null ? [node.require] : [node.scope, node.require];
    case 'all':
    case 'any': {
      const from = listed.length;
      listed.push(...node.of);
      return [from, listed.length];
    }
    default: {
      const from = listed.length;
      for (const slot of new Set(inputsOf(node))) if (board.graph.nodes[slot]?.op !== 'const') listed.push(slot);
      return [from, listed.length];
    }
  }
}

/** What comes out where the first of two numbers is below, at or above the second: three bits each. */
const outcomes = (below: number, equal: number, above: number): number => (below << 6) | (equal << 3) | above;
const OUTCOMES: Readonly<Record<Comparison, number>> = {
  '>=': outcomes(UNMET, MET, MET),
  '>': outcomes(UNMET, UNMET, MET),
  '<=': outcomes(MET, MET, UNMET),
  '<': outcomes(MET, UNMET, UNMET),
  '=': outcomes(UNMET, MET, UNMET),
};
