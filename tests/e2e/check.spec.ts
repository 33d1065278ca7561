import { expect, test } from '@playwright/test';
import { DAY, firm, firms, openAll, openResult, resultText, troubles } from './support.ts';

const json = (value: unknown) => ({
  name: 'firm.json',
  mimeType: 'application/json',
  buffer: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});

test('a visitor picks a demo firm and reads why a measure applies', async ({ page }) => {
  const found = troubles(page);
  await page.goto(`/check?on=${DAY}`);
  await expect(page.getByText('还没有结果')).toBeVisible();
  await page.getByRole('radio', { name: firm().name }).check();
  await expect(page.getByText(`${firm().name}，按 ${DAY} 有效的规定`)).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`firm=${firm().id}`));

  const measure = page.locator('#result details.measure').first();
  await measure.locator('summary').click();
  await expect(measure.getByRole('table')).toBeVisible();
  await expect(measure.getByRole('columnheader', { name: '您的数据' })).toBeVisible();
  await expect(measure.getByRole('rowheader').first()).not.toBeEmpty();
  await expect(measure.getByText('核验于')).toBeVisible();
  expect(found).toEqual([]);
});

test('every demo firm gets a result, and the groups add up', async ({ page }) => {
  for (const { id } of firms) {
    await openResult(page, { id });
    const counts = await page.locator('.tally b').allTextContents();
    const shown = await page.locator('#result details.measure').count();
    expect(counts.map(Number).reduce((a, b) => a + b, 0)).toBe(shown);
    await expect(page.getByText(`共核对 ${shown} 项政策`)).toBeVisible();
  }
});

test('another date gives the result of that day', async ({ page }) => {
  await openResult(page);
  await page.getByLabel('评估日期').fill('2023-02-01');
  await page.getByLabel('评估日期').blur();
  await expect(page.getByText('按 2023-02-01 有效的规定')).toBeVisible();
  await expect(page).toHaveURL(/on=2023-02-01/);
});

test('an opened file is judged in the browser and sent nowhere', async ({ page }) => {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' || request.postData() !== null) sent.push(`${request.method()} ${request.url()}`);
  });
  await page.goto(`/check?on=${DAY}`);
  await page.getByLabel('或打开企业资料文件').setInputFiles(json(firm().profile));
  await expect(page.getByText(`${firm().name}，按 ${DAY} 有效的规定`)).toBeVisible();
  await expect(page.getByText('已打开：firm.json')).toBeVisible();
  expect(page.url()).not.toContain('firm=');
  expect(sent).toEqual([]);

  const fromFile = await resultText(page);
  await openResult(page);
  expect(await resultText(page)).toBe(fromFile);
});

test('a faulty file is answered with what to correct and where', async ({ page }) => {
  await page.goto('/check');
  const file = page.getByLabel('或打开企业资料文件');
  await file.setInputFiles(json({ ...firm().profile, registeredOn: '2018-02-30', revenu: 1 }));
  await expect(page.getByRole('heading', { name: '企业资料有 2 处需要修改' })).toBeVisible();
  await expect(page.locator('code', { hasText: 'registeredOn' })).toBeVisible();
  await expect(page.locator('code', { hasText: 'revenu' })).toBeVisible();

  await file.setInputFiles(json('{ not json'));
  await expect(page.getByText('这个文件不是有效的 JSON，无法读取。')).toBeVisible();
  await file.setInputFiles(json(`"${'x'.repeat(300 * 1024)}"`));
  await expect(page.getByText('文件超过 256 KB，不像是一份企业资料。')).toBeVisible();
  await file.setInputFiles(json(`${'['.repeat(50_000)}${']'.repeat(50_000)}`));
  await expect(page.locator('.trouble')).toBeVisible();

  await page.getByRole('radio', { name: firm().name }).check();
  await expect(page.locator('.tally')).toBeVisible();
});

test('English keeps the firm, the date and an opened file', async ({ page }) => {
  await openResult(page);
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page).toHaveURL(new RegExp(`/en/check\\?firm=${firm().id}&on=${DAY}`));
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByText('by the rules in force on 1 Jul 2026')).toBeVisible();

  await page.getByLabel('Or open a profile file').setInputFiles(json(firm(1).profile));
  await expect(page.getByText(`${firm(1).name}, by the rules`)).toBeVisible();
  await page.getByRole('link', { name: '中文' }).click();
  await expect(page.getByText(`${firm(1).name}，按 ${DAY} 有效的规定`)).toBeVisible();
});

