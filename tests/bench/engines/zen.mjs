// One decision graph for all measures: an expression node for derived values, one for the measures (trace: one key per criterion).
// "naive" prints the rules as written; "guarded" adds the null tests that keep a missing number from failing the whole decision.
import { ZenEngine } from '@gorules/zen-engine';
import { DERIVED, MEASURES } from '../ruleset.ts';
import { infix, ZEN } from '../print.ts';

function guarded(node, prefix) {
  const p = (n) => guarded(n, prefix);
  if (node.cmp) {
    const a = p(node.cmp[1]),
      b = p(node.cmp[2]),
      op = node.cmp[0] === '=' ? '==' : node.cmp[0];
    return `(${a} != null${'fact' in node.cmp[2] ? ` and ${b} != null` : ''} and ${a} ${op} ${b})`;
  }
  if (node.div) {
    const [a, b] = node.div.map(p);
    return `((${a} == null or ${b} == null) ? null : ${a} / ${b})`;
  }
  if (node.if) return `(${p(node.if[0])} ? ${p(node.if[1])} : ${p(node.if[2])})`;
  if (node.and || node.or) return `(${(node.and ?? node.or).map(p).join(node.and ? ' and ' : ' or ')})`;
  return infix(node, { ...ZEN, derivedPrefix: prefix });
}
const node = (id, type, content) => ({ id, type, name: id, position: { x: 0, y: 0 }, ...(content && { content }) });
const keys = (entries) => ({
  passThrough: false,
  inputField: null,
  outputPath: null,
  executionMode: 'single',
  expressions: entries.map(([key, value], i) => ({ id: `${key}-${i}`, key, value })),
});

export function setup(mode, { guardNulls = true } = {}) {
  const print = (n, prefix) => (guardNulls ? guarded(n, prefix) : infix(n, { ...ZEN, derivedPrefix: prefix }));
  const rules =
    mode === 'trace'
      ? MEASURES.flatMap((m) => [
          ...m.criteria.map((c, j) => [`${m.id}_${j}`, print(c, '')]),
          [m.id, m.criteria.map((_, j) => `$.${m.id}_${j}`).join(' and ')],
        ])
      : MEASURES.map((m) => [m.id, m.criteria.map((c) => print(c, '')).join(' and ')]);
  const graph = {
    nodes: [
      node('in', 'inputNode'),
      node('derived', 'expressionNode', {
        ...keys(Object.entries(DERIVED).map(([k, n]) => [k, print(n, '$.')])),
        passThrough: true,
      }),
      node('measures', 'expressionNode', keys(rules)),
      node('out', 'outputNode'),
    ],
    edges: [
      ['in', 'derived'],
      ['derived', 'measures'],
      ['measures', 'out'],
    ].map(([a, b]) => ({ id: a + b, sourceId: a, targetId: b, type: 'edge' })),
  };
  const decision = new ZenEngine().createDecision(graph);
  return {
    run: (firm) => decision.evaluate(firm, { trace: mode === 'trace' }).catch(() => null),
    outcomes: (out) => MEASURES.map((m) => (out === null ? 'error' : out.result[m.id])),
  };
}
