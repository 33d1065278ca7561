/** What publishers read where they look for the calls of a measure (申报通知). */
import { bilingual } from '../bilingual.ts';

export const callsWords = bilingual(
  {
    lead: '按年度通知申报的政策和已有通知的最近一年。点开一项，录入、修改或撤回通知；立即生效，不用发布。',
    search: '政策名称含',
    found: (count: number) => `${count} 项政策`,
    none: '没有符合筛选的政策。',
    latest: '最近一年的通知',
    noCall: '还没有通知',
    more: (shown: number) => `列出前 ${shown} 项；写出名称的一部分，可以缩小范围。`,
  },
  {
    lead: 'Measures with yearly calls, and the year of the latest known. Open one to enter, change or withdraw a call; it counts at once, without a release.',
    search: 'Name contains',
    found: (count) => (count === 1 ? 'One measure' : `${count} measures`),
    none: 'No measure fits.',
    latest: 'Latest call',
    noCall: 'None known',
    more: (shown) => `The first ${shown}; type part of a name to see fewer.`,
  },
);
