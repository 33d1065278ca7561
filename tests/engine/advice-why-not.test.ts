import { describe, expect, it } from 'vitest';
import { assess } from '#rules/engine/evaluate.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { type Obstacle, obstaclesOf } from '#rules/engine/obstacles.ts';
import { bestPortfolio } from '#rules/engine/portfolio.ts';
import { findMeasures } from '#rules/engine/search.ts';
import type { Condition, Measure, Profile, Test } from '#rules/engine/types.ts';
import { type WhyNot, whyNot } from '#rules/engine/why-not.ts';
import { portfolioOf } from './knots.ts';
import { bareCatalogue, compileAll } from './support.ts';

const { rules, texts } = compileAll();
const catalogue = loadCatalogue(rules);

function ask(id: string, profile: Profile, asOf = '2026-07-01'): WhyNot {
  const measure = catalogue.measures.get(id);
  if (!measure) throw new Error(`no measure ${id}`);
  return whyNot(catalogue, assess(catalogue, profile, asOf)(measure), { texts: texts.zh });
}

describe('why a measure is not on the list', () => {
  it('is the place: which condition, what the firm is and what is needed', () => {
    const [reason] = ask('cy-data-export', { region: 'haidian', applicantType: 'company' }).reasons;
    expect(reason).toMatchObject({
      kind: 'scope',
      obstacle: { condition: { id: 'in-chaoyang', actual: 'haidian', required: ['chaoyang'] } },
      labels: { 'in-chaoyang': '注册在朝阳区' },
    });
  });

  it('is a requirement, with what would meet it', () => {
    const why = ask('cn-hnte', { residentEnterprise: true, region: 'chaoyang', registeredOn: '2026-01-10' });
    expect(why).toMatchObject({ verdict: 'ineligible', name: '高新技术企业认定' });
    expect(why.reasons[0]).toMatchObject({
      kind: 'requirement',
      obstacle: { condition: { id: 'registered-a-year' }, gaps: [{ on: '2027-01-10' }] },
    });
  });

  it('is answers that are missing, by name', () => {
    const [reason] = ask('cn-tech-sme', {}).reasons;
    if (reason?.kind !== 'answers') throw new Error('answers are missing');
    expect(reason.fields).toContain('residentEnterprise');
    expect(reason.labels.residentEnterprise).toBe(texts.zh.fields.residentEnterprise?.label);
  });

  it('is that one cannot apply now', () => {
    const { reasons } = ask('cn-tech-sme', {}, '2026-12-01');
    expect(reasons.at(-1)).toMatchObject({ kind: 'availability', availability: { state: 'closed' } });
  });

  it('is that another measure was taken, under which rule and at what price', () => {
    const { catalogue: made, results } = portfolioOf({
      amounts: [5, 9],
      pairs: [],
      groups: [{ of: [0, 1], most: 1 }],
      steps: [],
    });
    const [first] = results;
    if (!first) throw new Error('there are two results');
    const portfolio = bestPortfolio(made, results);
    expect(whyNot(made, first, { portfolio }).reasons).toEqual([
      { kind: 'given-up', for: ['m01'], groups: ['g0'], needs: [], costs: 4, labels: {} },
    ]);
  });

  it('is nothing for a measure that the firm can have', () => {
    const { catalogue: made, results } = portfolioOf({ amounts: [5], pairs: [], groups: [], steps: [] });
    expect(results.map((result) => whyNot(made, result).reasons)).toEqual([[]]);
  });

  it('names every measure’s obstacle, for any verdict that has one', () => {
    for (const measure of rules.measures) {
      const { verdict, reasons } = ask(measure.id, {
        residentEnterprise: false,
        region: 'tianjin',
        registeredOn: '2026-05-01',
      });
      const kinds = reasons.map(({ kind }) => kind);
      if (verdict === 'out-of-scope') expect([measure.id, kinds[0]]).toEqual([measure.id, 'scope']);
      if (verdict === 'ineligible') expect([measure.id, kinds[0]]).toEqual([measure.id, 'requirement']);
      if (verdict === 'incomplete') expect([measure.id, kinds[0]]).toEqual([measure.id, 'answers']);
    }
  });
});

