/** The pages for everyone: found, read, narrowed and followed without any script. */
import { AxeBuilder } from '@axe-core/playwright';
import { brotliCompressSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import {
  anotherContext,
  DAY,
  expectAccessible,
  expectFitsEverywhere,
  expectNoSidewaysScroll,
  troubles,
} from './support.ts';

/** Everything here must work without a script; axe alone needs one. */
const plain = { javaScriptEnabled: false };

/**
 * One page of each kind, and of those the smaller: looking at every element takes its time. Of pages that repeat one
 * thing many times, `part` is the beginning.
 */
const kinds: readonly { name: string; path: string; part?: string }[] = [
  { name: 'catalogue', path: '/measures?level=dongcheng&when=unannounced' },
  { name: 'search that finds nothing', path: '/measures?q=zzzz&level=beijing' },
  { name: 'measure', path: '/measures/bj-innovation-voucher' },
  { name: 'calendar', path: `/calendar?year=2026&level=national&as-of=${DAY}` },
  { name: 'ladder', path: '/ladder' },
  { name: 'plans', path: '/plans' },
  { name: 'plan', path: '/plans/dc-14fyp' },
  { name: 'privacy notice', path: '/privacy' },
  { name: 'about', path: '/about' },
  { name: 'terms', path: '/terms' },
  { name: 'interface', path: '/api-docs', part: 'main section:first-of-type' },
  { name: 'correction', path: '/corrections/new?measure=cn-hnte&condition=rd-ratio' },
  { name: 'proof', path: '/proof' },
  { name: 'design', path: '/design' },
];

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 780 } });
  for (const { name, path, part } of kinds) {
    test(`${name}: accessible, in its language, not wider than any window, without script`, async ({ page }) => {
      const found = troubles(page);
      for (const [prefix, lang] of [
        ['', 'zh-CN'],
        ['/en', 'en'],
      ] as const) {
        await page.goto(prefix + path);
        await expect(page.locator('html')).toHaveAttribute('lang', lang);
        await expect(page.locator('h1')).toHaveCount(1);
        expect(await page.locator('script:not([type="application/ld+json"])').count()).toBe(0);
        await expectFitsEverywhere(page);
        await expectAccessible(page, part, { looks: lang === 'zh-CN' });
      }
      expect(found).toEqual([]);
    });
  }

  test('the longest words and the widest tables fit, in large print too', async ({ page }) => {
    for (const path of ['/measures', '/measures/cn-srdi-sme', '/en/measures/cn-hnte']) {
      await page.goto(path);
      await expectFitsEverywhere(page);
    }
    for (const path of [
      '/en',
      '/en/measures',
      '/en/measures/cn-hnte',
      `/en/calendar?as-of=${DAY}`,
      '/en/plans/cy-14fyp',
    ]) {
      await page.goto(`/display?text=large&back=${encodeURIComponent(path)}`);
      await expect(page.locator('html')).toHaveAttribute('data-text', 'large');
      await expectNoSidewaysScroll(page);
    }
  });
});

test('dark and high contrast keep their contrast', async ({ page }) => {
  await page.goto('/design');
  for (const { colorScheme, contrast } of [
    { colorScheme: 'dark', contrast: 'no-preference' },
    { colorScheme: 'dark', contrast: 'more' },
    { colorScheme: 'light', contrast: 'more' },
  ] as const) {
    await page.emulateMedia({ colorScheme, contrast });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().withRules(['color-contrast']).analyze();
    expect(violations.flatMap(({ nodes }) => nodes.map(({ target }) => target.join(' ')))).toEqual([]);
  }
});

