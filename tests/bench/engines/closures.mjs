// What an interpreter of rules-as-data can reach: the tree is compiled once into closures; derived values are memoised per firm.
import { DERIVED, MEASURES } from '../ruleset.ts';
import { asTruth } from './plain.mjs';

const NEG = { '>=': (a, b) => a < b, '<=': (a, b) => a > b, '>': (a, b) => a <= b, '<': (a, b) => a >= b };
const POS = { '>=': (a, b) => a >= b, '<=': (a, b) => a <= b, '>': (a, b) => a > b, '<': (a, b) => a < b };
const slots = Object.keys(DERIVED);

function value(n) {
  if ('fact' in n) {
    const slot = slots.indexOf(n.fact);
    if (slot < 0) {
      const name = n.fact;
      return (env) => env.firm[name];
    }
    const make = value(DERIVED[n.fact]);
    return (env) => {
      if (env.done[slot]) return env.memo[slot];
      env.done[slot] = 1;
      return (env.memo[slot] = make(env));
    };
  }
  if ('const' in n) {
    const c = n.const;
    return () => c;
  }
  if (n.div) {
    const [a, b] = n.div.map(value);
    return (env) => a(env) / b(env);
  }
  if (n.add) {
    const xs = n.add.map(value);
    return (env) => {
      let s = 0;
      for (const x of xs) s += x(env);
      return s;
    };
  }
  const c = truth(n.if[0]),
    t = value(n.if[1]),
    e = value(n.if[2]);
  return (env) => {
    const s = c(env);
    return s === 1 ? t(env) : s === 0 ? e(env) : undefined;
  };
}
function truth(n) {
  if (n.cmp) {
    const [op] = n.cmp,
      a = value(n.cmp[1]),
      b = value(n.cmp[2]);
    if (op === '=')
      return (env) => {
        const x = a(env);
        return x === undefined ? -1 : x === b(env) ? 1 : 0;
      };
    const pos = POS[op],
      neg = NEG[op];
    return (env) => {
      const x = a(env),
        y = b(env);
      return pos(x, y) ? 1 : neg(x, y) ? 0 : -1;
    };
  }
  if (n.in) {
    const a = value(n.in[0]),
      set = new Set(n.in[1]);
    return (env) => {
      const x = a(env);
      return x === undefined ? -1 : set.has(x) ? 1 : 0;
    };
  }
  const xs = (n.and ?? n.or).map(truth),
    stop = n.and ? 0 : 1,
    rest = 1 - stop;
  return (env) => {
    let s = rest;
    for (const x of xs) {
      const v = x(env);
      if (v === stop) return stop;
      if (v === -1) s = -1;
    }
    return s;
  };
}
const left = (c) => {
  const n = c.or?.[0] ?? c;
  return value(n.cmp ? n.cmp[1] : n.in[0]);
};

export function setup(mode) {
  const measures = MEASURES.map((m) => ({
    all: truth({ and: m.criteria }),
    criteria: m.criteria.map((c) => ({ truth: truth(c), actual: left(c) })),
  }));
  const open = (firm) => ({ firm, done: new Uint8Array(slots.length), memo: new Array(slots.length) });
  const run =
    mode === 'trace'
      ? (firm) => {
          const env = open(firm);
          return measures.map((m) => {
            const criteria = m.criteria.map((c) => ({ outcome: c.truth(env), actual: c.actual(env) }));
            return { outcome: m.all(env), criteria };
          });
        }
      : (firm) => {
          const env = open(firm);
          return measures.map((m) => m.all(env));
        };
  return { run, outcomes: (out) => out.map((o) => asTruth(mode === 'trace' ? o.outcome : o)) };
}
