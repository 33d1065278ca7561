// A design to aim at: every criterion's outcome kept in two bits (0 met, 1 unknown, 2 not met), one integer per measure.
// "result" returns the integers, from which any explanation can be built later; "trace" also builds the explanation objects
// for the measures a portal would show: eligible, undecided, and missed by a single criterion.
import { MEASURES } from '../ruleset.ts';
import { CODES, parts } from './plain.mjs';

const NO = 0xaaaa,
  UNKNOWN = 0x5555;
const onlyOne = (bits) => (bits & (bits - 1)) === 0;
const PACKED = (m) =>
  `${parts.HELPERS}return r => { let p = 0, c;\n` +
  m.criteria
    .map((c, j) => `c = ${parts.truth(c)}; if (c !== 1) p |= ${2 << (2 * j)} >> (c === -1 ? 1 : 0);`)
    .join('\n') +
  '\nreturn p; }';
const VALUES = (m) =>
  'return r => [' +
  m.criteria
    .map((c) => {
      const n = c.or?.[0] ?? c;
      return parts.value(n.cmp ? n.cmp[1] : n.in[0]);
    })
    .join(', ') +
  ']';

export const outcome = (p) => (p & NO ? 0 : p & UNKNOWN ? -1 : 1);
export function setup(mode) {
  const record = new Function('codes', parts.RECORD)(CODES);
  const measures = MEASURES.map((m) => new Function(PACKED(m))());
  const actuals = MEASURES.map((m) => new Function(VALUES(m))());
  return {
    run(firm) {
      const r = record(firm),
        packed = new Int32Array(measures.length);
      for (let i = 0; i < measures.length; i++) packed[i] = measures[i](r);
      if (mode === 'result') return packed;
      const shown = [];
      for (let i = 0; i < packed.length; i++) {
        const p = packed[i];
        if (p & NO && !onlyOne(p & NO)) continue;
        const values = actuals[i](r);
        shown.push({
          measure: i,
          outcome: outcome(p),
          criteria: values.map((actual, j) => ({ outcome: (p >> (2 * j)) & 3, actual })),
        });
      }
      return Object.assign(shown, { packed });
    },
    outcomes: (out) => Array.from(out.packed ?? out, (p) => [false, true, undefined][p & NO ? 0 : p & UNKNOWN ? 2 : 1]),
  };
}