describe('what stands in the way', () => {
  const leaf = (id: string, path: string): Condition => ({
    kind: 'test',
    id,
    test: ['is', path],
    grade: 'A',
    basis: [],
  });
  const obstacles = (require: Condition, answers: Record<string, boolean>): unknown => {
    const version = { from: '2020-01-01', bases: [], require };
    const measure: Measure = {
      id: 'made-up',
      level: 'beijing',
      instrument: 'grant',
      availability: 'rolling',
      provisions: [],
      checked: '2026-01-01',
      grade: 'A',
      versions: [version],
      calls: [],
      relations: {},
    };
    const made = loadCatalogue({
      ...bareCatalogue.rules,
      fields: Object.fromEntries(Object.keys(answers).map((path) => [path, { type: 'flag' as const }])),
      measures: [measure],
    });
    const shown = (list: readonly Obstacle[]): unknown[] =>
      list.map((each) =>
        each.kind === 'condition'
          ? `${each.negated ? 'not ' : ''}${each.condition.id}`
          : { need: each.need, of: each.of.map(shown) },
      );
    return shown(obstaclesOf(version, assess(made, answers, '2026-07-01')(measure)));
  };
  const [a, b, c] = [leaf('a', 'p'), leaf('b', 'q'), leaf('c', 'r')];

  it('is each unmet condition, where all are needed', () => {
    expect(obstacles({ kind: 'all', of: [a, b, c] }, { p: false, q: true, r: false })).toEqual(['a', 'c']);
  });

  it('is a choice, where one is enough, each way with all that stands on it', () => {
    const require: Condition = { kind: 'any', of: [a, { kind: 'all', of: [b, c] }] };
    expect(obstacles(require, { p: false, q: false, r: false })).toEqual([{ need: 1, of: [['a'], ['b', 'c']] }]);
    expect(obstacles(require, { p: false, q: true, r: false })).toEqual([{ need: 1, of: [['a'], ['c']] }]);
    expect(obstacles(require, { p: false, q: true, r: true })).toEqual([]);
  });

  it('is as many of several as are short', () => {
    const two: Condition = { kind: 'atLeast', n: 2, of: [a, b, c] };
    expect(obstacles(two, { p: true, q: false, r: false })).toEqual([{ need: 1, of: [['b'], ['c']] }]);
    expect(obstacles(two, { p: false, q: false, r: false })).toEqual([{ need: 2, of: [['a'], ['b'], ['c']] }]);
    expect(obstacles({ ...two, n: 3 }, { p: true, q: false, r: false })).toEqual(['b', 'c']);
  });

  it('is what is met but must not be', () => {
    expect(obstacles({ kind: 'not', of: [a] }, { p: true })).toEqual(['not a']);
    const both: Condition = { kind: 'not', of: [{ kind: 'all', of: [a, b] }] };
    expect(obstacles(both, { p: true, q: true })).toEqual([{ need: 1, of: [['not a'], ['not b']] }]);
    const either: Condition = { kind: 'not', of: [{ kind: 'any', of: [a, b] }] };
    expect(obstacles(either, { p: true, q: true })).toEqual(['not a', 'not b']);
  });

  it('leaves out what a guard takes away', () => {
    const guard: Test = ['is', 'q'];
    const require: Condition = { kind: 'all', of: [{ ...a, when: guard }, c] };
    expect(obstacles(require, { p: false, q: false, r: false })).toEqual(['c']);
  });
});

describe('the search', () => {
  const both = [texts.zh, texts.en];
  const first = (words: string, count = 1): string[] =>
    findMeasures(both, words)
      .slice(0, count)
      .map(({ measure }) => measure);

  it('finds a measure by its name, its id and what people call it, in both languages', () => {
    for (const words of [
      '高新技术企业认定',
      'cn-hnte',
      '高企',
      'HNTE',
      'ＨＮＴＥ',
      'high and new technology enterprise certification',
    ])
      expect([words, first(words)]).toEqual([words, ['cn-hnte']]);
    expect(first('小微 税')).toEqual(['cn-small-low-profit']);
    expect(first('first loan')[0]).toMatch(/^bj-first-loan-interest/);
  });

  it('finds across languages through synonyms with the texts of one language alone', () => {
    expect(findMeasures(texts.zh, 'voucher').map(({ measure }) => measure)).toContain('bj-innovation-voucher');
    expect(findMeasures(texts.en, '算力券').map(({ measure }) => measure)).toContain('bj-compute-voucher');
  });

  it('cuts Chinese where the measure’s words end', () => {
    expect(first('朝阳算力补贴')).toEqual(['cy-ai-compute']);
  });

  it('wants every word, and finds nothing for nothing', () => {
    expect(findMeasures(both, '高企 没有这个词')).toEqual([]);
    expect(findMeasures(both, '   ')).toEqual([]);
    expect(findMeasures(both, '高企 朝阳').length).toBeLessThan(findMeasures(both, '高企').length);
  });

  it('finds short Latin words only as words of their own', () => {
    const names = findMeasures(texts.en, 'ip').map(({ measure }) => texts.en.measures[measure]);
    expect(names.length).toBeGreaterThan(0);
    for (const text of names)
      expect(`${text?.name} ${text?.summary} ${text?.department}`).toMatch(/\bip\b|intellectual property|知识产权/i);
  });

  it('gives the same order for the same words, best first', () => {
    const found = findMeasures(both, '补贴');
    expect(findMeasures(both, '补贴')).toEqual(found);
    expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).sort((a, b) => b - a));
  });

  it('carries at most two kilobytes of synonyms', () => {
    expect(Buffer.byteLength(JSON.stringify(texts.zh.synonyms))).toBeLessThanOrEqual(2048);
  });
});
