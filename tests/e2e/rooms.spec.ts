/** The rooms behind the sign-in, as the demo people enter them through the issuer's page. */
import { expect, test, type Browser, type Page } from '@playwright/test';
import { enterAs, lookAt } from './rooms.ts';
import { anotherContext, expectAccessible, troubles } from './support.ts';

const OWNER = { subject: 'demo-firm-owner-ai', uscc: '9111010500000HA19C' };

/** Somebody else's room is told as such, with the way to one's own. */
async function expectKeptOut(page: Page, path: string, way: string): Promise<void> {
  const answer = await page.goto(path);
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole('heading', { name: '这一页不归您看' })).toBeVisible();
  await expect(page.getByRole('link', { name: way })).toBeVisible();
  // At whatever depth the address lies, it is a page of the portal and looks like one.
  const sheets = await page.evaluate(
    () => [...document.styleSheets].filter(({ cssRules }) => cssRules.length > 0).length,
  );
  expect(sheets).toBeGreaterThan(0);
}

test('whoever is not signed in is asked to, and comes back to the page they wanted', async ({ page }) => {
  await page.goto('/demand?q=高新');
  await expect(page).toHaveURL(/\/issuer\//);
  await page.locator('button[value="demo-staff-chaoyang"]').click();
  await expect(page).toHaveURL(/\/demand\?q=/);
  await expect(page.getByRole('heading', { name: '政策需求' })).toBeVisible();
});

test('signing out ends the session; its cookie opens nothing any more, and no token was ever in the browser', async ({
  page,
  context,
}) => {
  await enterAs(page, 'demo-staff-chaoyang');
  const session = (await context.cookies()).find(({ name }) => name === 'ceyin');
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  expect(session?.value).toMatch(/^[\w-]{43}$/);
  expect(await page.content()).not.toContain('eyJ');

  await page.getByRole('button', { name: '退出' }).click();
  await expect(page.getByRole('heading', { name: '您已退出' })).toBeVisible();
  await expectAccessible(page);
  if (session) await context.addCookies([session]);
  const answer = await page.request.get('/demand', { maxRedirects: 0 });
  expect(answer.status()).toBe(303);
  expect(answer.headers().location).toMatch(/^\/signin\?/);
});

test('a callback that this browser did not begin signs nobody in', async ({ page, context }) => {
  await page.goto('/signin/callback?code=x&state=y');
  await expect(page.getByRole('heading', { name: '登录没有完成' })).toBeVisible();
  expect((await context.cookies()).filter(({ name }) => name === 'ceyin')).toEqual([]);
});

test('a form posted from another site changes nothing', async ({ page }) => {
  await enterAs(page, OWNER.subject);
  const answer = await page.request.post(`/account/companies/${OWNER.uscc}/data`, {
    headers: { origin: 'https://elsewhere.example' },
    form: { confirm: OWNER.uscc, version: '1' },
  });
  expect(answer.status()).toBe(403);
});

test('public pages know nobody: they stay without script and may be kept', async ({ page }) => {
  await enterAs(page, 'demo-staff-chaoyang');
  await page.goto('/measures');
  expect(await page.locator('script:not([type="application/ld+json"])').count()).toBe(0);
  await expect(page.getByText('周明哲')).toHaveCount(0);
  await page.getByRole('link', { name: '我的账户' }).click();
  await expect(page).toHaveURL(/\/demand$/);
});

test('staff: demand per measure in firms, too few are not shown, a month, an export; a call entered, changed and withdrawn', async ({
  page,
}) => {
  const found = troubles(page);
  await enterAs(page, 'demo-staff-chaoyang');
  const table = page.getByRole('table');
  await expect(table.first()).toContainText('已获批');
  // Where an authority alone judges, the number for review tells nothing, and that is said.
  await expect(table.getByRole('row').filter({ hasText: '朝阳区凤鸣计划' })).toContainText('全由主管部门认定');
  // Aggregates only: no cut across the table, no exact small number.
  await expect(page.getByLabel('街道（地区）')).toHaveCount(0);
  const cells = await page.locator('td.figure').allInnerTexts();
  expect(cells.filter((cell) => /^[1-4]$/.test(cell))).toEqual([]);
  expect(cells.length).toBeGreaterThan(20);

  await page.getByLabel('月份').selectOption({ index: 2 });
  await page.getByRole('button', { name: '查看' }).click();
  await expect(page.getByText('当月有动作的企业')).toBeVisible();

  const file = await page.request.get('/demand/export?format=csv');
  expect(file.headers()['content-disposition']).toContain(encodeURIComponent('政策需求-朝阳区-20'));
  expect(file.headers()['content-disposition']).toContain('.csv');
  // A cut that somebody else may make is not passed over in silence, nor a month that is none.
  expect((await page.request.get('/demand/export?format=csv&size=small')).status()).toBe(403);
  expect((await page.request.get('/demand/export?format=csv&month=abc')).status()).toBe(400);
  await page.goto('/demand?size=small');
  await expect(page.getByText('需要查看单个企业的权限，没有用它')).toBeVisible();
  expect((await file.text()).split('\r\n').length).toBeGreaterThan(5);
  const workbook = await page.request.get('/demand/export?format=xlsx');
  expect((await workbook.body()).subarray(0, 2).toString()).toBe('PK');

  await page.goto('/demand/cy-fengming');
  await page.getByRole('link', { name: '录入年度通知' }).click();
  await page.getByLabel('年度', { exact: true }).fill('2015');
  await page.getByLabel('发布日期').fill('2015-03-02');
  await page.getByLabel('截止').first().fill('2014-04-01');
  await page.getByLabel('通知标题').fill('浏览器测试的通知');
  await page.getByLabel('A：两个独立来源').check();
  await page.getByRole('button', { name: '保存', exact: true }).click();
  // What is wrong is said, and what was typed is still there.
  const alert = page.getByRole('alert');
  await expect(alert).not.toContainText('acrossYears');
  await alert.getByRole('link', { name: '截止' }).first().click();
  await expect(page.getByLabel('截止').first()).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('截止').first()).toHaveAccessibleDescription(/./);
  await expect(page.getByLabel('通知标题')).toHaveValue('浏览器测试的通知');
  await page.getByLabel('截止').first().fill('2015-04-01');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('已录入，立即生效')).toBeInViewport();
  const entered = page.getByRole('row').filter({ hasText: '浏览器测试的通知' });
  await expect(entered).toContainText('周明哲');

  await entered.getByRole('link', { name: '修改或撤回' }).click();
  await expect(page.getByLabel('截止').first()).toHaveValue('2015-04-01');
  await page.getByLabel('截止').first().fill('2015-05-01');
  await page.getByLabel('C：来源待核').check();
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByText('已保存，不生效：来源待核')).toBeInViewport();
  await page.getByRole('link', { name: '录入年度通知' }).click();
  // Whoever enters another sees which calls there are, and changes the one of the same year.
  await entered.getByRole('link', { name: '修改或撤回' }).click();
  await page.getByLabel('B：一个来源').check();
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByText('已修改，立即生效')).toBeVisible();
  await expect(entered).toContainText('2015-05-01');
  await entered.getByRole('link', { name: '修改或撤回' }).click();
  await page.getByLabel('确定撤回').check();
  await page.getByRole('button', { name: '撤回这份通知' }).click();
  await expect(entered).toContainText('已撤回');
  await expect(entered.getByRole('link', { name: '修改或撤回' })).toHaveCount(0);

  await expectKeptOut(page, '/portfolio', '去政策需求');
  const blocking = await (await page.request.get('/demand/cn-hnte')).text();
  expect(blocking).toContain('只差这一条');
  expect(blocking).toContain('差距中位数');
  // Where an authority judges everything, “in review” is said to tell nothing.
  expect(blocking).not.toContain('条件全由主管部门认定');
  expect(await (await page.request.get('/demand/cy-opc')).text()).toContain('条件全由主管部门认定');
  // Nothing is told to staff, so nothing is to be chosen.
  await page.goto('/account/notices');
  await expect(page.getByText('提醒只发给企业和服务管家')).toBeVisible();
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await lookAt(page, ['/demand', '/demand/cn-hnte', '/demand/cy-fengming/call', '/account/notices']);
  expect(found.filter((message) => !/status of 4(03|22)/.test(message))).toEqual([]);
});

