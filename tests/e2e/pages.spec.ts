/** The frame around every page: languages, security headers, the way in. */
import { expect, test, type Page } from '@playwright/test';
import { DAY, expectAccessible, expectFitsEverywhere, expectNoSidewaysScroll, firm, troubles } from './support.ts';

for (const { name, path } of [
  { name: 'home', path: '/' },
  { name: 'check before a choice', path: '/check' },
]) {
  test(`${name} is accessible, in its language, and not wider than the window`, async ({ page }) => {
    const found = troubles(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(path);
    await expectAccessible(page);
    await expectFitsEverywhere(page);
    await expectAccessible(page);
    await page.goto(path === '/' ? '/en' : `/en${path}`);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expectFitsEverywhere(page);
    await expectAccessible(page, undefined, { looks: false });
    expect(found).toEqual([]);
  });
}

test('who reads at twice the size gets it on every page: all text grows, and nothing is wider than the window', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  const browser = await page.context().newCDPSession(page);
  await page.goto('/');
  await browser.send('Page.enable');
  await browser.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  for (const path of [
    '/',
    '/en/measures/bj-innovation-voucher',
    `/en/calendar?year=2026&as-of=${DAY}`,
    `/en/check?firm=${firm().id}&on=${DAY}`,
  ]) {
    await page.goto(path);
    if (path.includes('/check')) await expect(page.locator('.tally')).toBeVisible();
    await expectNoSidewaysScroll(page);
    expect(await smallestText(page), path).toBeGreaterThanOrEqual(24);
  }
});

/** The size in px of the smallest words on a page, but for what is drawn to a scale of its own. */
const smallestText = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Math.min(
      ...[...document.querySelectorAll('body *:not(svg *)')]
        .filter(({ childNodes }) =>
          [...childNodes].some(({ nodeType, nodeValue }) => nodeType === 3 && nodeValue?.trim()),
        )
        .map((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
    ),
  );

test('the page for a wrong address is accessible', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 780 });
  const response = await page.goto('/no-such-page');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: '没有这个页面' })).toBeVisible();
  await expectAccessible(page);
});

test('the home page carries no script and leads to the check; English is one click away, and back', async ({
  page,
}) => {
  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  expect(await page.locator('script').count()).toBe(0);
  await expect(page).toHaveTitle(/策引/);
  await expect(page.getByText('申报不收费、不需中介')).toBeVisible();
  await expect(page.getByText('以主管部门认定为准').first()).toBeVisible();
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page).toHaveURL(/\/en$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('link', { name: 'Check a firm' }).first().click();
  await expect(page).toHaveURL(/\/en\/check$/);
  await page.getByRole('link', { name: '中文' }).click();
  await expect(page).toHaveURL(/\/check$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

test('security headers stand on every page, also on those that are not there', async ({ request }) => {
  for (const path of ['/', '/en', '/check', '/no-such-page']) {
    const headers = (await request.get(path)).headers();
    const policy = headers['content-security-policy'] ?? '';
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).not.toContain('unsafe-inline');
    expect(policy, path).not.toContain('unsafe-eval');
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['x-frame-options'], path).toBe('DENY');
    expect(headers['referrer-policy'], path).toBe('strict-origin-when-cross-origin');
  }
});
