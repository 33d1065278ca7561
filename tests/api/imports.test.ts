/** Many firms from one file: what is recognised, what is refused and where, and that nothing happens twice or is lost. */
import * as fc from 'fast-check';
import readWorkbook from 'read-excel-file/universal';
import { describe, expect, test } from 'vitest';
import { columnsOf } from '#functions/api/imports/columns.ts';
import { answerOf } from '#functions/api/imports/cells.ts';
import type { Deps } from '#functions/api/deps.ts';
import { faultsOf } from '#functions/api/imports/repository.ts';
import { advance } from '#functions/api/imports/run.ts';
import { readSheet } from '#functions/api/imports/sheet.ts';
import { templateCsv, templateHeadings, templateXlsx } from '#functions/api/imports/template.ts';
import { TEMPLATE_FIELDS, type UnitName } from '#functions/api/imports/words.ts';
import { workbook } from '#functions/api/imports/write.ts';
import { getCompany, historyOf } from '#functions/api/companies/repository.ts';
import { storeRelations } from '#functions/api/companies/relations.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import type { Store } from '#functions/store/port.ts';
import { loaded } from './catalogue.ts';
import { companyOf, putCompany } from './companies.ts';
import { CODES, csv, finished, form, gbk, handmade, passOf, PUT_ID, putImport, uploaded } from './imports.ts';
import { expectProblem, START, testApi, type TestApi } from './support.ts';
import { FOREIGN, OWN, PEOPLE } from './world.ts';

const dictionary = { fields: loaded.rules.fields, texts: loaded.texts };
const [A = '', B = '', C = '', D = ''] = CODES;

function importApi(): TestApi {
  const clock = { now: () => START };
  const store = openSqlite(':memory:', { now: () => Math.floor(clock.now().getTime() / 1000) });
  const api = testApi({ store, relations: storeRelations(store) });
  clock.now = api.deps.now;
  return api;
}

describe('the template', () => {
  test('its headings are recognised in both languages, each as its own field', () => {
    for (const lang of ['zh', 'en'] as const) {
      const columns = columnsOf(templateHeadings(dictionary, 2025, lang), dictionary, 2024);
      expect(columns.map(({ field }) => field)).toEqual(TEMPLATE_FIELDS);
      expect(columns.find(({ field }) => field === 'years.*.revenue')).toMatchObject({ year: 2025, unit: 'wan' });
      expect(columns.find(({ field }) => field === 'segment.marketShare')).toMatchObject({
        year: null,
        unit: 'percent',
      });
    }
  });

  test('it comes back as what it was, from XLSX and CSV; without a firm in it there is nothing to upload', async () => {
    const api = importApi();
    for (const kind of ['xlsx', 'csv'] as const) {
      const sent = await api.anonymous.get(`/v1/imports/template.${kind}`);
      expect(sent.status).toBe(200);
      const bytes = kind === 'xlsx' ? await templateXlsx(dictionary, 2025) : templateCsv(dictionary, 2025);
      const read = await readSheet(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes);
      expect(read).toMatchObject({ ok: true, sheet: { format: kind } });
      const [headings = []] = read.ok ? read.sheet.rows : [];
      expect(columnsOf(headings, dictionary, 2025).map(({ field }) => field)).toEqual(TEMPLATE_FIELDS);
      const refused = expectProblem(await api.as('manager').post('/v1/imports', form(bytes)), 422, 'invalid-request');
      expect(JSON.stringify(refused.faults)).toContain('一行企业也没有');
    }
  });

  test('a second sheet explains every column', async () => {
    const [, notes] = await readWorkbook(new Blob([new Uint8Array(await templateXlsx(dictionary, 2025))]));
    expect(notes?.sheet).toBe('说明 Notes');
    expect(notes?.data).toHaveLength(TEMPLATE_FIELDS.length + 2);
  });
});

