/** The best combination in words: what was left out of it, by which rules, and what taking it instead would cost. */
import { money, range } from '#lib/format.ts';
import { begun, bracketed } from '#lib/lang.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import type { GivenUp, Portfolio } from '#rules/engine/portfolio.ts';
import { clausesOf, type DeskSayings } from './words.ts';

export interface LeftOut {
  readonly items: readonly LeftOutItem[];
  /** The rules of which only so many can be had, each once, with where they are written. */
  readonly rules: readonly { readonly id: string; readonly name: string; readonly clauses: string }[];
}
/** Measures left out for the same reason. */
export interface LeftOutItem {
  readonly why: string;
  readonly measures: readonly { readonly id: string; readonly name: string; readonly amount: string }[];
}

export function leftOutOf(words: DeskSayings, { rules }: Catalogue, { givenUp }: Portfolio): LeftOut {
  const { say, lang, texts } = words;
  const nameOf = (id: string): string => texts.measures[id]?.name ?? id;
  const used = new Set(givenUp.flatMap(({ groups }) => groups));
  return {
    items: [...Map.groupBy(givenUp, reasonsOf)].map(([why, given]) => ({
      why,
      measures: given.map(({ measure, amount }) => ({
        id: measure,
        name: nameOf(measure),
        amount: amount
          ? bracketed(
              lang,
              range(amount, lang, (yuan) => money(yuan, lang, true)),
            )
          : '',
      })),
    })),
    rules: rules.groups
      .filter(({ id }) => used.has(id))
      .map(({ id, basis }) => ({
        id,
        name: texts.groups[id]?.name ?? id,
        clauses: clausesOf(words, basis).join(say.answers.list),
      })),
  };

  function reasonsOf({ excludedBy, needs, costs, amount }: GivenUp): string {
    const { because, needs: needed, costs: dearer, costsNothing, costsUnknown } = say.journey.together;
    const named = (ids: readonly string[]): string => ids.map(nameOf).join(say.answers.list);
    const reasons = [
      excludedBy.length > 0 ? because(named(excludedBy)) : '',
      needs.length > 0 ? needed(named(needs)) : '',
      costs > 0 ? dearer(money(costs, lang, true)) : amount ? costsNothing : costsUnknown,
    ].filter(Boolean);
    return lang === 'zh' ? reasons.join('；') : reasons.map((reason) => `${begun(reason)}.`).join(' ');
  }
}
