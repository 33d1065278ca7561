import { describe, expect, test } from 'vitest';
import { profileOfBasics } from '#lib/check/basics.ts';
import { industryCode } from '#lib/check/industry.ts';
import { pastedFigures, pastedText } from '#lib/check/pasted.ts';
import { answeredPaths, answerIn, changedEntries, withAnswer } from '#lib/check/profile.ts';
import { NO_BASICS, NO_TEAM } from '#lib/check/start.ts';
import { opcMeasures, profileOfTeam } from '#lib/check/team.ts';
import { desks } from '#lib/wording/both.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import { firms, rules, texts } from '../functions/artefact.ts';

const names = texts.zh.industries;

describe('one answer of a profile', () => {
  test('is put in and taken out again without a trace', () => {
    const before = { region: 'chaoyang' };
    const after = withAnswer(before, 'years.2025.revenue', 1);
    expect(after).toEqual({ region: 'chaoyang', years: { '2025': { revenue: 1 } } });
    expect(withAnswer(after, 'years.2025.revenue', undefined)).toEqual(before);
    expect(before).toEqual({ region: 'chaoyang' });
  });

  test.each([...firms])('every answer of %s is found at its path', (_, profile) => {
    for (const path of answeredPaths(profile)) expect(answerIn(profile, path), path).not.toBeUndefined();
    const built = answeredPaths(profile).reduce((made, path) => withAnswer(made, path, answerIn(profile, path)), {});
    expect({ ...built, provenance: profile.provenance }).toEqual({ ...profile, provenance: profile.provenance });
  });

  test('a change is told by the dictionary’s entry', () => {
    const before = { registeredOn: '2018-01-01', years: { '2025': { revenue: 1, employees: { min: 1, max: 9 } } } };
    const after = withAnswer(before, 'years.2025.employees', { min: 1, max: 10 });
    expect([...changedEntries(before, after)]).toEqual(['years.*.employees']);
    expect([...changedEntries(before, { ...before })]).toEqual([]);
    expect([...changedEntries(before, withAnswer(before, 'years.2024.revenue', 5))]).toEqual([
      'years.*.revenue',
      'registeredOn',
    ]);
  });
});

describe('the five basics', () => {
  const filled = {
    registeredOn: '2018年5月',
    region: 'chaoyang',
    industryCode: 'I65 软件和信息技术服务业',
    employees: '50-99',
    revenue: '4800',
  };

  test('become a profile of the last completed year', () => {
    const { profile, unreadable } = profileOfBasics(filled, '2026-07-01', names);
    expect(unreadable).toEqual([]);
    expect(profile).toEqual({
      registeredOn: '2018-05',
      region: 'chaoyang',
      industryCode: 'I65',
      years: { '2025': { employees: { min: 50, max: 99 }, revenue: 48_000_000 } },
    });
    expect(validateProfile(profile, rules.fields).ok).toBe(true);
  });

  test('of a firm founded this year are this year’s', () => {
    const { profile } = profileOfBasics({ ...filled, registeredOn: '2026-02' }, '2026-07-01', names);
    expect(profile.years).toEqual({ '2026': { employees: { min: 50, max: 99 }, revenue: 48_000_000 } });
  });

  test('may all be skipped', () => {
    expect(profileOfBasics(NO_BASICS, '2026-07-01', names)).toEqual({ profile: {}, unreadable: [] });
  });

  test('name no founding day that is still to come', () => {
    const { unreadable } = profileOfBasics({ ...filled, registeredOn: '2026-08' }, '2026-07-01', names);
    expect(unreadable).toEqual(['registeredOn']);
  });

  test('that cannot be read are named, and the rest is kept', () => {
    const { profile, unreadable } = profileOfBasics(
      { ...filled, registeredOn: '去年', industryCode: '做软件的', employees: '-5', revenue: '很多' },
      '2026-07-01',
      names,
    );
    expect(unreadable).toEqual(['registeredOn', 'industryCode', 'employees', 'revenue']);
    expect(profile).toEqual({ region: 'chaoyang' });
  });
});

test('people without a company have a short way of their own', () => {
  const team = profileOfTeam({ ...NO_TEAM, region: 'haidian', focusFields: ['ai'], under30: 'yes' });
  expect(team).toEqual({
    applicantType: 'startup-team',
    region: 'haidian',
    focusFields: ['ai'],
    talent: { under30Founder: true },
  });
  expect(profileOfTeam({ ...NO_TEAM, stage: 'opc' })).toEqual({ applicantType: 'company' });
  expect(opcMeasures(rules)).toContain('bj-opc-voucher');
  expect(opcMeasures(rules)).not.toContain('cn-hnte');
});

describe('an industry', () => {
  test('is read from its code, also a finer one, or its name', () => {
    expect(industryCode('I65 软件和信息技术服务业', names)).toEqual({ kind: 'value', value: 'I65' });
    expect(industryCode('c3562', names)).toEqual({ kind: 'value', value: 'C3562' });
    expect(industryCode('软件和信息技术服务业', names)).toEqual({ kind: 'value', value: 'I65' });
    expect(industryCode('I99', names).kind).toBe('unreadable');
    expect(industryCode('软件', names).kind).toBe('unreadable');
  });
});

