/** Which measures a change of rules can move. */
import { measuresRead, parametersRead } from '#rules/engine/reads.ts';
import type { Rules } from '#rules/engine/types.ts';

/** Measures of the newer rules that differ themselves, or read a parameter or a measure that does; new ones too. */
export function touchedMeasures(older: Rules, newer: Rules): string[] {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const everywhere =
    !same(older.fields, newer.fields) || !same(older.sizes, newer.sizes) || !same(older.regions, newer.regions);
  const before = new Map(older.measures.map((measure) => [measure.id, measure]));
  const changed = (name: string): boolean => !same(older.parameters[name], newer.parameters[name]);
  const byParameter = (node: unknown, seen: readonly string[] = []): boolean =>
    parametersRead(node).some(
      (name) => changed(name) || (!seen.includes(name) && byParameter(newer.parameters[name]?.values, [...seen, name])),
    );
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
