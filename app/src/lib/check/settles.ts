/** What an answer settles, in the one wording that every page has for it. */
import { money } from '#lib/format.ts';
import type { DeskWording } from '#lib/wording/desk.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { Reason } from './questions.ts';

export const settlesText = (
  { why, whyOnly }: Pick<DeskWording['journey']['ask'], 'why' | 'whyOnly'>,
  { decides, upTo }: Pick<Reason, 'decides' | 'upTo'>,
  lang: Lang,
): string => (upTo === null ? whyOnly(decides) : why(decides, money(upTo, lang, true)));
