// The limit: straight-line JavaScript in the shape a person chasing speed would write.
// A firm is first read into one fixed-shape record (numbers; NaN = missing; texts and flags as codes), then each measure is one small function.
// Comparisons with NaN are false both ways, which is what makes "unknown" nearly free. 1 yes, 0 no, -1 unknown.
import { DERIVED, DISTRICTS, FACTS, INDUSTRIES, MEASURES, TAX_LEVELS } from '../ruleset.ts';

const NEGATED = { '>=': '<', '<=': '>', '>': '<=', '<': '>=' };
export const CODES = new Map(
  [...INDUSTRIES, ...DISTRICTS, ...TAX_LEVELS, 'micro', 'small', 'medium', 'large'].map((v, i) => [v, i]),
);
const code = (v) => (typeof v === 'string' ? CODES.get(v) : Number(v));
const value = (n) =>
  'fact' in n
    ? `r.${n.fact}`
    : 'const' in n
      ? String(code(n.const))
      : n.div
        ? n.div.map(value).join(' / ')
        : n.add.map(value).join(' + ');
function truth(n) {
  if (n.cmp) {
    const [op, a, b] = [n.cmp[0], value(n.cmp[1]), value(n.cmp[2])];
    return op === '='
      ? `(${a} === ${b} ? 1 : ${a} === ${a} ? 0 : -1)`
      : `(${a} ${op} ${b} ? 1 : ${a} ${NEGATED[op]} ${b} ? 0 : -1)`;
  }
  if (n.in) {
    const a = value(n.in[0]);
    return `(${n.in[1].map((v) => `${a} === ${code(v)}`).join(' || ')} ? 1 : ${a} === ${a} ? 0 : -1)`;
  }
  return (n.and ?? n.or).map(truth).reduce((a, b) => `${n.and ? 'and' : 'or'}(${a}, ${b})`);
}
const assign = (target, n) =>
  n.if
    ? `{ const c = ${truth(n.if[0])}; if (c === 1) ${assign(target, n.if[1])} else if (c === 0) ${assign(target, n.if[2])} else ${target} = NaN; }`
    : `{ ${target} = ${value(n)}; }`;

const HELPERS = `const and = (a, b) => a === 0 || b === 0 ? 0 : a === -1 || b === -1 ? -1 : 1, or = (a, b) => a === 1 || b === 1 ? 1 : a === -1 || b === -1 ? -1 : 0;\n`;
const read = Object.entries(FACTS).map(([k, type]) =>
  type === 'number'
    ? `${k}: ${k} === undefined ? NaN : ${k}`
    : type === 'flag'
      ? `${k}: ${k} === undefined ? NaN : ${k} ? 1 : 0`
      : `${k}: ${k} === undefined ? NaN : codes.get(${k})`,
);
const RECORD =
  `${HELPERS}return ({ ${Object.keys(FACTS).join(', ')} }) => { const r = { ${[...read, ...Object.keys(DERIVED).map((k) => `${k}: NaN`)].join(', ')} };\n` +
  Object.entries(DERIVED)
    .map(([k, n]) => assign(`r.${k}`, n))
    .join('\n') +
  '\nreturn r; }';
const RESULT = (m) =>
  `${HELPERS}return r => { let s = 1, c;\n` +
  m.criteria.map((c) => `c = ${truth(c)}; if (c === 0) return 0; if (c === -1) s = -1;`).join('\n') +
  '\nreturn s; }';
const TRACE = (m) =>
  `${HELPERS}return r => {\n` +
  m.criteria.map((c, j) => `const c${j} = ${truth(c)};`).join('\n') +
  `\nreturn { outcome: ${m.criteria.map((_, j) => `c${j}`).reduce((a, b) => `and(${a}, ${b})`)}, criteria: [` +
  m.criteria
    .map((c, j) => {
      const left = c.or?.[0] ?? c;
      return `{ outcome: c${j}, actual: ${value(left.cmp ? left.cmp[1] : left.in[0])}, needed: ${left.cmp ? value(left.cmp[2]) : 'NaN'} }`;
    })
    .join(', ') +
  '] }; }';

export const parts = { HELPERS, RECORD, truth, value };
export const asTruth = (s) => (s === 1 ? true : s === 0 ? false : undefined);
export function setup(mode) {
  const record = new Function('codes', RECORD)(CODES);
  const measures = MEASURES.map((m) => new Function((mode === 'trace' ? TRACE : RESULT)(m))());
  return {
    run(firm) {
      const r = record(firm),
        out = new Array(measures.length);
      for (let i = 0; i < measures.length; i++) out[i] = measures[i](r);
      return out;
    },
    outcomes: (out) => out.map((o) => asTruth(mode === 'trace' ? o.outcome : o)),
    read: mode === 'trace' ? look : undefined,
  };
}

const counted = (figure) => (figure > 0 ? 1 : 0);
function look(out) {
  let seen = 0;
  for (const measure of out) {
    seen += measure.outcome;
    for (const { outcome, actual, needed } of measure.criteria) seen += outcome + counted(actual) + counted(needed);
  }
  return seen;
}