describe('headings', () => {
  test.each([
    ['统一社会信用代码', { field: 'uscc' }],
    ['公司名称', { field: 'name' }],
    ['2024年营业收入（万元）', { field: 'years.*.revenue', year: 2024, unit: 'wan' }],
    ['研发费用/亿元', { field: 'years.*.rdExpense', year: 2025, unit: 'yi' }],
    ['Revenue 2023 (RMB 10,000)', { field: 'years.*.revenue', year: 2023, unit: 'wan' }],
    ['Revenue 2023 (10k yuan)', { field: 'years.*.revenue', year: 2023, unit: 'wan' }],
    ['Revenue 2023 (RMB 100 million)', { field: 'years.*.revenue', year: 2023, unit: 'yi' }],
    ['Revenue 2023 (yuan)', { field: 'years.*.revenue', year: 2023, unit: 'yuan' }],
    ['资产总额(年末)', { field: 'years.*.totalAssets', year: 2025 }],
    ['大专以上人员占比（%）', { field: 'years.*.graduatesShare', unit: 'percent' }],
    ['所在区', { field: 'region' }],
    [' 职工 总数（人） ', { field: 'years.*.employees', year: 2025 }],
    ['ip.inventionPatents', { field: 'ip.inventionPatents' }],
    ['备注', { field: null }],
  ])('%s', (heading, expected) => {
    expect(columnsOf([heading], dictionary, 2025)[0]).toMatchObject(expected);
  });

  test('of two columns for one place the first counts, the second is left aside', () => {
    const columns = columnsOf(['营业收入', '2025年收入', '2024年收入'], dictionary, 2025);
    expect(columns.map(({ field, year }) => [field, year])).toEqual([
      ['years.*.revenue', 2025],
      [null, null],
      ['years.*.revenue', 2024],
    ]);
  });
});

describe('cells', () => {
  const said = (cell: string | number | boolean, field: string, unit: UnitName | null = null) => {
    const answer = answerOf(cell, { column: 'A', header: '', field, year: null, unit }, dictionary);
    return answer.ok ? answer.value : answer.words;
  };
  test.each([
    [1234.56, 'wan', 12345600],
    ['1,234.5', 'wan', 12345000],
    ['1.2亿元', 'wan', 120000000],
    ['1.2亿', 'yuan', 120000000],
    ['３２００万元', 'yuan', 32000000],
    ['3000-5000', 'wan', { min: 30000000, max: 50000000 }],
    ['3000万至1亿元', 'yuan', { min: 30000000, max: 100000000 }],
    ['1-2亿', 'wan', { min: 100000000, max: 200000000 }],
    ['32 million yuan', 'yuan', 32000000],
    ['RMB 32 million', 'wan', 32000000],
    ['¥500,000', 'wan', 500000],
    ['≥2000万元', 'yuan', { min: 20000000 }],
    ['500万元以下', 'yuan', { max: 5000000 }],
    ['0.1', 'yi', 10000000],
    ['-35.5万元', 'yuan', -355000],
  ] as const)('an amount of %s in a column of %s', (cell, unit, value) => {
    expect(said(cell, 'years.*.taxableIncome', unit)).toEqual(value);
  });
  test.each([
    ['50-99', { min: 50, max: 99 }],
    ['50～99人', { min: 50, max: 99 }],
    ['100人以上', { min: 100 }],
    ['60 人', 60],
    [60, 60],
  ] as const)('%s people', (cell, value) => {
    expect(said(cell, 'years.*.employees')).toEqual(value);
  });
  test.each([
    ['15%', 'share', 0.15],
    ['15', 'percent', 0.15],
    [0.15, 'share', 0.15],
  ] as const)('a share of %s in a column of %s', (cell, unit, value) => {
    expect(said(cell, 'segment.marketShare', unit)).toBe(value);
  });
  test.each([
    ['2018-03-19', '2018-03-19'],
    ['2018/3/19', '2018-03-19'],
    ['2018.3.9', '2018-03-09'],
    ['2018年3月19日', '2018-03-19'],
    ['20180319', '2018-03-19'],
    [20180319, '2018-03-19'],
    [43178, '2018-03-19'],
    ['2018年3月', '2018-03'],
    ['2018-03', '2018-03'],
  ] as const)('the date %s', (cell, value) => {
    expect(said(cell, 'registeredOn')).toBe(value);
  });
  test.each([
    ['是', 'generalTaxpayer', true],
    ['No', 'generalTaxpayer', false],
    [true, 'generalTaxpayer', true],
    ['朝阳区', 'region', 'chaoyang'],
    ['朝阳', 'region', 'chaoyang'],
    ['chaoyang', 'region', 'chaoyang'],
    ['北京市朝阳区', 'region', 'chaoyang'],
    ['北京朝阳', 'region', 'chaoyang'],
    ['Chaoyang District, Beijing', 'region', 'chaoyang'],
    ['经开区', 'region', 'bda'],
    ['北京经开区', 'region', 'bda'],
    ['北京经济技术开发区', 'region', 'bda'],
    ['高企', 'certificates', [{ type: 'hnte' }]],
    [
      '高企（2024-10-29至2027-10-28）；小巨人、科小',
      'certificates',
      [
        { type: 'hnte', grantedOn: '2024-10-29', validTo: '2027-10-28' },
        { type: 'little-giant' },
        { type: 'tech-sme' },
      ],
    ],
    ['I65', 'industryCode', 'I65'],
    ['6513', 'industryCode', 'I6513'],
    ['软件和信息技术服务业', 'industryCode', 'I65'],
    ['无', 'certificates', []],
    ['科技型中小企业', 'certificates', [{ type: 'tech-sme' }]],
    [
      '高新技术企业（2024-10-29至2027-10-28）；科技型中小企业',
      'certificates',
      [{ type: 'hnte', grantedOn: '2024-10-29', validTo: '2027-10-28' }, { type: 'tech-sme' }],
    ],
  ] as const)('%s as %s', (cell, field, value) => {
    expect(said(cell, field)).toEqual(value);
  });
  test.each([
    ['2018-13-40', 'registeredOn', '2018-13-40'],
    ['2025-05-10', 'years.*.employees', '当成了日期'],
    ['很多', 'years.*.employees', '不是数字'],
    ['3000万斤', 'years.*.revenue', '单位'],
    ['火星', 'region', '没有选项'],
    ['北京', 'region', '没有选项'],
    ['顺义开发区', 'region', '可填：北京经济技术开发区（经开区）、顺义区、'],
    ['专精特新', 'certificates', '可填：专精特新中小企业、专精特新“小巨人”企业'],
    [911101050000, 'uscc', '数字'],
  ] as const)('%s as %s is refused with what to do', (cell, field, words) => {
    expect(said(cell, field, field.endsWith('revenue') ? 'yuan' : null)).toMatchObject({
      zh: expect.stringContaining(words) as unknown,
    });
  });
});

