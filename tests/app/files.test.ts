import { describe, expect, test } from 'vitest';
import { calendarFile } from '#lib/check/calendar-file.ts';
import { createEvaluator } from '#lib/check/engine.ts';
import { fromCells, readProfileFile } from '#lib/check/files.ts';
import { reportOf } from '#lib/check/report.ts';
import { templateCells, templateCsv, templateXlsx } from '#lib/check/template.ts';
import { desks } from '#lib/wording/both.ts';
import { firms, rules, texts } from '../functions/artefact.ts';

const ON = '2026-07-01';
const zh = createEvaluator(rules, texts.zh, desks.zh);
const inEnglish = () => Promise.resolve(texts.en);
const software = firms.get('chaoyang-ai-software.json') ?? {};

describe('the template', () => {
  const cells = templateCells(zh, ON);

  test('has a line for every field, with a column for each of the last three years', () => {
    expect(cells).toHaveLength(Object.keys(rules.fields).length + 1);
    expect(cells[0]).toEqual(['字段', '名称', '单位', '可填', '答案', '2023 年', '2024 年', '2025 年', '在哪里看']);
  });

  test('filled in, it gives the answers; names may be the dictionary’s or its labels', () => {
    const filled = cells.map(([name, ...rest]) => {
      if (name === 'registeredOn') return [name, rest[0] ?? '', '', '', '2018-05'];
      if (name === 'region') return ['注册地', '', '', '', '朝阳区'];
      if (name === 'residentEnterprise') return [name, '', '', '', '是'];
      if (name === 'lists') return [name, '', '', '', '无'];
      if (name === 'focusFields') return [name, '', '', '', '人工智能、区块链'];
      if (name === 'certificates') return [name, '', '', '', '高新技术企业 2024-10-26~2027-10-25'];
      if (name === 'years.*.revenue') return [name, '', '', '', '', 32_000_000, '4,100万', '3000万-5000万'];
      return [name ?? '', ...rest];
    });
    const { profile, faults } = fromCells(filled, zh);
    expect(faults).toEqual([]);
    expect(profile).toEqual({
      registeredOn: '2018-05',
      region: 'chaoyang',
      residentEnterprise: true,
      lists: [],
      focusFields: ['ai', 'blockchain'],
      certificates: [{ type: 'hnte', grantedOn: '2024-10-26', validTo: '2027-10-25' }],
      years: {
        '2023': { revenue: 32_000_000 },
        '2024': { revenue: 41_000_000 },
        '2025': { revenue: { min: 30_000_000, max: 50_000_000 } },
      },
    });
  });

  test('with faults tells each by its cell and keeps the rest', () => {
    const { profile, answers, faults } = fromCells(
      [
        ['字段', '名称', '单位', '可填', '答案', '2024 年', '2025 年'],
        ['region', '', '', '', '火星'],
        ['revenu', '', '', '', '1'],
        ['years.*.employees', '', '', '', '', '很多', 60],
        ['years.*.graduatesShare', '', '', '', '', 30],
      ],
      zh,
    );
    expect(faults.map(({ path }) => path)).toEqual(['E2', 'A3', 'F4', 'F5']);
    expect(faults[0]?.message).toContain('火星');
    expect(faults[0]?.message).toMatch(/可以写：.*朝阳区/);
    expect(faults[1]?.message).toContain('revenu');
    expect(profile).toEqual({ years: { '2025': { employees: 60 } } });
    expect(answers).toBe(1);
  });

  test('a template of the other language loses no answer', () => {
    const { profile, faults } = fromCells(
      [
        ['Field', 'Name', 'Unit', 'Write', 'Answer', 'Year 2025'],
        ['region', '', '', '', 'Chaoyang'],
        ['Priority fields', '', '', '', '人工智能; Blockchain'],
        ['years.*.employees', '', '', '', '', 60],
      ],
      zh,
      texts.en,
    );
    expect(faults).toEqual([]);
    expect(profile).toEqual({
      region: 'chaoyang',
      focusFields: ['ai', 'blockchain'],
      years: { '2025': { employees: 60 } },
    });
  });

  test('a table with a column per field is read by its first line', () => {
    const { profile, faults } = fromCells(
      [
        ['企业名称', 'region', '2025 年职工总数', 'years.2025.revenue'],
        ['某某公司', '朝阳区', 60, '4800万'],
      ],
      zh,
    );
    expect(faults).toEqual([]);
    expect(profile).toEqual({
      name: '某某公司',
      region: 'chaoyang',
      years: { '2025': { employees: 60, revenue: 48_000_000 } },
    });
  });
});

