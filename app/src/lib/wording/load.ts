import type { Lang } from '#rules/engine/types.ts';
import type { Wording } from './zh.ts';

/** The sentences of one language; a browser fetches no other. */
export async function wordingOf(lang: Lang): Promise<Wording> {
  return lang === 'zh' ? (await import('./zh.ts')).zh : (await import('./en.ts')).en;
}
