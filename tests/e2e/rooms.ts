/** Entering the rooms behind the sign-in, and looking at their pages. */
import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support.ts';

/** Signs in as a demo person, in Chinese, and ends in their own room. */
export async function enterAs(page: Page, subject: string, from = '/account'): Promise<void> {
  await page.goto(from);
  await page.locator(`button[value="${subject}"]`).click();
  await expect(page.locator('h1')).toBeVisible();
}

/** Every page in both languages: never wider than a phone; accessible in the one, which has the same elements. */
export async function lookAt(page: Page, paths: readonly string[]): Promise<void> {
  await page.setViewportSize({ width: 360, height: 780 });
  for (const path of paths) {
    for (const lang of ['', '/en']) {
      const answer = await page.goto(`${lang}${path}`);
      expect(answer?.status(), path).toBe(200);
      await expect(page.locator('html')).toHaveAttribute('lang', lang === '' ? 'zh-CN' : 'en');
      await expectNoSidewaysScroll(page);
      if (lang === '') await expectAccessible(page);
    }
  }
}
