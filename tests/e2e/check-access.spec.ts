import { expect, test } from '@playwright/test';
import {
  DAY,
  expectAccessible,
  expectFitsEverywhere,
  expectNoSidewaysScroll,
  openOneOfEach,
  openResult,
  troubles,
} from './support.ts';

for (const lang of ['zh', 'en'] as const) {
  test(`nothing of the check is wider than its window, and what is open is accessible (${lang})`, async ({ page }) => {
    const found = troubles(page);
    const looks = lang === 'zh';
    await page.setViewportSize({ width: 360, height: 800 });
    await openResult(page, { lang, id: 'yizhuang-manufacturer' });
    await openOneOfEach(page);
    await expectFitsEverywhere(page);
    await expectAccessible(page, undefined, { looks });
    for (const view of (await page.locator('.views button').all()).slice(1)) {
      await view.click();
      await expect(page.locator('.views + *')).toBeVisible();
      await expectFitsEverywhere(page);
      if (looks) await expectAccessible(page, '#result');
    }
    await page.locator('#ask .table button').click();
    await expect(page.locator('#table-title')).toBeFocused();
    await expectFitsEverywhere(page);
    // At 200 % nothing is lost.
    await page.setViewportSize({ width: 640, height: 450 });
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    await expectNoSidewaysScroll(page);
    expect(found).toEqual([]);
  });
}

test('the widget is accessible, may stand in any page, and only the widget may', async ({ page, request }) => {
  await page.goto('/widget?measures=cn-hnte,bj-innovation-voucher');
  await expect(page.getByRole('link', { name: /高新技术企业认定/ })).toBeVisible();
  await expectAccessible(page);
  const headers = (await request.get('/widget?measures=cn-hnte')).headers();
  expect(headers['content-security-policy']).toContain('frame-ancestors *');
  expect(headers['x-frame-options']).toBeUndefined();
  for (const path of ['/check', '/check/report']) {
    const others = (await request.get(path)).headers();
    expect(others['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(others['x-frame-options']).toBe('DENY');
  }
});

test('every kind of question, the table of years and the faults of a file are accessible', async ({ page }) => {
  await page.goto('/check');
  await page.getByLabel('选择文件').setInputFiles({
    name: 'firm.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"revenu":1,"region":"chaoyang"}'),
  });
  await expect(page.getByRole('heading', { name: '需要修改' })).toBeVisible();
  await expectAccessible(page, '#main');
  await openResult(page, { id: 'chaoyang-ai-software' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page, '#ask');
  await page.emulateMedia({ colorScheme: 'light' });
  for (const label of ['成立日期', '重点方向', '资质与称号', '主营行业', '居民企业', '2025 年大专以上人员占比']) {
    const all = page.getByRole('button', { name: '显示全部' });
    if (await all.isVisible()) await all.click();
    await page.getByRole('button', { name: new RegExp(`^修改${label}`) }).click();
    await expect(page.locator('#question-title')).toBeVisible();
    await expectAccessible(page, '.card', { looks: label === '资质与称号' });
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
