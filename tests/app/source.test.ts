/** What is shown to whoever drafts a change is the rule in force, at the place where its file has it. */
import { expect, test } from 'vitest';
import { placesOf, valuesOf, type Place } from '#lib/catalogue/source.ts';
import type { Condition, Expr, Test, Unit } from '#rules/engine/types.ts';
import { parseFigure, parseTest } from '#rules/language/expression.ts';
import { readCatalogue } from '#rules/language/read.ts';
import { fileURLToPath } from 'node:url';
import { at, rules } from '../functions/artefact.ts';

const names = {
  fields: rules.fields,
  parameters: new Map(Object.entries(rules.parameters).map(([id, { unit }]): [string, Unit] => [id, unit])),
  sets: new Map<string, readonly string[]>(),
  measures: new Set(rules.measures.map(({ id }) => id)),
};

const testsIn = (node: Condition): Test[] =>
  'of' in node ? node.of.flatMap(testsIn) : node.kind === 'test' ? [node.test] : [];
const readBack = ({ what, source }: Place): Test | Expr =>
  what === 'test' ? parseTest(source, names).test : parseFigure(source, names, 'yuan');

const versions = rules.measures.flatMap((measure) =>
  measure.versions.map((version, index) => ({ measure, version, places: placesOf(rules, version, index) })),
);

test('every test and amount of the catalogue, written out, reads back as the very same', () => {
  const different: unknown[] = [];
  for (const { measure, version, places } of versions) {
    const { yearly, oneOff, ceiling } = version.benefit ?? {};
    const own = [
      ...(version.scope ? testsIn(version.scope) : []),
      ...testsIn(version.require),
      ...[yearly, oneOff, ceiling].filter((expr) => expr !== undefined),
    ];
    const read = places.filter(({ what }) => what !== 'pass');
    expect(read).toHaveLength(own.length);
    for (const [nth, place] of read.entries()) {
      const [before, after] = [own[nth], readBack(place)].map((one) => JSON.stringify(one));
      if (before !== after) different.push({ measure: measure.id, ...place, before, after });
    }
  }
  expect(versions.flatMap(({ places }) => places).length).toBeGreaterThan(1000);
  expect(different).toEqual([]);
});

test('every place is one that its file has, and there says the same', () => {
  const files = readCatalogue(fileURLToPath(at('rules')));
  const measures = new Map(files.measures.map(({ data }) => [(data as { readonly id: string }).id, data]));
  const parameters = new Map(
    files.parameters
      .flatMap(({ data }) => data as readonly { readonly id: string }[])
      .map((entry) => [entry.id, entry]),
  );
  const found = [
    ...versions.flatMap(({ measure, places }) => places.map((place) => ({ in: measures.get(measure.id), place }))),
    ...Object.entries(rules.parameters).flatMap(([id, parameter]) =>
      valuesOf(rules, parameter).map((place) => ({ in: parameters.get(id), place })),
    ),
  ];
  const missing = found.filter(({ in: file, place: { path, what, condition, source } }) => {
    const steps = path.split('/').slice(1);
    if (what === 'test') {
      const node = reach(file, steps.slice(0, -1)) as { readonly id?: string; readonly use?: string } | undefined;
      return (node?.id ?? node?.use) !== condition;
    }
    const there = reach(file, steps);
    if (what === 'pass') return there !== source;
    return what === 'value' && typeof there === 'number' ? there !== Number(source) : there === undefined;
  });
  expect(missing.map(({ place }) => place)).toEqual([]);
});

test('another figure is put where the one of a place stands, and nothing else changes', () => {
  const plain = versions.flatMap(({ places }) => places).filter(({ figure }) => figure !== null);
  expect(plain.length).toBeGreaterThan(200);
  for (const { source, figure } of plain) {
    expect(figure?.write(figure.value)).toBe(source);
  }
  const staff = plain.find(({ path }) => path.endsWith('/tech-staff-share/test'));
  expect(staff?.figure?.write(0.09)).toBe(staff?.source.replace('>= 0.1', '>= 0.09'));
});

/** What stands there; entries of a list are named by their id, or the name they are used by. */
const reach = (file: unknown, steps: readonly string[]): unknown =>
  steps.reduce<unknown>((node, step) => {
    if (!Array.isArray(node)) return (node as Readonly<Record<string, unknown>> | undefined)?.[step];
    const entries = node as readonly { readonly id?: string; readonly use?: string }[];
    return /^\d+$/.test(step) ? entries[Number(step)] : entries.find(({ id, use }) => (id ?? use) === step);
  }, file);
