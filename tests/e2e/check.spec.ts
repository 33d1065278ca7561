import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { DAY, firm, firms, measureText, openResult, tally, troubles } from './support.ts';

const json = (value: unknown) => ({
  name: 'firm.json',
  mimeType: 'application/json',
  buffer: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});

/** Everything a page sends beyond asking for what it shows. */
function sendings(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' || request.postData() !== null) sent.push(`${request.method()} ${request.url()}`);
  });
  return sent;
}

const WORDS = {
  zh: {
    path: '/check',
    registeredOn: /^成立日期/,
    region: /^所在区/,
    industry: /^行业/,
    staff: /年人数/,
    revenue: /年收入/,
    start: '开始预检',
    next: '下一题',
    unsure: '不清楚',
    previous: '上一题',
    left: /还有 \d+ 个问题可能改变结果/,
    why: /可判定 \d+ 项/,
    own: '您的数据',
    checked: '核验于',
    wrong: '这里有误',
    industryText: '软件',
  },
  en: {
    path: '/en/check',
    registeredOn: /^Date of establishment/,
    region: /^District/,
    industry: /^Industry/,
    staff: /^Employees/,
    revenue: /^Revenue/,
    start: 'Start the check',
    next: 'Next question',
    unsure: 'I don’t know',
    previous: 'Previous',
    left: /\d+ questions? can still change the result/,
    why: /Can settle \d+ measures?/,
    own: 'Your figure',
    checked: 'checked on',
    wrong: 'This is wrong',
    industryText: 'software',
  },
} as const;

for (const lang of ['zh', 'en'] as const) {
  const words = WORDS[lang];

  test(`an owner answers five basics and sees the answer form, sent nowhere (${lang})`, async ({ page }) => {
    const found = troubles(page);
    const sent = sendings(page);
    await page.goto(`${words.path}?on=${DAY}`);
    await page.getByLabel(words.registeredOn).fill('2018-03');
    await page.getByLabel(words.region).selectOption('chaoyang');
    await page.getByRole('combobox', { name: words.industry }).fill(words.industryText);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('combobox', { name: words.industry })).toHaveValue(/^I65 /);
    await page.getByRole('button', { name: '50–99' }).click();
    await page.getByLabel(words.revenue).fill('3000-5000');
    await page.getByRole('button', { name: words.start }).click();

    await expect(page.getByRole('heading', { level: 1, name: words.left })).toBeVisible();
    await expect(page.getByText(words.why)).toBeVisible();
    await expect(page.locator('#question-title')).toBeFocused();
    const before = await tally(page);
    const bar = page.getByRole('progressbar');
    const decided = Number(await bar.getAttribute('value'));

    await page.locator('.card').getByRole('radio').first().check();
    await expect.poll(() => tally(page)).not.toEqual(before);
    expect(Number(await bar.getAttribute('value'))).toBeGreaterThan(decided);
    const question = await page.locator('#question-title').innerText();
    await page.getByRole('button', { name: words.next }).click();
    await expect(page.locator('#question-title')).not.toHaveText(question);

    // Back, by the page and by the browser, with the answer still there.
    await page.getByRole('button', { name: words.previous }).click();
    await expect(page.locator('#question-title')).toHaveText(question);
    await expect(page.locator('.card').getByRole('radio').first()).toBeChecked();
    await page.goForward();
    await expect(page.locator('#question-title')).not.toHaveText(question);
    await page.goBack();
    await expect(page.locator('#question-title')).toHaveText(question);

    expect(sent).toEqual([]);
    expect(found).toEqual([]);
  });

  test(`each result names its figures, clauses, gap and what else the same change moves (${lang})`, async ({
    page,
  }) => {
    await openResult(page, { lang, id: 'chaoyang-ai-software' });
    const measure = page.locator('[data-group="near"] details.measure').first();
    await measure.locator('summary').click();
    await expect(measure.getByRole('table')).toBeVisible();
    await expect(measure.getByRole('columnheader', { name: words.own })).toBeVisible();
    await expect(measure.getByText('国科发火').first()).toBeVisible();
    await expect(measure.getByText(words.checked)).toBeVisible();
    await expect(measure.getByText(lang === 'zh' ? '230 万元 →' : 'RMB 2.3 million →')).toBeVisible();
    await expect(measure.getByText(lang === 'zh' ? '260 万元' : 'RMB 2.6 million').first()).toBeVisible();
    const wrong = measure.getByRole('link', { name: words.wrong }).first();
    await expect(wrong).toHaveAttribute('href', /corrections\/new\?measure=cn-hnte&condition=/);
    await expect(
      measure.getByRole('link', { name: lang === 'zh' ? '详细页面' : 'The page of this measure' }),
    ).toHaveAttribute('href', `${lang === 'en' ? '/en' : ''}/measures/cn-hnte`);
  });
}

