/** What the page of notices says. */
import { bilingual } from '../bilingual.ts';

export const noticeWords = bilingual(
  {
    title: '提醒',
    description: '新符合的政策、快截止的申报、快到期的证书和诉求。',
    lead: (unread: number) => `未读 ${unread} 条。`,
    none: '没有提醒。有新符合的政策、申报快截止、证书快到期时，会出现在这里。',
    read: '标为已读',
    unread: '未读',
    measures: '有关政策',
    room: '回到我的页面',
  },
  {
    title: 'Notices',
    description: 'Measures newly open to you, windows about to close, certificates and questions about to run out.',
    lead: (unread) => `${unread} unread.`,
    none: 'No notices. New measures, closing windows and certificates that run out will be told here.',
    read: 'Mark as read',
    unread: 'Unread',
    measures: 'About',
    room: 'Back to my pages',
  },
);