test('staff with the right to see firms may cut the table', async ({ page }) => {
  await enterAs(page, 'demo-staff-chaoyang-firms');
  await page.getByLabel('规模').selectOption('small');
  await page.getByRole('button', { name: '查看' }).click();
  await expect(page).toHaveURL(/size=small/);
  await expect(page.getByText('数字为准确值')).toBeVisible();
});

/** The operator has somebody look after the firm as well. */
async function assign(browser: Browser, uscc: string, manager: string): Promise<void> {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  await enterAs(page, 'demo-operator', '/operate/managers');
  await page.getByLabel(/统一社会信用代码/).fill(uscc);
  await page.getByLabel('服务管家', { exact: true }).selectOption(manager);
  await page.getByRole('button', { name: '先核对' }).click();
  await page.getByRole('button', { name: '确定指派' }).click();
  await expect(page.getByText(new RegExp(`已把.+${uscc}.+指派给`))).toBeVisible();
  await context.close();
}

test('a firm’s question reaches its manager, who accepts it and passes it on to a colleague, who is told, answers and closes it', async ({
  page,
  browser,
}) => {
  await assign(browser, OWNER.uscc, 'demo-manager-chaoyang-2');
  await enterAs(page, OWNER.subject);
  await page.locator(`a[href$="${OWNER.uscc}"]`).click();
  await expect(page.getByRole('heading', { name: '预检结果' })).toBeVisible();
  await page.getByRole('link', { name: '诉求' }).click();
  await page.getByLabel('想问什么').fill('高新技术企业认定要先做什么？');
  await page.getByRole('button', { name: '提交' }).click();
  await expect(page.getByText('已提交')).toBeVisible();
  await page.getByRole('link', { name: '进展' }).click();
  await page.getByLabel('政策', { exact: true }).fill('没有这样的政策');
  await page.getByRole('button', { name: '记录' }).click();
  await expect(page.getByText('没有叫“没有这样的政策”的政策')).toBeVisible();
  // What only resembles names is never taken for one: it is offered to choose from.
  await page.getByLabel('政策', { exact: true }).fill('筑基扩容');
  await page.getByRole('button', { name: '记录' }).click();
  await expect(page.getByRole('group', { name: '可能是这些政策' }).getByRole('radio')).not.toHaveCount(0);
  await expect(page.getByText('已记录。')).toHaveCount(0);
  await page.getByLabel('政策', { exact: true }).fill('专精特新中小企业认定');
  await page.getByLabel('走到哪一步').selectOption('preparing');
  await page.getByRole('button', { name: '记录' }).click();
  await expect(page.getByText('已记录。')).toBeVisible();
  await expectKeptOut(page, '/demand', '去我的企业');

  const other = await browser.newContext({ locale: 'zh-CN' });
  const desk = await other.newPage();
  await enterAs(desk, 'demo-manager-chaoyang-1');
  await desk.getByRole('navigation', { name: '本室页面' }).getByRole('link', { name: '诉求' }).click();
  await desk.getByRole('link', { name: '高新技术企业认定要先做什么' }).first().click();
  if (await desk.getByLabel('受理').isVisible()) await desk.getByRole('button', { name: '办理' }).click();
  await desk.getByLabel('转给同事办理').check();
  await desk.getByLabel('转给谁').selectOption({ label: '赵立新（演示）' });
  await desk.getByRole('button', { name: '办理' }).click();
  await expect(desk.getByLabel('说明')).toHaveAccessibleDescription(/请写说明/);
  await expect(desk.getByLabel('转给同事办理')).toBeChecked();
  await desk.getByLabel('转给谁').selectOption({ label: '赵立新（演示）' });
  await desk.getByLabel('说明').fill('下周我外出培训。');
  await desk.getByRole('button', { name: '办理' }).click();
  await expect(desk.getByText('已转给新的办理人')).toBeVisible();
  // Whoever passed it on reads on, but has no more to do with it than any colleague.
  await expect(desk.getByRole('listitem').filter({ hasText: '下周我外出培训。' })).toContainText('转给赵立新（演示）');
  await expect(desk.getByText('这件诉求由赵立新（演示）办理')).toBeVisible();
  await expect(desk.getByLabel('答复')).toHaveCount(0);
  const question = new URL(desk.url()).pathname;
  await lookAt(desk, [question]);
  await expectKeptOut(desk, '/account/companies', '去企业名单');
  await other.close();

  const next = await browser.newContext({ locale: 'zh-CN' });
  const colleague = await next.newPage();
  await enterAs(colleague, 'demo-manager-chaoyang-2', '/portfolio/requests');
  await colleague.getByRole('link', { name: '高新技术企业认定要先做什么' }).first().click();
  // A question is not closed for a reason that nobody chose.
  await colleague.getByLabel('办结：无法解决').check();
  await colleague.getByLabel('说明').fill('先做自评。');
  await colleague.getByRole('button', { name: '办理' }).click();
  await expect(colleague.getByLabel('无法解决的原因')).toHaveAccessibleDescription(/请选一个/);
  await colleague.getByLabel('办结：已解决').check();
  await colleague.getByLabel('说明').fill('先做自评，再准备知识产权材料。');
  await colleague.getByRole('button', { name: '办理' }).click();
  await expect(colleague.getByText('这件诉求已经办结')).toBeVisible();
  await expect(async () => {
    await colleague.goto('/account/notices');
    await expect(colleague.getByText('有诉求转给您办理').first()).toBeVisible({ timeout: 100 });
  }).toPass();
  await expect(colleague.getByRole('link', { name: '看这件诉求' }).first()).toHaveAttribute('href', question);
  await next.close();

  await page.goto(question.replace('/portfolio/requests', '/account/companies').replace(/\/([^/]+)$/, '/requests/$1'));
  await expect(page.getByRole('listitem').filter({ hasText: '下周我外出培训。' })).toContainText('转给赵立新（演示）');
  await expect(page.getByText('先做自评，再准备知识产权材料。')).toBeVisible();
  await expectAccessible(page);
});

