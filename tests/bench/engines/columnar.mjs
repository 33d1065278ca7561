// The batch limit: answers held as typed columns (NaN = missing), each distinct criterion evaluated once over all firms.
// "result" counts evaluation only over columns already loaded; "trace" mode here means loading included (see ../README.md).
import { DERIVED, DISTRICTS, FACTS, INDUSTRIES, MEASURES, TAX_LEVELS } from '../ruleset.ts';

const CODES = new Map(
  [...INDUSTRIES, ...DISTRICTS, ...TAX_LEVELS, 'micro', 'small', 'medium', 'large'].map((v, i) => [v, i]),
);
const num = (v) =>
  v === undefined ? NaN : v === true ? 1 : v === false ? 0 : typeof v === 'string' ? CODES.get(v) : v;
const NEG = { '>=': '<', '<=': '>', '>': '<=', '<': '>=' };
const value = (n) =>
  'fact' in n
    ? `C.${n.fact}[i]`
    : 'const' in n
      ? String(num(n.const))
      : n.div
        ? `${value(n.div[0])} / ${value(n.div[1])}`
        : n.add.map(value).join(' + ');
function truth(n) {
  if (n.cmp) {
    const [op] = n.cmp,
      a = value(n.cmp[1]),
      b = value(n.cmp[2]);
    return op === '='
      ? `(${a} === ${b} ? 1 : ${a} === ${a} ? 0 : 2)`
      : `(${a} ${op} ${b} ? 1 : ${a} ${NEG[op]} ${b} ? 0 : 2)`;
  }
  if (n.in) {
    const a = value(n.in[0]);
    return `(${n.in[1].map((v) => `${a} === ${num(v)}`).join(' || ')} ? 1 : ${a} === ${a} ? 0 : 2)`;
  }
  return (n.and ?? n.or).map(truth).reduce((a, b) => `${n.and ? 'and' : 'or'}(${a}, ${b})`);
}
const assign = (t, n) =>
  n.if
    ? `{ const c = ${truth(n.if[0])}; if (c === 1) ${assign(t, n.if[1])} else if (c === 0) ${assign(t, n.if[2])} else ${t} = NaN; }`
    : `{ ${t} = ${value(n)}; }`;
const HELP = `const and = (a, b) => a === 0 || b === 0 ? 0 : a === 2 || b === 2 ? 2 : 1, or = (a, b) => a === 1 || b === 1 ? 1 : a === 2 || b === 2 ? 2 : 0;`;

export function setup(mode) {
  const distinct = new Map();
  for (const m of MEASURES)
    for (const c of m.criteria)
      if (!distinct.has(JSON.stringify(c))) distinct.set(JSON.stringify(c), { at: distinct.size, node: c });
  const derive = Object.entries(DERIVED).map(
    ([k, n]) =>
      new Function('C', 'count', `${HELP} const out = C.${k}; for (let i = 0; i < count; i++) ${assign('out[i]', n)}`),
  );
  const tests = [...distinct.values()].map(
    ({ node }) =>
      new Function(
        'C',
        'out',
        `${HELP} const count = out.length; for (let i = 0; i < count; i++) out[i] = ${truth(node)};`,
      ),
  );
  const plans = MEASURES.map((m) => m.criteria.map((c) => distinct.get(JSON.stringify(c)).at));
  const load = (firms) => {
    const C = {};
    for (const name of [...Object.keys(FACTS), ...Object.keys(DERIVED)]) C[name] = new Float64Array(firms.length);
    for (const name of Object.keys(FACTS)) {
      const col = C[name];
      for (let i = 0; i < firms.length; i++) col[i] = num(firms[i][name]);
    }
    return C;
  };
  let loaded, from;
  return {
    distinct: distinct.size,
    runAll(firms) {
      const C = mode === 'trace' ? load(firms) : from === firms ? loaded : ((from = firms), (loaded = load(firms)));
      const count = firms.length;
      for (const d of derive) d(C, count);
      const results = tests.map((t) => {
        const out = new Uint8Array(count);
        t(C, out);
        return out;
      });
      return plans.map((plan) => {
        const out = results[plan[0]].slice();
        for (let p = 1; p < plan.length; p++) {
          const r = results[plan[p]];
          for (let i = 0; i < count; i++) {
            const a = out[i],
              b = r[i];
            out[i] = a === 0 || b === 0 ? 0 : a | b;
            if (out[i] === 3) out[i] = 2;
          }
        }
        return out;
      });
    },
  };
}
