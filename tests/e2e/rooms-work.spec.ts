/** What managers, staff and firms get done in their rooms, each line as the demo person does it. */
import { expect, test, type Page } from '@playwright/test';
import { enterAs, lookAt } from './rooms.ts';
import { expectAccessible, troubles } from './support.ts';

const DEVICES = { uscc: '9111010500000HA277', name: '朝阳康衡' };
const OWN = '/account/companies/9111011500000HA6XY';

const TABLE = [
  '统一社会信用代码,企业名称,2025年营业收入（万元）,2025年从业人员,联系人',
  '91110105MA0000A01T,浏览器测试甲公司,4800,61,张三',
  '91110105MA0000B01G,浏览器测试乙公司,很多,五十,李四',
].join('\n');

/** More lines than one request deals with; most have no code, and one more firm stands behind them. */
const LONG = [
  '统一社会信用代码,企业名称,2025年营业收入（万元）',
  '91110105MA0000A01T,浏览器测试甲公司,4800',
  '91110105MA0000B01G,浏览器测试乙公司,5200',
  ...Array.from({ length: 998 }, () => '无,没有代码的公司,1'),
  '91110105MA0000D01U,浏览器测试丁公司,900',
].join('\n');

async function upload(page: Page, name: string, table = TABLE): Promise<void> {
  await page.goto('/portfolio/imports');
  await page.getByLabel(/选择文件/).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(table) });
  await page.getByRole('button', { name: '上传' }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

test('manager: a table is tried, its faults are told by cell, then imported; another breaks off, goes on where it stopped, and changes nothing twice', async ({
  page,
  context,
}) => {
  await enterAs(page, 'demo-manager-chaoyang-2');
  await page.getByRole('link', { name: '导入' }).click();
  const template = await page.request.get('/portfolio/imports/template/xlsx');
  expect((await template.body()).subarray(0, 2).toString()).toBe('PK');

  // What is no table is refused where it was chosen and leaves nothing behind; what was not tried can go again.
  const file = page.getByLabel(/选择文件/);
  for (const [name, content, said] of [
    ['pic.xlsx', 'PK no book', '打不开这个文件'],
    ['nothing.csv', '', '是空的'],
  ] as const) {
    await page.goto('/portfolio/imports');
    await file.setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
    await page.getByRole('button', { name: '上传' }).click();
    await expect(page.getByRole('alert')).toContainText(said);
    await expect(page.getByRole('row').filter({ hasText: name })).toHaveCount(0);
  }
  await upload(page, 'mistake.csv');
  await page.goto('/portfolio/imports');
  await page.getByRole('button', { name: '删除 mistake.csv' }).click();
  await expect(page.getByText('已删除。')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'mistake.csv' })).toHaveCount(0);

  const found = troubles(page);
  await upload(page, 'firms.csv');
  // What the headings did not say is said by hand.
  await expect(page.getByText('5 列中识别出 4 列')).toBeVisible();
  await page.getByText('已识别的 4 列对应什么').click();
  await page.getByLabel('D 2025年从业人员: 对应的项目').selectOption({ label: '不导入' });

  await page.getByRole('button', { name: '试运行' }).click();
  await expect(page.getByText('试运行完成，什么都没有保存')).toBeVisible();
  // The trial took the columns as they were chosen.
  await expect(page.getByText('5 列中识别出 3 列')).toBeVisible();
  const fault = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '第 3 行 C 列' }) });
  await expect(fault).toContainText('“很多”不是数字');
  expect((await page.request.get(`${new URL(page.url()).pathname}/report`)).status()).toBe(200);
  await lookAt(page, [new URL(page.url()).pathname]);
  await page.goto(page.url().replace('/en/', '/'));

  await page.getByRole('button', { name: '导入', exact: true }).click();
  await expect(page.getByText('导入完成')).toBeVisible();
  await expect(page.getByRole('row', { name: '新增' })).toContainText('1');
  await page.goto('/portfolio');
  await expect(page.getByRole('link', { name: '浏览器测试甲公司' })).toBeVisible();

  await page.goto('/portfolio/imports');
  await expect(page.getByRole('row').filter({ hasText: 'firms.csv' })).toContainText('已导入');
  expect(found).toEqual([]);

  await upload(page, 'long.csv', LONG);
  // The line is cut as the page asks for the second portion: it stays, and says what to do.
  await expect(page.getByText('处理时请不要关闭这一页')).toBeVisible();
  const cut = cutAtSecond(page, /\?\/try$/);
  await page.getByRole('button', { name: '试运行' }).click();
  await cut;
  await expect(page.getByRole('alert')).toContainText('连接断了');
  await page.getByRole('button', { name: '继续' }).click();
  await expect(page.getByText('试运行完成，什么都没有保存')).toBeVisible();

  // The page is closed meanwhile; another goes on later.
  const closed = cutAtSecond(page, /\?\/run$/);
  await page.getByRole('button', { name: '导入', exact: true }).click();
  await closed;
  const address = page.url();
  await page.close();
  const later = await context.newPage();
  await later.goto('/portfolio/imports');
  await expect(later.getByRole('row').filter({ hasText: 'long.csv' })).toContainText('没有导入完，可以继续');
  await later.goto(address);
  await expect(later.getByText('处理到第 1,000 行（共 1,001 行）时中断')).toBeVisible();
  await expect(later.getByText('共 998 处，这里列出前 20 处')).toBeVisible();
  await later.getByRole('button', { name: '继续' }).click();
  await expect(later.getByText('导入完成')).toBeVisible();
  for (const [outcome, firms] of [
    ['新增', '2'],
    ['有更新', '0'],
    ['没有变化', '1'],
    ['有问题', '998'],
  ] as const) {
    await expect(later.getByRole('row', { name: outcome })).toContainText(firms);
  }
  await later.goto('/portfolio?q=浏览器测试');
  await expect(later.getByRole('table').getByRole('link', { name: /浏览器测试.公司/ })).toHaveCount(3);
});

