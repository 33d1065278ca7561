import type { Rules, Texts } from '../engine/types.ts';
import { measuresRead } from '../engine/reads.ts';

/**
 * Measures and their relations as a Graphviz digraph: prerequisites solid, verdicts read dashed, exclusions dotted, and
 * exclusion groups as boxes of their own.
 */
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
    ...(relations.groups ?? []).map((group) => `  "${id}" -> "group ${group}" [style=dotted, dir=none];`),
    ...measuresRead(versions).map((read) => `  "${read}" -> "${id}" [style=dashed];`),
  ]);
  const groups = rules.groups.map(
    ({ id }) => `  "group ${id}" [label=${JSON.stringify(texts.groups[id]?.name ?? id)}, shape=note];`,
  );
  return [
    'digraph catalogue {',
    '  rankdir=LR;',
    '  node [shape=box];',
    ...nodes,
    ...groups,
    ...new Set(edges),
    '}',
    '',
  ].join('\n');
}
