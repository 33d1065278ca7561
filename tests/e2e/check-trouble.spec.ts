import { expect, test, type Page } from '@playwright/test';
import { anotherContext, DAY, firm, tally } from './support.ts';

const upload = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

async function startIn(page: Page, region: string): Promise<void> {
  await page.goto(`/check?on=${DAY}`);
  await page.getByLabel('所在区').selectOption(region);
  await page.getByRole('button', { name: '开始预检' }).click();
  await expect(page.locator('.tally')).toBeVisible();
}

const regionIs = (page: Page, name: string) =>
  expect(page.getByRole('button', { name: `修改注册地 ${name}` })).toBeVisible();

test('a closed tab loses nothing, and everything can be cleared', async ({ page, context }) => {
  await startIn(page, 'chaoyang');
  await expect(page.getByText('答案已存在这台设备的浏览器里，没有上传。')).toBeVisible();
  const before = await tally(page);
  await expect.poll(() => page.evaluate(() => localStorage.getItem('ceyin.check'))).toContain('"seen"');
  await page.close();

  const again = await context.newPage();
  await again.goto(`/check?on=${DAY}`);
  await regionIs(again, '朝阳区');
  expect(await tally(again)).toEqual(before);

  await again.getByRole('button', { name: '全部清除，重新开始' }).click();
  await again.getByRole('button', { name: '不清除' }).click();
  await regionIs(again, '朝阳区');
  await again.getByRole('button', { name: '全部清除，重新开始' }).click();
  await again.getByRole('button', { name: '清除', exact: true }).click();
  await expect(again.getByRole('button', { name: '开始预检' })).toBeVisible();
  await again.reload();
  await expect(again.getByRole('button', { name: '开始预检' })).toBeVisible();
  expect(await again.evaluate(() => localStorage.length)).toBe(0);
});

test('a link carries the answers and never reaches the server with them', async ({
  page,
  browser,
  baseURL,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await startIn(page, 'haidian');
  await page.getByRole('button', { name: '复制分享链接' }).click();
  await expect(page.getByText('已复制')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/check\?on=2026-07-01#a=1\./);
  const before = await tally(page);

  const other = await anotherContext(browser, baseURL);
  const theirs = await other.newPage();
  const asked: string[] = [];
  theirs.on('request', (request) => asked.push(request.url()));
  await theirs.goto(link);
  await expect(theirs.getByText('这是链接里带来的答案')).toBeVisible();
  await regionIs(theirs, '海淀区');
  expect(await tally(theirs)).toEqual(before);
  expect(asked.filter((url) => url.includes('a=1.'))).toEqual([]);
  expect(await theirs.evaluate(() => localStorage.length)).toBe(0);
  await theirs.getByRole('button', { name: '存为我的答案' }).click();
  await expect(theirs.getByText('答案已存在这台设备的浏览器里')).toBeVisible();
  await expect(theirs).not.toHaveURL(/#a=/);

  // Where the check is open already, another link changes no more than the fragment.
  const here = theirs.url();
  await theirs.goto(here + new URL(link).hash);
  await expect(theirs.getByText('这是链接里带来的答案')).toBeVisible();
  await theirs.goto(here + new URL(link).hash.slice(0, -10));
  await expect(theirs.getByText('这个链接里的答案读不出来')).toBeVisible();
  await other.close();
});

test('two tabs never overwrite each other silently, each in its language', async ({ page, context }) => {
  await startIn(page, 'chaoyang');
  const second = await context.newPage();
  const secondIs = (name: string) =>
    expect(second.getByRole('button', { name: `Change: Place of registration ${name}` })).toBeVisible();
  await second.goto(`/en/check?on=${DAY}`);
  await secondIs('Chaoyang');
  await second.getByRole('button', { name: /^Change: Place of registration/ }).click();
  await second.locator('#answer').selectOption('haidian');
  await secondIs('Haidian');

  await expect(page.getByText('这台设备里还有另一份答案')).toBeVisible();
  // Going on typing here does not overwrite what the other tab has kept.
  await page.getByRole('button', { name: /^修改注册地/ }).click();
  await page.locator('#answer').selectOption('xicheng');
  await second.reload();
  await secondIs('Haidian');
  await page.getByRole('button', { name: '用那份答案' }).click();
  await regionIs(page, '海淀区');
  await expect(page.getByText('这台设备里还有另一份答案')).toBeHidden();
  await page.locator('#answer').selectOption('xicheng');
  await second.getByRole('button', { name: 'Use that set' }).click();
  await secondIs('Xicheng');
});

test('a full or blocked storage is said plainly, and the check goes on', async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await startIn(page, 'chaoyang');
  await expect(page.getByText('浏览器的存储空间满了，答案没有存下')).toBeVisible();
  const before = await tally(page);
  await page.locator('.card').getByRole('radio').first().check();
  await expect.poll(() => tally(page)).not.toEqual(before);

  const blocked = await page.context().newPage();
  await blocked.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('no', 'SecurityError');
      },
    });
  });
  await blocked.goto(`/en/check?on=${DAY}`);
  await blocked.getByLabel('District').selectOption('chaoyang');
  await blocked.getByRole('button', { name: 'Start the check' }).click();
  await expect(blocked.getByText('The browser does not let this site keep data')).toBeVisible();
});

