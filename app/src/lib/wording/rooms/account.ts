/** What signing in and out says. */
import { bilingual } from '../bilingual.ts';

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
    youAre: (name: string, role: string) => `您登录的身份：${name}，${role}。`,
    roles,
    notYours: '这一页不归您看',
    first: '先办这些',
    firstNothing: '现在没有要办的事。',
    firstNotices: (count: number) => `${count} 条未读提醒`,
    toRoom: {
      firm: '去我的企业',
      manager: '去企业名单',
      staff: '去政策需求',
      publisher: '去规则',
      approver: '去规则',
      auditor: '去审计记录',
      operator: '去运行状态',
    },
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
    first: 'What needs doing first',
    firstNothing: 'Nothing needs doing just now.',
    firstNotices: (count) => (count === 1 ? 'One unread notice' : `${count} unread notices`),
    toRoom: {
      firm: 'Go to my firms',
      manager: 'Go to my portfolio',
      staff: 'Go to demand',
      publisher: 'Go to the rules',
      approver: 'Go to the rules',
      auditor: 'Go to the audit record',
      operator: 'Go to how it runs',
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
