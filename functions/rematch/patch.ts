/** One figure of the rules changed, to see what would follow (模拟): a threshold, the points to pass, an amount, a parameter. */
import { toDay } from '#rules/engine/calendar.ts';
import { inForceOrNearest } from '#rules/engine/facts.ts';
import type { Condition, Expr, IsoDate, Measure, Rules, Version } from '#rules/engine/types.ts';

export type Patch =
  /** A condition's threshold, or the points that a score asks for. */
  | { readonly condition: string; readonly value: number }
  /** What a firm gets in a year, once, or at most, in yuan. */
  | { readonly benefit: 'yearly' | 'oneOff' | 'ceiling'; readonly value: number }
  /** A parameter of the tables that measures share. */
  | { readonly parameter: string; readonly value: number };

export type Patched =
  | { readonly ok: true; readonly rules: Rules; readonly before: number }
  | {
      readonly ok: false;
      readonly why: 'no-measure' | 'no-condition' | 'no-figure' | 'no-parameter';
      /** Where the figure is a parameter: its name, to be changed instead. */
      readonly parameter?: string;
    };

/** The rules with the figure changed in the version in force on the day; of the rest nothing. */
export function patched(rules: Rules, id: string, asOf: IsoDate, patch: Patch): Patched {
  if ('parameter' in patch) return withParameter(rules, asOf, patch.parameter, patch.value);
  const measure = rules.measures.find((each) => each.id === id);
  const version = measure && inForceOrNearest(measure.versions, toDay(asOf));
  if (!measure || !version) return { ok: false, why: 'no-measure' };
  const found = 'condition' in patch ? inConditions(version, patch) : inBenefit(version, patch);
  if (!found.ok) return found;
  const versions = measure.versions.map((each) => (each === version ? found.changed : each));
  const changed: Measure = { ...measure, versions };
  const measures = rules.measures.map((each) => (each === measure ? changed : each));
  return { ok: true, rules: { ...rules, hash: `${rules.hash}+`, measures }, before: found.before };
}

type Found<T> = { readonly ok: true; readonly changed: T; readonly before: number } | Extract<Patched, { ok: false }>;
const nowhere = { ok: false, why: 'no-condition' } as const;

function inConditions(version: Version, { condition, value }: Extract<Patch, { condition: string }>): Found<Version> {
  const inRequire = inTree(version.require, condition, value);
  if (inRequire.ok) return { ...inRequire, changed: { ...version, require: inRequire.changed } };
  const inScope = version.scope ? inTree(version.scope, condition, value) : nowhere;
  if (inScope.ok) return { ...inScope, changed: { ...version, scope: inScope.changed } };
  return inRequire.why === 'no-figure' ? inRequire : inScope;
}

function inTree(tree: Condition, id: string, value: number): Found<Condition> {
  if ('of' in tree) {
    for (const [at, child] of tree.of.entries()) {
      const found = inTree(child, id, value);
      if (found.ok) return { ...found, changed: { ...tree, of: tree.of.with(at, found.changed) } };
      if (found.why === 'no-figure') return found;
    }
    return nowhere;
  }
  if (tree.id !== id) return nowhere;
  if (tree.kind === 'score') return { ok: true, changed: { ...tree, pass: value }, before: tree.pass };
  if (tree.kind !== 'test') return { ok: false, why: 'no-figure' };
  const { test } = tree;
  if (test[0] !== '>=' && test[0] !== '>' && test[0] !== '<=' && test[0] !== '<' && test[0] !== '=') {
    return { ok: false, why: 'no-figure' };
  }
  const [op, a, b] = test;
  if (isFigure(b)) return { ok: true, changed: { ...tree, test: [op, a, ['num', value]] }, before: b[1] };
  if (isFigure(a)) return { ok: true, changed: { ...tree, test: [op, ['num', value], b] }, before: a[1] };
  return noFigure(b, a);
}

function inBenefit(version: Version, { benefit, value }: Extract<Patch, { benefit: string }>): Found<Version> {
  const amount = version.benefit?.[benefit];
  if (!amount) return { ok: false, why: 'no-figure' };
  if (!isFigure(amount)) return noFigure(amount);
  const changed = { ...version, benefit: { ...version.benefit, [benefit]: ['num', value] as const } };
  return { ok: true, changed, before: amount[1] };
}

function withParameter(rules: Rules, asOf: IsoDate, name: string, value: number): Patched {
  const parameter = Object.hasOwn(rules.parameters, name) ? rules.parameters[name] : undefined;
  const inForce = parameter && inForceOrNearest(parameter.values, toDay(asOf));
  if (!parameter || !inForce) return { ok: false, why: 'no-parameter' };
  if (!isFigure(inForce.value)) return { ok: false, why: 'no-figure' };
  const values = parameter.values.map((each) =>
    each === inForce ? { ...each, value: ['num', value] as const } : each,
  );
  const parameters = { ...rules.parameters, [name]: { ...parameter, values } };
  return { ok: true, rules: { ...rules, hash: `${rules.hash}+`, parameters }, before: inForce.value[1] };
}

const isFigure = (expr: Expr): expr is Extract<Expr, readonly ['num', number]> => expr[0] === 'num';

function noFigure(...exprs: readonly Expr[]): Extract<Patched, { ok: false }> {
  for (const expr of exprs) if (expr[0] === 'param') return { ok: false, why: 'no-figure', parameter: expr[1] };
  return { ok: false, why: 'no-figure' };
}
