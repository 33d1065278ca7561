/** What an owner or finance officer of a small firm does here, from the first question to the account; in both languages. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { anotherContext, DAY, expectAccessible, openResult, tally, troubles } from './support.ts';

const WORDS = {
  zh: {
    at: '',
    registeredOn: /^成立日期/,
    region: /^所在区/,
    regionName: '朝阳区',
    industry: /^行业/,
    industryText: '软件',
    revenue: /^2025 年收入/,
    start: '开始预检',
    private: '在您的浏览器里计算，保存前不上传任何数据。',
    left: /现在有 \d+ 个问题可能改变结果/,
    why: /可判定 \d+ 项/,
    next: '下一题',
    unsure: '不清楚',
    unsureSaid: '选了“不清楚”的',
    previous: '上一题',
    progress: '已定政策数',
    own: '您的数据',
    judge: '待认定',
    checked: '核验于',
    wrong: '这里有错',
    page: '这项政策的详细页面',
    gap: '230 万元 →',
    goal: '260 万元',
    used: /研究开发费用 2025：230 万元、2024：195 万元/,
    together: '怎么搭配',
    total: /合计约 .*万元/,
    conflict: /不能同时拿/,
    rule: '同一单位当年一个方向',
    instead: /换成它/,
    basis: '算法',
    calendar: '下载申报日历（ICS）',
    summary: 'SUMMARY:高新技术企业认定：申报截止',
    search: '在结果里找',
    wanted: '高新技术企业认定',
    make: '要准备的材料',
    have: '多半手头已有的材料',
    apply: '在哪里办',
    office: /^办理部门/,
    howLong: '办理时间没有公布，请问办理部门',
    report: '打开报告',
    first: '先做这几件',
    notTogether: '不能同时拿的',
    sources: '引用的文件',
    xlsx: '下载结果表（XLSX）',
    ladder: '成长路径',
    held: '已持有，至 2027-03-31',
    lacks: /还差 1 项/,
    ahead: '未来三年',
    choose: '选择文件',
    templateXlsx: '下载 XLSX 模板',
    badCell: '“很多”不能作为“职工总数”',
    goOn: '先用其余 2 项',
    fromFile: '答案来自文件“firm.csv”，没有存在这台设备里。',
    edit: /^修改注册地 朝阳区/,
    save: '存到我的账户（要登录）',
    kept: /浏览器里有 \d+ 项/,
    interest: '我感兴趣',
    interesting: '北京碳中和技术应用场景',
    look: '先看会保存什么',
    confirm: '确认保存',
    saved: '已保存',
    issue: '出具',
    card: '政策结论证明',
    genuine: '是真的，没有改动过',
    fake: '不能采信',
    proofText: '证明全文',
    check: '核验',
  },
  en: {
    at: '/en',
    registeredOn: /^Date of establishment/,
    region: /^District/,
    regionName: 'Chaoyang',
    industry: /^Industry/,
    industryText: 'software',
    revenue: /^Revenue/,
    start: 'Start the check',
    private: 'Calculated in your browser. Nothing is sent until you choose to save it.',
    left: /\d+ questions? can change the result now/,
    why: /Can settle \d+ measures?/,
    next: 'Next',
    unsure: 'I don’t know',
    unsureSaid: 'Left open',
    previous: 'Previous',
    progress: 'Measures decided',
    own: 'Your figure',
    judge: 'To be judged',
    checked: 'checked on',
    wrong: 'This is wrong',
    page: 'The page of this measure',
    gap: 'RMB 2.3 million →',
    goal: 'RMB 2.6 million',
    used: /2025: RMB\s2.3\smillion, 2024: /,
    together: 'Best combination',
    total: /About RMB\s.* together/,
    conflict: /Cannot be had together/,
    rule: 'one line a year',
    instead: /Taking it instead costs/,
    basis: 'How it is calculated',
    calendar: 'Download the windows (ICS)',
    summary: 'SUMMARY:',
    search: 'Find in the result',
    wanted: 'HNTE',
    make: 'Documents to prepare',
    have: 'Documents you likely have already',
    apply: 'Where to apply',
    office: /^Office in charge/,
    howLong: 'no processing time is published',
    report: 'Open the report',
    first: 'What to do first',
    notTogether: 'What cannot be had together',
    sources: 'Documents cited',
    xlsx: 'Download the results (XLSX)',
    ladder: 'Growth path',
    held: 'Held until 31 Mar 2027',
    lacks: /1 condition not met/,
    ahead: 'Next 3 years',
    choose: 'Choose a file',
    templateXlsx: 'Download the XLSX template',
    badCell: '“很多” cannot be',
    goOn: 'Go on with the other 2',
    fromFile: 'These answers come from the file “firm.csv” and are not kept on this device.',
    edit: /^Change.*Chaoyang/,
    save: 'Save to my account (sign in)',
    kept: /Your browser holds \d+/,
    interest: 'I am interested',
    interesting: 'Beijing uses of carbon-neutral technology',
    look: 'Preview before saving',
    confirm: 'Save it',
    saved: 'Saved',
    issue: 'Issue',
    card: 'Proof of a policy check',
    genuine: 'Genuine and unaltered',
    fake: 'Not to be relied on',
    proofText: 'Text of the proof',
    check: 'Check',
  },
} as const;

/** Each language has an owner of its own: the tests run side by side. */
const OWNERS = {
  zh: { subject: 'demo-firm-owner-newcomer', uscc: '9111010100000HA358' },
  en: { subject: 'demo-firm-owner-devices', uscc: '9111010500000HA277' },
} as const;

