/** About the site, the privacy notice and the terms, as headings with paragraphs. */
import { bilingual } from '../bilingual.ts';

export interface Section {
  readonly title: string;
  readonly text: readonly string[];
}
export interface TextPage {
  readonly title: string;
  readonly description: string;
  readonly lead: string;
  readonly sections: readonly Section[];
}

export const aboutWords = bilingual<TextPage>(
  {
    title: '关于策引',
    description: '策引是什么，依据什么下结论，事实怎么核验，谁来负责，错了怎么办。',
    lead: '策引把公开的政策文件变成可以逐条核对的条件，让企业自己就能看清符合什么、差什么、先办什么。',
    sections: [
      {
        title: '依据什么',
        text: [
          '只用公开的法律、规章、通知和规划。每个条件都写明文号和条款，能打开原文的给出地址。',
          '文件没有写明的标准，我们不替主管部门编：写“由谁认定”，并把没有编入的条款逐条列出原因。',
        ],
      },
      {
        title: '来源分三等',
        text: [
          '两个来源：两个独立来源都这样说。一个来源：只查到一处，办理前请再核对。待核：出处没有核实，只作线索，不用来下结论。',
          '每项政策都有核验日期，页面顶部写着整个目录最早的核验日期。',
        ],
      },
      {
        title: '结果怎么算',
        text: [
          '同一套规则在网页、接口和命令行里算，结果逐字节相同。没填的数据是“不知道”，不当作零，也不当作符合。',
          '任何一天的规定都能看：换一个日期，就按那一天有效的版本判断。',
        ],
      },
      {
        title: '不做什么',
        text: [
          '不代办、不收费、不推荐中介，不按广告排序。预检结果不是行政决定，以主管部门认定为准。',
          '凡收费“包过”的，请勿相信。对办理有意见，可以拨 12345。',
        ],
      },
      {
        title: '错了怎么办',
        text: [
          '每项政策、每个条件旁边都有“这里有错”。谁都可以提，不用登录；有人核对原文，改了会写进版本，没改会写明原因。',
        ],
      },
      {
        title: '开放',
        text: ['代码按 Apache-2.0 许可开源。目录可以下载，接口有文档，结果可以自己重算。'],
      },
    ],
  },
  {
    title: 'About Ceyin',
    description:
      'What Ceyin is, what it rests on, how facts are checked, who answers for them, and how to report a mistake.',
    lead: 'Ceyin turns published policy documents into conditions that can be checked one by one, so that a firm can see for itself what it meets, what is missing and what to do first.',
    sections: [
      {
        title: 'What it rests on',
        text: [
          'Published laws, rules, notices and plans only. Every condition names its document and article, with an address where one can be opened.',
          'Where no document states a standard we do not invent one for the authority: we say who judges, and list the clauses left out with the reason.',
        ],
      },
      {
        title: 'Three grades of source',
        text: [
          'Two sources: two independent sources say so. One source: only one was found, check again before applying. To be confirmed: the source is not verified; it is a hint and never decides.',
          'Every measure has the day it was checked; the head of every page has the earliest of them.',
        ],
      },
      {
        title: 'How results are worked out',
        text: [
          'The same rules run in the page, the interface and the command line, and give the same answer to the byte. A missing figure is unknown: never zero, never a pass.',
          'Any day can be looked at: another date means the rules in force on that day.',
        ],
      },
      {
        title: 'What it does not do',
        text: [
          'No agency, no charges, no recommended agents, no paid ranking. A check is not a decision; only the authority decides.',
          'Do not trust anyone who sells a guaranteed result. Complaints about how an application is handled: call 12345.',
        ],
      },
      {
        title: 'When something is wrong',
        text: [
          'Every measure and every condition has a “This is wrong” beside it. Anyone may use it without an account; someone compares it with the text, and either the versions show the change or you are told why not.',
        ],
      },
      {
        title: 'Open',
        text: [
          'The code is open under the Apache-2.0 licence. The catalogue can be downloaded, the interface is documented, and every result can be worked out again.',
        ],
      },
    ],
  },
);