test.describe('without JavaScript', () => {
  test.use(plain);

  test('home leads on: start, search, what is open, what is new', async ({ page }) => {
    await page.goto(`/?as-of=2026-07-05`);
    const open = page.getByRole('region', { name: '正在申报' }).getByRole('listitem');
    await expect(open.first()).toContainText('高新技术企业认定');
    await expect(open.first()).toContainText('还有 12 天');
    await expect(page.getByRole('region', { name: '最近有什么新的' }).getByRole('listitem')).not.toHaveCount(0);
    await expect(page.getByRole('main').getByRole('link', { name: '开始预检' })).toHaveAttribute('href', '/check');
    await page.getByRole('searchbox', { name: '或者直接搜政策' }).fill('高企');
    await page.getByRole('button', { name: '搜索' }).click();
    await expect(page).toHaveURL(/\/measures\?q=/);
    await expect(page.getByRole('link', { name: '高新技术企业认定', exact: true })).toBeVisible();
  });

  test('search finds by synonym in either language, and keeps what is chosen', async ({ page }) => {
    await page.goto('/en/measures?level=national');
    await page.getByRole('searchbox').fill('little giant');
    await page.getByRole('button', { name: 'Search' }).click();
    await expect(page).toHaveURL(/level=national/);
    await expect(page.locator('#results h3 a').first()).toHaveAttribute('href', '/en/measures/cn-little-giant');
    await page.goto(`/measures?q=${encodeURIComponent('房租')}`);
    await expect(page.locator('#results')).toContainText('租');
  });

  test('facets narrow by as much as they promise, and can be taken back', async ({ page }) => {
    await page.goto('/measures');
    const total = await countOf(page);
    const beijing = page.locator('#filters a', { hasText: '北京市' }).first();
    const promised = Number(await beijing.locator('.count').textContent());
    await beijing.click();
    expect(await countOf(page)).toBe(promised);
    expect(promised).toBeLessThan(total);
    await page.locator('#filters a', { hasText: '资金支持' }).click();
    expect(await countOf(page)).toBeLessThan(promised);
    await page.getByRole('link', { name: '去掉：资金支持' }).click();
    expect(await countOf(page)).toBe(promised);
    await page.getByRole('link', { name: '下一页' }).click();
    await expect(page.getByText('第 2 页')).toBeVisible();
    expect(await countOf(page)).toBe(promised);
  });

  test('on a narrow screen the facets are folded above the results, and one goes on where one chose', async ({
    page,
  }) => {
    await page.setViewportSize({ width: 390, height: 780 });
    await page.goto('/measures');
    const option = page.locator('#filters a', { hasText: '少缴税' });
    await expect(option).toBeHidden();
    await page.locator('#filters summary').first().click();
    await option.click();
    await expect(option).toBeInViewport();
    await expect(page.getByText('筛选条件（已选 1 个）')).toBeAttached();
    await page.getByRole('link', { name: /^看结果/ }).click();
    await expect(page.locator('#results h2')).toBeInViewport();
  });

  test('an empty result says what to do', async ({ page }) => {
    await page.goto('/measures?q=zzzz&level=beijing');
    await expect(page.getByText('没有符合的政策')).toBeVisible();
    await page.getByRole('link', { name: '看全部政策' }).click();
    await expect(page).toHaveURL(/\/measures$/);
  });

  test('a measure shows a known figure with its clause, and leads to the check and to a correction', async ({
    page,
  }) => {
    await page.goto('/measures/cn-hnte');
    const row = page.locator('#condition-tech-staff-share');
    await expect(row).toContainText('科技人员占职工总数不低于 10%');
    await expect(row).toContainText('上年度科技人员 ÷ 上年度职工总数（月平均） ≥ 10%');
    await expect(row.getByRole('link', { name: /国科发火〔2016〕32号第十一条（四）/ })).toHaveAttribute(
      'href',
      /^https:/,
    );
    await expect(page.locator('#condition-ip-supports-products')).toContainText('由高新技术企业认定机构专家组认定');
    await expect(page.getByRole('link', { name: '核对我的企业' })).toHaveAttribute('href', '/check?measures=cn-hnte');
    await expect(page.getByText('以主管部门认定为准').first()).toBeVisible();

    const structured = JSON.parse(
      (await page.locator('script[type="application/ld+json"]').textContent()) ?? '',
    ) as object;
    expect(structured).toMatchObject({ '@type': 'GovernmentService', name: '高新技术企业认定' });
    await expect(page.locator('link[rel="canonical"]')).toHaveAttribute('href', /\/measures\/cn-hnte$/);
    await expect(page.locator('link[hreflang="en"]')).toHaveAttribute('href', /\/en\/measures\/cn-hnte$/);

    await row.getByRole('link', { name: '这里有错：科技人员' }).click();
    await expect(page.getByText('条件“科技人员占职工总数不低于 10%（月平均）”')).toBeVisible();
  });

  test('an earlier day shows the earlier version’s figure, and says so', async ({ page }) => {
    await page.goto('/measures/cn-srdi-sme');
    await expect(page.locator('#condition-revenue')).toContainText('≥ 1,500 万元');
    await page.getByRole('link', { name: '看这一版' }).click();
    await expect(page).toHaveURL(/as-of=2022-06-01/);
    await expect(page.locator('#condition-revenue')).toContainText('≥ 1,000 万元');
    await expect(page.getByText('您看的是 2022-06-01 起执行的版本')).toBeVisible();
    await page.getByRole('link', { name: '看今天有效的版本' }).click();
    await expect(page.locator('#condition-revenue')).toContainText('≥ 1,500 万元');
    await page.goto('/measures/cn-srdi-sme?as-of=2020-01-01');
    await expect(page.getByText('2020-01-01 还没有有效的规定')).toBeVisible();
  });

  test('a plan adds up, and each provision has a measure or a reason', async ({ page }) => {
    await page.goto('/plans/cy-14fyp');
    const sum = /(\d+) 条 = (\d+) 条有政策落实 \+ (\d+) 条没有/.exec((await page.locator('.sum').textContent()) ?? '');
    const [all, realised, rest] = (sum ?? []).slice(1).map(Number);
    expect(all).toBe((realised ?? 0) + (rest ?? 0));
    await expect(page.locator('.provisions tbody tr')).toHaveCount(all ?? 0);
    await expect(page.locator('#cy-hnte-count')).toContainText('5,200 家');
    await page.getByRole('link', { name: '有政策落实', exact: true }).click();
    await expect(page.locator('.provisions tbody tr')).toHaveCount(realised ?? 0);
  });

  test('the calendar shows a known window in its month, and a year without calls as such', async ({ page }) => {
    await page.goto(`/calendar?year=2026&as-of=${DAY}`);
    await page.getByText('已经过去的月份').click();
    const may = page.getByRole('region', { name: /^5 月/ });
    await expect(may.getByRole('listitem').filter({ hasText: '2026-05-25' })).toContainText('小巨人');
    await page.getByRole('navigation', { name: '层级' }).getByRole('link', { name: '东城区' }).click();
    await expect(page).toHaveURL(/level=dongcheng/);
    await page.goto('/calendar?year=2027&as-of=2027-01-15');
    await expect(page.getByText('2027 年还没有收录到申报通知')).toBeVisible();
    await page.getByRole('link', { name: '看 2026 年的窗口作参考' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('2026 年申报日历');
  });

  test('the ladder names where a step is written', async ({ page }) => {
    await page.goto('/ladder');
    const step = page.getByRole('row').filter({ hasText: '已是有效期内的专精特新中小企业' });
    await expect(step).toContainText('工信部企业〔2026〕2号');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page
      .getByRole('group', { name: /路径图/ })
      .getByRole('link', { name: /高新技术企业认定/ })
      .click();
    await expect(page).toHaveURL(/\/measures\/cn-hnte$/);
  });

  test('the language switch keeps the page and what is asked of it', async ({ page }) => {
    await page.goto('/measures?q=ai&level=chaoyang');
    await page.getByRole('link', { name: 'English' }).click();
    await expect(page).toHaveURL(/\/en\/measures\?q=ai&level=chaoyang/);
    await expect(page.getByRole('link', { name: 'Remove: Chaoyang' })).toBeVisible();
    await page.getByRole('link', { name: '中文' }).click();
    await expect(page).toHaveURL(/\/measures\?q=ai&level=chaoyang/);
  });

  test('large print stays on from page to page, and leads nowhere else', async ({ page }) => {
    await page.goto('/plans');
    await page.getByRole('link', { name: '大字版' }).click();
    await expect(page).toHaveURL(/\/plans$/);
    await page.goto('/ladder');
    await expect(page.locator('html')).toHaveAttribute('data-text', 'large');
    await page.getByRole('link', { name: '标准字号' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-text', 'normal');
    await page.goto('/display?text=large&back=//example.org/');
    expect(new URL(page.url()).hostname).toBe('127.0.0.1');
  });

  test('a correction says what is missing and keeps what was written', async ({ page }) => {
    await page.goto('/corrections/new?measure=cn-hnte');
    await page.getByLabel('哪里不对').fill('短');
    await page.getByLabel('依据的网址').fill('no address');
    await page.getByRole('button', { name: '提交' }).click();
    await expect(page.getByText('请写清楚哪里不对，至少 10 个字。')).toBeVisible();
    await expect(page.getByText('网址要以 http:// 或 https:// 开头')).toBeVisible();
    await expect(page.getByLabel('依据的网址')).toHaveValue('no address');
    await expect(page.getByText('政策“高新技术企业认定”')).toBeVisible();
    await page.goto('/corrections/new?measure=no-such');
    await expect(page.getByText('目录里没有这项政策')).toBeVisible();
  });

  test('what is no proof stays to be corrected, and an empty field says so', async ({ page }) => {
    await page.goto('/proof');
    await page.getByRole('button', { name: '核验' }).click();
    await expect(page.getByLabel('证明全文')).toHaveAccessibleDescription(/请贴上证明全文/);
    await page.getByLabel('证明全文').fill('eyJ-half');
    await page.getByRole('button', { name: '核验' }).click();
    await expect(page.getByText('不能采信')).toBeVisible();
    await expect(page.getByLabel('证明全文')).toHaveValue('eyJ-half');
  });

  test('a correction arrives, and whoever sent it sees what becomes of it', async ({ page, browser, baseURL }) => {
    await page.goto('/corrections/new?measure=cn-hnte&condition=rd-ratio');
    await page.getByLabel('哪里不对').fill('研发费用占比应按最近一年的收入定档，请核对第十一条。');
    await page.getByLabel('怎么联系您').fill('someone@example.org');
    await page.getByRole('button', { name: '提交' }).click();
    await expect(page.getByText('请勾选同意保存')).toBeVisible();
    await page.getByLabel('同意为答复这一件事保存我的联系方式').check();
    await page.getByRole('button', { name: '提交' }).click();
    await expect(page.getByRole('heading', { name: '收到了' })).toBeVisible();
    await page.getByRole('link', { name: /看处理到哪一步/ }).click();
    await expect(page.getByRole('status')).toHaveText('等待核对');
    await expect(page.getByText('请核对第十一条')).toBeVisible();
    const other = await anotherContext(browser, baseURL, { javaScriptEnabled: true });
    const filed = await other.newPage();
    await filed.goto(page.url());
    await expect(filed.getByRole('status')).toHaveText('等待核对');
    await expectAccessible(filed);
    await other.close();
    await page.goto(page.url().replace(/code=.*/, 'code=wrong'));
    await expect(page.getByText('没有这条记录')).toBeVisible();
  });
});

test('wrong names and days are answered, not failed', async ({ request }) => {
  for (const path of ['/measures/no-such', '/plans/no-such', '/en/measures/no-such']) {
    expect((await request.get(path)).status(), path).toBe(404);
  }
  for (const path of [
    '/measures?page=99999999999999999999&sort=x&level=%00&as-of=2026-13-45',
    `/measures?q=${'%E9%AB%98'.repeat(400)}`,
    '/calendar?year=1e9&level=moon',
    '/measures/cn-hnte?as-of=9999-99-99',
    '/?as-of=0000-00-00',
  ]) {
    expect((await request.get(path)).status(), path).toBe(200);
  }
});

test('search engines are told every page in both languages, and which ones to leave out', async ({
  request,
  baseURL,
}) => {
  const robots = await (await request.get('/robots.txt')).text();
  expect(robots).toContain(`Sitemap: ${baseURL ?? ''}/sitemap.xml`);
  const sitemap = await (await request.get('/sitemap.xml')).text();
  expect(sitemap).toContain(`<loc>${baseURL ?? ''}/en/measures/cn-hnte</loc><lastmod>`);
  expect(sitemap).toContain('hreflang="zh-CN"');
  expect(await (await request.get('/measures?q=ai')).text()).toContain('name="robots" content="noindex"');
});

test('pages that only show are light: 60 KB all in, styles within 15 KB', async ({ request }) => {
  const weigh = async (path: string): Promise<[string, number]> => {
    const body = await (await request.get(path)).body();
    return [body.toString('utf8'), brotliCompressSync(body).length];
  };
  for (const path of ['/', '/measures', '/measures/cn-srdi-sme', `/calendar?as-of=${DAY}`, '/en/plans/bj-14fyp']) {
    const [html, own] = await weigh(path);
    // Without scripts, fonts or pictures a page brings its styles and its icon.
    const links = [...html.matchAll(/<link\s[^>]*href="([^"]+)"[^>]*>/g)].filter(([link]) =>
      /rel="(stylesheet|icon)"/.test(link),
    );
    expect(html).not.toMatch(/<img|<script(?! type="application\/ld\+json")/);
    let styles = 0;
    let all = own;
    for (const [link, href = ''] of links) {
      const [, bytes] = await weigh(new URL(href, `http://x${path}`).pathname);
      all += bytes;
      if (link.includes('stylesheet')) styles += bytes;
    }
    expect(styles, path).toBeGreaterThan(0);
    expect(styles, path).toBeLessThanOrEqual(15 * 1024);
    expect(all, path).toBeLessThanOrEqual(60 * 1024);
  }
});

/** The number in the heading above the list. */
const countOf = async (page: Page): Promise<number> =>
  Number(/\d+/.exec((await page.locator('#results h2').textContent()) ?? '')?.[0]);
