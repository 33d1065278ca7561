import { describe, expect, it } from 'vitest';
import { trace } from '#rules/engine/condition.ts';
import type { Condition, Group, Json, Score, State, Test } from '#rules/engine/types.ts';
import { environment } from './support.ts';

const leaf = (state: State): Condition => {
  const common = { id: state, basis: [], grade: 'A' as const };
  switch (state) {
    case 'met':
      return { kind: 'test', ...common, test: ['>=', ['num', 1], ['num', 0]] };
    case 'unmet':
      return { kind: 'test', ...common, test: ['>=', ['num', 0], ['num', 1]] };
    case 'unknown':
      return { kind: 'test', ...common, test: ['is', 'residentEnterprise'] };
    case 'judgement':
      return { kind: 'judgement', ...common };
    case 'skipped':
      return { kind: 'judgement', ...common, when: ['>=', ['num', 0], ['num', 1]] };
  }
};
const group = (kind: Group['kind'], states: readonly State[], n?: number): Condition => ({
  kind,
  of: states.map(leaf),
  ...(n === undefined ? {} : { n }),
});
const stateOf = (condition: Condition, profile: Record<string, Json> = {}): State =>
  trace(environment(profile), condition).state;

describe('groups', () => {
  it.each<[Group['kind'], State[], State, number?]>([
    ['all', ['met', 'met'], 'met'],
    ['all', ['met', 'judgement'], 'judgement'],
    ['all', ['judgement', 'unknown'], 'unknown'],
    ['all', ['unknown', 'unmet', 'judgement'], 'unmet'],
    ['all', ['skipped', 'met'], 'met'],
    ['all', ['skipped', 'skipped'], 'skipped'],
    ['any', ['unmet', 'met', 'unknown'], 'met'],
    ['any', ['unmet', 'unknown', 'judgement'], 'unknown'],
    ['any', ['unmet', 'judgement'], 'judgement'],
    ['any', ['unmet', 'unmet'], 'unmet'],
    ['any', ['skipped', 'unmet'], 'unmet'],
    ['not', ['met'], 'unmet'],
    ['not', ['unmet'], 'met'],
    ['not', ['unknown'], 'unknown'],
    ['not', ['judgement'], 'judgement'],
    ['not', ['skipped'], 'skipped'],
    ['atLeast', ['met', 'met', 'unknown'], 'met', 2],
    ['atLeast', ['met', 'unmet', 'unmet'], 'unmet', 2],
    ['atLeast', ['met', 'unknown', 'judgement'], 'unknown', 2],
    ['atLeast', ['met', 'judgement', 'unmet'], 'judgement', 2],
    ['atLeast', ['met', 'skipped', 'skipped'], 'unmet', 2],
  ])('%s of %j is %s', (kind, states, expected, n) => {
    expect(stateOf(group(kind, states, n))).toBe(expected);
  });
});

describe('guards', () => {
  const open: Test = ['is', 'residentEnterprise'];
  const guarded = (state: State, when: Test): Condition => ({ ...leaf(state), when });
  const amount: Condition = {
    kind: 'test',
    id: 'amount',
    basis: [],
    grade: 'A',
    test: ['>=', ['field', 'ip.classI'], ['num', 1]],
    when: open,
  };

  it('skip the body where they are false', () => {
    expect(stateOf(guarded('unmet', open), { residentEnterprise: false })).toBe('skipped');
    expect(stateOf(guarded('unmet', open), { residentEnterprise: true })).toBe('unmet');
  });

  it('let a met body stand while they are open, and are unknown otherwise', () => {
    expect(stateOf(guarded('met', open))).toBe('met');
    expect(stateOf(guarded('unmet', open))).toBe('unknown');
    expect(stateOf(guarded('judgement', open))).toBe('unknown');
  });

  it('ask for what the guard and the body lack', () => {
    expect(trace(environment({}), amount).missing).toEqual(['residentEnterprise', 'ip.classI']);
  });
});

describe('scores', () => {
  const points: Score = {
    kind: 'score',
    id: 'score',
    basis: [],
    grade: 'A',
    op: '>=',
    pass: 60,
    items: [
      {
        id: 'patents',
        steps: [
          [['>=', ['field', 'ip.classI'], ['num', 3]], 40],
          [['>=', ['field', 'ip.classI'], ['num', 1]], 20],
        ],
        otherwise: 0,
      },
      { id: 'staff', steps: [[['>=', ['year', 'employees', 0], ['num', 10]], 30]], otherwise: 0 },
      { id: 'panel', steps: [], otherwise: [0, 20] },
    ],
  };
  const firm = (classI?: Json, employees?: Json): Record<string, Json> => ({
    registeredOn: '2020-01-01',
    ...(classI === undefined ? {} : { ip: { classI } }),
    ...(employees === undefined ? {} : { years: { 2025: { employees } } }),
  });

  it('are settled as soon as the answers cannot change them', () => {
    expect(stateOf(points, firm(3, 12))).toBe('met');
    expect(stateOf(points, firm(0, 12))).toBe('unmet');
    expect(stateOf(points, firm({ min: 3 }, { min: 10 }))).toBe('met');
  });

  it('are unknown while an answer could settle them, and a judgement once only people can', () => {
    expect(stateOf(points, firm(undefined, 12))).toBe('unknown');
    expect(trace(environment(firm(undefined, 12)), points).missing).toEqual(['ip.classI']);
    expect(stateOf(points, firm(3, 5))).toBe('judgement');
  });

  it('give a range of points for a range of answers', () => {
    const items = trace(environment(firm({ min: 0, max: 1 }, 12)), points).points;
    expect(items[0]).toMatchObject({ min: 0, max: 20, missing: ['ip.classI'] });
  });

  it('count the better of alternatives, and no more than a cap', () => {
    const best: Score = { ...points, best: [['patents', 'staff']], pass: 41, op: '>=' };
    expect(stateOf(best, firm(3, 12))).toBe('judgement');
    const capped: Score = { ...points, caps: [{ of: ['patents', 'staff'], most: 35 }], pass: 56 };
    expect(stateOf(capped, firm(3, 12))).toBe('unmet');
  });
});