/** Cuts the line at the second request of that kind; done when it has. Later ones go through. */
function cutAtSecond(page: Page, kind: RegExp): Promise<unknown> {
  let sent = 0;
  const cutting = page.route(kind, async (route) => {
    sent += 1;
    await (sent === 2 ? route.abort() : route.continue());
  });
  return Promise.all([cutting, page.waitForEvent('requestfailed', (request) => kind.test(request.url()))]);
}

test('manager: what a firm filled in itself is told before an import, and stays unless that is ticked', async ({
  page,
}) => {
  await enterAs(page, 'demo-manager-chaoyang-1', '/portfolio?sort=name');
  const firm = page.locator('main tbody a').filter({ hasNotText: DEVICES.name }).last();
  const code = (await firm.getAttribute('href', { timeout: 5000 }))?.split('/').at(-1) ?? '';
  const table = `统一社会信用代码,2025年营业收入（万元）\n${code},98765\n`;
  for (const ticked of [false, true]) {
    await upload(page, 'own.csv', table);
    await page.getByRole('button', { name: '试运行' }).click();
    await expect(page.getByText('会改动 1 家企业自己填写的 1 项')).toBeVisible();
    await expectAccessible(page);
    if (ticked) await page.getByLabel('已与企业核对').check();
    await page.getByRole('button', { name: '导入', exact: true }).click();
    if (ticked) await expect(page.getByRole('row', { name: '有更新' })).toContainText('1');
    else await expect(page.getByText('会改动企业自己填写的 1 项，没有勾选改写')).toBeVisible();
  }
});