export const privacyWords = bilingual<TextPage>(
  {
    title: '隐私说明',
    description: '策引处理哪些数据，为什么，存多久，谁能看，怎么导出和删除。',
    lead: '一句话：不登录，企业数据不离开您的浏览器；登录后只存您要存的，随时可以导出和删除。',
    sections: [
      {
        title: '不登录时',
        text: [
          '预检在浏览器里计算。您填的数据只存在这台设备的浏览器里，可以随时清除；分享链接里的数据放在网址的“#”后面，不会发给服务器。',
          '浏览器不能运行脚本时，资料会发给服务器计算一次，不保存，也不写进日志。',
          '我们不用第三方统计、广告或跟踪。选“大字版”会存一个只记字号的 Cookie，一年后失效。',
        ],
      },
      {
        title: '登录后',
        text: [
          '您主动保存的企业资料、证书、关注和咨询记录，用来给您显示结果、提醒到期和窗口、让服务管家答复您。',
          '每一项数据的用途、期限和谁能看，都在保存之前写明。',
        ],
      },
      {
        title: '谁能看到',
        text: [
          '您自己，和您同意并被指派的服务管家。区里的工作人员只能看汇总数，少于五家的格子不显示。',
          '每一次查看企业数据都有记录，记录不能修改。',
        ],
      },
      {
        title: '给别人之前先问您',
        text: ['联系方式转给其他单位之前，每次都要您单独同意；同意可以撤回，撤回不影响使用其他功能。'],
      },
      {
        title: '保存多久',
        text: [
          '企业资料：到您删除，或最后一次登录后三年。咨询记录：办结后两年。“这里有错”里的联系方式：答复后 30 天。访问日志：六个月，不含企业数据。',
        ],
      },
      {
        title: '自动判断和人工复核',
        text: [
          '预检是按公开规则自动得出的，每个结论都能展开看依据。不同意某个结论，可以点“这里有错”，或登录后请服务管家人工复核。',
        ],
      },
      {
        title: '您的权利',
        text: [
          '查看、更正、导出、删除，撤回同意，拒绝推送。登录后在“我的账户”里办，当场生效；删除会清到每一处存储。',
          '不能登录的，可以拨 12345 转运营单位。',
        ],
      },
    ],
  },
  {
    title: 'Privacy notice',
    description:
      'Which data Ceyin handles, what for, for how long, who can see them, and how to take them out or delete them.',
    lead: 'In one sentence: without an account your firm’s figures do not leave your browser; with one we keep only what you save, and you can take it out or delete it at any time.',
    sections: [
      {
        title: 'Without an account',
        text: [
          'The check runs in your browser. What you type is kept in this browser only and can be cleared at any time; a shared link carries it after the “#”, which is never sent to a server.',
          'Where a browser runs no scripts, the figures are sent to the server for that one calculation; they are neither kept nor logged.',
          'There are no third-party statistics, advertising or tracking. “Large print” sets a cookie that holds nothing but the size of the letters, for a year.',
        ],
      },
      {
        title: 'With an account',
        text: [
          'The profile, certificates, interests and questions that you save serve to show your results, to remind you of expiry and windows, and to let your service manager answer.',
          'Purpose, duration and who can see it are stated for every item before you save it.',
        ],
      },
      {
        title: 'Who can see it',
        text: [
          'You, and the service manager assigned with your consent. District staff see totals only; cells below five firms are not shown.',
          'Every look at a firm’s figures is recorded, and the record cannot be changed.',
        ],
      },
      {
        title: 'We ask before passing anything on',
        text: [
          'Contact data go to another body only with your separate consent each time; you may withdraw it without losing anything else.',
        ],
      },
      {
        title: 'How long',
        text: [
          'Profile: until you delete it, or three years after you last signed in. Questions: two years after they are closed. Contact data in “This is wrong”: 30 days after the answer. Access logs: six months, without any figures.',
        ],
      },
      {
        title: 'Automated answers and people',
        text: [
          'A check follows published rules automatically, and every answer opens to its reasons. If you disagree, use “This is wrong”, or sign in and ask your service manager to look at it.',
        ],
      },
      {
        title: 'Your rights',
        text: [
          'To see, correct, take out and delete your data, to withdraw consent and to refuse messages: under “My account”, at once and in every store.',
          'If you cannot sign in, call 12345 and ask for the operator of this site.',
        ],
      },
    ],
  },
);

export const termsWords = bilingual<TextPage>(
  {
    title: '使用条款',
    description: '使用策引的条件：结果只供参考，免费，怎么引用，什么不可以做。',
    lead: '使用本站，就是同意下面几条。',
    sections: [
      {
        title: '结果只供参考',
        text: [
          '预检依据公开文件和您填的数据，不是行政决定，不构成法律或税务意见，以主管部门认定为准。',
          '政策会变。页面写明核验日期；办理前请看原文和当年通知。',
        ],
      },
      { title: '免费', text: ['查询、预检、下载和接口都不收费。申报政策也不收费、不需要中介。'] },
      {
        title: '内容和引用',
        text: [
          '政策文件归发布机关。本站的整理、译文和代码按 Apache-2.0 许可使用，引用请注明“策引”和核验日期。',
          '英文是译文，和中文不一致时以中文原文为准。',
        ],
      },
      {
        title: '不可以',
        text: [
          '用本站的名义收费代办；提交他人的企业数据或个人信息；妨碍别人使用，例如大量自动请求（接口有限额，写在接口文档里）。',
        ],
      },
      {
        title: '责任',
        text: ['我们尽力保证内容真实并及时改错，但不对依赖过期或有误内容造成的损失负责。发现错误请点“这里有错”。'],
      },
      { title: '适用法律', text: ['适用中华人民共和国法律。争议先协商，协商不成由运营单位所在地法院管辖。'] },
    ],
  },
  {
    title: 'Terms of use',
    description:
      'The terms on which Ceyin may be used: results are for reference, free of charge, how to quote, and what is not allowed.',
    lead: 'Using this site means accepting the following.',
    sections: [
      {
        title: 'For reference only',
        text: [
          'A check rests on published documents and on the figures you give. It is no decision and no legal or tax advice; only the authority decides.',
          'Rules change. Pages name the day they were checked; read the text and the year’s call before you apply.',
        ],
      },
      {
        title: 'Free of charge',
        text: [
          'Searching, checking, downloading and the interface cost nothing. Neither does applying, and no agent is needed.',
        ],
      },
      {
        title: 'Content and quoting',
        text: [
          'Policy documents belong to the bodies that issued them. Our summaries, translations and code may be used under Apache-2.0; name “Ceyin” and the day of checking.',
          'The English is a translation; where it differs, the Chinese text counts.',
        ],
      },
      {
        title: 'Not allowed',
        text: [
          'Charging for applications in the name of this site; sending other people’s business figures or personal data; getting in the way of others, such as by mass requests (the interface has limits, which its page states).',
        ],
      },
      {
        title: 'Liability',
        text: [
          'We do our best to keep this true and to mend mistakes soon, but are not liable for losses from relying on outdated or mistaken content. Please report mistakes with “This is wrong”.',
        ],
      },
      {
        title: 'Law',
        text: [
          'The law of the People’s Republic of China applies. Disputes are first talked over, then go to the court at the operator’s place.',
        ],
      },
    ],
  },
);
