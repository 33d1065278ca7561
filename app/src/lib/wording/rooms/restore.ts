/** What is said where a former release is brought back (恢复发布). */
import { bilingual } from '../bilingual.ts';

export const restoreWords = bilingual(
  {
    title: '恢复到这一版',
    lead: '会成为一次新的发布，对所有企业立即生效，不用另一人批准。',
    sure: '我已看过会变什么，确定恢复',
    unsure: '没有恢复：请先看过会变什么，再勾选确定。',
    changes: '恢复后会变的',
    impact: '恢复后多少企业会变',
    impactLead: '用现在已存的全部企业资料试算：与现行规则相比，恢复后多少家企业的结论会变。什么都不会保存。',
    note: '为什么恢复',
    now: '恢复，立即生效',
  },
  {
    title: 'Bring this one back',
    lead: 'It becomes a new release and counts for every firm at once, without a second person.',
    sure: 'I have seen what changes and want it brought back',
    unsure: 'Nothing was brought back: look at what changes first, then tick the box.',
    changes: 'What bringing it back changes',
    impact: 'How many firms it moves',
    impactLead:
      'Tried on the profiles of all firms stored now: whose verdict would change against the rules in force. Nothing is kept.',
    note: 'Why it is brought back',
    now: 'Bring it back; it counts at once',
  },
);
