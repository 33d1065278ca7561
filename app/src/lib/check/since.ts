/** The catalogue in force: what the portal was built with, and what has been entered or released since. */
import type { Lang, Rules, Texts } from '#rules/engine/types.ts';
import { type Update, updated } from '#rules/engine/update.ts';

/** What `/v1/catalogue/current` answers. */
export interface Since {
  readonly hash: string;
  readonly rules: Update;
  readonly texts: Readonly<Partial<Record<Lang, Update>>>;
}
export type TextsBy<T extends Texts = Texts> = Readonly<Partial<Record<Lang, T>>>;

/** Parts that have not changed are the very same objects. */
export function inForce<T extends TextsBy>(rules: Rules, texts: T, since: Since): { rules: Rules; texts: T } {
  const own = Object.entries(texts).map(([lang, built]) => [
    lang,
    updated(built, since.texts[lang === 'en' ? 'en' : 'zh'] ?? {}),
  ]);
  // Each language keeps its texts' type.
  return { rules: updated(rules, since.rules), texts: Object.fromEntries(own) as T };
}