test('manager: firms × measures as of today, what is new, each firm as it sees itself', async ({ page }) => {
  await enterAs(page, 'demo-manager-chaoyang-1');
  await expect(page.getByRole('heading', { name: '新情况' })).toBeVisible();
  await expect(page.locator('.tag').first()).toBeVisible();
  await page.getByLabel('行业门类').selectOption('信息传输、软件和信息技术服务业');
  await page.getByLabel('企业名称或代码含').fill('望京智语');
  await page.getByRole('button', { name: '查看' }).click();
  await page
    .getByRole('table')
    .getByRole('link', { name: /望京智语/ })
    .click();
  await expect(page.getByRole('heading', { name: '预检结果' })).toBeVisible();
  await expect(page.getByRole('heading', { name: '企业资料' })).toBeVisible();

  // A firm with hundreds of measures stays a light page: what stands under a measure is sent when it is opened.
  const bytes = (await (await page.request.get(page.url())).body()).length;
  expect(bytes).toBeLessThan(300_000);
  const first = page.locator('a.measure').first();
  const name = await first.getByRole('heading').innerText();
  await first.click();
  await expect(page.getByRole('table', { name: `${name}：条件` })).toBeVisible();
  await expect(page.locator('details.measure')).toHaveCount(1);
  expect(await page.getByRole('link', { name: /展开全部政策/ }).getAttribute('href')).toBe('?open=all#result');
  // What an authority alone can judge is folded away below what figures can tell.
  const review = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: /^待主管部门认定/ }) })
    .last();
  await expect(review.getByText(/另有 \d+ 项没有公布能用数字核对的条件/)).toBeVisible();
  expect(await review.locator('.measure:visible').count()).toBeLessThan(30);
  await lookAt(page, ['/portfolio?q=AI', '/portfolio/requests']);
});