describe('files', () => {
  test.each([
    ['UTF-8', (text: string) => new TextEncoder().encode(text)],
    ['UTF-8 with its mark', (text: string) => new TextEncoder().encode(`\uFEFF${text}`)],
    ['GBK', gbk],
    ['tabs', (text: string) => new TextEncoder().encode(text.replaceAll(',', '\t'))],
  ])('a CSV in %s', async (_, encode) => {
    const read = await readSheet(
      encode(
        csv([
          ['统一社会信用代码', '企业名称'],
          [A, '示例·测绘（合成）'],
        ]),
      ),
    );
    expect(read).toMatchObject({
      ok: true,
      sheet: {
        rows: [
          ['统一社会信用代码', '企业名称'],
          [A, '示例·测绘（合成）'],
        ],
      },
    });
  });

  test('what is no table, an old Excel file, too many rows or nothing at all is refused in words', async () => {
    const api = importApi();
    const files = [
      new Uint8Array([0xff, 0xd8, 0xff, 0x00, 0x80]),
      new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1]),
      new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]),
      new Uint8Array(),
      new TextEncoder().encode('a\n'.repeat(10_002)),
      new TextEncoder().encode('a,"b\n'),
      new TextEncoder().encode('hello'),
      csv([['统一社会信用代码', '企业名称']]),
    ];
    for (const file of files) {
      const refused = await api.as('manager').post('/v1/imports', form(file));
      expect(expectProblem(refused, 422, 'invalid-request').faults).toMatchObject([{ path: 'file' }]);
    }
    expect((await api.as('manager').get('/v1/imports')).json).toMatchObject({ items: [] });
    expectProblem(await api.as('manager').post('/v1/imports', { file: 'x' }), 415, 'unsupported-media-type');
    expectProblem(await api.as('manager').post('/v1/imports', new FormData()), 422, 'invalid-request');
  });

  test('what was uploaded and not imported can be taken away, by its owner, with all that was kept of it', async () => {
    const api = importApi();
    const { id } = await uploaded(
      api.as('manager'),
      csv([
        ['统一社会信用代码', '区'],
        [A, '火星'],
      ]),
    );
    await finished(api.as('manager'), id, 'dry-run');
    expectProblem(await api.as('manager', { subject: 'manager-2' }).delete(`/v1/imports/${id}`), 404, 'not-found');
    expect((await api.as('manager').delete(`/v1/imports/${id}`)).status).toBe(204);
    expectProblem(await api.as('manager').get(`/v1/imports/${id}`), 404, 'not-found');
    const { subject } = PEOPLE.manager;
    for (const pk of [`IMPORTLINES#${subject}#${id}`, `IMPORTFAULTS#${subject}#${id}#dryRun`]) {
      expect((await api.deps.store.query(pk, { limit: 1 })).items, pk).toEqual([]);
    }
    const begun = await uploaded(api.as('manager'), csv([['统一社会信用代码'], [A]]));
    await finished(api.as('manager'), begun.id, 'run');
    expectProblem(await api.as('manager').delete(`/v1/imports/${begun.id}`), 409, 'wrong-state');
  });

  test('a file that is too large is refused with what can be done about it', async () => {
    const large = csv([
      ['统一社会信用代码', '企业名称'],
      ['x', 'x'.repeat(4 * 1024 * 1024)],
    ]);
    for (const [lang, said] of [
      ['zh', '4 MB'],
      ['en', 'save it as XLSX'],
    ] as const) {
      const answered = await importApi().as('manager').post(`/v1/imports?lang=${lang}`, form(large));
      expect(expectProblem(answered, 413, 'too-large').detail).toContain(said);
    }
  });

  test('a workbook that names a cell beyond all bounds, or unfolds to too much, is refused before it is read', async () => {
    const cell = (address: string) => `<row r="1"><c r="${address}" t="inlineStr"><is><t>x</t></is></c></row>`;
    expect(await readSheet(handmade(cell('B1')))).toMatchObject({ ok: true, sheet: { rows: [[null, 'x']] } });
    for (const address of ['A999999999999', 'B99999', 'ZZZ1', 'A&#57;9999999', 'AAAA1']) {
      expect(await readSheet(handmade(cell(address))), address).toEqual({ ok: false, why: 'not-a-table' });
    }
    const huge = handmade(cell('A1'), { 'xl/big.xml': Buffer.alloc(100 * 1024 * 1024) });
    expect(huge.length).toBeLessThan(1024 * 1024);
    expect(await readSheet(huge)).toEqual({ ok: false, why: 'not-a-table' });
  });

  test('headings below a title are found, and lines keep the numbers of the sheet', async () => {
    const api = importApi();
    const content = csv([['2026 年企业名单'], [], ['统一社会信用代码', '区'], [A, '火星'], [], [B, '朝阳区']]);
    const { id, lines } = await uploaded(api.as('manager'), content);
    expect(lines).toBe(2);
    const { dryRun, faults } = await finished(api.as('manager'), id, 'dry-run');
    expect(dryRun?.counts).toEqual({ created: 1, changed: 0, unchanged: 0, refused: 1 });
    expect(faults).toMatchObject([
      { cell: 'B4', header: '区', refuses: true },
      { cell: 'A6', refuses: false },
    ]);
  });
});

