import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import {
  anotherContext,
  DAY,
  expectAccessible,
  firm,
  measureText,
  openOneOfEach,
  openResult,
  tally,
  troubles,
} from './support.ts';

const json = (value: unknown) => ({
  name: 'firm.json',
  mimeType: 'application/json',
  buffer: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});

test('typing a figure moves the counts and the list within a frame', async ({ page }) => {
  await openResult(page, { id: 'chaoyang-ai-software' });
  await page.getByRole('button', { name: '显示全部' }).click();
  await page.getByRole('button', { name: /^修改2025 年研究开发费用/ }).click();
  const field = page.getByRole('textbox', { name: '2025 年研究开发费用' });
  await expect(field).toHaveValue('230');
  // Counted in frames, not in milliseconds: in which frame after the keystroke what it moves is there to be painted.
  const seen = await field.evaluate(async (input: HTMLInputElement) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const counts = () => document.querySelector<HTMLElement>('.tally')?.innerText;
    const list = () =>
      [...document.querySelectorAll<HTMLElement>('#result .group')].map((each) => each.innerText).join();
    const typed = async (figure: number): Promise<number> => {
      const before = { counts: counts(), list: list() };
      input.value = String(figure);
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      // The portal asks for its frame first.
      for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
      let at = 0;
      while (at < 60 && (counts() === before.counts || list() === before.list)) {
        await frame();
        at += 1;
      }
      await frame();
      await frame();
      return at;
    };
    let least = Infinity;
    // Where a frame has no room for it, what was typed is painted first: then, and on a busy machine, it takes a few.
    for (let round = 0; round < 30 && least > 1; round += 1)
      least = Math.min(least, await typed(2600), await typed(230));
    await typed(260);
    return least;
  });
  expect(seen).toBe(1);
  // What the answer has moved is put down to it.
  await page.getByText(/“2025 年研究开发费用”改变了 \d+ 项结论/).click();
  await expect(page.getByText('高新技术企业认定：差一点 → 待认定')).toBeVisible();
});

test('a range is an answer, and can be narrowed; what is no figure is said to be none', async ({ page }) => {
  await page.goto(`/check?on=${DAY}`);
  await page.getByRole('button', { name: '开始预检' }).click();
  await page.getByRole('button', { name: '三年数据一次填' }).click();
  const cell = page.getByRole('textbox', { name: '2025 年职工总数', exact: true });
  await cell.fill('五十');
  await page.getByRole('button', { name: '填好了，看结果' }).click();
  // What could not be read is not gone without a word.
  await expect(cell).toBeFocused();
  await expect(page.getByText('看不懂这个数')).toBeVisible();
  await cell.fill('50-99');
  await page.getByRole('button', { name: '填好了，看结果' }).click();
  await expect(page.getByRole('button', { name: '修改2025 年职工总数 50–99 人' })).toBeVisible();
  await page.getByRole('button', { name: '修改2025 年职工总数 50–99 人' }).click();
  await expect(page.getByRole('radio', { name: '大概范围' })).toBeChecked();
  await page.getByRole('textbox', { name: '最多' }).first().fill('80');
  await expect(page.getByRole('button', { name: '修改2025 年职工总数 50–80 人' })).toBeVisible();
  await page.getByRole('textbox', { name: '最多' }).first().fill('八十');
  await expect(page.getByText('看不懂这个数')).toBeVisible();
  await page.getByRole('button', { name: '下一题' }).click();
  await expect(page.getByRole('textbox', { name: '最多' }).first()).toHaveValue('八十');
});

test('who does not know one of three years keeps the others', async ({ page }) => {
  await openResult(page, { id: 'chaoyang-ai-software' });
  await page.getByRole('button', { name: '三年数据一次填' }).click();
  await page.getByRole('textbox', { name: '2024 年研究开发费用', exact: true }).fill('');
  await page.getByRole('button', { name: '填好了，看结果' }).click();
  // Not the one of the table, which may still stand there for a moment.
  await page.getByRole('button', { name: /^显示全部 \d+ 项$/ }).click();
  const known = page.getByRole('button', { name: /^修改2025 年研究开发费用/ });
  await known.click();
  await expect(page.getByRole('textbox', { name: '2024 年研究开发费用' })).toHaveValue('');
  await page.getByRole('button', { name: '不清楚' }).click();
  await expect(known).toBeVisible();
});