describe('figures pasted from a spreadsheet', () => {
  const rows = [
    { entry: 'years.*.revenue', label: '销售（营业）收入', power: 4 },
    { entry: 'years.*.rdExpense', label: '研究开发费用', power: 4 },
    { entry: 'years.*.employees', label: '职工总数', power: 0 },
  ];
  const years = [2023, 2024, 2025];
  const paste = (text: string, at = { row: 0, column: 0 }) => pastedFigures(text, rows, years, at);

  test('a Chinese table is understood on the English page', () => {
    const english = [
      { entry: 'years.*.rdExpense', label: 'R&D expense', power: 4 },
      { entry: 'years.*.totalAssets', label: 'Total assets at year end', power: 4 },
      { entry: 'years.*.netAssets', label: 'Net assets at year end', power: 4 },
    ];
    const pasted = pastedFigures('研发费用\t150\n资产总额\t2600\n净资产\t1200', english, years, { row: 0, column: 0 });
    expect(pasted.left).toEqual([]);
    expect(pasted.answers).toEqual([
      ['years.2023.rdExpense', 1_500_000],
      ['years.2023.totalAssets', 26_000_000],
      ['years.2023.netAssets', 12_000_000],
    ]);
  });

  test('fill the cells from the one pasted into', () => {
    expect(paste('3200\t4100\t4800\r\n150\t195\t230\r\n').answers).toEqual([
      ['years.2023.revenue', 32_000_000],
      ['years.2024.revenue', 41_000_000],
      ['years.2025.revenue', 48_000_000],
      ['years.2023.rdExpense', 1_500_000],
      ['years.2024.rdExpense', 1_950_000],
      ['years.2025.rdExpense', 2_300_000],
    ]);
    expect(paste('52\t60', { row: 2, column: 1 }).answers).toEqual([
      ['years.2024.employees', 52],
      ['years.2025.employees', 60],
    ]);
  });

  test('go where their own labels and years say', () => {
    expect(paste('项目\t2025年\t2024年\n职工总数（人）\t60\t52\n研究开发费用\t230\t195\n别的\t1\t2').answers).toEqual([
      ['years.2025.employees', 60],
      ['years.2024.employees', 52],
      ['years.2025.rdExpense', 2_300_000],
      ['years.2024.rdExpense', 1_950_000],
    ]);
  });

  test('find their rows by the names of a balance sheet and by what can only be short for a label', () => {
    const { answers, skipped } = paste(
      '营业收入\t3,200\t4,100\t4,800\n研发费用\t150\t195\t230\n从业人数\t\t52\t60\n商誉\t1\t2\t3',
    );
    expect(answers).toEqual([
      ['years.2023.revenue', 32_000_000],
      ['years.2024.revenue', 41_000_000],
      ['years.2025.revenue', 48_000_000],
      ['years.2023.rdExpense', 1_500_000],
      ['years.2024.rdExpense', 1_950_000],
      ['years.2025.rdExpense', 2_300_000],
      ['years.2024.employees', 52],
      ['years.2025.employees', 60],
    ]);
    expect(skipped).toBe(0);
  });

  test('take the revenue of an income statement as the whole, and name what went elsewhere and what was left out', () => {
    const withMain = [{ entry: 'years.*.mainBusinessRevenue', label: '主营业务收入', power: 4 }, ...rows];
    for (const name of ['营业收入', '一、营业总收入', 'Operating revenue', 'Revenue'])
      expect(pastedFigures(`${name}\t1\t2\t3\n净利润\t4\t5\t6`, withMain, years, { row: 0, column: 0 })).toEqual({
        answers: [
          ['years.2023.revenue', 10_000],
          ['years.2024.revenue', 20_000],
          ['years.2025.revenue', 30_000],
        ],
        renamed: [{ name, entry: 'years.*.revenue', label: '销售（营业）收入' }],
        left: ['净利润'],
        skipped: 0,
        undated: null,
      });
    const main = pastedFigures('其中：主营业务收入\t1\n技术服务收入\t2', withMain, years, { row: 1, column: 0 });
    expect(main.answers).toEqual([['years.2023.mainBusinessRevenue', 10_000]]);
    expect(main.left).toEqual(['技术服务收入']);
  });

  test('are not put into a year that their head does not name', () => {
    expect(paste('项目\t本期金额\t上期金额\n营业收入\t2\t1')).toMatchObject({ answers: [], undated: '本期金额' });
    expect(paste('项目\t2020年\t2019年\n营业收入\t2\t1')).toMatchObject({ answers: [], skipped: 2 });
  });

  test('are told with what was taken only: a row of which everything was refused did not go anywhere', () => {
    const pasted = paste('研发费用\t900\t800\t700\n商誉\t1\t2\t3');
    const told = (isRefused: (path: string) => boolean) => pastedText(desks.zh, 'zh', pasted, isRefused);
    expect(told(() => false)).toBe('已填入 3 个数。“研发费用”填在“研究开发费用”里。表里没有、所以没填的行：商誉。');
    expect(told(() => true)).toBe(
      '一个数也没有填上。表里没有、所以没填的行：商誉。3 个数填不进去，原因写在那一格下面。',
    );
    const strange = paste('少数股东损益\t1\t2\t3\n净利润\t4\t5\t6');
    expect(pastedText(desks.zh, 'zh', strange, () => false)).toContain('要按位置填，请只复制数字。');
  });

  test('go nowhere where nobody knows their labels', () => {
    expect(paste('少数股东损益\t1\t2\t3\n净利润\t4\t5\t6')).toMatchObject({
      answers: [],
      left: ['少数股东损益', '净利润'],
      skipped: 0,
    });
    // One word before two figures may as well be a figure that is not known.
    expect(paste('不详\t5\t6').answers).toEqual([
      ['years.2024.revenue', 50_000],
      ['years.2025.revenue', 60_000],
    ]);
  });

  test('leave out what lies outside, what is empty and what is no figure, and count what was not taken', () => {
    const { answers, skipped } = paste('1\t\t无\t9\n(2)\t-\t3', { row: 1, column: 0 });
    expect(answers).toEqual([
      ['years.2023.rdExpense', 10_000],
      ['years.2023.employees', -2],
      ['years.2025.employees', 3],
    ]);
    expect(skipped).toBe(2);
  });
});
