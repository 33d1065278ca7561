import { describe, expect, it } from 'vitest';
import { changed, GOOD, problemsOf } from './support.ts';

const CONDITIONS = `        - id: staff
          label: { zh: 人数, en: Staff }
          test: employees[0] <= 500
          basis: 第三条
`;
/** The good measure with other conditions, written as YAML flow maps on lines of their own. */
function withConditions(lines: readonly string[]): readonly string[] {
  expect(GOOD).toContain(CONDITIONS);
  return problemsOf(GOOD.replace(CONDITIONS, lines.map((line) => `        - ${line}\n`).join('')));
}
const leaf = (id: string, more: string): string =>
  `{ id: ${id}, label: { zh: 条件, en: Condition }, basis: 第三条, ${more} }`;
const SMALL = leaf('small', "test: 'employees[0] <= 10'");
const OPEN = "when: 'smallScaleTaxpayer'";

describe('guards among alternatives', () => {
  it.each([
    ['any', `any: [${SMALL}, ${leaf('other', `${OPEN}, test: residentEnterprise`)}]`],
    ['atLeast', `{ atLeast: 1, of: [${SMALL}, ${leaf('other', `${OPEN}, test: residentEnterprise`)}] }`],
    ['not', `not: ${leaf('other', `${OPEN}, test: residentEnterprise`)}`],
  ])('refuses under “%s” a guarded condition that data can meet', (kind, line) => {
    expect(withConditions([line]).join()).toContain(`a guarded condition cannot be met under “${kind}”`);
  });

  it('refuses a group that is skipped as a whole because all it holds is guarded', () => {
    const guarded = `{ all: [${leaf('one', `${OPEN}, test: residentEnterprise`)}] }`;
    expect(withConditions([`any: [${SMALL}, ${guarded}]`]).join()).toContain('a guarded condition cannot be met');
  });

  it('accepts a guarded judgement, which data never meets', () => {
    expect(withConditions([`any: [${SMALL}, ${leaf('other', `${OPEN}, judgement: firm`)}]`])).toEqual([]);
  });

  it('accepts the guard as a condition of its own', () => {
    const both = `{ all: [${leaf('guard', 'test: smallScaleTaxpayer')}, ${leaf('other', 'test: residentEnterprise')}] }`;
    expect(withConditions([`any: [${SMALL}, ${both}]`])).toEqual([]);
  });

  it('accepts a guard among conditions that must all be met', () => {
    expect(withConditions([leaf('other', `${OPEN}, test: residentEnterprise`)])).toEqual([]);
  });
});

describe('a threshold of nothing', () => {
  const growth = (more: string): readonly string[] =>
    withConditions([leaf('growth', `test: 'growth(revenue, 2) >= 0'${more}`)]);

  it('asks how far off still counts as near', () => {
    expect(growth('').join()).toContain('near is 20 % of the threshold, which is nothing for 0');
  });

  it('is content with a tolerance, or with no lever', () => {
    expect(growth(', tolerance: 0.02')).toEqual([]);
    expect(growth(', lever: none')).toEqual([]);
  });
});

describe('an amount that nobody can work out', () => {
  const benefit = (yearly: string): readonly string[] =>
    problemsOf(changed('calls:', `    benefit: { yearly: "${yearly}", text: { zh: 钱, en: Money } }\ncalls:`));

  it('is written noFigure, in an amount', () => {
    expect(benefit("applicantType in ['company'] ? revenue[0] * 0.1 : noFigure")).toEqual([]);
    expect(benefit('employees[0] + noFigure').join()).toContain('units differ: people and yuan');
  });
});
