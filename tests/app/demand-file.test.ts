/** A file of a district’s demand says what it is of, so that two of them are not taken for each other. */
import { expect, test } from 'vitest';
import { demandFileName, guideOf, linesOf } from '#lib/server/demand-file.ts';

const table = {
  month: null,
  exact: true,
  few: '*',
  district: { firms: 72, on: '2026-11-23' },
  columns: [
    { key: 'eligible', name: '符合', help: '今天符合条件的企业' },
    { key: 'looked', name: '了解', help: '看过这项政策的企业' },
  ],
  rows: [{ id: 'cn-hnte', name: '高新技术企业认定', cells: [4, 24], note: null }],
};
const whole = { lang: 'zh', district: '朝阳区', filters: [], on: '2026-11-23' } as const;
const cut = {
  ...whole,
  filters: [
    { label: '行业门类', id: 'I', name: 'I 信息传输、软件和信息技术服务业' },
    { label: '规模', id: 'small', name: '小型' },
    { label: '政策名称含', id: 'a/b', name: 'a/b' },
  ],
};

test('its name has the district, what it is narrowed by and the day', () => {
  expect(demandFileName(whole)).toBe('政策需求-朝阳区-2026-11-23');
  expect(demandFileName(cut)).toBe('政策需求-朝阳区-I-小型-a b-2026-11-23');
});

test('its guide says so too, and explains a sign only where there is one', () => {
  expect(guideOf(table, whole)).toEqual(
    expect.arrayContaining([
      ['地区', '朝阳区'],
      ['筛选', '无（全部）'],
      ['数据日期', '2026-11-23'],
      ['备注', expect.stringContaining('演示数据')],
      ['了解', '看过这项政策的企业'],
    ]),
  );
  const narrowed = guideOf(table, cut).filter(([name]) => name === '筛选');
  expect(narrowed.map(([, text]) => text)).toEqual([
    '行业门类：I 信息传输、软件和信息技术服务业',
    '规模：小型',
    '政策名称含：a/b',
  ]);
  const names = guideOf(table, whole).map(([name]) => name);
  expect(names).not.toContain('*');
  expect(names).not.toContain('!');
  const hiding = {
    ...table,
    exact: false,
    rows: [{ id: 'cn-hnte', name: '高新技术企业认定', cells: [null, 24], note: null }],
  };
  expect(guideOf(hiding, whole).map(([name]) => name)).toContain('*');
  expect(linesOf(hiding, whole)).toEqual([
    ['编号', '政策', '符合', '了解'],
    ['cn-hnte', '高新技术企业认定', '*', '24'],
  ]);
});