test('what the check holds is shown before it is saved, then kept with its history, and what it changed is told', async ({
  page,
}) => {
  await page.goto('/check');
  await page.evaluate(() =>
    localStorage.setItem(
      'ceyin.check',
      JSON.stringify({ v: 1, stamp: 'x', profile: { years: { '2025': { employees: 61 } } }, unsure: [] }),
    ),
  );
  const at = `/account/companies/${OWNER.uscc}`;
  await enterAs(page, OWNER.subject, at);
  await expect(page.getByRole('region', { name: '有什么变化' })).toBeVisible();
  await expectAccessible(page, '[aria-labelledby="changes"]');
  await page.goto('/account/save');
  await expect(page.getByText('浏览器里有 1 项已填的内容')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '先看会保存什么' }).click();
  await expect(page.getByRole('table')).toContainText('61 人');
  await page.getByRole('button', { name: '确认保存' }).click();
  await expect(page.getByText('已保存。')).toBeVisible();
  await expect(page.getByRole('region', { name: '有什么变化' })).toContainText('2025 年职工总数');
  await page.goto(`${at}/profile`);
  await expect(page.getByRole('table').last()).toContainText('2025');
  // A figure is corrected where it stands, and what does not go with the others is told at its field.
  await page.getByRole('link', { name: '修改2025 年职工总数', exact: true }).click();
  const figure = page.getByRole('region', { name: '修改填过的一项' }).getByRole('textbox');
  await expect(figure).toHaveValue('61');
  await figure.fill('许多');
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(figure).toBeFocused();
  await expect(figure).toHaveAttribute('aria-invalid', 'true');
  await figure.fill('62');
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByText('已保存，结论已随之更新。')).toBeVisible();
  await expect(
    page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '2025 年职工总数', exact: true }) }),
  ).toContainText('62 人');
  expect((await page.request.get(`${at}/data/export`)).headers()['content-type']).toContain('application/json');
  await lookAt(page, ['/account/companies', `${at}/stages`, `${at}/requests`, `${at}/profile`, `${at}/data`]);
});

