import { expect, test } from '@playwright/test';
import { DAY, expectAccessible, expectNoSidewaysScroll, openOneOfEach, openResult, troubles } from './support.ts';

for (const { width, lang } of [
  { width: 360, lang: 'zh' },
  { width: 360, lang: 'en' },
  { width: 768, lang: 'zh' },
  { width: 1440, lang: 'en' },
]) {
  test(`nothing of the check is wider than ${width} px, and what is open is accessible (${lang})`, async ({ page }) => {
    const found = troubles(page);
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${lang === 'en' ? '/en' : ''}/start-up`);
    await expectNoSidewaysScroll(page);
    await openResult(page, { lang, id: 'yizhuang-manufacturer' });
    await openOneOfEach(page);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    for (const view of await page.locator('.views button').all()) {
      await view.click();
      await expectNoSidewaysScroll(page);
    }
    await page.locator('#ask .table button').click();
    await expect(page.locator('#table-title')).toBeFocused();
    await expectNoSidewaysScroll(page);
    expect(found).toEqual([]);
  });
}

test('every view of the result, the report and the widget are accessible', async ({ page }) => {
  await openResult(page, { id: 'chaoyang-ai-software' });
  for (const name of ['怎么补差距', '怎么搭配', '未来三年', '为什么没有某项', '怎么算出来的']) {
    await page.getByRole('button', { name }).click();
    if (name === '为什么没有某项') await page.getByLabel('政策名称').fill('高新技术企业认定');
    await expectAccessible(page, '#result');
  }
  await page.getByRole('button', { name: '打开报告' }).click();
  await expect(page.locator('article')).toBeVisible();
  await expectAccessible(page);
  await page.goto('/widget?measures=cn-hnte,bj-innovation-voucher');
  await expect(page.getByRole('link', { name: /高新技术企业认定/ })).toBeVisible();
  await expectAccessible(page);
});

test('every kind of question, the table of years and the faults of a file are accessible', async ({ page }) => {
  await page.goto('/start-up');
  await expectAccessible(page);
  await page.getByLabel('选择文件').setInputFiles({
    name: 'firm.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"revenu":1,"region":"chaoyang"}'),
  });
  await expect(page.getByRole('heading', { name: '需要修改' })).toBeVisible();
  await expectAccessible(page, '#main');
  await openResult(page, { id: 'chaoyang-ai-software' });
  for (const label of ['成立日期', '重点方向', '资质与称号', '主营行业', '居民企业', '2025 年大专以上人员占比']) {
    const all = page.getByRole('button', { name: '显示全部' });
    if (await all.isVisible()) await all.click();
    await page.getByRole('button', { name: new RegExp(`^修改${label}`) }).click();
    await expect(page.locator('#question-title')).toBeVisible();
    await expectAccessible(page, '.card');
  }
  await page.getByRole('button', { name: '三年数据一次填' }).click();
  await expect(page.locator('#table-title')).toBeFocused();
  await expectAccessible(page, '#main > .check > section');
});

test('the whole check is walked with the keyboard alone', async ({ page }) => {
  await page.goto(`/check?on=${DAY}`);
  await expect(page.getByRole('button', { name: '50–99' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();

  await page.keyboard.press('Tab');
  await expect(page.getByLabel('成立日期')).toBeFocused();
  await page.keyboard.type('2018-03');
  await page.keyboard.press('Tab');
  // The third of the list, as every select is worked.
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.type('i65');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('60');
  // Enter anywhere in the form begins the check.
  await page.keyboard.press('Enter');
  await expect(page.locator('#question-title')).toBeFocused();
  await expect(page.getByRole('button', { name: '修改2025 年职工总数 60 人' })).toBeVisible();
  await expect(page.getByRole('button', { name: '修改注册地 朝阳区' })).toBeVisible();

  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page.locator('.card').getByRole('radio').first()).toBeChecked();
  const first = await page.locator('#question-title').innerText();
  await page.keyboard.press('Enter');
  await expect(page.locator('#question-title')).not.toHaveText(first);
  await expect(page.locator('#question-title')).toBeFocused();

  await page.locator('.tally button').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#title-eligible')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-group="eligible"] table').first()).toBeVisible();
});

test('on a phone the result is one tap away, and so is the way back', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 780 });
  await openResult(page);
  const bar = page.getByRole('group', { name: '结果摘要' });
  await expect(bar).toContainText('符合');
  await bar.getByRole('button', { name: '看结果' }).click();
  await expect(page.locator('#result-title')).toBeInViewport();
  await bar.getByRole('button', { name: '回到问题' }).click();
  await expect(page.locator('#question-title')).toBeInViewport();
});

test('at 200 % zoom nothing is lost', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 450 });
  await openResult(page);
  await expectNoSidewaysScroll(page);
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  await expectNoSidewaysScroll(page);
});

test('the widget may stand in any page, and only the widget', async ({ request }) => {
  const headers = (await request.get('/widget?measures=cn-hnte')).headers();
  expect(headers['content-security-policy']).toContain('frame-ancestors *');
  expect(headers['x-frame-options']).toBeUndefined();
  for (const path of ['/check', '/check/report']) {
    const others = (await request.get(path)).headers();
    expect(others['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(others['x-frame-options']).toBe('DENY');
  }
});
