// CEL: parsed once per measure; an undeclared or absent variable is an error, and && / || absorb errors when the other side decides.
import { Environment } from '@marcbachmann/cel-js';
import { DERIVED, FACTS, MEASURES } from '../ruleset.ts';
import { CEL, infix } from '../print.ts';

const D = { ...CEL, literal: (v) => (typeof v === 'number' && Number.isInteger(v) ? `${v}.0` : JSON.stringify(v)) };
const UNKNOWN = Symbol('unknown');
const attempt = (program, context) => {
  try {
    return program(context);
  } catch {
    return UNKNOWN;
  }
};

export function setup(mode) {
  const env = new Environment({ unlistedVariablesAreDyn: true });
  const derived = Object.entries(DERIVED).map(([k, n]) => [k, env.parse(infix(n, D))]);
  const rules = MEASURES.map((m) =>
    mode === 'trace' ? m.criteria.map((c) => env.parse(infix(c, D))) : [env.parse(infix({ and: m.criteria }, D))],
  );
  return {
    run(firm) {
      const context = { ...firm };
      for (const [k, program] of derived) {
        const v = attempt(program, context);
        if (v !== UNKNOWN) context[k] = v;
      }
      return rules.map((programs) => programs.map((p) => attempt(p, context)));
    },
    outcomes: (out) => out.map((v) => (v.includes(false) ? false : v.includes(UNKNOWN) ? undefined : v[0])),
  };
}