test('manager: of a firm the three answers that settle most; one is filled in, kept as the manager’s, told as a change, and can be taken back', async ({
  page,
}) => {
  await enterAs(page, 'demo-manager-chaoyang-1', `/portfolio/${DEVICES.uscc}`);
  await expect(page.getByRole('heading', { name: new RegExp(DEVICES.name) })).toBeVisible();
  const questions = page.getByRole('region', { name: '最值得先问的三项' });
  await expect(questions.getByText(/可判定 \d+ 项政策/)).toHaveCount(3);
  // Nothing is kept of a form that says nothing.
  await questions.getByRole('button', { name: '保存填写的内容' }).click();
  await expect(page.getByRole('alert')).toContainText('没有保存');
  // Typing goes on at the first field.
  await expect(questions.locator(':focus')).toHaveCount(1);

  const label = await answerOne(page);
  await questions.getByRole('button', { name: '保存填写的内容' }).click();
  await expect(page.getByText('已保存 1 项')).toBeVisible();
  await page.getByText(/看全部 \d+ 项资料/).click();
  const profile = page.getByRole('region', { name: '企业资料' });
  await expect(profile.getByRole('row').filter({ hasText: label })).toContainText('服务管家');
  await expect(page.getByRole('region', { name: '有什么变化' })).toContainText(label);

  // What the firm itself answered is not the manager's to change; his own answer is.
  await page.goto(`/portfolio/${DEVICES.uscc}?amend=registeredOn`);
  await expect(page.getByRole('heading', { name: '修改填过的一项' })).toHaveCount(0);
  await profile.getByText(/看全部 \d+ 项资料/).click();
  await profile.getByRole('link', { name: `修改${label}` }).click();
  const amended = page.getByRole('region', { name: '修改填过的一项' });
  await expect(amended).toBeVisible();
  await expectAccessible(page, '[aria-labelledby="amend"]');
  await amended.getByRole('button', { name: '删掉这一项' }).click();
  await expect(page.getByText('已保存 1 项')).toBeVisible();
  await page.getByText(/看全部 \d+ 项资料/).click();
  await expect(profile.getByRole('link', { name: `修改${label}` })).toHaveCount(0);
});

/** Fills in the first field that is asked for, whatever it is, and answers its label. */
async function answerOne(page: Page, name = '最值得先问的三项'): Promise<string> {
  const questions = page.getByRole('region', { name });
  const field = questions.locator('.field, fieldset').first();
  const choice = field.locator('select');
  const box = field.getByRole('checkbox').first();
  if ((await choice.count()) > 0) await choice.selectOption({ index: 1 });
  else if ((await box.count()) > 0) await box.check();
  else if ((await field.locator('input[type=date]').count()) > 0) await field.locator('input').fill('2026-01-15');
  else await field.locator('input').fill('5');
  const label = await field.locator('label, legend').first().innerText();
  return label.replace(/（.*）$/, '');
}

/** Technology SMEs of one person at most: most of them drop out. */
async function simulate(page: Page): Promise<void> {
  await page.goto('/demand/cn-tech-sme/simulate');
  await page.getByLabel('改哪个条件的门槛').selectOption({ label: '职工总数不超过 500 人（季平均）（现为 500 人）' });
  await page.getByLabel(/改为/).fill('1');
  await page.getByRole('button', { name: '试算' }).click();
  await expect(page.getByText(/试算了本区(约)? \d+ 家企业/)).toBeVisible();
  await expect(page.getByText('职工总数不超过 500 人（季平均）：门槛 500 人 → 1 人')).toBeVisible();
}

