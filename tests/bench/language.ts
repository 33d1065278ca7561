import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { RULES } from '../../rules/cli/paths.ts';
import type { Rules, Unit } from '../../rules/engine/types.ts';
import { type CatalogueFiles, compile } from '../../rules/language/compile.ts';
import { formatProblem, Source } from '../../rules/language/problems.ts';
import { CHOICES, DERIVED, FACTS, MEASURES, type NeutralMeasure, type RuleNode, SIZE_CLASSES } from './ruleset.ts';

/** The neutral rule set as a catalogue in our language, compiled as the real one is. */
export function compileRuleset(): Rules {
  const compilation = compile(printRuleset());
  if (!compilation.ok) throw new Error(compilation.problems.map(formatProblem).join('\n'));
  return compilation.compiled.rules;
}

/**
 * The YAML files of that catalogue. Facts become fields of a dictionary of their own, derived values become parameters,
 * and each criterion a condition; what a catalogue must also say (labels, documents, grades) has a stand-in.
 */
export function printRuleset(): CatalogueFiles {
  return {
    fields: file('fields', Object.keys(FACTS).map(field)),
    industries: real('profile', 'industries.yaml'),
    industryWords: real('profile', 'industry-words.yaml'),
    focusFields: file('focus-fields', { plans: [], unnamed: [] }),
    documents: file('documents', [
      {
        id: DOCUMENT,
        title: both('ruleset.ts'),
        number: null,
        issuer: both('bench'),
        issuedOn: null,
        url: null,
        ...SEEN,
      },
    ]),
    provisions: file('provisions', []),
    groups: file('groups', []),
    synonyms: file('synonyms', []),
    shared: file('shared', {
      sets: {},
      judges: {},
      conditions: {},
      sizes: Object.fromEntries(SIZE_CLASSES.map((size) => [size, both(size)])),
    }),
    // Size classes are a derived value of the rule set, not the table that the language has for them.
    sizes: file('size-classes', { id: 'sizeClasses', label: both('none'), values: [{ ...IN_FORCE, rows: [] }] }),
    parameters: [file('parameters', Object.keys(DERIVED).map(parameter))],
    measures: MEASURES.map((measure, index) => file(measureId(measure, index), printMeasure(measure, index))),
  };
}

/** Measure ids sort as the rule set has them, so that results stand in its order. */
const measureId = ({ id }: NeutralMeasure, index: number): string =>
  `${String(index).padStart(2, '0')}-${id.replace(/[A-Z]|\d+/g, (part) => `-${part.toLowerCase()}`)}`;

const DOCUMENT = 'bench';
const SEEN = { grade: 'A', checked: '2026-01-01' };
const IN_FORCE = { from: '2020-01-01', basis: { doc: DOCUMENT }, ...SEEN };
const both = (text: string) => ({ zh: text, en: text });
const file = (name: string, content: unknown): Source => new Source(`bench/${name}.yaml`, stringify(content));
/** The classification of industries is the same for every catalogue. */
const real = (...steps: string[]): Source => new Source(steps.join('/'), readFileSync(join(RULES, ...steps), 'utf8'));

// ---- Fields and parameters --------------------------------------------------------------------

const FACT_UNITS: Readonly<Record<string, Unit>> = {
  ageMonths: 'months',
  staff: 'people',
  rdStaff: 'people',
  insuredStaff: 'people',
  ipClass1: 'count',
  ipClass2: 'count',
};
const DERIVED_UNITS: Readonly<Record<string, Unit>> = {
  staffScore: 'points',
  rdScore: 'points',
  ipScore: 'points',
  techScore: 'points',
  sizeClass: 'count',
};
/** Facts without a unit of their own are amounts; derived values without one are shares. */
const unitOf = (name: string): Unit =>
  name in DERIVED ? (DERIVED_UNITS[name] ?? 'ratio') : (FACT_UNITS[name] ?? 'yuan');

/** Nothing is claimed of an answer that the rule set does not say, but that a number is not negative. */
function field(name: string): unknown {
  const texts = { label: both(name), question: both(name), sensitivity: 'internal' };
  switch (FACTS[name]) {
    case 'number':
      return { path: name, type: 'number', unit: unitOf(name), step: 1, min: 0, ...texts };
    case 'flag':
      return { path: name, type: 'flag', ...texts };
    default:
      return { path: name, type: 'enum', values: (CHOICES[name] ?? []).map((id) => ({ id, ...both(id) })), ...texts };
  }
}