test('what is written into a workbook is text, whatever a spreadsheet would make of it', async () => {
  const texts = ['=1+1', '+1', '@SUM(A1)', "-2+cmd|' /C calc'!A0", "'"];
  const bytes = await workbook([{ sheet: 'a', rows: [texts], headings: 0, widths: [] }]);
  expect(await readSheet(bytes)).toMatchObject({ ok: true, sheet: { rows: [texts] } });
});

describe('importing', () => {
  const HEAD = ['统一社会信用代码', '企业名称', '所在区', '2025年营业收入（万元）', '2025年职工总数'];

  test('firms are created and changed, only in what the file says, as told by the manager', async () => {
    const api = importApi();
    await putCompany(api, OWN, { managers: [PEOPLE.manager.subject] });
    const before = await companyOf(api.deps.store, OWN);
    const content = csv([HEAD, [A, '新企业（合成）', '东城区', '1200', '20-49'], [OWN, '', '', '5000', '']]);
    const { id } = await uploaded(api.as('manager'), content);
    const tried = await finished(api.as('manager'), id, 'dry-run');
    expect(tried.dryRun?.counts).toEqual({ created: 1, changed: 1, unchanged: 0, refused: 0 });
    expect(await getCompany(api.deps.store, A)).toBeUndefined();
    expect(tried.changes).toMatchObject([
      { line: 3, uscc: OWN, changed: [{ path: 'years.2025.revenue', after: 50000000, source: null }] },
    ]);

    const done = await finished(api.as('manager'), id, 'run');
    expect(done.run).toMatchObject({ state: 'done', next: 2, counts: tried.dryRun?.counts });
    expect(done.changes).toEqual([]);
    const created = await companyOf(api.deps.store, A);
    expect(created.profile).toMatchObject({
      region: 'dongcheng',
      years: { 2025: { revenue: 12000000, employees: { min: 20, max: 49 } } },
    });
    expect(created.saved).toMatchObject({ by: { subject: PEOPLE.manager.subject }, source: 'manager' });
    expect(await api.deps.relations.assignedTo(PEOPLE.manager.subject, A)).toBe(true);
    const after = await companyOf(api.deps.store, OWN);
    expect((await historyOf(api.deps.store, OWN, {})).lines[0]?.changed).toEqual(['years.2025.revenue']);
    expect(after.profile.provenance).toMatchObject({ 'years.2025.revenue': { source: 'manager' } });
    expect(after.profile.ip).toEqual(before.profile.ip);
  });

  test('what a firm filled in itself is changed only where that was said when the import was begun', async () => {
    const api = importApi();
    await putCompany(api, OWN, { managers: [PEOPLE.manager.subject] });
    const before = await companyOf(api.deps.store, OWN);
    const content = csv([HEAD, [A, '新企业（合成）', '东城区', '1200', '20-49'], [OWN, '', '', '5000', '']]);
    const first = await uploaded(api.as('manager'), content);
    const { dryRun } = await finished(api.as('manager'), first.id, 'dry-run');
    expect(dryRun).toMatchObject({ counts: { changed: 1, refused: 0 }, own: { firms: 1, answers: 1 } });

    const done = await finished(api.as('manager'), first.id, 'run', false);
    expect(done.run).toMatchObject({ counts: { created: 1, changed: 0, refused: 1 }, own: { firms: 0, answers: 0 } });
    expect(done.faults).toMatchObject([
      { cell: 'A3', refuses: true, zh: expect.stringContaining('自己填写的 1 项') as unknown },
    ]);
    expect(await companyOf(api.deps.store, OWN)).toEqual(before);

    // Said so, it is changed; from then on it is the manager's, and another import needs no saying.
    const second = await uploaded(api.as('manager'), content);
    const over = await finished(api.as('manager'), second.id, 'run', true);
    expect(over.run).toMatchObject({ counts: { created: 0, changed: 1 }, own: { firms: 1, answers: 1 } });
    const third = await uploaded(api.as('manager'), csv([HEAD, [OWN, '', '', '6000', '']]));
    const again = await finished(api.as('manager'), third.id, 'run', false);
    expect(again.run?.counts).toMatchObject({ changed: 1, refused: 0 });
  });

  test('the same file again changes nothing, not even what the firm has put right since', async () => {
    const api = importApi();
    await putCompany(api, OWN, { managers: [PEOPLE.manager.subject], members: { [PEOPLE.firm.subject]: 'owner' } });
    const content = csv([HEAD, [OWN, '', '', '5000', ''], [A, '新企业', '朝阳区', '1', '1']]);
    const first = await uploaded(api.as('manager'), content);
    await finished(api.as('manager'), first.id, 'run');
    const { version } = await companyOf(api.deps.store, OWN);
    const own = await api
      .as('firm')
      .patch(
        `/v1/companies/${OWN}`,
        { profile: { years: { 2025: { revenue: 51000000 } } } },
        { headers: { 'if-match': `"v${version}"` } },
      );
    expect(own.status).toBe(200);
    const second = await uploaded(api.as('manager'), content);
    const again = await finished(api.as('manager'), second.id, 'run');
    expect(again.run?.counts).toEqual({ created: 0, changed: 0, unchanged: 2, refused: 0 });
    expect((await companyOf(api.deps.store, OWN)).profile).toMatchObject({ years: { 2025: { revenue: 51000000 } } });
    const repeated = await finished(api.as('manager'), first.id, 'run');
    expect(repeated.run?.counts).toEqual({ created: 1, changed: 1, unchanged: 0, refused: 0 });
    expect((await companyOf(api.deps.store, OWN)).version).toBe(version + 1);
  });

  test('each fault names its cell and what to do in both languages; other lines go ahead', async () => {
    const api = importApi();
    await putCompany(api, FOREIGN);
    const content = csv([
      HEAD,
      [A, '甲', '火星', '一百', '20'],
      [B, '乙', '朝阳区', '100', '20'],
      ['91110105MA00000P0X', '丙', '朝阳区', '100', '20'],
      ['', '丁', '朝阳区', '100', '20'],
      [FOREIGN, '戊', '朝阳区', '100', '20'],
      [B, '己', '朝阳区', '200', '20'],
      [C, '庚', '朝阳区', '-5', '20'],
    ]);
    const { id } = await uploaded(api.as('manager'), content);
    const { run, faults } = await finished(api.as('manager'), id, 'run');
    expect(run?.counts).toEqual({ created: 1, changed: 0, unchanged: 0, refused: 6 });
    expect(faults.map(({ cell }) => cell)).toEqual(['C2', 'D2', 'A4', 'A5', 'A6', 'A7', 'D8']);
    for (const { zh, en } of faults) {
      expect(zh).toMatch(/[\u4e00-\u9fff]/);
      expect(en).toMatch(/^[A-Z“]/);
    }
    expect(faults.find(({ cell }) => cell === 'A7')?.zh).toContain('第 3 行');
    const report = await api.as('manager').get(`/v1/imports/${id}/report.xlsx`);
    expect(report.status).toBe(200);
    expect((await companyOf(api.deps.store, FOREIGN)).version).toBe(1);
  });

  test('a fault speaks of the cell as typed and of other columns by their names, in the unit of the column', async () => {
    const api = importApi();
    await putCompany(api, OWN, {
      managers: [PEOPLE.manager.subject],
      profile: { name: '乙', years: { 2025: { rdExpense: 12_000_000, domesticRdExpense: 11_600_000 } } },
    });
    const content = csv([
      [
        '统一社会信用代码',
        '企业名称',
        '2025年大专以上人员占比（%）',
        '研发费用（万元）',
        '境内研发费用（万元）',
        '成立日期',
      ],
      [A, '甲', '120', '-5', '', '2030-01-01'],
      [A, '甲', '120', '-5', '', ''],
      [OWN, '', '', '106', '', ''],
      [B, '丙', '', '100', '200', ''],
      [C, '丁', '1.2', '', '', ''],
    ]);
    const { id } = await uploaded(api.as('manager'), content);
    await api.as('manager').put(`/v1/imports/${id}/mapping`, {
      columns: [
        { column: 'A', field: 'uscc' },
        { column: 'B', field: 'name' },
        { column: 'C', field: 'years.*.graduatesShare', year: 2025, unit: 'percent' },
        { column: 'D', field: 'years.*.rdExpense', year: 2025, unit: 'wan' },
        { column: 'E', field: 'years.*.domesticRdExpense', year: 2025, unit: 'wan' },
        { column: 'F', field: 'registeredOn' },
      ],
    });
    const { faults } = await finished(api.as('manager'), id, 'dry-run');
    expect(faults.map(({ cell, firm, zh }) => [cell, firm, zh])).toEqual([
      ['F2', '甲', '“2030-01-01”还没有到，请核对'],
      ['A3', '甲', expect.stringContaining('第 2 行')],
      ['D4', '', '“106”万元小于已有的“2025年境内研发费用” 1,160 万元，而后者只是其中一部分；请核对两项'],
      ['E5', '丙', '“200”万元大于“2025年研究开发费用”（D 列）的“100”万元，而它只是其中一部分；请核对两项'],
    ]);
    expect(faults[2]?.en).toBe(
      '“106” (in RMB 10,000) is less than “R&D expense within mainland China 2025”, which is kept as RMB 11,600,000 and is only a part of it; check both.',
    );
  });

  test.each([
    ['大专以上人员占比（%）', '120', '占比应在 0 到 100 之间（%），这里是“120”', 'A share in % lies between 0 and 100'],
    ['大专以上人员占比', '120%', '占比应在 0 到 100 之间（%），这里是“120%”', 'A share in % lies between 0 and 100'],
    ['大专以上人员占比', '1.2', '占比应在 0 到 1 之间（也可以写百分数，如 30%），这里是“1.2”', 'between 0 and 1 '],
    [
      '研发费用（万元）',
      '-5',
      '不能是负数，这里是“-5”万元',
      'This cannot be negative; the cell says “-5” (in RMB 10,000).',
    ],
    ['职工总数', '12.5', '应是整数，这里是“12.5”', 'This is a whole number'],
    ['职工总数', '50-9', '范围“50-9”的前一个数比后一个大', 'The range “50-9” starts above its end.'],
    ['行业', 'I99', '“I99”不是行业代码，应为一个字母加两到四位数字', '“I99” is not an industry code'],
  ])('%s: %s is refused', async (heading, cell, zh, en) => {
    const api = importApi();
    const { id } = await uploaded(
      api.as('manager'),
      csv([
        ['统一社会信用代码', '企业名称', heading],
        [A, '甲', cell],
      ]),
    );
    const { dryRun, faults } = await finished(api.as('manager'), id, 'dry-run');
    expect(dryRun?.counts.refused).toBe(1);
    expect(faults).toMatchObject([{ cell: 'C2', refuses: true }]);
    expect(faults[0]?.zh).toContain(zh);
    expect(faults[0]?.en).toContain(en);
  });

  test('what can be but should be looked at is said, and imported', async () => {
    const api = importApi();
    const content = csv([
      ['统一社会信用代码', '企业名称', '大专以上人员占比（%）', '职工总数', '研发人员'],
      [A, '甲', '0.65', '48', '500'],
      [B, '', '65', '48', '5'],
    ]);
    const { id } = await uploaded(api.as('manager'), content);
    const { run, faults } = await finished(api.as('manager'), id, 'run');
    expect(run?.counts).toMatchObject({ created: 2, refused: 0 });
    expect(faults.map(({ cell, refuses, zh }) => [cell, refuses, zh])).toEqual([
      ['C2', false, '请核对（会照常导入）：“0.65”在这一列是 0.65%；如果是 65%，请写 65'],
      ['E2', false, '请核对（会照常导入）：“500”大于“2025年职工总数”（D 列）的“48”，而它只是其中一部分；请核对两项'],
      ['A3', false, '请核对（会照常导入）：没有企业名称，名单里只能显示代码'],
    ]);
  });

  test('a wrong or missing column is put right by hand', async () => {
    const api = importApi();
    const { id, columns } = await uploaded(
      api.as('manager'),
      csv([
        ['号', '名', '产值'],
        [A, '甲', '3'],
        [B, '乙', '4'],
      ]),
    );
    expect(columns.map(({ field }) => field)).toEqual([null, null, null]);
    expectProblem(await api.as('manager').post(`/v1/imports/${id}/dry-run`), 409, 'wrong-state');
    const path = `/v1/imports/${id}/mapping`;
    const revenue = { column: 'C', field: 'years.*.revenue', year: 2024, unit: 'yi' };
    const code = { column: 'A', field: 'uscc' };
    for (const wrong of [
      [code, { ...revenue, year: null }],
      [code, { ...revenue, unit: 'percent' }],
      [code, { column: 'B', field: 'uscc' }],
      [code, { column: 'Z', field: 'name' }],
      [code, { column: 'B', field: 'constructor' }],
    ]) {
      expectProblem(await api.as('manager').put(path, { columns: wrong }), 422, 'invalid-request');
    }
    const twice = await api.as('manager').put(path, { columns: [code, { column: 'B', field: 'uscc' }] });
    expect(expectProblem(twice, 422, 'invalid-request').faults).toEqual([
      { path: 'columns.B', message: 'B 列“名”和 A 列“号”选了同一个项目；请把其中一列改成别的，或选“不导入”' },
    ]);
    const mapped = await api.as('manager').put(path, { columns: [code, { column: 'B', field: 'name' }, revenue] });
    expect(mapped.status, mapped.text).toBe(200);
    await finished(api.as('manager'), id, 'run');
    expect((await companyOf(api.deps.store, A)).profile).toMatchObject({
      name: '甲',
      years: { 2024: { revenue: 300000000 } },
    });
    expectProblem(await api.as('manager').put(path, { columns: [code] }), 409, 'wrong-state');
  });

  test('progress is told as it goes, and ends when it is done', async () => {
    const api = importApi();
    const { id } = await uploaded(api.as('manager'), csv([HEAD, [A, '甲', '', '', '']]));
    await finished(api.as('manager'), id, 'run');
    const told = await api.as('manager').get(`/v1/imports/${id}/progress`);
    expect(told.headers.get('content-type')).toContain('text/event-stream');
    const events = told.text.split('\n\n').filter(Boolean);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatch(/^event: progress\ndata: \{.*"state":"done"/);
  });

  test('an import is its owner’s alone, and gone after 30 days', async () => {
    const api = importApi();
    const { id } = await uploaded(api.as('manager'), csv([HEAD, [A, '甲', '', '', '']]));
    expectProblem(await api.as('manager', { subject: 'manager-2' }).get(`/v1/imports/${id}`), 404, 'not-found');
    expectProblem(await api.as('firm').post('/v1/imports', form('a')), 403, 'forbidden');
    api.pass(31 * 24 * 3600 * 1000);
    expectProblem(await api.as('manager').get(`/v1/imports/${id}`), 404, 'not-found');
  });

  test('a large file takes several requests', async () => {
    const api = importApi();
    const lines = Array.from({ length: 1201 }, (_, at) => [`not-a-code-${at}`, '甲', '', '', '']);
    const { id } = await uploaded(api.as('manager'), csv([HEAD, ...lines]));
    const part = passOf(await api.as('manager').post(`/v1/imports/${id}/dry-run`));
    expect(part.dryRun).toMatchObject({ state: 'running', next: 1000, counts: { refused: 1000 } });
    const telling = api.as('manager').get(`/v1/imports/${id}/progress`);
    const { dryRun, faults } = await finished(api.as('manager'), id, 'dry-run');
    const events = (await telling).text.split('\n\n').filter(Boolean);
    expect(events.at(-1)).toContain('"state":"done","next":1201');
    expect(dryRun).toMatchObject({ state: 'done', next: 1201, counts: { refused: 1201 }, faults: 1201 });
    expect(faults).toHaveLength(100);
  });
});

describe('breaking off', () => {
  const HEAD = ['统一社会信用代码', '企业名称', '2025年营业收入（万元）'];
  const line = fc.record({
    code: fc.constantFrom(A, B, C, D, OWN, FOREIGN, 'not-a-code'),
    revenue: fc.constantFrom('', '100', '200', '1-2亿', '很多'),
  });

  const RUNNING = { principal: PEOPLE.manager, pass: 'run', most: 1000 } as const;

  /** Everything that matters in the end: counts, profiles with versions and history, faults. */
  async function ending(deps: Deps) {
    let record;
    do record = await advance(deps, PUT_ID, RUNNING);
    while (record?.run?.state === 'running');
    const firms = await Promise.all(
      [A, B, C, D, OWN, FOREIGN].map(async (uscc) => {
        const company = await getCompany(deps.store, uscc);
        const { lines } = await historyOf(deps.store, uscc, {});
        return { profile: company?.profile, version: company?.version, changes: lines.map(({ changed }) => changed) };
      }),
    );
    return { run: record?.run, faults: record && (await faultsOf(deps.store, record, 'run', Infinity)), firms };
  }

  /** The store until so many writes were made; from then on each throws, the last one before or after it took effect. */
  function failing(store: Store, writes: number, took: boolean): Store {
    let left = writes;
    return {
      ...store,
      get: (key) => store.get(key),
      query: (pk, query) => store.query(pk, query),
      changes: (after, limit) => store.changes(after, limit),
      close: () => store.close(),
      write: async (wanted) => {
        left -= 1;
        if (left >= 0) return store.write(wanted);
        if (left === -1 && took) await store.write(wanted);
        throw new Error('The process was killed.');
      },
    };
  }

  test('wherever it breaks off and however often, it goes on to the same end, and every line is accounted for', async () => {
    const api = importApi();
    const breaks = fc.array(fc.record({ writes: fc.nat(12), took: fc.boolean() }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 12 }), breaks, async (lines, breaking) => {
        const rows = lines.map(({ code, revenue }, at) => [code, `企业${at}`, revenue === '' ? null : revenue]);
        const ends = [];
        for (const points of [[], breaking]) {
          const store = openSqlite(':memory:', { now: () => START.getTime() / 1000 });
          const deps = { ...api.deps, store, relations: storeRelations(store) };
          await putCompany({ ...api, deps }, OWN, { managers: [PEOPLE.manager.subject] });
          await putCompany({ ...api, deps }, FOREIGN);
          await putImport(deps, PEOPLE.manager.subject, HEAD, rows);
          for (const { writes, took } of points) {
            const broken = advance({ ...deps, store: failing(store, writes, took) }, PUT_ID, RUNNING);
            await broken.catch((error: unknown) => {
              expect(error).toMatchObject({ message: 'The process was killed.' });
            });
          }
          ends.push(await ending(deps));
          await store.close();
        }
        const [whole, broken] = ends;
        expect(broken).toEqual(whole);
        const counts = Object.values(whole?.run?.counts ?? {});
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(lines.length);
        expect(whole?.run?.next).toBe(lines.length);
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  test('two who run the same import at once do nothing twice', async () => {
    const api = importApi();
    const lines = Array.from({ length: 10 }, (_, at) => [CODES[at] ?? '', `企业${at}`, '100']);
    const { id } = await uploaded(api.as('manager'), csv([HEAD, ...lines]));
    await Promise.all([advance(api.deps, id, RUNNING), advance(api.deps, id, RUNNING)]);
    const { run } = await finished(api.as('manager'), id, 'run');
    expect(run).toMatchObject({ next: 10, counts: { created: 10, changed: 0, unchanged: 0, refused: 0 } });
    expect((await companyOf(api.deps.store, A)).version).toBe(1);
  });
});