test('staff: an indicator’s figure is entered with its source and stands on the board; who leaves at a changed threshold is told to those who may see firms', async ({
  page,
  browser,
}) => {
  await enterAs(page, 'demo-staff-chaoyang-firms');
  await page.getByRole('navigation', { name: '本室页面' }).getByRole('link', { name: '规划指标' }).click();
  await page.getByRole('link', { name: '独角兽企业', exact: true }).click();
  await page.getByLabel('截止哪一天').fill('2025-12-31');
  await page.getByLabel('数值（家）').fill('四十一');
  await page.getByLabel('出处').fill('朝阳区政府工作报告');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('alert')).toContainText('读不出来');
  await page.getByLabel('数值（家）').fill('４１００ 家');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByLabel('数值大小确实如此')).toHaveAccessibleDescription(/倍/);
  await page.getByLabel('数值（家）').fill('４０ 家');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByLabel('撤回 2025').click();
  await page.getByRole('button', { name: '确认撤回' }).click();
  await expect(page.getByText('已撤回这一天的数值。')).toBeVisible();
  await page.getByLabel('截止哪一天').fill('2025-12-31');
  await page.getByLabel('数值（家）').fill('41');
  await page.getByLabel('出处').fill('朝阳区政府工作报告');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('已保存。')).toBeVisible();
  await page.goto('/demand/indicators?which=entered');
  const row = page.getByRole('row').filter({ hasText: '独角兽企业' });
  await expect(row).toContainText('41 家');
  await expect(row).toContainText('吴思源');
  await lookAt(page, ['/demand/indicators?which=entered', '/demand/indicators/cy-unicorns']);

  // Who may see single firms is shown which ones move; who may not, only how many.
  await simulate(page);
  const leaving = page.getByRole('heading', { name: '不再符合的企业' });
  await expect(leaving).toBeVisible();
  const names = (await page.locator('main li').allInnerTexts()).filter((name) => name.startsWith('示例·'));
  expect(names.length).toBeGreaterThan(4);

  // Five is not taken for 500 %.
  await page.getByLabel('改哪个条件的门槛').selectOption({ label: '科技人员占职工的比例不低于 10%（现为 10%）' });
  await page.getByLabel(/改为/).fill('5');
  await page.getByRole('button', { name: '试算' }).click();
  await expect(page.getByLabel(/改为/)).toHaveAccessibleDescription(/写成 5% 这样/);

  const other = await browser.newContext({ locale: 'zh-CN' });
  const colleague = await other.newPage();
  await enterAs(colleague, 'demo-staff-chaoyang', '/demand/indicators/cy-hnte-count');
  await expect(colleague.getByRole('listitem').filter({ hasText: '高新技术企业认定' })).toContainText(
    /符合\s(0|<5|\d*[05])\s家，待认定\s(<5|\d*[05])\s家/,
  );
  await simulate(colleague);
  await expect(colleague.getByRole('row', { name: '科技型中小企业评价' })).toBeVisible();
  await expect(colleague.getByRole('heading', { name: '不再符合的企业' })).toHaveCount(0);
  const sent = await colleague.content();
  for (const name of names) expect(sent).not.toContain(name);
  await other.close();
});