describe('tests of a firm', () => {
  const test = (inner: Test): Condition => ({ kind: 'test', id: 'x', basis: [], grade: 'A', test: inner });

  it('take years that ended before registration as not existing', () => {
    const ratio: Test = ['>=', ['/', ['sum', 'rdExpense', 3], ['sum', 'revenue', 3]], ['num', 0.05]];
    const young = { registeredOn: '2025-03-01', years: { 2025: { rdExpense: 6, revenue: 100 } } };
    expect(stateOf(test(ratio), young)).toBe('met');
    expect(stateOf(test(ratio), { ...young, registeredOn: '2024-03-01' })).toBe('unknown');
    const newest = trace(environment({ registeredOn: '2026-03-01' }), test(ratio));
    expect(newest).toMatchObject({ state: 'unmet' });
    expect(newest.from).toBe(environment({}, '2027-01-01').asOf);
  });

  it('use the more exact headcount where it is given', () => {
    const staff: Test = ['<=', ['year', 'employeesMonthlyAverage', 0], ['num', 100]];
    const years = { 2025: { employees: 120 } };
    expect(stateOf(test(staff), { registeredOn: '2020-01-01', years })).toBe('unmet');
    expect(
      stateOf(test(staff), {
        registeredOn: '2020-01-01',
        years: { 2025: { employees: 120, employeesMonthlyAverage: 99 } },
      }),
    ).toBe('met');
    expect(trace(environment({ registeredOn: '2020-01-01' }), test(staff)).missing).toEqual(['years.2025.employees']);
  });

  it('narrow a missing part by its whole, and a missing whole by its parts', () => {
    const share: Test = ['<=', ['/', ['year', 'techStaff', 0], ['year', 'employees', 0]], ['num', 1]];
    expect(stateOf(test(share), { registeredOn: '2020-01-01', years: { 2025: { employees: 50 } } })).toBe('met');
    const large: Test = ['>=', ['year', 'employees', 0], ['num', 20]];
    expect(stateOf(test(large), { registeredOn: '2020-01-01', years: { 2025: { techStaff: 20 } } })).toBe('met');
  });

  it('hold certificates from the day granted to the last day, both included', () => {
    const holds: Test = ['holds', 'hnte'];
    const certificates = [{ type: 'hnte', grantedOn: '2023-07-02', validTo: '2026-07-01' }];
    expect(stateOf(test(holds), { certificates })).toBe('met');
    expect(trace(environment({ certificates }, '2026-07-02'), test(holds)).state).toBe('unmet');
    expect(trace(environment({ certificates }, '2023-07-01'), test(holds)).state).toBe('unmet');
    expect(stateOf(test(holds), {})).toBe('unknown');
    expect(stateOf(test(holds), { certificates: [] })).toBe('unmet');
  });

  it('do not know whether a title without its last day still stands, unless it never runs out', () => {
    const open = { certificates: [{ type: 'hnte', grantedOn: '2024-01-01' }] };
    expect(stateOf(test(['holds', 'hnte']), open)).toBe('unknown');
    expect(trace(environment(open), test(['holds', 'hnte'])).missing).toEqual(['certificates.0.validTo']);
    expect(
      stateOf(test(['holds', 'makerspace']), { certificates: [{ type: 'makerspace', grantedOn: '2024-01-01' }] }),
    ).toBe('met');
  });

  it('take an industry code as a prefix of finer ones', () => {
    const software: Test = ['industry', ['I65', 'K7010']];
    expect(stateOf(test(software), { industryCode: 'I6510' })).toBe('met');
    expect(stateOf(test(software), { industryCode: 'K70' })).toBe('unknown');
    expect(stateOf(test(software), { industryCode: 'C35' })).toBe('unmet');
  });

  it('average growth over the years that exist, starting only from more than nothing', () => {
    const grows: Test = ['>=', ['growth', 'netAssets', 3], ['num', 0.2]];
    const years = (a: number, b: number, c: number): Record<string, Json> => ({
      registeredOn: '2020-01-01',
      years: { 2023: { netAssets: a }, 2024: { netAssets: b }, 2025: { netAssets: c } },
    });
    expect(stateOf(test(grows), years(100, 130, 143))).toBe('met');
    expect(stateOf(test(grows), years(100, 130, 142))).toBe('unmet');
    expect(stateOf(test(grows), years(0, 100, 120))).toBe('met');
  });
});
