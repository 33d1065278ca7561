import { type Comparison, DERIVED, MEASURES, type RuleNode, type Value } from './ruleset.ts';
import type { Firm } from './profiles.ts';

/** A fact or derived value; undefined where it is missing or rests on something missing. */
export type Known = Value | undefined;
export type Truth = boolean | undefined;
type Look = (name: string) => Known;

const OPS: Readonly<Record<Comparison, (a: Value, b: Value) => boolean>> = {
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '=': (a, b) => a === b,
};

/** The slow and clear three-valued meaning of a node: undefined where the answer depends on a missing value. */
export function evaluate(node: RuleNode, look: Look): Known {
  if ('fact' in node) return look(node.fact);
  if ('const' in node) return node.const;
  if ('div' in node) {
    const [a, b] = [evaluate(node.div[0], look), evaluate(node.div[1], look)];
    return a === undefined || b === undefined ? undefined : Number(a) / Number(b);
  }
  if ('add' in node)
    return node.add
      .map((each) => evaluate(each, look))
      .reduce((sum, each) => (sum === undefined || each === undefined ? undefined : Number(sum) + Number(each)));
  if ('if' in node) {
    const condition = evaluate(node.if[0], look);
    return condition === undefined ? undefined : evaluate(node.if[condition === true ? 1 : 2], look);
  }
  return truth(node, look);
}

function truth(node: RuleNode, look: Look): Truth {
  if ('cmp' in node) {
    const [a, b] = [evaluate(node.cmp[1], look), evaluate(node.cmp[2], look)];
    return a === undefined || b === undefined ? undefined : OPS[node.cmp[0]](a, b);
  }
  if ('in' in node) {
    const a = evaluate(node.in[0], look);
    return a === undefined ? undefined : node.in[1].includes(String(a));
  }
  if ('and' in node) {
    const all = node.and.map((each) => evaluate(each, look));
    return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
  }
  if ('or' in node) {
    const all = node.or.map((each) => evaluate(each, look));
    return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
  }
  throw new Error(`not a test: ${JSON.stringify(node)}`);
}

/** A firm's facts and derived values, each derived value worked out once. */
export function lookIn(firm: Firm): Look {
  const known = new Map<string, Known>();
  const look: Look = (name) => {
    const derived = DERIVED[name];
    if (derived === undefined) return firm[name];
    if (!known.has(name)) known.set(name, evaluate(derived, look));
    return known.get(name);
  };
  return look;
}

/** The outcome of every measure for a firm. */
export function judge(firm: Firm): Truth[] {
  const look = lookIn(firm);
  return MEASURES.map(({ criteria }) => truth({ and: criteria }, look));
}

/** The outcome of one measure for a firm. */
export const judgeOne = (firm: Firm, measure: { readonly criteria: readonly RuleNode[] }): Truth =>
  truth({ and: measure.criteria }, lookIn(firm));
