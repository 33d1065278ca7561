/** What signing in and out says. */
import { bilingual, table } from '../bilingual.ts';

const roles = {
  firm: '企业',
  manager: '服务管家',
  staff: '区里工作人员',
  publisher: '规则起草人',
  approver: '规则审批人',
  auditor: '审计人员',
  operator: '运维人员',
};

export const accountWords = bilingual(
  {
    account: '我的账户',
    youAre: (name: string, role: string) => `您登录的身份：${name}，${role}。`,
    roles,
    notYours: '这一页不归您看',
    noRoom: '这个角色在网页上还没有自己的页面；下面的工作用接口做，公开页面都可以看。',
    canDo: {
      auditor: ['按日期或企业查看审计记录，核对记录没有被改动：/v1/audit'],
      operator: [
        '运行状态：/v1/health',
        '批量导入企业、指派服务管家、查看超期诉求：/v1/imports、/v1/companies、/v1/requests',
      ],
    },
    toDocs: '接口文档',
    toMeasures: '查政策',
    first: '先办这些',
    firstNothing: '现在没有要办的事。',
    firstNotices: (count: number) => `${count} 条未读提醒`,
    toRoom: table({
      firm: '去我的企业',
      manager: '去企业名单',
      staff: '去政策需求',
      publisher: '去规则',
      approver: '去规则',
    }),
    another: '换一个身份登录',
    signIn: '登录',
    home: '回到首页',
    out: '您已退出',
    outText: '本站不再记得您。在公用电脑上，请同时退出身份服务。',
    outElsewhere: '同时退出身份服务',
    notIn: '登录没有完成',
    why: {
      late: '登录页面开得太久，或不是在这个浏览器里打开的。请重新登录。',
      refused: '身份服务没有确认您的身份。请重新登录。',
      unknown: '身份服务确认了您的身份，但本站不认识您的角色。请联系给您开通账户的单位。',
    },
    noIssuer: '身份服务暂时没有应答，请稍后再试。公开页面照常使用。',
  },
  {
    account: 'My account',
    youAre: (name, role) => `You are signed in as ${name}, ${role}.`,
    roles: {
      firm: 'a firm',
      manager: 'a service manager',
      staff: 'district staff',
      publisher: 'drafting changes to the rules',
      approver: 'approving changes to the rules',
      auditor: 'an auditor',
      operator: 'an operator',
    },
    notYours: 'This page is not for you',
    noRoom:
      'Your role has no pages of its own here yet; its work is done through the interface. All public pages are open to you.',
    canDo: {
      auditor: ['See the audit record by day or firm, and verify that nothing in it was changed: /v1/audit'],
      operator: [
        'How the service is: /v1/health',
        'Import firms, assign service managers, see overdue questions: /v1/imports, /v1/companies, /v1/requests',
      ],
    },
    toDocs: 'Interface description',
    toMeasures: 'Measures',
    first: 'What needs doing first',
    firstNothing: 'Nothing needs doing just now.',
    firstNotices: (count) => `${count} unread notices`,
    toRoom: {
      firm: 'Go to my firms',
      manager: 'Go to my portfolio',
      staff: 'Go to demand',
      publisher: 'Go to the rules',
      approver: 'Go to the rules',
    },
    another: 'Sign in as someone else',
    signIn: 'Sign in',
    home: 'Back to the home page',
    out: 'You are signed out',
    outText: 'This site no longer remembers you. On a shared computer, sign out of the identity service as well.',
    outElsewhere: 'Sign out of the identity service as well',
    notIn: 'Sign-in was not completed',
    why: {
      late: 'The sign-in page was open too long, or in another browser. Sign in again.',
      refused: 'The identity service did not confirm who you are. Sign in again.',
      unknown:
        'The identity service confirmed who you are, but this site does not know your role. Ask whoever set up your account.',
    },
    noIssuer: 'The identity service does not answer just now; try again later. All public pages work as usual.',
  },
);