describe('a file', () => {
  const file = (name: string, content: BlobPart) => new File([content], name);

  test('saved as CSV by a spreadsheet program in China is read in either encoding', async () => {
    const csv = '字段,名称,单位,可填,答案\r\nregion,注册地,,,朝阳区\r\n';
    const utf8 = await readProfileFile(file('a.csv', `\ufeff${csv}`), zh, inEnglish);
    expect(utf8).toEqual({ profile: { region: 'chaoyang' }, answers: 1, faults: [] });
    const gbk = Uint8Array.from([
      0xd7, 0xd6, 0xb6, 0xce, 0x2c, 0x2c, 0x2c, 0x2c, 0xb4, 0xf0, 0xb0, 0xb8, 0x0a, 0x72, 0x65, 0x67, 0x69, 0x6f, 0x6e,
      0x2c, 0x2c, 0x2c, 0x2c, 0xb3, 0xaf, 0xd1, 0xf4, 0xc7, 0xf8, 0x0a,
    ]);
    expect((await readProfileFile(file('a.csv', gbk), zh, inEnglish)).profile).toEqual({ region: 'chaoyang' });
  });

  test('of the offered template comes back empty, as CSV and as XLSX', async () => {
    const cells = templateCells(zh, ON);
    for (const [name, blob] of [
      ['t.csv', await templateCsv(cells)],
      ['t.xlsx', await templateXlsx(cells, '企业资料')],
    ] as const) {
      const { profile, faults } = await readProfileFile(file(name, await blob.arrayBuffer()), zh, inEnglish);
      expect(profile, name).toEqual({});
      expect(
        faults.map(({ path }) => path),
        name,
      ).toEqual(['']);
    }
  });

  test('of saved answers comes back whole', async () => {
    const read = await readProfileFile(file('a.json', JSON.stringify(software)), zh, inEnglish);
    expect(read.profile).toEqual(software);
    expect(read.faults).toEqual([]);
  });

  test.each([
    ['a.json', '{ not json'],
    ['a.json', '{}'],
    ['a.json', '{ "retired": 1 }'],
    ['a.json', `"${'x'.repeat(300 * 1024)}"`],
    ['a.xlsx', 'not a workbook'],
    ['a.csv', 'x'.repeat(1_100_000)],
    ['a.csv', ''],
  ])('that is none is refused with a sentence: %s', async (name, content) => {
    const { answers, faults } = await readProfileFile(file(name, content), zh, inEnglish);
    expect(answers).toBe(0);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.message).toMatch(/[一-鿿]/);
  });
});

describe('the calendar file', () => {
  const judged = zh.judge(software, ON);
  const ics = calendarFile(zh, judged, (id) => `https://example.org/measures/${id}`) ?? '';

  test('holds every announced deadline of what the firm may apply for, and nothing twice', () => {
    const closing = judged.results.filter(
      ({ availability, verdict, near }) =>
        availability.state === 'open' &&
        availability.closesOn !== null &&
        (['eligible', 'review', 'incomplete'].includes(verdict) || near),
    );
    expect(closing.length).toBeGreaterThan(0);
    for (const { measure } of closing) expect(ics).toContain(`${measure}-closes-`);
    const ids = ics.match(/^UID:.*$/gm) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is the same for the same check, and takes no last year’s window for this year’s', () => {
    expect(calendarFile(zh, zh.judge(software, ON), (id) => `https://example.org/measures/${id}`)).toBe(ics);
    expect(ics).not.toMatch(/DTSTART;VALUE=DATE:2025/);
  });

  test('is not made where no day to come was announced', () => {
    const nothing = {
      ...judged,
      results: judged.results.filter(({ availability }) => availability.state === 'lapsed'),
    };
    const titled = { ...zh, ladders: () => [] };
    expect(calendarFile(titled, nothing, (id) => id)).toBeNull();
  });
});

describe.each(['zh', 'en'] as const)('the report in %s', (lang) => {
  const evaluator = createEvaluator(rules, texts[lang], desks[lang]);

  test.each([...firms])('of %s says what can be had, what is near and on what it rests', (_, profile) => {
    const judged = evaluator.judge(profile, ON);
    const report = reportOf(evaluator, judged, []);
    const count = (key: string) => report.counts.find((one) => one.key === key)?.count ?? 0;
    for (const { key, items, more, aside } of report.sections) expect(items.length + more + aside).toBe(count(key));
    expect(report.first.length).toBeLessThanOrEqual(5);
    expect(report.sources.length).toBeGreaterThan(0);
    expect(JSON.stringify(report)).not.toMatch(/undefined|NaN|\[object/);
  });

  test('counts what nothing could be checked of, and lists of what an authority judges only the rest', () => {
    const judged = evaluator.judge(software, ON);
    const review = reportOf(evaluator, judged, []).sections.find(({ key }) => key === 'review');
    const listed = judged.results.filter((one) => review?.items.some(({ row }) => row.id === one.measure));
    expect(review?.aside).toBeGreaterThan(50);
    expect(listed.length).toBeGreaterThan(0);
    for (const { conditions, availability } of listed)
      expect(
        ['open', 'upcoming'].includes(availability.state) ||
          conditions.some(({ state, unit }) => state === 'met' && unit !== null),
      ).toBe(true);
  });

  test('puts first the one answer that stands before money, with what it brings and for which measure', () => {
    const { taxCollection: _, ...unanswered } = software;
    const [first] = reportOf(evaluator, evaluator.judge(unanswered, ON), []).first.filter(({ entry }) => entry);
    expect(first?.entry).toBe('taxCollection');
    expect(first?.lines.map(({ text }) => text)[1]).toMatch(/\d/);
  });
});
