/** The groups of routes, by the name that a reader is shown. */
import type { Lang } from '#rules/engine/types.ts';

/** What each tag is about. */
export const TAGS: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  service: { zh: '服务', en: 'Service' },
  me: { zh: '我的账户', en: 'Myself' },
  measures: { zh: '政策', en: 'Measures' },
  plans: { zh: '规划', en: 'Plans' },
  downloads: { zh: '下载', en: 'Downloads' },
  match: { zh: '判定', en: 'Matching' },
  companies: { zh: '企业', en: 'Companies' },
  members: { zh: '企业成员', en: 'People of a company' },
  managers: { zh: '服务管家', en: 'Service managers' },
  privacy: { zh: '隐私与授权', en: 'Privacy' },
  proofs: { zh: '判定凭证', en: 'Proofs' },
  audit: { zh: '审计', en: 'Audit' },
  demand: { zh: '需求', en: 'Demand' },
  rematch: { zh: '重新匹配', en: 'Re-matching' },
  notices: { zh: '提醒', en: 'Notices' },
  requests: { zh: '诉求', en: 'Requests' },
  imports: { zh: '导入', en: 'Imports' },
  calls: { zh: '年度通知', en: 'Calls' },
  corrections: { zh: '纠错', en: 'Corrections' },
  releases: { zh: '规则发布', en: 'Releases' },
};
