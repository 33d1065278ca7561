import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { CASES, RULES } from '#rules/cli/paths.ts';
import { industryWithin } from '#rules/engine/facts.ts';
import { workOut } from '#rules/engine/firm.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { sizesSlot } from '#rules/engine/plan.ts';
import { classesAt } from '#rules/engine/sizes.ts';
import type { Json, Rules, SizeIndicator, SizeLimits, SizeRow, SizeTable } from '#rules/engine/types.ts';
import { compile } from '#rules/language/compile.ts';
import { formatProblem } from '#rules/language/problems.ts';
import { readCatalogue } from '#rules/language/read.ts';
import { environment } from './support.ts';

const CLASSES = ['large', 'medium', 'small', 'micro'] as const;
const LIMITED = ['large', 'medium', 'small'] as const;
const INDICATORS: readonly SizeIndicator[] = ['employees', 'revenue', 'totalAssets'];
const AS_OF = '2026-07-01';
const LAST_YEAR = '2025';

const figure = z.number().int().nonnegative().optional();
/** A firm by its main industry and last year's figures, with its size class: none where the standard leaves it out. */
const firmSchema = z.strictObject({
  code: z.string(),
  employees: figure,
  revenue: figure,
  totalAssets: figure,
  classes: z.array(z.enum(CLASSES)).max(1),
});
type Firm = z.infer<typeof firmSchema>;

const table = readFileSync(join(CASES, 'parameters', 'size-classes.yaml'), 'utf8');
const firms = z.array(firmSchema).parse(parse(table));
const rules = compiledRules();

test('every firm of the table falls into the class that the standard gives it', () => {
  const found = firms.map((firm) => ({ ...firm, classes: asked(firm, rules.sizes) }));
  expect(found).toEqual(firms);
});

describe('some firm of the table notices every mistake in the standard', () => {
  const mutants = mutantsOf(rules.sizes);

  test('a limit one up or one down', () => expect(unnoticed(mutants.moved)).toEqual([]));
  test('a limit left out', () => expect(unnoticed(mutants.dropped)).toEqual([]));
  test('an industry left out', () => expect(unnoticed(mutants.codes)).toEqual([]));
});

/** The standard alone: no measure, and no parameter that might read one. */
function compiledRules(): Rules {
  const compilation = compile({ ...readCatalogue(RULES), measures: [], parameters: [] });
  if (!compilation.ok) throw new Error(compilation.problems.map(formatProblem).join('\n'));
  return compilation.compiled.rules;
}

/** The classes that the engine finds possible. */
function asked(firm: Firm, sizes: SizeTable): readonly string[] {
  const { plan, board } = environment(profileOf(firm), AS_OF, loadCatalogue({ ...rules, sizes }));
  const slot = sizesSlot(plan);
  workOut(board);
  return classesAt(board, slot) ?? [];
}

function profileOf(firm: Firm): Record<string, Json> {
  const figures = INDICATORS.flatMap((indicator) => {
    const given = firm[indicator];
    return given === undefined ? [] : [[indicator, given] as const];
  });
  return { industryCode: firm.code, years: { [LAST_YEAR]: Object.fromEntries(figures) } };
}

/** The standard with one deliberate mistake in one of its rows. */
interface Mutant {
  readonly what: string;
  readonly row: SizeRow;
  readonly sizes: SizeTable;
}

/** The mutants that change nothing for any firm of the industries they are about. */
function unnoticed(mutants: readonly Mutant[]): string[] {
  expect(mutants).not.toHaveLength(0);
  return mutants.filter((mutant) => !isNoticed(mutant)).map(({ what }) => what);
}

const isNoticed = ({ row, sizes }: Mutant): boolean =>
  firms
    .filter((firm) => industryWithin(firm.code, row.codes) === 'yes')
    .some((firm) => asked(firm, sizes).join() !== firm.classes.join());

function mutantsOf(sizes: SizeTable): Record<'moved' | 'dropped' | 'codes', Mutant[]> {
  const rows = sizes.values.flatMap((value, at) =>
    value.rows.map((row, index) => ({
      row,
      mutant: (what: string, changed: SizeRow): Mutant => ({
        what: `${value.from} ${row.codes.join(' ')}: ${what}`,
        row,
        sizes: { values: sizes.values.with(at, { ...value, rows: value.rows.with(index, changed) }) },
      }),
    })),
  );
  const limits = rows.flatMap(({ row, mutant }) =>
    LIMITED.flatMap((size) =>
      INDICATORS.flatMap((indicator) => {
        const limit = row[size][indicator];
        return limit === undefined ? [] : [{ row, mutant, size, indicator, limit }];
      }),
    ),
  );
  return {
    moved: limits.flatMap(({ row, mutant, size, indicator, limit }) =>
      [limit - 1, limit + 1].map((moved) =>
        mutant(`${size} ${indicator} ${limit} → ${moved}`, { ...row, [size]: { ...row[size], [indicator]: moved } }),
      ),
    ),
    dropped: limits.map(({ row, mutant, size, indicator }) =>
      mutant(`no ${size} ${indicator}`, { ...row, [size]: without(row[size], indicator) }),
    ),
    codes: rows.flatMap(({ row, mutant }) =>
      row.codes.map((code, place) => mutant(`no ${code}`, { ...row, codes: row.codes.toSpliced(place, 1) })),
    ),
  };
}

const without = (limits: SizeLimits, indicator: SizeIndicator): SizeLimits =>
  Object.fromEntries(Object.entries(limits).filter(([name]) => name !== indicator));
