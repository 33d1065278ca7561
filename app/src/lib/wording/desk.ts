import type { Lang } from '#rules/engine/types.ts';
import type { DeskWords } from './desk-zh.ts';
import type { Wording } from './zh.ts';

/** The sentences of a page with those of a check under way. */
export type DeskWording = Wording & { readonly journey: DeskWords };

export const withDesk = (say: Wording, words: DeskWords): DeskWording => ({
  ...say,
  journey: { ...say.journey, ...words },
});

export async function deskOf(lang: Lang): Promise<DeskWords> {
  return lang === 'zh' ? (await import('./desk-zh.ts')).deskZh : (await import('./desk-en.ts')).deskEn;
}
