/** What the home page says. */
import { bilingual } from '../bilingual.ts';

export const homeWords = bilingual(
  {
    title: '策引：看看您的企业符合哪些政策',
    description: (count: number) =>
      `把国家、北京市、中关村、朝阳区、东城区的 ${count} 项科技与企业扶持政策逐条核对：符合哪些，差在哪里，值多少，先办什么。`,
    headline: '您的企业符合哪些政策，差在哪里，先办什么',
    lead: (count: number, live: number) =>
      `${count} 项国家、北京市、中关村、朝阳区和东城区的政策，逐条核对，其中 ${live} 项在执行。先答五个问题，不用账号，数据不离开浏览器。`,
    start: '开始预检',
    team: '还没有公司？从这里开始',
    searchLabel: '或者直接搜政策',
    searchSubmit: '搜索',
    searchExamples: '例如',
    examples: ['高企', '贴息', '创新券', '房租', '人工智能'] as readonly string[],
    openTitle: '正在申报',
    openEmpty: '今天没有公布了截止日、还开着的窗口。',
    openEmptyNext: '看全年的申报日历',
    openAll: '看申报日历',
    always: (rolling: number, automatic: number) => `另有 ${rolling} 项常年受理，${automatic} 项不用申请、自行享受。`,
    alwaysLink: '看这些政策',
    closes: (day: string) => `${day} 截止`,
    left: (days: number) => (days === 0 ? '今天截止' : `还有 ${days} 天`),
    firstCome: '先到先得，发完为止',
    noDay: '截止日未写明',
    newsTitle: '最近有什么新的',
    news: { call: '发布申报通知', rules: '开始执行', changed: '新版本开始执行' },
    levelsTitle: '按层级看',
    levelLive: (live: number) => `${live} 项在执行`,
    promisesTitle: '我们怎么下结论',
    promises: [
      { title: '只认公开条文', text: '每个条件都写明文号和条款。文件没有写的门槛，我们不编，只写由谁认定。' },
      { title: '不猜', text: '没填的数据不当作零，也不当作符合。缺哪一项，就说缺哪一项。' },
      { title: '错了能改', text: '每项政策、每个条件旁边都有“这里有错”，谁都可以提，有人负责答复。' },
    ] as readonly { readonly title: string; readonly text: string }[],
  },
  {
    title: 'Ceyin: which public support your firm qualifies for',
    description: (count) =>
      `${count} national, Beijing, Zhongguancun, Chaoyang and Dongcheng measures checked clause by clause: what you meet, what is missing, what it is worth, what to do first.`,
    headline: 'Which public support your firm qualifies for, what is missing, and what to do first',
    lead: (count, live) =>
      `${count} national, Beijing, Zhongguancun, Chaoyang and Dongcheng measures, checked clause by clause; ${live} are in force. Five questions to begin with, no account, and your figures stay in the browser.`,
    start: 'Check a firm',
    team: 'No company yet? Start here',
    searchLabel: 'Or search the measures',
    searchSubmit: 'Search',
    searchExamples: 'Such as',
    examples: ['high-tech enterprise', 'loan interest', 'voucher', 'rent', 'AI'],
    openTitle: 'Open now',
    openEmpty: 'No window with a closing day is open today.',
    openEmptyNext: 'See the calendar of the year',
    openAll: 'See the calendar',
    always: (rolling, automatic) =>
      `Besides, ${rolling} take applications all year and ${automatic} need none: firms claim them on filing.`,
    alwaysLink: 'See these measures',
    closes: (day) => `Closes on ${day}`,
    left: (days) => (days === 0 ? 'Closes today' : days === 1 ? '1 day left' : `${days} days left`),
    firstCome: 'First come, first served',
    noDay: 'Closing day not stated',
    newsTitle: 'What is new',
    news: { call: 'Call published', rules: 'Came into force', changed: 'New version came into force' },
    levelsTitle: 'By level',
    levelLive: (live) => `${live} in force`,
    promisesTitle: 'How we decide',
    promises: [
      {
        title: 'Published text only',
        text: 'Every condition names its document and article. A threshold that no document states is not invented: we say who judges it.',
      },
      { title: 'No guessing', text: 'A missing figure is neither zero nor a pass. We say which figure is missing.' },
      {
        title: 'Mistakes can be mended',
        text: 'Every measure and every condition has a “This is wrong” beside it. Anyone may say so, and someone answers.',
      },
    ],
  },
);
export type HomeWords = (typeof homeWords)['zh'];