test('what is sent to be saved before the page’s script has run is sent once more as soon as it has; what is saved can be deleted', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.goto('/check');
  await page.evaluate(() =>
    localStorage.setItem(
      'ceyin.check',
      JSON.stringify({
        v: 1,
        stamp: 'x',
        profile: { retired: 1, name: '另一家', years: { '2025': { employees: 67 } } },
        unsure: [],
      }),
    ),
  );
  await page.route(/_app\/immutable\/.*\.js$/, (route) => route.abort());
  await enterAs(page, OWNER.subject, '/account/save');
  await expect(page.getByLabel(/统一社会信用代码/)).toBeHidden();
  await page.unrouteAll();
  await page.getByRole('button', { name: '先看会保存什么' }).click();

  // Answers that bear another name than the chosen firm do not overwrite it unasked.
  await expect(page.getByRole('heading', { name: '这像是另一家企业' })).toBeVisible();
  await expect(page.getByRole('table')).toContainText('另一家');
  await expect(page.getByLabel('存为一家新的企业')).toBeChecked();
  await expectAccessible(page);
  await page.getByLabel(/统一社会信用代码/).fill('91110105MA0000C019');
  await page.getByRole('button', { name: '先看会保存什么' }).click();
  await expect(page.getByRole('table')).toContainText('67 人');
  await expect(page.getByRole('alert')).toContainText('没有名为“retired”的字段');
  await expect(page.locator('input[name=uscc]')).toHaveValue('91110105MA0000C019');

  // A wrong code is told, and stays to be mended.
  await page.getByRole('button', { name: '确认保存' }).click();
  await expect(page.getByRole('alert')).toContainText('校验码');
  await expect(page.getByLabel(/统一社会信用代码/)).toHaveValue('91110105MA0000C019');
  await page.getByLabel(/统一社会信用代码/).fill('91110105MA0000C016');
  await page.getByRole('button', { name: '先看会保存什么' }).click();

  // Saved as a firm of one's own, it can be deleted again with everything kept of it.
  await page.getByRole('button', { name: '确认保存' }).click();
  await expect(page.getByText('已保存。')).toBeVisible();

  // Nobody looks after it yet: its question stands where a manager can be assigned.
  await page.goto('/account/companies/91110105MA0000C016/requests');
  await expect(page.getByText('还没有指派服务管家').first()).toBeVisible();
  await page.getByLabel('想问什么').fill('没有服务管家，谁来答？');
  await page.getByRole('button', { name: '提交' }).click();
  await expect(page.getByText('已提交。还没有指派服务管家')).toBeVisible();
  const office = await anotherContext(browser, baseURL, { locale: 'zh-CN' });
  const desk = await office.newPage();
  await enterAs(desk, 'demo-operator');
  await expect(desk.getByRole('table').filter({ hasText: '91110105MA0000C016' })).toBeVisible();
  await expect(desk.getByText('没有服务管家，谁来答？')).toHaveCount(0);
  await office.close();

  await page.goto('/account/companies/91110105MA0000C016/data');
  await page.getByLabel(/以确认/).fill('91110105MA0000C016');
  await page.getByRole('button', { name: '删除，不能恢复' }).click();
  await expect(page.getByText('已删除。')).toBeVisible();
  expect((await page.goto('/account/companies/91110105MA0000C016'))?.status()).toBe(404);
});

