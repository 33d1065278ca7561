// Idiomatic: raw answers as run-time facts, derived values as dynamic facts, one rule per measure.
import jre from 'json-rules-engine';
import { DERIVED, MEASURES } from '../ruleset.ts';
import { evaluate } from '../oracle.ts';

const OPS = {
  '>=': 'greaterThanInclusive',
  '<=': 'lessThanInclusive',
  '>': 'greaterThan',
  '<': 'lessThan',
  '=': 'equal',
};
const condition = (n) =>
  n.cmp
    ? {
        fact: n.cmp[1].fact,
        operator: OPS[n.cmp[0]],
        value: 'fact' in n.cmp[2] ? { fact: n.cmp[2].fact } : n.cmp[2].const,
      }
    : n.in
      ? { fact: n.in[0].fact, operator: 'in', value: n.in[1] }
      : { any: n.or.map(condition) };
const uses = (n, found = new Set()) => {
  if (n.fact) found.add(n.fact);
  for (const v of Object.values(n))
    if (v && typeof v === 'object') for (const c of [v].flat()) if (c && typeof c === 'object') uses(c, found);
  return found;
};

export function setup(mode) {
  const engine = new jre.Engine([], { allowUndefinedFacts: true });
  for (const [name, node] of Object.entries(DERIVED)) {
    const inputs = [...uses(node)];
    engine.addFact(name, async (_, almanac) => {
      const got = new Map(await Promise.all(inputs.map(async (i) => [i, await almanac.factValue(i)])));
      return evaluate(node, (i) => got.get(i));
    });
  }
  for (const m of MEASURES)
    engine.addRule({ name: m.id, conditions: { all: m.criteria.map(condition) }, event: { type: m.id } });
  return {
    async run(firm) {
      const { events, results, failureResults } = await engine.run(firm);
      return mode === 'trace' ? [...results, ...failureResults].map((r) => r.toJSON(false)) : events;
    },
    outcomes(out) {
      const yes = new Set(out.filter((e) => e.type || e.result).map((e) => e.type ?? e.name));
      return MEASURES.map((m) => yes.has(m.id));
    },
  };
}
