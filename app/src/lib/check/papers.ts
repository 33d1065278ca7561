/** Papers to hand in, told apart by whether a firm is likely to have them already. */
import type { Lang } from '#rules/engine/types.ts';

export interface Papers {
  /** Likely in the firm's own files: licences, accounts, returns, certificates, contracts. */
  readonly atHand: readonly string[];
  /** Written or obtained for the application. */
  readonly toMake: readonly string[];
}

export function papersOf(items: readonly string[], lang: Lang): Papers {
  const isAtHand = (item: string): boolean => KEPT[lang].test(item) && !MADE[lang].test(item);
  return { atHand: items.filter(isAtHand), toMake: items.filter((item) => !isAtHand(item)) };
}

/** What every firm files. */
const KEPT: Readonly<Record<Lang, RegExp>> = {
  zh: /营业执照|登记信息|登记证件|财务|报表|申报表|社保|证书|合同|协议|凭证|决议|辅助账|章程|租赁|审计报告/,
  en: /licence|financial statement|tax return|insured|certificate|contract|agreement|proof of payment|resolution|ledger|lease|invoice|audit report/i,
};
/** What is written or ordered anew even where it rests on such papers. */
const MADE: Readonly<Record<Lang, RegExp>> = {
  zh: /申请书|申报书|承诺|说明|专项|其余|明细|评估/,
  en: /application|undertaking|statement of|own statement|description|special audit|list of|the rest|valuation/i,
};