test('auditor: who did what to which firm is found, the record is checked and taken along; drafts and releases are read', async ({
  page,
  browser,
}) => {
  const other = await browser.newContext({ locale: 'zh-CN' });
  await enterAs(await other.newPage(), 'demo-manager-chaoyang-1', `/portfolio/${OWNER.uscc}`);
  await other.close();
  await enterAs(page, 'demo-auditor');
  await expect(page.getByRole('heading', { name: '审计记录' })).toBeVisible();
  await page.getByRole('button', { name: '核对全部记录' }).click();
  await expect(page.getByText(/完整：\d+ 条记录逐条核对/)).toBeVisible();

  await page.getByLabel('做了什么').selectOption({ label: '查看企业数据' });
  await page.getByLabel(/统一社会信用代码/).fill(OWNER.uscc.toLowerCase());
  await page.getByRole('button', { name: '查看' }).click();
  const rows = page.getByRole('table').locator('tbody tr');
  await expect(rows.filter({ hasText: '陈雨桐' }).first()).toContainText(OWNER.uscc);
  await expect(rows.filter({ hasNotText: OWNER.uscc })).toHaveCount(0);
  const link = await page.getByRole('link', { name: '导出这些记录' }).getAttribute('href');
  const file = await (await page.request.get(link ?? '')).text();
  expect(file).toContain(`"查看企业数据","${OWNER.uscc}"`);
  expect(file).toMatch(/"[0-9a-f]{64}"/);
  expect(file.trimEnd()).toMatch(/"以上共 \d+ 条，没有更多。"$/);
  expect(file).toMatch(/"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\+08:00"/);
  // Lists do not name their firms: how often one was looked at, and where that stands, is said.
  await expect(page.getByText(/同期有 \d+ 次|同期没有人/)).toBeVisible();
  // A name finds the firm, and where it fits several, asks which.
  await page.goto('/audit?firm=示例');
  await expect(page.getByLabel(/统一社会信用代码/)).toHaveAccessibleDescription(/不止一家/);
  await page.getByRole('status').getByRole('link').first().click();
  await expect(page).toHaveURL(/firm=\w{18}/);
  await page.goto('/audit?who=雨桐');
  await expect(rows.filter({ hasText: '陈雨桐' }).first()).toBeVisible();
  await expect(rows.filter({ hasNotText: '陈雨桐' })).toHaveCount(0);
  // What is wrong stands under its field, and one can type on in the first.
  const day = page.getByLabel('从哪一天');
  for (const [from, advice] of [
    ['2026-02-01', '把两个日期对调'],
    ['2020-01-01', '366 天'],
  ] as const) {
    await page.goto(`/audit?from=${from}&to=2026-01-01`);
    await expect(day).toHaveAccessibleDescription(new RegExp(advice));
    await expect(day).toBeFocused();
  }
  await page.goto('/audit?firm=无此企业');
  await expect(page.getByLabel(/统一社会信用代码/)).toHaveAccessibleDescription(/18 位/);
  await expect(page.getByLabel(/统一社会信用代码/)).toBeFocused();

  await page.getByRole('link', { name: '草案和发布' }).click();
  await page.getByRole('link', { name: '随程序交付的目录' }).first().click();
  await expect(page.getByRole('button', { name: /恢复/ })).toHaveCount(0);
  expect((await page.goto('/rules/drafts/new'))?.status()).toBe(404);
  await expectKeptOut(page, '/demand', '去审计记录');
  await lookAt(page, ['/audit']);
});

