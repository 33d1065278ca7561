/** Both wordings at once: for the server and tests. A browser loads the one it shows, by `load.ts` and `desk.ts`. */
import type { Lang } from '#rules/engine/types.ts';
import { deskEn } from './desk-en.ts';
import { deskZh } from './desk-zh.ts';
import { type DeskWording, withDesk } from './desk.ts';
import { en } from './en.ts';
import { zh, type Wording } from './zh.ts';

export const wordings: Readonly<Record<Lang, Wording>> = { zh, en };

/** The same with the sentences of a check under way. */
export const desks: Readonly<Record<Lang, DeskWording>> = { zh: withDesk(zh, deskZh), en: withDesk(en, deskEn) };