for (const words of [
  {
    lang: 'zh',
    path: '/check',
    region: '所在区',
    start: '开始预检',
    trouble: '政策数据没有取到，请检查网络。您填的内容还在。',
    again: '再试一次',
  },
  {
    lang: 'en',
    path: '/en/check',
    region: 'District',
    start: 'Start the check',
    trouble: 'The policy data could not be fetched. Check the connection. What you typed is still here.',
    again: 'Try again',
  },
]) {
  test(`a failing network is said plainly; what was typed stays, and the check recovers (${words.lang})`, async ({
    page,
  }) => {
    await page.route('**/*rules*.json', (route) => route.abort());
    await page.goto(`${words.path}?on=${DAY}`);
    await page.getByLabel(words.region).selectOption('chaoyang');
    await page.getByRole('button', { name: words.start }).click();
    await expect(page.getByText(words.trouble)).toBeVisible();
    await expect(page.getByLabel(words.region)).toHaveValue('chaoyang');
    await page.unroute('**/*rules*.json');
    await page.getByRole('button', { name: words.again }).click();
    await expect(page.locator('.tally')).toBeVisible();
  });
}

test('what is newer than the page is asked for, and the check goes on without it', async ({ page }) => {
  const asked: string[] = [];
  await page.route('**/v1/catalogue/current*', (route) => {
    asked.push(route.request().url());
    return route.fulfill({ status: 200, contentType: 'application/json', body: '{"hash":"x","rules":{"measures":7}}' });
  });
  await startIn(page, 'chaoyang');
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatch(/from=[0-9a-f]{64}&texts=zh$/);
});

test('answers of an earlier release are kept as far as they can be used, and what its rules found otherwise is told', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const profile = { region: 'chaoyang', gone: 1 };
    const seen = { on: '2026-07-01', rules: 'earlier', groups: { 'bj-key-lab': 'near' } };
    localStorage.setItem(
      'ceyin.check',
      JSON.stringify({ v: 1, stamp: 'old', profile, unsure: ['gone', 'lists'], seen }),
    );
  });
  await page.goto(`/check?on=${DAY}`);
  await regionIs(page, '朝阳区');
  await expect(page.getByText('有几项旧答案已经不能用，已去掉：gone')).toBeVisible();
  const told = page.getByRole('listitem').filter({ hasText: '差一点 → 待认定' });
  await expect(told).toContainText('规定或通知更新了');
  await page.getByRole('button', { name: '知道了' }).click();
  await expect(told).toHaveCount(0);
});

test('an opened file is kept only when asked, and its faults are told by their place', async ({ page }) => {
  const file = page.getByLabel('选择文件');
  await page.goto(`/check?on=${DAY}`);
  await expect(page.getByRole('button', { name: '下载 CSV 模板' })).toBeVisible();
  await file.setInputFiles(
    upload('firm.json', JSON.stringify({ ...firm().profile, registeredOn: '2018-02-30', revenu: 1 })),
  );
  await expect(page.getByRole('heading', { name: '有 2 处需要修改' })).toBeVisible();
  await expect(page.locator('code', { hasText: 'registeredOn' })).toBeVisible();
  await expect(page.locator('code', { hasText: 'revenu' })).toBeVisible();

  await file.setInputFiles(upload('bad.json', '{ not json'));
  await expect(page.getByText('这个文件不是有效的 JSON，无法读取。')).toBeVisible();
  await file.setInputFiles(upload('big.json', `"${'x'.repeat(300 * 1024)}"`));
  await expect(page.getByText('文件超过 256 KB，不像是一份企业资料。')).toBeVisible();

  await file.setInputFiles(upload('firm.json', JSON.stringify({ region: 'chaoyang' })));
  await regionIs(page, '朝阳区');
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await page.getByRole('button', { name: '存为我的答案' }).click();
  expect(await page.evaluate(() => localStorage.length)).toBe(1);
});

test('a figure larger than the one it is part of is not taken, and the page says which two to compare', async ({
  page,
}) => {
  await page.goto(`/check?on=${DAY}`);
  await page.getByRole('button', { name: '开始预检' }).click();
  await page.getByRole('button', { name: '三年数据一次填' }).click();
  await page.getByRole('button', { name: '显示全部项目' }).click();
  await page.getByRole('textbox', { name: '2025 年研究开发费用', exact: true }).fill('100');
  await page.getByRole('textbox', { name: '2025 年境内研发费用' }).fill('200');
  await expect(
    page.getByText('“境内研发费用”（200 万元）不能大于“研究开发费用”（100 万元），请核对这两项。'),
  ).toBeVisible();
});