test('three years come in one paste, in 万元', async ({ page }) => {
  await page.goto(`/check?on=${DAY}`);
  await page.getByLabel('成立日期').fill('2015-01-01');
  await page.getByRole('button', { name: '开始预检' }).click();
  await page.getByRole('button', { name: '三年数据一次填' }).click();
  await expect(page.getByRole('heading', { name: '三年数据' })).toBeFocused();
  await page.getByRole('textbox', { name: '2023 年销售（营业）收入' }).evaluate((cell) => {
    const data = new DataTransfer();
    data.setData(
      'text/plain',
      '项目\t2023年\t2024年\t2025年\n销售（营业）收入\t3,200\t4,100\t4,800\n研发费用\t150\t(195)\t很多\n净利润\t1\t2\t3',
    );
    cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(
    page.getByText(
      '已填入 4 个数。“研发费用”填在“研究开发费用”里。表里没有、所以没填的行：净利润。1 格看不懂或不是这几年的，没有填。1 个数填不进去，原因写在那一格下面。',
    ),
  ).toBeInViewport();
  // What cannot be stays where it was put, to be mended there.
  const wrong = page.getByRole('textbox', { name: '2024 年研究开发费用', exact: true });
  await expect(wrong).toHaveValue('-195');
  await expect(wrong).toHaveAccessibleDescription('不能是负数。');
  await expect(page.getByRole('textbox', { name: '2025 年销售（营业）收入' })).toHaveValue('4800');
  await page.getByLabel('金额单位').selectOption({ label: '亿元' });
  await expect(page.getByRole('textbox', { name: '2025 年销售（营业）收入' })).toHaveValue('0.48');
  // The same cells were meant in another unit.
  await page.getByRole('button', { name: '按“元”重读' }).click();
  await expect(page.getByText('读成：2025 年销售（营业）收入 4,800 元。')).toBeVisible();
  await page.getByRole('button', { name: '按“万元”重读' }).click();
  await expect(page.getByText('读成：2025 年销售（营业）收入 4,800 万元。')).toBeVisible();
  await page.getByRole('button', { name: '填好了，看结果' }).click();
  await expect(wrong).toBeFocused();
  await wrong.fill('195');
  await page.getByRole('button', { name: '填好了，看结果' }).click();
  await expect(page.getByText('4,800 万元').first()).toBeVisible();
});

test('the result can be sorted, filtered and searched, and says why a measure is not in it', async ({ page }) => {
  await openResult(page, { id: 'chaoyang-ai-software' });
  await page.getByLabel('层级').selectOption({ label: '国家' });
  await expect(page.getByText(/显示 \d+ \/ \d+ 项/)).toBeVisible();
  for (const place of await page.locator('.measure .meta').allTextContents()) expect(place).toMatch(/^国家/);
  await page.getByRole('button', { name: '清除筛选' }).click();
  await page.getByLabel('在结果里找').fill('创新券');
  await expect(page.locator('.measure h3').first()).toContainText('创新券');
  await page.getByRole('button', { name: '清除筛选' }).click();
  await page.getByLabel('排序').selectOption({ label: '按截止日' });
  await expect(page.locator('[data-group="review"] .measure .meta').first()).toContainText('截止');
  // What nothing could be checked of is counted, and listed when it is asked for.
  const review = page.locator('[data-group="review"]');
  const few = await review.locator('.measure').count();
  await review.getByRole('button', { name: /^展开这 \d+ 项$/ }).click();
  await expect.poll(() => review.locator('.measure').count()).toBeGreaterThan(few);

  await page.getByRole('button', { name: '为什么没有某项' }).click();
  await page.getByLabel('政策名称').fill('小巨人');
  await expect(page.getByText(/找到 \d+ 项/)).toBeVisible();
  await expect(page.getByText('原因').first()).toBeVisible();
  await expect(page.getByText('不满足').first()).toBeVisible();
  // What is no longer in force is not on the list for that reason, whatever its conditions say.
  await page.getByLabel('政策名称').fill('朝阳区高新技术产业发展引导资金（2021 年）');
  await expect(page.locator('.one').first()).toContainText('原因：在评估日期没有有效的规定');
});

test('the other views answer what to change and what was assumed; another day gives the result of that day', async ({
  page,
}) => {
  await openResult(page, { id: 'chaoyang-ai-software' });
  await page.getByRole('button', { name: '怎么补差距' }).click();
  await expect(page.getByText('2025 年研究开发费用：230 万元 →')).toContainText('最早可在 2026 年度补足');
  await page.getByRole('button', { name: '怎么算出来的' }).click();
  await expect(page.getByText('按 2026-07-01 有效的规定判断。')).toBeVisible();
  await expect(page.getByText(/规则版本 [0-9a-f]{12}/)).toBeVisible();
  await expect(page.getByText('本站没有同登记系统或审计报告核对')).toBeVisible();
  await page.getByLabel('评估日期').fill('2023-02-01');
  await expect(page.getByText('按 2023-02-01 有效的规定').first()).toBeVisible();
  await expect(page).toHaveURL(/on=2023-02-01/);
});

test('a start-up team takes a short way with the measures that are for it', async ({ page }) => {
  await page.goto(`/check?on=${DAY}`);
  await page.getByRole('link', { name: '按创业团队预检' }).click();
  await page.getByRole('radio', { name: '还没注册的创业者或团队' }).check();
  await page.getByLabel('所在的区，或打算注册的区').selectOption('haidian');
  await page.getByRole('checkbox', { name: '人工智能' }).check();
  await page.getByRole('button', { name: '开始预检' }).click();
  await expect(page.getByRole('button', { name: '修改主体类型 创业团队（未注册）' })).toBeVisible();
  await expect(page.locator('[data-group="eligible"] .measure h3').first()).toBeVisible();
  const questions = Number(/\d+/.exec(await page.locator('h1').innerText())?.[0] ?? '0');
  expect(questions).toBeLessThan(12);

  await page.goBack();
  await page.getByRole('radio', { name: '已注册的一人公司（OPC）' }).check();
  await page.getByRole('button', { name: '开始预检' }).click();
  await expect(page.getByRole('heading', { name: '您要看的政策' })).toBeVisible();

  await page.getByRole('button', { name: '全部清除，重新开始' }).click();
  await page.getByRole('button', { name: '清除', exact: true }).click();
  await expect(page).toHaveURL(/\/start-up$/);
  await expect(page.getByRole('radio', { name: '已注册的一人公司（OPC）' })).not.toBeChecked();
});

test('the question or the measures one came for stand first', async ({ page }) => {
  // A browser that holds no answers goes to it at once, too.
  await page.goto(`/check?on=${DAY}&question=carrier.operates`);
  await expect(page.getByRole('heading', { name: '企业自己在运营孵化器' })).toBeVisible();
  await page.goto(`/check?on=${DAY}&measure=cn-hnte`);
  await page.getByRole('button', { name: '开始预检' }).click();
  const focus = page.locator('[aria-labelledby="focus-title"]');
  await expect(focus.locator('.measure h3')).toHaveText(['高新技术企业认定']);
});

test('answers kept as a file are the answers that were given', async ({ page }) => {
  const found = troubles(page);
  await openResult(page, { id: 'chaoyang-ai-software' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '把答案存成文件' }).click(),
  ]);
  expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toEqual(firm(1).profile);
  expect(found).toEqual([]);
});