test('works with the keyboard alone', async ({ page }) => {
  await page.goto(`/check?on=${DAY}`);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page.locator('.tally')).toBeVisible();
  await page.getByRole('button', { name: '查看结果' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#result-title')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.locator('.tally a').first()).toBeFocused();
  const measure = page.locator('#result details.measure').first();
  await measure.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(measure.getByRole('table')).toBeVisible();
});

test('what is chosen before the script has arrived counts', async ({ page }) => {
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
  await page.route('**/*.js', async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(`/check?on=${DAY}`, { waitUntil: 'commit' });
  const choice = page.getByRole('radio', { name: firm(0).name });
  await choice.check();
  release(undefined);
  await expect(page.getByText(`${firm(0).name}，按 ${DAY} 有效的规定`)).toBeVisible();
  await expect(choice).toBeChecked();
});

test('says so when the policy data cannot be fetched, and recovers', async ({ page }) => {
  await page.route('**/*rules*.json', (route) => route.abort());
  await page.goto(`/check?on=${DAY}`);
  await page.getByRole('radio', { name: firm(0).name }).check();
  await expect(page.getByText('页面所用的政策数据没有取到')).toBeVisible();
  await page.unroute('**/*rules*.json');
  await page.getByRole('radio', { name: firm(1).name }).check();
  await expect(page.locator('.tally')).toBeVisible();
});

test.describe('without JavaScript', () => {
  for (const lang of ['zh', 'en'] as const) {
    test(`a posted form gives the same result (${lang})`, async ({ page, browser, baseURL }) => {
      await openResult(page, { lang });
      await openAll(page);
      const withScript = await resultText(page);

      const context = await browser.newContext({
        javaScriptEnabled: false,
        ...(baseURL === undefined ? {} : { baseURL }),
      });
      const plain = await context.newPage();
      await plain.goto(`${lang === 'en' ? '/en' : ''}/check`);
      await plain.getByRole('radio', { name: firm().name }).check();
      await plain.locator('#check-date').fill(DAY);
      await plain.locator('form button').click();
      await expect(plain).toHaveURL(new RegExp(`${lang === 'en' ? '/en' : ''}/check/result#result$`));
      // The page is long: its end may still be arriving while its head is already shown.
      await plain.waitForLoadState('load');
      expect(await resultText(plain)).toBe(withScript);
      await context.close();
    });
  }

  test.describe('by hand', () => {
    test.use({ javaScriptEnabled: false });

    test('a posted file is judged, kept for another date, and its faults are told', async ({ page }) => {
      await page.goto('/check');
      await page.locator('#check-date').fill(DAY);
      await page.locator('#profile-file').setInputFiles(json(firm(1).profile));
      await page.locator('form button').click();
      await expect(page.getByText(`${firm(1).name}，按 ${DAY} 有效的规定`)).toBeVisible();

      await page.locator('#check-date').fill('2025-07-01');
      await page.locator('form button').click();
      await expect(page.getByText(`${firm(1).name}，按 2025-07-01 有效的规定`)).toBeVisible();

      await page.locator('#profile-file').setInputFiles(json({ ...firm().profile, revenu: 1 }));
      await page.locator('form button').click();
      await expect(page.getByRole('heading', { name: '企业资料有 1 处需要修改' })).toBeVisible();
      await expect(page.locator('code', { hasText: /^revenu$/ })).toBeVisible();

      await page.locator('#profile-file').setInputFiles(json('{ not json'));
      await page.locator('form button').click();
      await expect(page.getByText('这个文件不是有效的 JSON，无法读取。')).toBeVisible();
    });

    test('nothing chosen is answered with what to do', async ({ page }) => {
      await page.goto('/check');
      await page.locator('form button').click();
      await expect(page.getByText('请先选一家示例企业，或打开企业资料文件。')).toBeVisible();
      await page.goto('/check/result');
      await expect(page).toHaveURL(/\/check$/);
    });
  });
});
