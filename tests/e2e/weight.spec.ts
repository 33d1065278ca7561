import { brotliCompressSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { DAY, firm } from './support.ts';

const KB = 1024;

/** What the start of a check runs before anything is fetched on demand; most of it is the framework. */
const START_SCRIPT = 45 * KB;

/** The policy data and the evaluator have a budget of their own; the evaluator is known by what only it says. */
function kindOf(url: string, body: Buffer): string | undefined {
  if (/\/(rules|texts\.\w+)\.[^/]+\.json$/.test(url)) return 'artefact';
  return url.endsWith('.js') && (body.includes('part-above-whole') || body.includes('The catalogue has no measure'))
    ? 'evaluator'
    : undefined;
}

/** What a page has brought over the wire so far, in bytes as compressed, by kind. */
function scales(page: Page) {
  const weighed: Promise<{ kind: string; bytes: number }>[] = [];
  page.on('response', (response) => {
    const weigh = async () => {
      const body = await response.body().catch(() => Buffer.alloc(0));
      const kind = kindOf(response.url(), body) ?? response.request().resourceType();
      return { kind, bytes: body.length === 0 ? 0 : brotliCompressSync(body).length };
    };
    weighed.push(weigh());
  });
  return async (...kinds: string[]) => {
    await page.waitForLoadState('networkidle');
    const all = await Promise.all(weighed);
    return all
      .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
      .reduce((sum, { bytes }) => sum + bytes, 0);
  };
}

test('the home page is light: all of it within 60 KB, styles within 15 KB, no script', async ({ page }) => {
  const weight = scales(page);
  await page.goto('/');
  expect(await weight('script')).toBe(0);
  expect(await weight('stylesheet')).toBeLessThanOrEqual(15 * KB);
  expect(await weight()).toBeLessThanOrEqual(60 * KB);
});

test('a result is light: styles within 15 KB, evaluator and policy data within 150 KB', async ({ page }) => {
  const weight = scales(page);
  await page.goto(`/check?firm=${firm().id}&on=${DAY}`);
  await expect(page.locator('.tally')).toBeVisible();
  expect(await weight('stylesheet')).toBeLessThanOrEqual(15 * KB);
  expect(await weight('evaluator')).toBeGreaterThan(0);
  expect(await weight('artefact')).toBeGreaterThan(0);
  expect(await weight('evaluator', 'artefact')).toBeLessThanOrEqual(150 * KB);
});

test('the start of a check needs little script: the rest is fetched while the first answer is given', async ({
  page,
  request,
}) => {
  const html = await (await request.get('/check')).text();
  const named = [...new Set([...html.matchAll(/_app\/immutable\/[\w/.-]+?\.js/g)].map(([path]) => path))];
  expect(named.length).toBeGreaterThan(3);
  const bytes = await Promise.all(
    named.map(async (path) => brotliCompressSync(await (await request.get(`/${path}`)).body()).length),
  );
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(START_SCRIPT);
  await page.goto('/check');
  await expect(page.getByRole('button', { name: '50–99' })).toBeVisible();
});