test('the language can be changed on the way, and the answers stay', async ({ page }) => {
  await openResult(page);
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page).toHaveURL(new RegExp(`/en/check\\?firm=${firm().id}&on=${DAY}`));
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByText('by the rules in force on 1 Jul 2026')).toBeVisible();

  await page.goto(`/en/check?on=${DAY}`);
  await page.getByLabel('Choose a file').setInputFiles(json(firm(1).profile));
  await expect(page.getByText(`${firm(1).name}, by the rules`)).toBeVisible();
  await page.getByRole('link', { name: '中文' }).click();
  await expect(page.getByText(`${firm(1).name}，按 ${DAY} 有效的规定`)).toBeVisible();
});

test('what is filled in before the script has arrived counts', async ({ page }) => {
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
  await page.route('**/*.js', async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(`/check?on=${DAY}`, { waitUntil: 'commit' });
  await page.getByLabel('成立日期').fill('2018-03');
  await page.getByLabel('所在区').selectOption('dongcheng');
  release(undefined);
  await expect(page.getByRole('button', { name: '50–99' })).toBeVisible();
  await expect(page.getByLabel('所在区')).toHaveValue('dongcheng');
  await page.getByRole('button', { name: '开始预检' }).click();
  await expect(page.getByRole('button', { name: '修改注册地 东城区' })).toBeVisible();
  await expect(page.getByRole('button', { name: '修改成立日期 2018-03' })).toBeVisible();
});

test('where the script never arrives, a way on appears that says what is sent', async ({ page }) => {
  await page.route('**/*.js', (route) => route.abort());
  await page.goto(`/check?on=${DAY}`);
  const send = page.getByRole('button', { name: '发送到服务器计算' });
  await expect(page.getByRole('button', { name: '开始预检' })).toBeDisabled();
  await expect(send).toBeHidden();
  // What happens after ten seconds.
  await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
  await expect(page.getByText('页面脚本还没有加载出来')).toBeVisible();
  await page.getByLabel('所在区').selectOption('chaoyang');
  await send.click();
  await expect(page).toHaveURL(/\/check\/result#result$/);
  await expect(page.locator('.tally')).toBeVisible();
});

test.describe('without JavaScript', () => {
  for (const words of [
    { lang: 'zh', path: '/check', region: '所在区', start: '开始预检' },
    { lang: 'en', path: '/en/check', region: 'District', start: 'Start the check' },
  ]) {
    test(`the five basics are an ordinary form with the same result (${words.lang})`, async ({
      page,
      browser,
      baseURL,
    }) => {
      const fill = async (on: Page) => {
        await on.goto(`${words.path}?on=${DAY}`);
        await on.locator('#basic-registeredOn').fill('2018-03');
        await on.getByLabel(words.region).selectOption('chaoyang');
        await on.locator('#basic-industryCode').fill('I65');
        await on.locator('#basic-employees').fill('60');
        await on.locator('#basic-revenue').fill('4800');
        await on.getByRole('button', { name: words.start }).click();
        await expect(on.locator('.tally')).toBeVisible();
      };
      await fill(page);
      const context = await anotherContext(browser, baseURL, { javaScriptEnabled: false });
      const plain = await context.newPage();
      await fill(plain);
      await expect(plain).toHaveURL(new RegExp(`${words.path}/result#result$`));
      // The page is long: its end may still be arriving while its head is already shown.
      await plain.waitForLoadState('load');
      expect(await tally(plain)).toEqual(await tally(page));
      for (const group of await page.locator('.group:has(details.measure)').all()) {
        const first = group.locator('details.measure').first();
        await first.locator('summary').click();
        const id = (await first.getAttribute('id')) ?? '';
        const written = await measureText(plain, id);
        await expect.poll(() => measureText(page, id), id).toBe(written);
      }
      if (words.lang === 'zh') {
        // The page as it stands without script, where axe can run.
        const body = await plain.content();
        await page.route('**/*.js', (route) => route.abort());
        await page.route('**/check/result', (route) =>
          route.fulfill({ contentType: 'text/html; charset=utf-8', body }),
        );
        await page.goto('/check/result');
        // Measures are alike: one of each group, opened, is enough to look at.
        await page.evaluate(() => {
          for (const other of document.querySelectorAll('.group > .measure ~ .measure')) other.remove();
        });
        await openOneOfEach(page);
        await expectAccessible(page, undefined, { looks: false });
      }
      await context.close();
    });
  }

  test.describe('by hand', () => {
    test.use({ javaScriptEnabled: false });

    test('a demo firm, a team and a posted file are judged, and faults are told', async ({ page }) => {
      await page.goto('/check');
      await page.getByRole('button', { name: firm(1).name }).click();
      await expect(page.getByText(`${firm(1).name}，按`)).toBeVisible();
      await page.locator('#check-date').fill(DAY);
      await page.getByRole('button', { name: '查看结果' }).click();
      await expect(page.getByText(`${firm(1).name}，按 ${DAY} 有效的规定`)).toBeVisible();

      await page.goto('/start-up');
      await page.getByRole('button', { name: '开始预检' }).click();
      await expect(page.locator('.tally')).toBeVisible();

      await page.goto('/check');
      const send = async (file: unknown) => {
        await page.goto('/check');
        await page.locator('#profile-file').setInputFiles(json(file));
        await page.getByRole('button', { name: '用这个文件预检' }).click();
      };
      await send(firm(1).profile);
      await expect(page.getByText(`${firm(1).name}，按`)).toBeVisible();
      await page.locator('#check-date').fill('2025-07-01');
      await page.getByRole('button', { name: '查看结果' }).click();
      await expect(page.getByText(`${firm(1).name}，按 2025-07-01 有效的规定`)).toBeVisible();
      await send({ ...firm().profile, revenu: 1 });
      await expect(page.getByRole('heading', { name: '企业资料有 1 处需要修改' })).toBeVisible();
      await send('{ not json');
      await expect(page.getByText('这个文件不是有效的 JSON，无法读取。')).toBeVisible();
    });

    test('what cannot be read is said beside its field, and nothing chosen is answered with what to do', async ({
      page,
    }) => {
      await page.goto('/check');
      // Nothing is promised that only the script can keep.
      await expect(page.getByText('在您的浏览器里计算')).toBeHidden();
      await expect(page.locator('.sent')).toBeVisible();
      await page.getByLabel('成立日期').fill('去年');
      await page.getByLabel('所在区').selectOption('chaoyang');
      await page.locator('#basic-employees').fill('很多');
      await page.locator('#basic-revenue').fill('-5');
      await page.getByRole('button', { name: '开始预检' }).click();
      await expect(page.locator('#result')).toContainText('看不懂这个日期');
      await expect(page.getByText('看不懂这个人数')).toContainText('50-99');
      await expect(page.getByText('看不懂这个收入，或者它是负数')).toContainText('1.2 亿');
      await expect(page.getByLabel('所在区')).toHaveValue('chaoyang');
      await expect(page.getByLabel('成立日期')).toHaveValue('去年');

      await page.goto('/check');
      await page.getByRole('button', { name: '用这个文件预检' }).click();
      await expect(page.getByText('请先选一家示例企业，或打开企业资料文件。')).toBeVisible();
      await page.goto('/check/result');
      await expect(page).toHaveURL(/\/check$/);
    });
  });
});
