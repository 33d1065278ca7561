/** How a rule changes: drafted with the rule in force at hand, checked, given back or approved by another, published, brought back. */
import { expect, test, type Page } from '@playwright/test';
import { anotherContext, troubles } from './support.ts';
import { enterAs, lookAt } from './rooms.ts';

const MEASURE = 'cn-hnte';

async function draft(page: Page, title: string): Promise<void> {
  await page.goto('/rules');
  await page.getByRole('link', { name: '起草修改' }).click();
  await page.getByLabel('标题').fill(title);
  await page.getByLabel('依据和说明').fill('按新办法第十一条。');
  await page.getByRole('button', { name: '建立草案' }).click();
}

/** Chooses the rule; what opens is the form of one of its conditions. */
async function openCondition(page: Page) {
  await page.getByLabel('政策', { exact: true }).fill('高新技术企业认定');
  await page.getByRole('button', { name: '列出可以改的地方' }).click();
  await page.locator('summary').filter({ hasText: '科技人员占职工总数不低于 10%' }).click();
  return page.locator('details.item[open]');
}

/** Puts another figure in. */
async function changeFigure(page: Page, to: string): Promise<void> {
  const open = page.locator('details.item[open]');
  await open.getByLabel('数值').fill(to);
  await open.getByRole('button', { name: /加入草案/ }).click();
  await expect(page.getByText('已保存。修改后要重新检查')).toBeVisible();
}

/** What cannot be read, or is not there, is refused at its field, and nothing is saved. */
async function refused(page: Page): Promise<void> {
  await page.getByLabel('政策', { exact: true }).fill('没有这项政策');
  await page.getByRole('button', { name: '列出可以改的地方' }).click();
  await expect(page.getByText('没有叫“没有这项政策”的政策')).toBeVisible();
  const open = await openCondition(page);
  await expect(open.getByLabel('数值')).toHaveValue('10%');
  await open.getByText('改判断式或算式').click();
  const test = open.getByLabel('判断式');
  const written = await test.inputValue();
  await test.fill('techStaf[0] >= 0.09');
  await open.getByRole('button', { name: /加入草案/ }).click();
  await expect(page.getByRole('alert')).toContainText('没有“techStaf”这个年度指标。是不是“techStaff”？');
  await expect(test).toHaveAttribute('aria-invalid', 'true');
  await test.fill(written);
}

test('a threshold is changed: drafted, checked, tried on the firms, approved by another, published, and brought back', async ({
  page,
  browser,
  baseURL,
}) => {
  const found = troubles(page);
  await enterAs(page, 'demo-publisher');
  await expect(page.getByRole('heading', { name: '规则', exact: true })).toBeVisible();
  await draft(page, '科技人员占比改为 9%');
  await refused(page);
  await changeFigure(page, '9%');
  const address = new URL(page.url()).pathname;
  await expect(page.getByRole('row').filter({ hasText: '科技人员占职工总数' }).first()).toContainText('≥ 9%');

  await page.getByRole('button', { name: '开始检查' }).click();
  await expect(page.getByText(/没有语法错误；\d+ 个用例中有 \d+ 个结果不同/)).toBeVisible();
  // Words that still say 10 % lead to the form where both stand, as the draft has them.
  await page.getByRole('link', { name: /科技人员占职工总数不低于 10%/ }).click();
  await expect(page.locator('details.item[open]').getByLabel('数值')).toHaveValue('9%');
  await page.goto(address);
  await page.getByRole('button', { name: '送审批' }).click();
  await expect(page.getByText('已送审批。')).toBeVisible();
  await page.getByRole('button', { name: '测算影响' }).click();
  await expect(page.getByText(/试算了 \d+ 家企业/)).toBeVisible();
  // Nobody approves their own.
  await expect(page.getByRole('button', { name: '批准' })).toHaveCount(0);
  await lookAt(page, [address, `${address}/change?measure=${MEASURE}`]);

  const other = await anotherContext(browser, baseURL, { locale: 'zh-CN' });
  const judge = await other.newPage();
  await enterAs(judge, 'demo-approver');
  await judge.getByRole('link', { name: '“科技人员占比改为 9%”等您审批' }).click();
  await expect(judge.getByRole('button', { name: '开始检查' })).toHaveCount(0);
  await judge.getByLabel('用例结果不同').check();
  await judge.getByLabel('没有随规则改').check();
  await judge.getByRole('button', { name: '批准', exact: true }).click();
  await expect(judge.getByText('已批准，起草人可以发布了')).toBeVisible();
  await other.close();

  await page.goto('/rules');
  await page.getByRole('link', { name: '“科技人员占比改为 9%”已批准，可以发布' }).click();
  await page.getByRole('button', { name: '发布，立即生效' }).click();
  await expect(page.getByText('已发布，立即生效')).toBeVisible();
  await page.getByRole('link', { name: /第 \d+ 次发布/ }).click();
  await expect(page.getByRole('row').filter({ hasText: '高新技术企业认定' })).toContainText('≥ 9%');

  await page.goto('/rules/releases/0');
  await page.getByRole('button', { name: '测算影响' }).click();
  await expect(page.getByText(/试算了 \d+ 家企业/)).toBeVisible();
  await page.getByLabel('为什么恢复').fill('只是演示。');
  // What is about to change is shown before it counts.
  const back = page.getByRole('region', { name: '恢复到这一版' });
  await expect(back.getByRole('row').filter({ hasText: '高新技术企业认定' })).toContainText('≥ 10%');
  await page.getByLabel('确定恢复').check();
  await page.getByRole('button', { name: '恢复，立即生效' }).click();
  await expect(page.getByText('已恢复，立即生效')).toBeVisible();
  // But for the one form that was refused.
  expect(found).toEqual([expect.stringContaining('422')]);
});

