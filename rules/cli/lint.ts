import { leavesIn } from '../engine/leaves.ts';
import { type Catalogue, loadCatalogue } from '../engine/load.ts';
import type { Measure, Rules } from '../engine/types.ts';
import { parametersRead } from '../engine/reads.ts';
import { type Case, differences } from './cases.ts';
import { measureMutants, type Mutant, parameterMutants } from './mutants.ts';

export interface MeasureReport {
  readonly id: string;
  readonly conditions: number;
  readonly judgements: number;
  readonly cases: number;
  readonly killed: number;
  readonly mutants: number;
  readonly failures: readonly string[];
  readonly survivors: readonly string[];
}

/** Runs a measure's cases and its mutants: what fails, and what no case would notice. */
export function reportMeasure(catalogue: Catalogue, measure: Measure, cases: readonly Case[]): MeasureReport {
  const leaves = measure.versions.flatMap((version) => [
    ...(version.scope ? leavesIn(version.scope) : []),
    ...leavesIn(version.require),
  ]);
  const judgements = leaves.filter((leaf) => leaf.kind === 'judgement').length;
  const failures = cases.flatMap((one) =>
    differences(catalogue, one).map((difference) => `${one.name}: ${difference}`),
  );
  const mutants = measureMutants(measure);
  const isKilled = killer(cases);
  const survivors =
    failures.length > 0 ? [] : mutants.filter((mutant) => !isKilled(mutated(catalogue, mutant))).map(said);
  const killed = failures.length > 0 ? 0 : mutants.length - survivors.length;
  return {
    id: measure.id,
    conditions: leaves.length - judgements,
    judgements,
    cases: cases.length,
    killed,
    mutants: mutants.length,
    failures,
    survivors,
  };
}

/** The same for a dated parameter, with the cases of every measure that reads it. */
export function reportParameter(
  catalogue: Catalogue,
  id: string,
  casesOf: ReadonlyMap<string, readonly Case[]>,
): { mutants: number; survivors: readonly string[] } {
  const parameter = catalogue.rules.parameters[id];
  if (!parameter) return { mutants: 0, survivors: [] };
  const cases = readersOf(catalogue.rules, id).flatMap((measure) => casesOf.get(measure) ?? []);
  const isKilled = killer(cases);
  const mutants = parameterMutants(parameter);
  const survivors = mutants.filter((mutant) => {
    const rules: Rules = { ...catalogue.rules, parameters: { ...catalogue.rules.parameters, [id]: mutant.make() } };
    return !isKilled(loadCatalogue(rules));
  });
  return { mutants: mutants.length, survivors: survivors.map(said) };
}

const said = (mutant: Mutant<unknown>): string => `${mutant.where}: ${mutant.what}`;

/** Whether some case notices a changed catalogue. What noticed the last change is asked first: neighbours are alike. */
function killer(cases: readonly Case[]): (changed: Catalogue) => boolean {
  let order = cases;
  return (changed) => {
    const one = order.find((each) => differences(changed, each).length > 0);
    if (one) order = [one, ...order.filter((each) => each !== one)];
    return one !== undefined;
  };
}

function mutated(catalogue: Catalogue, mutant: Mutant<Measure>): Catalogue {
  const measure = mutant.make();
  const measures = catalogue.rules.measures.map((each) => (each.id === measure.id ? measure : each));
  return loadCatalogue({ ...catalogue.rules, measures });
}

/** Measures whose verdict or benefit reads the parameter, directly or through another parameter. */
function readersOf(rules: Rules, id: string): string[] {
  const reads = (node: unknown, seen: readonly string[]): boolean =>
    parametersRead(node).some(
      (name) => name === id || (!seen.includes(name) && reads(rules.parameters[name]?.values, [...seen, name])),
    );
  return rules.measures.filter((measure) => reads(measure.versions, [])).map((measure) => measure.id);
}
