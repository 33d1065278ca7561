import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';

const seeds = new URL('../../seeds/firms/', import.meta.url);

/** The demo firms as they lie in the tree. */
export const firms = readdirSync(seeds)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((file) => {
    const profile = JSON.parse(readFileSync(new URL(file, seeds), 'utf8')) as { name: string };
    return { id: file.slice(0, -'.json'.length), name: profile.name, profile };
  });

export const firm = (index = 0) => {
  const found = firms[index];
  if (!found) throw new Error('There are no demo firms in seeds/firms.');
  return found;
};

/** The day all results are looked at, so that no test depends on today. */
export const DAY = '2026-07-01';

/** What looks at every element's colour and place: most of the time it takes, and the same in every language. */
const LOOKS = ['color-contrast', 'target-size'];

/**
 * No accessibility fault that axe can see, at any severity; in all of the page or in a part of it. Where the same page
 * was looked at in another language or width, `looks` may be left out.
 */
export async function expectAccessible(page: Page, part?: string, { looks = true } = {}): Promise<void> {
  // Without frames of other sites there is no need for the second page that axe otherwise opens for each look.
  const axe = new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .disableRules(looks ? [] : LOOKS);
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze();
  const told = violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`,
  );
  expect(told).toEqual([]);
}

/** Nothing makes the page wider than the window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(window);
}

/** Nor than a phone, a tablet or a desk's screen; the page is left at a phone's width. */
export async function expectFitsEverywhere(page: Page): Promise<void> {
  for (const width of [1440, 768, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await expectNoSidewaysScroll(page);
  }
}

/** A context of its own for somebody else, or for the same person with other settings. */
export const anotherContext = (
  browser: Browser,
  baseURL: string | undefined,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> => browser.newContext({ ...options, ...(baseURL === undefined ? {} : { baseURL }) });

/** Everything that went wrong while a page was used: script errors, and what the content policy kept out. */
export function troubles(page: Page): string[] {
  const found: string[] = [];
  page.on('pageerror', (error) => found.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(message.text());
  });
  return found;
}

/** The check page with a demo firm chosen and the result shown. */
export async function openResult(page: Page, { lang = 'zh', id = firm().id, on = DAY } = {}): Promise<void> {
  await page.goto(`${lang === 'en' ? '/en' : ''}/check?firm=${id}&on=${on}`);
  await expect(page.locator('.tally')).toBeVisible();
}

/** Opens one measure of each group that is shown at first: no more than axe can look at in a few seconds. */
export const openOneOfEach = (page: Page): Promise<void> =>
  page.evaluate(() =>
    document
      .querySelectorAll('#result .group')
      .forEach((group) => group.querySelector('.measure')?.setAttribute('open', '')),
  );

/** What a measure of the result says once it is opened, without what only a page with script can add. */
export const measureText = (page: Page, id: string): Promise<string> =>
  page.evaluate((measure) => {
    const copy = document.getElementById(measure)?.cloneNode(true);
    if (!(copy instanceof HTMLElement)) return '';
    copy.querySelectorAll('[data-more]').forEach((more) => more.remove());
    return copy.textContent.replace(/\s+/g, ' ').trim();
  }, id);

/** The verdicts as counted above the result. */
export const tally = async (page: Page): Promise<string[]> =>
  (await page.locator('.tally').innerText()).split(/\s+/).filter(Boolean);
