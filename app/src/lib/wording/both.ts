/** Both wordings at once: for the server. A browser loads the one it shows, by `load.ts`. */
import type { Lang } from '#rules/engine/types.ts';
import { en } from './en.ts';
import { zh, type Wording } from './zh.ts';

export const wordings: Readonly<Record<Lang, Wording>> = { zh, en };
