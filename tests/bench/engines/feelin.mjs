// FEEL: a literal expression per measure, derived values first. feelin has no compiled form, so the text is read on every call.
import { evaluate } from 'feelin';
import { DERIVED, MEASURES } from '../ruleset.ts';
import { FEEL, infix } from '../print.ts';

export function setup(mode) {
  const derived = Object.entries(DERIVED).map(([k, n]) => [k, infix(n, FEEL)]);
  const rules = MEASURES.map((m) =>
    mode === 'trace' ? m.criteria.map((c) => infix(c, FEEL)) : [infix({ and: m.criteria }, FEEL)],
  );
  return {
    run(firm) {
      const context = { ...firm };
      for (const [k, text] of derived) context[k] = evaluate(text, context).value;
      return rules.map((texts) => texts.map((t) => evaluate(t, context)));
    },
    outcomes: (out) =>
      out.map((results) => {
        const v = results.map((r) => r.value);
        return v.includes(false) ? false : v.includes(null) ? undefined : (v[0] ?? undefined);
      }),
  };
}
