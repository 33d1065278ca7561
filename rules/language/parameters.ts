import type { Expr, Parameter } from '../engine/types.ts';
import { parseFigure, parseTest } from './expression.ts';
import type { Names } from './names.ts';
import { checkPeriods } from './measure.ts';
import type { Source } from './problems.ts';
import { expressed } from './reading.ts';
import type { ParametersFile } from './schema.ts';

/** Dated parameters: a figure, an expression, or bands by another figure. Faults are noted on the source. */
export function compileParameters(source: Source, entries: ParametersFile, names: Names): [string, Parameter][] {
  return entries.map(({ id, unit, values }, index) => {
    checkPeriods(source, values, [index, 'values']);
    const compiled = values.map((value, at) => ({
      from: value.from,
      ...(value.to === undefined ? {} : { to: value.to }),
      value: parameterValue(source, value, [index, 'values', at], unit, names),
      grade: value.grade,
      basis: [
        value.basis.article === undefined
          ? { doc: value.basis.doc }
          : { doc: value.basis.doc, article: value.basis.article },
      ],
    }));
    return [id, { unit, values: compiled }];
  });
}

function parameterValue(
  source: Source,
  entry: ParametersFile[number]['values'][number],
  path: (string | number)[],
  unit: Parameter['unit'],
  names: Names,
): Expr {
  const nothing: Expr = ['num', 0];
  if (typeof entry.value === 'number') return ['num', entry.value];
  if (entry.value !== undefined)
    return expressed({ source }, entry.value, [...path, 'value'], (text) => parseFigure(text, names, unit)) ?? nothing;
  const { by, bands } = entry;
  if (by === undefined || !bands || bands.length === 0) {
    source.problem(path, 'a parameter needs a value, or “by” with bands');
    return nothing;
  }
  const last = bands.length - 1;
  let previous = -Infinity;
  const tests = bands.map((band, at) => {
    const here = [...path, 'bands', at];
    if ((band.upTo === undefined) !== (at === last))
      source.problem(
        here,
        at === last ? 'the last band has no upper limit; leave upTo out' : 'only the last band goes without upTo',
      );
    const test =
      band.upTo === undefined
        ? undefined
        : expressed({ source }, `${by} <= ${band.upTo}`, [...here, 'upTo'], (text) => parseTest(text, names).test);
    const limit = test?.[0] === '<=' && test[2][0] === 'num' ? test[2][1] : Infinity;
    if (limit <= previous)
      source.problem([...here, 'upTo'], `bands are not ascending: ${band.upTo ?? ''} is not above the band before`);
    previous = limit;
    return test;
  });
  return tests.reduceRight<Expr>(
    (rest, test, at) => (test ? ['if', test, ['num', bands[at]?.value ?? 0], rest] : ['num', bands[at]?.value ?? 0]),
    nothing,
  );
}
