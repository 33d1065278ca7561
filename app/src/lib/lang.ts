import type { Lang } from '#rules/engine/types.ts';

export const htmlLang = { zh: 'zh-CN', en: 'en' } as const satisfies Record<Lang, string>;

/** What is needed of an address, whoever holds it. */
export type Address = Pick<URL, 'pathname' | 'search'>;

/** The language of an address: `/en` and below is English, everything else Chinese. */
export const langOf = (url: Pick<Address, 'pathname'>): Lang => (/^\/en(\/|$)/.test(url.pathname) ? 'en' : 'zh');

/** The address of a page (given without language, as `/check`) in a language. */
export const pathIn = (lang: Lang, path: string): string =>
  lang === 'zh' ? path : path === '/' ? '/en' : `/en${path}`;

/** Sentences one after the other: Chinese ones stand without a space between them. */
export const inOneLine = (lang: Lang, ...sentences: readonly string[]): string =>
  sentences.join(lang === 'zh' ? '' : ' ');

/** Short facts side by side, those that there are; no line begins with the dot between them. */
export const dotted = (...facts: readonly (string | null | undefined)[]): string =>
  facts.filter(Boolean).join('\u00a0· ');

/** Things in one line that each begin with a capital in English, such as papers to bring. */
export const itemised = (lang: Lang, items: readonly string[]): string => items.join(lang === 'zh' ? '、' : '; ');

/** Words that stand alone begin with a capital. */
export const begun = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Chinese words in quotation marks; marks within them are the single ones. */
export const quoted = (words: string): string => `“${words.replaceAll('“', '‘').replaceAll('”', '’')}”`;

/** Words in brackets after others: Chinese brackets bring their own space. */
export const bracketed = (lang: Lang, words: string): string => (lang === 'zh' ? `（${words}）` : `\u00a0(${words})`);

/** What stands between a name and what is said of it. */
export const colon = (lang: Lang): string => (lang === 'zh' ? '：' : ': ');

/** The same page in the other language, with its query kept. */
export function otherLanguage(url: Address): { lang: Lang; href: string } {
  const lang = langOf(url) === 'zh' ? 'en' : 'zh';
  const bare = url.pathname.replace(/^\/en(?=\/|$)/, '') || '/';
  return { lang, href: pathIn(lang, bare) + url.search };
}