test('typing a figure moves the result within two frames', async ({ page }) => {
  await openResult(page, { id: 'chaoyang-ai-software' });
  await page.getByRole('button', { name: '显示全部' }).click();
  await page.getByRole('button', { name: /^修改2025 年研究开发费用/ }).click();
  const field = page.getByRole('textbox', { name: '2025 年研究开发费用' });
  await expect(field).toHaveValue('230');
  const before = await tally(page);
  // Counted in frames, not in milliseconds: what is typed is judged and shown in the next ones, on any machine.
  const after = await field.evaluate(async (input: HTMLInputElement) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    input.value = '260';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await frame();
    await frame();
    return document.querySelector<HTMLElement>('.tally')?.innerText ?? '';
  });
  expect(after.split(/\s+/).filter(Boolean)).not.toEqual(before);
});

test('every demo firm gets a result, and the groups add up', async ({ page }) => {
  for (const { id } of firms) {
    await openResult(page, { id });
    const counts = await page.locator('.tally b').allTextContents();
    const sum = counts.map(Number).reduce((a, b) => a + b, 0);
    await expect(page.getByText(`共核对 ${sum} 项政策`)).toBeVisible();
  }
});

test('a range, “don’t know” and a skipped question are answers too', async ({ page }) => {
  await page.goto(`/check?on=${DAY}`);
  await page.getByLabel('所在区').selectOption('chaoyang');
  await page.getByRole('button', { name: '开始预检' }).click();
  const question = page.locator('#question-title');
  const first = await question.innerText();
  await page.getByRole('button', { name: '不清楚' }).click();
  await expect(question).not.toHaveText(first);
  await expect(page.getByText('选了“不清楚”的')).toBeVisible();

  await page.getByRole('button', { name: '三年数据一次填' }).click();
  await page.getByRole('textbox', { name: '2025 年职工总数', exact: true }).fill('50-99');
  await page.getByRole('button', { name: '填好了，看结果' }).click();
  await expect(page.getByRole('button', { name: '修改2025 年职工总数 50–99 人' })).toBeVisible();
  await page.getByRole('button', { name: '修改2025 年职工总数 50–99 人' }).click();
  await expect(page.getByRole('radio', { name: '大概范围' })).toBeChecked();
  await page.getByRole('textbox', { name: '最多' }).first().fill('80');
  await expect(page.getByRole('button', { name: '修改2025 年职工总数 50–80 人' })).toBeVisible();
  await page.getByRole('textbox', { name: '最多' }).first().fill('八十');
  await expect(page.getByText('看不懂这个数')).toBeVisible();
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
      '项目\t2023年\t2024年\t2025年\n销售（营业）收入\t3,200\t4,100\t4,800\n研究开发费用\t150\t195\t很多',
    );
    cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(page.getByText('已填入 5 个数；1 处看不懂，没有填。')).toBeVisible();
  await expect(page.getByRole('textbox', { name: '2025 年销售（营业）收入' })).toHaveValue('4800');
  await page.getByLabel('金额单位').selectOption({ label: '亿元' });
  await expect(page.getByRole('textbox', { name: '2025 年销售（营业）收入' })).toHaveValue('0.48');
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

  await page.getByRole('button', { name: '为什么没有某项' }).click();
  await page.getByLabel('政策名称').fill('小巨人');
  await expect(page.getByText(/找到 \d+ 项/)).toBeVisible();
  await expect(page.getByText('原因').first()).toBeVisible();
  await expect(page.getByText('不满足').first()).toBeVisible();
});

