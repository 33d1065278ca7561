import { leavesIn } from '../engine/leaves.ts';
import { type Catalogue, loadCatalogue } from '../engine/load.ts';
import type { Measure, Rules } from '../engine/types.ts';
import { measuresRead, parametersRead } from '../engine/reads.ts';
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
  const rules = focused(catalogue.rules, [measure.id]);
  const survivors = failures.length > 0 ? [] : mutants.filter((mutant) => !isKilled(mutated(rules, mutant))).map(said);
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
  const readers = readersOf(catalogue.rules, id);
  const cases = readers.flatMap((measure) => casesOf.get(measure) ?? []);
  const rules = focused(catalogue.rules, readers);
  const isKilled = killer(cases);
  const mutants = parameterMutants(parameter);
  const survivors = mutants.filter((mutant) => {
    return !isKilled(loadCatalogue({ ...rules, parameters: { ...rules.parameters, [id]: mutant.make() } }));
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

function mutated(rules: Rules, mutant: Mutant<Measure>): Catalogue {
  const measure = mutant.make();
  const measures = rules.measures.map((each) => (each.id === measure.id ? measure : each));
  return loadCatalogue({ ...rules, measures });
}

/** The rules with these measures and those whose verdicts they read, at any remove: no other has a part in their results. */
function focused(rules: Rules, ids: readonly string[]): Rules {
  const needed = new Set(ids);
  // A set hands out what is added to it while it is walked.
  for (const id of needed) {
    const measure = rules.measures.find((each) => each.id === id);
    for (const read of verdictsRead(rules, measure)) needed.add(read);
  }
  return { ...rules, measures: rules.measures.filter(({ id }) => needed.has(id)) };
}

/** The measures whose verdicts it reads, directly or through a parameter. */
const verdictsRead = (rules: Rules, node: unknown, seen: readonly string[] = []): string[] => [
  ...measuresRead(node),
  ...parametersRead(node)
    .filter((name) => !seen.includes(name))
    .flatMap((name) => verdictsRead(rules, rules.parameters[name]?.values, [...seen, name])),
];

/** Measures whose verdict or benefit reads the parameter, directly or through another parameter. */
function readersOf(rules: Rules, id: string): string[] {
  const reads = (node: unknown, seen: readonly string[]): boolean =>
    parametersRead(node).some(
      (name) => name === id || (!seen.includes(name) && reads(rules.parameters[name]?.values, [...seen, name])),
    );
  return rules.measures.filter((measure) => reads(measure.versions, [])).map((measure) => measure.id);
}
