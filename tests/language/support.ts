import { expect } from 'vitest';
import { RULES } from '#rules/cli/paths.ts';
import { compile } from '#rules/language/compile.ts';
import { formatProblem, Source } from '#rules/language/problems.ts';
import { readCatalogue } from '#rules/language/read.ts';

/** A measure that compiles; tests replace one line of it. */
export const GOOD = `id: test-measure
name: { zh: 测试, en: Test }
summary: { zh: 测试, en: Test }
level: national
instrument: certification
department: { zh: 测试, en: Test }
checked: 2026-09-25
grade: A
availability: calls
title: hnte
renewalMonths: 12
provisions: []
versions:
  - from: 2016-01-01
    bases: [gkfh-2016-32]
    scope: { use: resident, basis: 第二条 }
    require:
      all:
        - id: staff
          label: { zh: 人数, en: Staff }
          test: employees[0] <= 500
          basis: 第三条
calls:
  - { year: 2026, region: beijing, opensOn: 2026-06-01, closesOn: 2026-08-31, grade: B, doc: bj-tech-sme-2026 }
`;

type Files = ReturnType<typeof readCatalogue>;
const read: { [Name in keyof Files]: Files[Name] } = readCatalogue(RULES);
const nothing = (file: string): Source => new Source(file, '[]');

/** The real catalogue's files, read once for all tests; what an earlier one found would stay with them otherwise. */
export function realFiles(): Files {
  for (const file of Object.values(read).flat()) file.problems.length = 0;
  return read;
}

/** The faults of a measure’s file, compiled beside the real fields and documents. */
export function problemsOf(text: string, more: Partial<Files> = {}): string[] {
  const source = new Source('rules/catalogue/national/test-measure.yaml', text);
  // Parameters and exclusion groups name measures that are left out here.
  const groups = nothing('rules/parameters/groups.yaml');
  const result = compile({ ...realFiles(), parameters: [], groups, measures: [source], ...more });
  return result.ok ? [] : result.problems.map(formatProblem);
}
/** The good measure with one line replaced. */
export const changed = (from: string, to: string): string => {
  expect(GOOD).toContain(from);
  return GOOD.replace(from, to);
};
export const AT = 'rules/catalogue/national/test-measure.yaml:';