test('a draft is given back with the reason, which its author reads first', async ({ page, browser, baseURL }) => {
  await enterAs(page, 'demo-publisher');
  await draft(page, '缺少依据的草案');
  const address = new URL(page.url()).pathname.replace('/change', '');
  await openCondition(page);
  await changeFigure(page, '8%');
  await page.getByRole('button', { name: '开始检查' }).click();
  await expect(page.getByText('检查完成。')).toBeVisible();

  const other = await anotherContext(browser, baseURL, { locale: 'zh-CN' });
  const judge = await other.newPage();
  await enterAs(judge, 'demo-approver', address);
  await expect(judge.getByText('送来后才能批准或退回')).toBeVisible();
  await expect(judge.getByRole('button', { name: '退回修改' })).toHaveCount(0);
  await page.getByRole('button', { name: '送审批' }).click();
  await judge.reload();
  await judge.getByLabel('退回的理由').fill('请附上条款原文。');
  await judge.getByRole('button', { name: '退回修改' }).click();
  await expect(judge.getByText('已退回给起草人')).toBeVisible();
  await other.close();

  await page.goto('/rules');
  await page.getByRole('link', { name: '“缺少依据的草案”被退回，请修改' }).click();
  await expect(page.getByText('请附上条款原文。')).toBeVisible();
  await page.getByText('放弃草案').first().click();
  await page.getByLabel('确定放弃').check();
  await page.getByRole('button', { name: '放弃草案' }).click();
  await expect(page.getByText('这份草案已放弃')).toBeVisible();
});

test('figures of the city’s plans are entered by the publisher, and read by the approver', async ({
  page,
  browser,
  baseURL,
}) => {
  await enterAs(page, 'demo-publisher', '/rules/indicators?plan=bj-14fyp&which=goals');
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByLabel('截止哪一天').fill('2025-12-31');
  await page.getByLabel(/^数值/).fill('7');
  await page.getByLabel('出处').fill('北京市统计公报');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('已保存。')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '北京市统计公报' })).toContainText('7');
  const address = new URL(page.url()).pathname;

  const other = await anotherContext(browser, baseURL, { locale: 'zh-CN' });
  const reader = await other.newPage();
  await enterAs(reader, 'demo-approver', address);
  await expect(reader.getByRole('row').filter({ hasText: '北京市统计公报' })).toContainText('7');
  await expect(reader.getByRole('button', { name: '保存' })).toHaveCount(0);
  await other.close();
});

test('a call of a whole region is entered by the publisher, changed and withdrawn', async ({ page }) => {
  await enterAs(page, 'demo-publisher');
  await page.getByRole('link', { name: '年度通知' }).click();
  await page.getByLabel('政策名称含').fill('高新技术企业认定');
  await page.getByRole('button', { name: '查看' }).click();
  await page.getByRole('link', { name: '高新技术企业认定', exact: true }).click();
  await page.getByRole('link', { name: '录入年度通知' }).click();
  await page.getByLabel('年度', { exact: true }).fill('2015');
  await page.getByLabel('适用地区').selectOption({ label: '天津市' });
  await page.getByLabel('截止').first().fill('2015-04-01');
  await page.getByLabel('通知标题').fill('市级通知');
  await page.getByLabel('B：一个来源').check();
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('已录入，立即生效')).toBeVisible();
  const entered = page.getByRole('row').filter({ hasText: '市级通知' });
  await expect(entered).toContainText('天津市');
  await entered.getByRole('link', { name: '修改或撤回' }).click();
  await page.getByLabel('通知标题').fill('市级通知（更正）');
  await page.getByRole('button', { name: '保存修改' }).click();
  await entered.getByRole('link', { name: '修改或撤回' }).click();
  await page.getByLabel('确定撤回').check();
  await page.getByRole('button', { name: '撤回这份通知' }).click();
  await expect(entered).toContainText('已撤回');
  await lookAt(page, ['/rules/calls']);
});
