/** What differs between two versions of a measure (版本对照), by condition, parameter and benefit. */
import type { Condition, Lang, Measure, Version } from '#rules/engine/types.ts';
import type { LoadedCatalogue } from '../deps.ts';
import { benefitOf, conditionTree, type ConditionNode } from './conditions.ts';
import { exprWords } from './words.ts';

export interface VersionChange {
  what: 'condition' | 'parameter' | 'benefit' | 'basis' | 'structure';
  change: 'added' | 'removed' | 'changed';
  /** The condition's or parameter's id, the part of the benefit, the document. */
  id: string;
  /** Which aspects of a condition changed. */
  aspects: string[];
  before: string | null;
  after: string | null;
}

/** A version where it stands: in its measure, in its catalogue. */
export interface Placed {
  readonly loaded: LoadedCatalogue;
  readonly measure: Measure;
  readonly version: Version;
}

export function changesBetween(older: Placed, newer: Placed, lang: Lang): VersionChange[] {
  const [before, after] = [older, newer].map(({ loaded, measure, version }) => partsOf(loaded, lang, measure, version));
  if (!before || !after) return [];
  return [
    ...pairs(before.conditions, after.conditions).flatMap(conditionChange),
    ...textChanges('parameter', before.parameters, after.parameters),
    ...textChanges('benefit', before.benefit, after.benefit),
    ...textChanges('basis', before.bases, after.bases),
    ...(before.shape === after.shape ? [] : [change('structure', 'groups', before.shape, after.shape, [])]),
  ];
}

interface Aspects {
  readonly label: string;
  readonly rule: string;
  readonly when: string;
  readonly part: string;
  readonly by: string;
  readonly evidence: string;
  readonly basis: string;
}
interface Parts {
  readonly conditions: ReadonlyMap<string, Aspects>;
  readonly parameters: ReadonlyMap<string, string>;
  readonly benefit: ReadonlyMap<string, string>;
  readonly bases: ReadonlyMap<string, string>;
  /** How the conditions are grouped. */
  readonly shape: string;
}

function partsOf(loaded: LoadedCatalogue, lang: Lang, measure: Measure, version: Version): Parts {
  const tree = (condition: Condition) => conditionTree(loaded, lang, measure, version, condition);
  const trees = [
    ...(version.scope ? [{ part: 'scope', tree: tree(version.scope) }] : []),
    { part: 'require', tree: tree(version.require) },
  ];
  const conditions = new Map(
    trees.flatMap(({ part, tree }) => leavesIn(tree).map((leaf) => [leaf.id ?? '', aspectsOf(leaf, part)] as const)),
  );
  const benefit = benefitOf(loaded, lang, measure, version);
  const documents = loaded.texts[lang].documents;
  return {
    conditions,
    parameters: parametersOf(loaded, lang, version),
    benefit: new Map(Object.entries(benefit).flatMap(([key, text]) => (text === null ? [] : [[key, text] as const]))),
    bases: new Map(
      version.bases.map(({ doc, article }) => [doc, [documents[doc]?.title ?? doc, article].filter(Boolean).join(' ')]),
    ),
    shape: trees.map(({ part, tree }) => `${part}: ${shapeOf(tree)}`).join('; '),
  };
}

function aspectsOf(leaf: ConditionNode, part: string): Aspects {
  return {
    label: leaf.label ?? '',
    rule: leaf.rule ?? '',
    when: leaf.when ?? '',
    part,
    by: leaf.by ?? '',
    evidence: (leaf.evidence ?? []).join('；'),
    basis: (leaf.basis ?? []).map(({ doc, article }) => [doc, article].filter(Boolean).join(' ')).join('; '),
  };
}

const leavesIn = (node: ConditionNode): ConditionNode[] => (node.of ? node.of.flatMap(leavesIn) : [node]);

function shapeOf(node: ConditionNode): string {
  if (!node.of) return node.id ?? '';
  return `${node.kind}${node.n === undefined ? '' : ` ${node.n}`}(${node.of.map(shapeOf).join(', ')})`;
}

/** The parameters a version reads, with the value in force on its first day. */
function parametersOf(loaded: LoadedCatalogue, lang: Lang, version: Version): Map<string, string> {
  const names = [...JSON.stringify(version).matchAll(/\["param","([^"]+)"\]/g)].map(([, name = '']) => name);
  return new Map(
    [...new Set(names)].sort().flatMap((name) => {
      const parameter = loaded.rules.parameters[name];
      const value = parameter?.values.find(({ from, to }) => from <= version.from && (!to || version.from < to));
      if (!parameter || !value) return [];
      const label = loaded.texts[lang].parameters[name] ?? name;
      return [[name, `${label}: ${exprWords(loaded, lang, value.value, parameter.unit)}`] as const];
    }),
  );
}

type Pair<T> = readonly [id: string, before: T | undefined, after: T | undefined];

const pairs = <T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): Pair<T>[] =>
  [...new Set([...before.keys(), ...after.keys()])].map((id) => [id, before.get(id), after.get(id)]);

function conditionChange([id, before, after]: Pair<Aspects>): VersionChange[] {
  const said = (aspects: Aspects | undefined): string | null =>
    aspects ? [aspects.label, aspects.rule, aspects.when].filter(Boolean).join(' | ') : null;
  const aspects =
    before && after
      ? Object.entries(before).flatMap(([name, text]) => (text === after[name as keyof Aspects] ? [] : [name]))
      : [];
  if (before && after && aspects.length === 0) return [];
  return [change('condition', id, said(before), said(after), aspects)];
}

function textChanges(
  what: VersionChange['what'],
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): VersionChange[] {
  return pairs(before, after).flatMap(([id, old = null, now = null]) =>
    old === now ? [] : [change(what, id, old, now, [])],
  );
}

function change(
  what: VersionChange['what'],
  id: string,
  before: string | null,
  after: string | null,
  aspects: string[],
): VersionChange {
  return {
    what,
    change: before === null ? 'added' : after === null ? 'removed' : 'changed',
    id,
    aspects,
    before,
    after,
  };
}
