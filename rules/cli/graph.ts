import type { Rules, Texts } from '../engine/types.ts';
import { measuresRead } from '../language/dependencies.ts';

/** Measures and their relations as a Graphviz digraph: prerequisites solid, verdicts read dashed, exclusions dotted. */
export function graphOf(rules: Rules, texts: Texts): string {
  const nodes = rules.measures.map(
    ({ id, level }) => `  "${id}" [label=${JSON.stringify(texts.measures[id]?.name ?? id)}, group="${level}"];`,
  );
  const edges = rules.measures.flatMap(({ id, relations, versions }) => [
    ...(relations.prerequisiteOf ?? []).map((next) => `  "${id}" -> "${next}";`),
    ...(relations.supersedes ?? []).map((old) => `  "${id}" -> "${old}" [label="supersedes"];`),
    ...(relations.excludes ?? [])
      .filter((other) => id < other)
      .map((other) => `  "${id}" -> "${other}" [style=dotted, dir=none];`),
    ...measuresRead(versions).map((read) => `  "${read}" -> "${id}" [style=dashed];`),
  ]);
  return ['digraph catalogue {', '  rankdir=LR;', '  node [shape=box];', ...nodes, ...new Set(edges), '}', ''].join(
    '\n',
  );
}