test('firm: a certificate is added and its renewal told; progress is recorded; notices can be refused; a telephone number needs consent', async ({
  page,
}) => {
  await enterAs(page, 'demo-firm-owner-devices', `${OWN}/certificates`);
  await page.getByLabel('资质', { exact: true }).selectOption({ label: '高新技术企业' });
  await page.getByLabel('取得日期').fill('2020-12-02');
  await page.getByLabel('有效期至').fill('2023-12-01');
  await page.getByRole('button', { name: '保存' }).click();
  const added = page.getByRole('row').filter({ hasText: '2023-12-01' });
  await expect(added).toContainText('已过期，2023-12-02 起失效');
  await added.getByText('删除', { exact: true }).click();
  await added.getByRole('button', { name: /确定删除/ }).click();
  await expect(page.getByText('已保存，结论已更新')).toBeVisible();
  await expect(added).toHaveCount(0);
  // As the check says it: from when, or that nothing is announced before the last day.
  const renewals = page.getByRole('region', { name: '续期' }).getByRole('listitem');
  await expect(renewals.filter({ hasText: '高新技术企业认定：' })).toHaveText(/可以续期|该准备续期了/);

  // The question that settles most is answered where the verdicts stand, and the next one takes its place.
  await page.goto(OWN);
  const question = page.getByRole('region', { name: '先补这一项最有用' });
  const label = await answerOne(page, '先补这一项最有用');
  await question.getByRole('button', { name: '保存填写的内容' }).click();
  await expect(page.getByText('已保存，结论已随之更新。')).toBeVisible();
  await expect(question.getByText(label, { exact: true })).toHaveCount(0);
  await expectAccessible(page, '[aria-labelledby="question"]');

  await page.goto('/account/notices');
  await page.getByLabel('每天合并成一封').check();
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByLabel('邮箱')).toHaveAccessibleDescription('选了发邮件，请填邮箱。');
  await page.getByLabel('不发邮件').check();
  await page.getByLabel('快开始申报').uncheck();
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('已保存。')).toBeVisible();
  await expect(page.getByLabel('快开始申报')).not.toBeChecked();

  // How far it has come with a measure: applied, then refused with the reason.
  for (const step of ['已申报', '未获批']) {
    await page.goto(`${OWN}/stages?measure=cn-little-giant`);
    await page.getByLabel('走到哪一步').selectOption({ label: step });
    if (step === '未获批') await page.getByLabel(/未获批的原因/).selectOption({ label: '材料不齐' });
    await page.getByRole('button', { name: '记录' }).click();
    await expect(page.getByText('已记录。')).toBeVisible();
  }
  await expect(page.getByRole('row').filter({ hasText: '小巨人' })).toContainText('未获批（材料不齐）');

  // From a measure's page: for which firm, then the question about it.
  await page.goto('/account/ask?measure=cn-hnte');
  await page.getByRole('link', { name: /亦庄/ }).click();
  await page.getByLabel('想问什么').fill('认定要多久？');
  await page.getByLabel(/联系电话（/).fill('12ab');
  await page.getByRole('button', { name: '提交' }).click();
  await expect(page.getByRole('alert')).toContainText('没有同意');
  await page.getByLabel(/同意把联系电话/).check();
  await page.getByRole('button', { name: '提交' }).click();
  await expect(page.getByLabel(/联系电话（/)).toHaveAccessibleDescription(/读不出这个电话号码/);
  await page.getByLabel(/联系电话（/).fill('010-65001234 转 8001');
  await page.getByRole('button', { name: '提交' }).click();
  await expect(page.getByText('已提交。')).toBeVisible();
  await page.getByRole('link', { name: '认定要多久？', exact: true }).click();
  await expect(page.getByRole('heading', { name: '诉求 · 高新技术企业认定' })).toBeVisible();
  await expect(page.getByText('认定要多久？')).toHaveCount(1);
  const phone = page.getByRole('link', { name: '010-65001234 转 8001' });
  await expect(phone).toHaveAttribute('href', 'tel:+861065001234;ext=8001');
  const request = new URL(page.url()).pathname;
  await lookAt(page, [
    request,
    `${OWN}/certificates`,
    '/account/ask?measure=cn-hnte',
    '/account/interest?measure=cn-hnte',
    '/account/join',
  ]);
});

test('firm: the owner invites someone, who joins by the link, may do what the role says, and is removed', async ({
  page,
  browser,
}) => {
  await enterAs(page, 'demo-firm-owner-devices', `${OWN}/members`);
  await page.getByRole('region', { name: '邀请成员' }).getByLabel('权限').selectOption({ label: '只能查看' });
  await page.getByRole('button', { name: '生成邀请链接' }).click();
  const link = await page.locator('code').innerText();
  await expect(page.getByRole('button', { name: /撤回: 只能查看/ })).toBeVisible();

  const other = await browser.newContext({ locale: 'zh-CN' });
  const guest = await other.newPage();
  await enterAs(guest, 'demo-firm-owner-newcomer', link);
  await guest.getByRole('button', { name: '加入' }).click();
  await expect(guest.getByText('您已加入这家企业。')).toBeVisible();
  await guest.goto(`${OWN}/stages`);
  await expect(guest.getByText('您在这家企业只能查看')).toBeVisible();

  await page.goto(`${OWN}/members`);
  await page.getByRole('button', { name: /移除: 马晓禾/ }).click();
  await expect(page.getByText('已移除。')).toBeVisible();
  expect((await guest.goto(`${OWN}/stages`))?.status()).toBe(404);
  await other.close();
  await lookAt(page, [`${OWN}/members`]);
});