const upload = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

/** Everything a page sends beyond asking for what it shows. */
function sendings(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' || request.postData() !== null) sent.push(`${request.method()} ${request.url()}`);
  });
  return sent;
}

async function downloaded(page: Page, button: Locator): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return readFileSync(await download.path());
}

for (const lang of ['zh', 'en'] as const) {
  const words = WORDS[lang];

  test.describe(`the owner of a small firm (${lang})`, () => {
    test('A.1 checks without an account: five basics, ranges, skipped questions, the way back; nothing is sent', async ({
      page,
    }) => {
      const found = troubles(page);
      const sent = sendings(page);
      await page.goto(`${words.at}/check?on=${DAY}`);
      await expect(page.getByText(words.private).first()).toBeVisible();
      await page.getByLabel(words.registeredOn).fill('2018-03');
      await page.getByLabel(words.region).selectOption('chaoyang');
      const industry = page.getByRole('combobox', { name: words.industry });
      // Until the page has its script the browser's own suggestions answer the keys.
      await expect(industry).toHaveAttribute('aria-autocomplete', 'list');
      await industry.fill(words.industryText);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect(industry).toHaveValue(/^I65 /);
      await page.getByRole('button', { name: '50–99' }).click();
      await page.getByLabel(words.revenue).fill('3000-5000');
      await page.getByRole('button', { name: words.start }).click();

      const question = page.locator('#question-title');
      await expect(question).toBeFocused();
      const first = await question.innerText();
      await page.getByRole('button', { name: words.unsure }).click();
      await expect(question).not.toHaveText(first);
      await expect(page.getByText(words.unsureSaid)).toBeVisible();

      // Back, by the page and by the browser, with the answer still there.
      const second = await question.innerText();
      await page.locator('.card').getByRole('radio').first().check();
      await page.getByRole('button', { name: words.next, exact: true }).click();
      await expect(question).not.toHaveText(second);
      await page.getByRole('button', { name: words.previous }).click();
      await expect(question).toHaveText(second);
      await expect(page.locator('.card').getByRole('radio').first()).toBeChecked();
      await page.goForward();
      await expect(question).not.toHaveText(second);
      await page.goBack();
      await expect(question).toHaveText(second);
      expect(sent).toEqual([]);
      expect(found).toEqual([]);
    });

    test('A.2 sees answers form: counts move, the bar is real, no question is asked that changes nothing', async ({
      page,
    }) => {
      await page.goto(`${words.at}/check?on=${DAY}`);
      await page.getByLabel(words.region).selectOption('chaoyang');
      await page.getByRole('button', { name: words.start }).click();
      await expect(page.getByRole('heading', { level: 1, name: words.left })).toBeVisible();
      const bar = page.getByRole('progressbar');
      const question = page.locator('#question-title');
      for (let count = 0; count < 2; count += 1) {
        await expect(page.locator('.card').getByText(words.why)).toBeVisible();
        const asked = await question.innerText();
        const before = await tally(page);
        const decided = Number(await bar.getAttribute('value'));
        await page.locator('.card').getByRole('radio').first().check();
        await expect.poll(() => tally(page)).not.toEqual(before);
        expect(Number(await bar.getAttribute('value'))).toBeGreaterThanOrEqual(decided);
        await page.getByRole('button', { name: words.next, exact: true }).click();
        await expect(question).not.toHaveText(asked);
      }
    });

    test('A.3 and A.4 understands a result: figures, clause, gap, amount with its arithmetic, windows, combination', async ({
      page,
    }) => {
      await openResult(page, { lang, id: 'chaoyang-ai-software' });
      const measure = page.locator('[data-group="near"] details.measure').first();
      await measure.locator('summary').click();
      await expect(measure.getByRole('columnheader', { name: words.own })).toBeVisible();
      await expect(measure.getByText('国科发火').first()).toBeVisible();
      await expect(measure.getByText(words.judge).first()).toBeVisible();
      await expect(measure.getByText(words.checked)).toBeVisible();
      await expect(measure.getByText(words.gap)).toBeVisible();
      await expect(measure.getByText(words.goal).first()).toBeVisible();
      await expect(measure.getByText(words.used).first()).toBeVisible();
      const wrong = measure.getByRole('link', { name: words.wrong }).first();
      await expect(wrong).toHaveAttribute('href', /corrections\/new\?measure=cn-hnte&condition=/);
      await expect(measure.getByRole('link', { name: words.page })).toHaveAttribute(
        'href',
        `${words.at}/measures/cn-hnte`,
      );

      const ics = (await downloaded(page, page.getByRole('button', { name: words.calendar }))).toString();
      expect(ics).toContain(words.summary);
      await page.getByRole('button', { name: words.together }).click();
      await expect(page.getByText(words.total).last()).toBeVisible();
      await expect(page.getByText(words.conflict).first()).toBeVisible();
      await expect(page.locator('#result li').filter({ hasText: words.rule })).toBeVisible();
    });

    test('A.5 knows what to do: papers, place and office; a report to print and to keep', async ({ page }) => {
      const sent = sendings(page);
      await openResult(page, { lang, id: 'chaoyang-ai-software' });
      await page.getByLabel(words.search).fill(words.wanted);
      const measure = page.locator('#cn-hnte');
      await measure.locator('summary').click();
      for (const title of [words.make, words.have, words.apply]) {
        await expect(measure.getByRole('heading', { name: title })).toBeVisible();
      }
      await expect(measure.getByText(words.office)).toBeVisible();
      await expect(measure.getByText(words.howLong)).toBeVisible();
      const sheet = await downloaded(page, page.getByRole('button', { name: words.xlsx }));
      expect(sheet.subarray(0, 2).toString()).toBe('PK');

      await page.getByRole('button', { name: words.report }).click();
      for (const name of [words.first, words.notTogether, words.sources]) {
        await expect(page.getByRole('heading', { name })).toBeVisible();
      }
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      expect(pdf).toMatch(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
      await expect(page.getByRole('button', { name: words.xlsx })).toBeVisible();
      const ics = await downloaded(page, page.getByRole('button', { name: words.calendar }));
      expect(ics.toString()).toContain('BEGIN:VEVENT');
      if (lang === 'zh') await expectAccessible(page, 'article', { looks: false });
      expect(sent).toEqual([]);
    });

    test('A.6 sees the path ahead: what is held, what is next and what it lacks, and the days that turn', async ({
      page,
    }) => {
      await openResult(page, { lang, id: 'chaoyang-ai-software' });
      const path = page.getByRole('region', { name: words.ladder });
      await expect(path.getByText(words.held)).toBeVisible();
      await expect(path.getByText(words.lacks).first()).toBeVisible();
      await page.getByRole('button', { name: words.ahead }).click();
      await expect(page.locator('time[datetime="2026-09-24"]')).toBeVisible();
    });

    test('A.7 saves and returns: from the check into the account, and a proof card that anyone can check', async ({
      page,
      browser,
      baseURL,
    }) => {
      const { subject, uscc } = OWNERS[lang];
      await page.goto(`${words.at}/check?on=${DAY}`);
      await page.getByRole('button', { name: '50–99' }).click();
      await page.getByRole('button', { name: words.start }).click();
      await page.getByRole('link', { name: words.save }).click();
      await page.locator(`button[value="${subject}"]`).click();
      await expect(page.getByRole('status').filter({ hasText: words.kept })).toBeVisible();
      await page.locator('#target').selectOption(uscc);
      await page.getByRole('button', { name: words.look }).click();
      await expect(page.getByRole('table')).toContainText('50');
      await page.getByRole('button', { name: words.confirm }).click();
      await expect(page.getByText(words.saved).first()).toBeVisible();

      await page.goto(`${words.at}/measures/bj-carbon-scenarios`);
      await page.getByRole('link', { name: words.interest }).click();
      // Who has several firms is asked for which.
      const choice = page.locator(`main a[href*="${uscc}/stages"]`).first();
      if (lang === 'en') await choice.click();
      await expect(page.locator('input[name="measure"]')).toHaveValue(words.interesting);
      await page.locator('form button.button').click();
      await expect(page.locator('main').getByRole('status')).toBeVisible();
      await expect(page.locator('table a[href$="bj-carbon-scenarios"]')).toBeVisible();

      await page.goto(`${words.at}/account/proof`);
      // Where there is only one firm, this leads straight on.
      await expectAccessible(page);
      if (lang === 'en') await page.locator(`main a[href*="${uscc}/proofs"]`).click();
      await page.getByRole('checkbox').first().check();
      await page.getByRole('button', { name: words.issue, exact: true }).click();
      await expect(page.getByRole('heading', { name: words.card })).toBeVisible();
      await expect(page.locator('figure svg')).toBeVisible();
      await expectAccessible(page, undefined, { looks: lang === 'zh' });
      const address = page.locator('.address a');
      const proof = (await page.locator('.text').textContent()) ?? '';

      const other = await anotherContext(browser, baseURL);
      const theirs = await other.newPage();
      await theirs.goto((await address.getAttribute('href')) ?? '');
      await expect(theirs.getByText(words.genuine)).toBeVisible();
      await theirs.goto(`${words.at}/proof`);
      await theirs.getByLabel(words.proofText).fill(`${proof.slice(0, -8)}AAAAAAAA`);
      await theirs.getByRole('button', { name: words.check, exact: true }).click();
      await expect(theirs.getByText(words.fake)).toBeVisible();
      await other.close();
    });

    test('A.8 imports the figures from a file; what is wrong in it is told by its cell, the rest is used', async ({
      page,
    }) => {
      const sent = sendings(page);
      const file = page.getByLabel(words.choose);
      await page.goto(`${words.at}/check?on=${DAY}`);
      const template = await downloaded(page, page.getByRole('button', { name: words.templateXlsx }));
      await file.setInputFiles({ name: 'template.xlsx', mimeType: '', buffer: template });
      await expect(page.locator('.trouble')).toBeVisible();
      await file.setInputFiles(
        upload(
          'firm.csv',
          `字段,名称,单位,可填,答案,2025 年\nregion,,,,${words.regionName}\nyears.*.employees,,,,,很多\nyears.*.revenue,,,,,4800万\n`,
        ),
      );
      await expect(page.getByText(words.badCell)).toBeVisible();
      await expect(page.locator('code', { hasText: 'F3' })).toBeVisible();
      await page.getByRole('button', { name: words.goOn }).click();
      await expect(page.getByText(words.fromFile)).toBeVisible();
      await expect(page.getByRole('button', { name: words.edit })).toBeVisible();
      expect(await page.evaluate(() => localStorage.length)).toBe(0);
      expect(sent).toEqual([]);
    });
  });
}
