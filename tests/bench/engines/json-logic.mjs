// json-logic-engine in its compiled form (it turns each rule into a JavaScript function); trace = one function per criterion.
import { LogicEngine } from 'json-logic-engine';
import { DERIVED, MEASURES } from '../ruleset.ts';
import { jsonLogic } from '../print.ts';

export function setup(mode) {
  const engine = new LogicEngine();
  const build = (n) => engine.build(jsonLogic(n));
  const attempt = (program, context) => {
    try {
      return program(context);
    } catch {
      return 'error';
    }
  };
  const derived = Object.entries(DERIVED).map(([k, n]) => [k, build(n)]);
  const rules = MEASURES.map((m) => (mode === 'trace' ? m.criteria.map(build) : [build({ and: m.criteria })]));
  return {
    run(firm) {
      const context = { ...firm };
      for (const [k, program] of derived) {
        const v = attempt(program, context);
        if (v !== 'error') context[k] = v;
      }
      return rules.map((programs) => programs.map((p) => attempt(p, context)));
    },
    outcomes: (out) => out.map((v) => (v.includes('error') ? 'error' : v.every((x) => x === true))),
  };
}
