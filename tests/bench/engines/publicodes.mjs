// One publicodes model; answers go in with setSituation, each measure is evaluated on its own; trace = value plus missing-variable weights.
import Publicodes from 'publicodes';
import { DERIVED, DISTRICTS, FACTS, INDUSTRIES, MEASURES, TAX_LEVELS } from '../ruleset.ts';

const quote = (v) => (typeof v === 'string' ? `'${v}'` : v === true ? 'oui' : v === false ? 'non' : String(v));
const choices = { industry: INDUSTRIES, district: DISTRICTS, taxLevel: TAX_LEVELS };
function rule(n) {
  if ('fact' in n) return n.fact;
  if ('const' in n) return quote(n.const);
  if (n.div) return n.div.map(rule).join(' / ');
  if (n.add) return { somme: n.add.map(rule) };
  if (n.cmp) return `${rule(n.cmp[1])} ${n.cmp[0]} ${rule(n.cmp[2])}`;
  if (n.in) return { 'une de ces conditions': n.in[1].map((v) => `${rule(n.in[0])} = ${quote(v)}`) };
  if (n.and) return { 'toutes ces conditions': n.and.map(rule) };
  if (n.or) return { 'une de ces conditions': n.or.map(rule) };
  return { variations: [{ si: rule(n.if[0]), alors: rule(n.if[1]) }, { sinon: rule(n.if[2]) }] };
}

export function setup(mode) {
  const Engine = Publicodes.default ?? Publicodes;
  const model = {};
  for (const [name] of Object.entries(FACTS))
    model[name] = choices[name] ? { 'une possibilité': choices[name].map(quote) } : null;
  for (const [name, n] of Object.entries(DERIVED)) model[name] = { valeur: rule(n) };
  for (const m of MEASURES) model[m.id] = { 'toutes ces conditions': m.criteria.map(rule) };
  const engine = new Engine(model, { logger: { log() {}, warn() {}, error() {} } });
  return {
    run(firm) {
      engine.setSituation(
        Object.fromEntries(Object.entries(firm).map(([k, v]) => [k, typeof v === 'number' ? v : quote(v)])),
      );
      return MEASURES.map((m) => {
        const r = engine.evaluate(m.id);
        return mode === 'trace' ? r : r.nodeValue;
      });
    },
    outcomes: (out) => out.map((o) => (o && typeof o === 'object' ? o.nodeValue : o) ?? undefined),
  };
}