test('the other views answer what to change, what to combine, what comes and what was assumed', async ({ page }) => {
  await openResult(page, { id: 'chaoyang-ai-software' });
  await expect(page.getByRole('heading', { name: '成长路径' })).toBeVisible();
  await expect(page.getByText('已持有，至 2027-03-31')).toBeVisible();
  await page.getByRole('button', { name: '怎么补差距' }).click();
  await expect(page.getByText('2025 年研究开发费用: 230 万元 →')).toBeVisible();
  await page.getByRole('button', { name: '怎么搭配' }).click();
  await expect(page.getByText(/合计约 .*万元/).last()).toBeVisible();
  await expect(page.getByText(/不能同时拿/).first()).toBeVisible();
  await page.getByRole('button', { name: '未来三年' }).click();
  await expect(page.locator('time[datetime="2026-09-24"]')).toBeVisible();
  await page.getByRole('button', { name: '怎么算出来的' }).click();
  await expect(page.getByText('按 2026-07-01 有效的规定判断。')).toBeVisible();
  await expect(page.getByText(/规则版本 [0-9a-f]{12}/)).toBeVisible();
});

test('another date gives the result of that day', async ({ page }) => {
  await openResult(page);
  await page.getByLabel('评估日期').fill('2023-02-01');
  await expect(page.getByText('按 2023-02-01 有效的规定')).toBeVisible();
  await expect(page).toHaveURL(/on=2023-02-01/);
});

test('a start-up team takes a short way with the measures that are for it', async ({ page }) => {
  await page.goto(`/check?on=${DAY}`);
  await page.getByRole('link', { name: '按创业团队预检' }).click();
  await page.getByRole('radio', { name: '还没注册的创业团队' }).check();
  await page.getByLabel('团队在哪里').selectOption('haidian');
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
});

test('the measures one came for stand first, and their questions are asked first', async ({ page }) => {
  await page.goto(`/check?on=${DAY}&measure=cn-hnte`);
  await page.getByRole('button', { name: '开始预检' }).click();
  const focus = page.locator('[aria-labelledby="focus-title"]');
  await expect(focus.locator('.measure h3')).toHaveText(['高新技术企业认定']);
});

test('the report prints with page numbers and sources, and the files hold the result', async ({ page }) => {
  const found = troubles(page);
  const sent = sendings(page);
  await openResult(page, { id: 'chaoyang-ai-software' });
  const saved = async (name: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return readFileSync(await download.path());
  };
  expect((await saved('下载结果表（XLSX）')).subarray(0, 2).toString()).toBe('PK');
  expect((await saved('下载申报日历（ICS）')).toString()).toContain('SUMMARY:高新技术企业认定：申报截止');
  expect(JSON.parse((await saved('把答案存成文件')).toString())).toEqual(firm(1).profile);

  await page.getByRole('button', { name: '打开报告' }).click();
  await expect(page.getByRole('heading', { name: `${firm(1).name}：政策预检报告` })).toBeVisible();
  await expect(page.getByRole('heading', { name: '先做这几件' })).toBeVisible();
  await expect(page.getByRole('heading', { name: '引用的文件' })).toBeVisible();
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf).toMatch(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
  expect(sent).toEqual([]);
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

test.describe('without JavaScript', () => {
  for (const lang of ['zh', 'en'] as const) {
    test(`the five basics are an ordinary form with the same result (${lang})`, async ({ page, browser, baseURL }) => {
      const words = WORDS[lang];
      const fill = async (on: Page) => {
        await on.goto(`${words.path}?on=${DAY}`);
        await on.getByLabel(words.registeredOn).fill('2018-03');
        await on.getByLabel(words.region).selectOption('chaoyang');
        await on.locator('#basic-industryCode').fill('I65');
        await on.getByLabel(words.staff).fill('60');
        await on.getByLabel(words.revenue).fill('4800');
        await on.getByRole('button', { name: words.start }).click();
        await expect(on.locator('.tally')).toBeVisible();
      };
      await fill(page);
      const context = await browser.newContext({
        javaScriptEnabled: false,
        ...(baseURL === undefined ? {} : { baseURL }),
      });
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
        expect(await measureText(page, id), id).toBe(await measureText(plain, id));
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
      await page.getByLabel('成立日期').fill('去年');
      await page.getByLabel('所在区').selectOption('chaoyang');
      await page.getByRole('button', { name: '开始预检' }).click();
      await expect(page.getByText('看不懂这个日期')).toBeVisible();
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
