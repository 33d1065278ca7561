/** Which measures a change of rules can move. */
import { measuresRead, parametersRead } from '#rules/engine/reads.ts';
import type { Rules } from '#rules/engine/types.ts';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Measures of the newer rules that differ themselves, or read a parameter or a measure that does; new ones too. */
export function touchedMeasures(older: Rules, newer: Rules): string[] {
  const everywhere =
    !same(older.fields, newer.fields) || !same(older.sizes, newer.sizes) || !same(older.regions, newer.regions);
  const before = new Map(older.measures.map((measure) => [measure.id, measure]));
  const changed = changedParameters(older, newer);
  const byParameter = (node: unknown): boolean => parametersRead(node).some((name) => changed.has(name));
  const touched = new Set(
    newer.measures
      .filter((measure) => everywhere || !same(before.get(measure.id), measure) || byParameter(measure.versions))
      .map(({ id }) => id),
  );
  // Until nothing more is reached: a verdict may rest on another that rests on a third.
  for (let size = -1; size !== touched.size;) {
    size = touched.size;
    for (const { id, versions } of newer.measures) {
      if (measuresRead(versions).some((other) => touched.has(other))) touched.add(id);
    }
  }
  return newer.measures.filter(({ id }) => touched.has(id)).map(({ id }) => id);
}

/** Parameters that differ, or rest on one that does. */
export function changedParameters(older: Rules, newer: Rules): ReadonlySet<string> {
  const all = Object.entries(newer.parameters);
  const changed = new Set(
    all.filter(([name, parameter]) => !same(older.parameters[name], parameter)).map(([name]) => name),
  );
  // Until nothing more is reached, as above.
  for (let size = -1; size !== changed.size;) {
    size = changed.size;
    for (const [name, { values }] of all)
      if (parametersRead(values).some((other) => changed.has(other))) changed.add(name);
  }
  return changed;
}
