import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Coverage, renderCoverage } from '#rules/cli/coverage.ts';
import { command } from './command.ts';

const counts = { encoded: z.number(), judgements: z.number(), cases: z.number() };
const shape = z.object({
  measures: z.array(
    z.object({
      ...counts,
      measure: z.string(),
      leftOut: z.array(z.object({ version: z.string(), clause: z.string(), reason: z.string() })),
      grade: z.enum(['A', 'B', 'C']),
      checked: z.iso.date(),
    }),
  ),
  totals: z.object({ ...counts, measures: z.number(), leftOut: z.number() }),
  indicators: z.object({
    all: z.number(),
    linked: z.number(),
    reasons: z.object({
      macro: z.number(),
      'government-task': z.number(),
      environment: z.number(),
      population: z.number(),
      'no-measure': z.number(),
    }),
  }),
});

describe('npm run rules -- coverage', () => {
  let found: Coverage;
  beforeAll(async () => {
    const { code, out, err } = await command('rules.ts', 'coverage', '--format', 'json', '--lang', 'en');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    found = shape.parse(JSON.parse(out));
  }, 120_000);

  it('names every clause that is left out', () => {
    expect(found.measures.find(({ measure }) => measure === 'bj-first-loan-interest')?.leftOut).toEqual([
      {
        version: '2026-01-22',
        clause:
          'Banks report within ten working days of each quarter; loans reported more than half a year late are left out',
        reason: 'A duty of the bank; a firm can only remind it',
      },
    ]);
  });

  it('adds up', () => {
    const sum = (count: (row: Coverage['measures'][number]) => number): number =>
      found.measures.reduce((all, row) => all + count(row), 0);
    expect(found.totals).toEqual({
      measures: found.measures.length,
      encoded: sum(({ encoded }) => encoded),
      judgements: sum(({ judgements }) => judgements),
      leftOut: sum(({ leftOut }) => leftOut.length),
      cases: sum(({ cases }) => cases),
    });
  });

  it('finds no measure without a condition or without a case', () => {
    expect(found.measures.filter(({ encoded, judgements }) => encoded + judgements === 0)).toEqual([]);
    expect(found.measures.filter(({ cases }) => cases === 0)).toEqual([]);
  });

  it('accounts for every indicator of the plans', () => {
    const { all, linked, reasons } = found.indicators;
    expect(all).toBe(220);
    expect(linked + Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(all);
    expect(linked).toBeGreaterThan(100);
  });

  it.each([
    ['en', /^measure +encoded +judgements +left out +grade +checked +cases$/m, /^\d+ measures +\d+ +\d+ +\d+ +\d+$/m],
    ['zh', /^措施 +已编入 +待认定 +未编入 +等级 +核对日 +用例$/m, /^合计 \d+ 项 +\d+ +\d+ +\d+ +\d+$/m],
  ] as const)('shows a person the same: table, sums, clauses left out, indicators (%s)', (lang, head, sums) => {
    const shown = renderCoverage(found, lang);
    expect(shown).toMatch(head);
    expect(shown).toMatch(/^cn-hnte +\d+ +\d+ +\d+ +A +\d{4}-\d\d-\d\d +\d+$/m);
    expect(shown).toMatch(sums);
    expect(shown).toContain('  bj-first-loan-interest\n    Banks report within ten working days');
    expect(shown).toContain('220');
  });
});

it('refuses a format it does not know', async () => {
  const { code, err } = await command('rules.ts', 'coverage', '--format', 'xml');
  expect({ code, err }).toEqual({ code: 2, err: '--format: “xml” is not text or json\n' });
});
