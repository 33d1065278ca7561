import type { Lang } from '#rules/engine/types.ts';

/** The same sentences in both languages: the English has the shape of the Chinese. */
export const bilingual = <Words>(zh: Words, en: NoInfer<Words>): Readonly<Record<Lang, Words>> => ({ zh, en });

/** Sentences that are looked up by a key from elsewhere, such as a code of the catalogue. */
export const table = <Entry>(entries: Readonly<Record<string, Entry>>): Readonly<Record<string, Entry>> => entries;
