import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll, troubles, widths } from './support.ts';

const pages = [
  { name: 'home', path: '/', lang: 'zh-CN' },
  { name: 'home in English', path: '/en', lang: 'en' },
  { name: 'check before a choice', path: '/check', lang: 'zh-CN' },
  { name: 'check in English before a choice', path: '/en/check', lang: 'en' },
];

for (const viewport of widths) {
  test.describe(`at ${viewport.width} px`, () => {
    test.use({ viewport });

    for (const { name, path, lang } of pages) {
      test(`${name} is accessible, in its language, and not wider than the window`, async ({ page }) => {
        const found = troubles(page);
        await page.goto(path);
        await expect(page.locator('html')).toHaveAttribute('lang', lang);
        await expect(page.locator('h1')).toBeVisible();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        expect(found).toEqual([]);
      });
    }

    test('the page for a wrong address is accessible', async ({ page }) => {
      const response = await page.goto('/no-such-page');
      expect(response?.status()).toBe(404);
      await expect(page.getByRole('heading', { name: '没有这个页面' })).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test('the home page carries no script and leads to the check', async ({ page }) => {
  await page.goto('/');
  expect(await page.locator('script').count()).toBe(0);
  await expect(page).toHaveTitle(/策引/);
  await expect(page.getByText('申报不收费、不需中介')).toBeVisible();
  await expect(page.getByText('以主管部门认定为准').first()).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: '开始预检' }).click();
  await expect(page).toHaveURL(/\/check$/);
});

test('English is one click away from every page, and back', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page).toHaveURL(/\/en$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('link', { name: 'Check a firm' }).first().click();
  await expect(page).toHaveURL(/\/en\/check$/);
  await page.getByRole('link', { name: '中文' }).click();
  await expect(page).toHaveURL(/\/check$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

for (const path of ['/', '/en', '/check', '/no-such-page']) {
  test(`security headers on ${path}`, async ({ request }) => {
    const headers = (await request.get(path)).headers();
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).not.toContain('unsafe-eval');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['referrer-policy']).toBe('strict-origin-when-cross-origin');
  });
}
