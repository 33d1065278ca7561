/** Addresses of the compiled catalogue, each with its content's hash in the name. */
import rules from '../../../../build/catalogue/rules.json?url&no-inline';
import textsEn from '../../../../build/catalogue/texts.en.json?url&no-inline';
import textsZh from '../../../../build/catalogue/texts.zh.json?url&no-inline';
import type { Lang } from '#rules/engine/types.ts';

export const rulesUrl: string = rules;
export const textsUrl: Readonly<Record<Lang, string>> = { zh: textsZh, en: textsEn };