test('operator: how the service is and the re-match; a firm is given a service manager and loses them again; imports', async ({
  page,
}) => {
  await enterAs(page, 'demo-operator');
  await expect(page.getByText('正常：存储可用')).toBeVisible();
  await expect(page.getByRole('region', { name: '最近一次重新匹配' })).toContainText('256 / 256 批');
  await page.getByRole('link', { name: '服务管家' }).click();
  // Before a firm is given away one reads which it is, who has it, and that the two are of different districts.
  for (const [act, done] of [
    ['指派', new RegExp(`已把.+${OWNER.uscc}.+指派给孙佳宁`)],
    ['取消', new RegExp(`孙佳宁（演示）不再负责.+${OWNER.uscc}`)],
  ] as const) {
    await page.getByLabel(/统一社会信用代码/).fill(OWNER.uscc);
    await page.getByLabel('服务管家', { exact: true }).selectOption('demo-manager-dongcheng-1');
    await page.getByLabel(act, { exact: true }).check();
    await page.getByRole('button', { name: '先核对' }).click();
    await expect(page.getByRole('group', { name: '请核对' })).toContainText('陈雨桐（演示）（朝阳区）');
    if (act === '指派') await page.getByLabel(/确定跨区指派/).check();
    await page.getByRole('button', { name: `确定${act}` }).click();
    await expect(page.getByText(done)).toBeVisible();
  }
  // Where a question waits for a manager, one of another district is not assigned by mistake either, nor by a tick that
  // was given for another.
  const across = await page.request.post('/operate?/assign', {
    form: { uscc: OWNER.uscc, manager: 'demo-manager-dongcheng-1', across: `${OWNER.uscc} demo-manager-dongcheng-2` },
    headers: { origin: new URL(page.url()).origin, accept: 'text/html' },
  });
  expect(across.status()).toBe(400);
  expect(await across.text()).toContain('两边不是一个区');
  // How many firms would change hands, and that it is across districts, is said before.
  await page.getByLabel('从谁').selectOption('demo-manager-dongcheng-1');
  await page.getByLabel('交给谁').selectOption('demo-manager-chaoyang-1');
  await page.getByRole('button', { name: '先看有几家' }).click();
  await expect(page.getByText(/孙佳宁（演示）（东城区）名下的 \d+ 家企业/)).toBeVisible();
  await expect(page.getByLabel(/确定跨区移交/)).not.toBeChecked();
  await page.getByRole('link', { name: '没有服务管家的企业' }).click();
  await expect(page.getByRole('heading', { name: '没有服务管家的企业' })).toBeVisible();
  await page.getByRole('link', { name: '导入企业资料' }).click();
  await expect(page.getByRole('button', { name: '上传' })).toBeVisible();
  await expectKeptOut(page, '/audit', '去运行状态');
  await lookAt(page, [
    '/operate',
    `/operate/managers?uscc=${OWNER.uscc}&manager=demo-manager-dongcheng-1&act=assign`,
    '/operate/managers/none',
  ]);
});