/** A parameter is a figure: the size class is given as a rank, 0 for the smallest. */
const parameterId = (name: string): string => (name === 'sizeClass' ? 'sizeRank' : name);

function parameter(name: string): unknown {
  const node = DERIVED[name];
  if (node === undefined) throw new Error(`there is no derived value “${name}”`);
  return {
    id: parameterId(name),
    label: both(name),
    unit: unitOf(name),
    values: [{ ...IN_FORCE, value: figure(node, unitOf(name)) }],
  };
}

// ---- Measures -----------------------------------------------------------------------------------

function printMeasure(measure: NeutralMeasure, index: number): unknown {
  return {
    id: measureId(measure, index),
    name: both(measure.id),
    summary: both(measure.id),
    level: 'national',
    instrument: 'certification',
    department: both('bench'),
    ...SEEN,
    availability: 'rolling',
    provisions: [],
    versions: [
      {
        from: IN_FORCE.from,
        bases: [DOCUMENT],
        require: { all: measure.criteria.map((criterion, at) => condition(criterion, criterionId(at))) },
      },
    ],
  };
}

/** The id of a criterion's condition; alternatives under `or` have it as `<id>-<n>`. */
export const criterionId = (at: number): string => `criterion-${at + 1}`;

function condition(node: RuleNode, id: string): unknown {
  if ('or' in node) return { any: node.or.map((each, at) => condition(each, `${id}-${at + 1}`)) };
  const text = test(node);
  return { id, label: both(text), test: text, basis: DOCUMENT };
}

// ---- Expressions --------------------------------------------------------------------------------

function test(node: RuleNode): string {
  if ('and' in node) return node.and.map(test).join(' && ');
  if ('or' in node) return `(${node.or.map(test).join(' || ')})`;
  if ('in' in node) return membership(node.in[0], node.in[1]);
  if (!('cmp' in node)) throw new Error(`not a test: ${JSON.stringify(node)}`);
  const [op, left, right] = node.cmp;
  const name = nameOf(left);
  if ('const' in right && right.const === true) return name;
  if ('const' in right && typeof right.const === 'string') return membership(left, [right.const]);
  return `${figure(left, unitOf(name))} ${op === '=' ? '==' : op} ${figure(right, unitOf(name))}`;
}

function membership(left: RuleNode, values: readonly string[]): string {
  const name = nameOf(left);
  return name === 'sizeClass' ? rankWithin(values) : `${name} in [${values.map((value) => `'${value}'`).join(', ')}]`;
}

/** Sets of size classes reach up from the smallest or down from the largest. */
function rankWithin(sizes: readonly string[]): string {
  const ranks = sizes.map((size) => SIZE_CLASSES.indexOf(size));
  const [low, high] = [Math.min(...ranks), Math.max(...ranks)];
  if (low === 0) return `${parameterId('sizeClass')} <= ${high}`;
  if (high === SIZE_CLASSES.length - 1) return `${parameterId('sizeClass')} >= ${low}`;
  throw new Error(`not a run of size classes from an end: ${sizes.join(', ')}`);
}

function figure(node: RuleNode, unit: Unit): string {
  if ('fact' in node) return parameterId(node.fact);
  if ('const' in node) return literal(node.const, unit);
  if ('div' in node) return node.div.map(nameOf).join(' / ');
  if ('add' in node) return node.add.map(nameOf).join(' + ');
  if (!('if' in node)) throw new Error(`not a figure: ${JSON.stringify(node)}`);
  const [guard, then, otherwise] = node.if;
  return `${test(guard)} ? ${nested(then, unit)} : ${nested(otherwise, unit)}`;
}

const nested = (node: RuleNode, unit: Unit): string => ('if' in node ? `(${figure(node, unit)})` : figure(node, unit));

function literal(value: string | number | boolean, unit: Unit): string {
  if (typeof value === 'string') return String(SIZE_CLASSES.indexOf(value));
  return unit === 'yuan' ? `yuan(${value})` : String(value);
}

function nameOf(node: RuleNode): string {
  if ('fact' in node) return node.fact;
  throw new Error(`not a name: ${JSON.stringify(node)}`);
}
