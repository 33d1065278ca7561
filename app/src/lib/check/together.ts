/** The best combination in words: what was left out of it, by which rule, and what taking it instead would cost. */
import { money, range } from '#lib/format.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import type { GivenUp, Portfolio } from '#rules/engine/portfolio.ts';
import { clausesOf, type DeskSayings } from './words.ts';

export interface LeftOut {
  readonly measure: string;
  readonly name: string;
  readonly amount: string;
  readonly why: string;
  /** The rules of which only so many can be had, with their clauses. */
  readonly rules: readonly string[];
}

export function leftOutOf(words: DeskSayings, { rules }: Catalogue, { givenUp }: Portfolio): LeftOut[] {
  const { say, lang, texts } = words;
  const nameOf = (id: string): string => texts.measures[id]?.name ?? id;
  return givenUp.map((given) => ({
    measure: given.measure,
    name: nameOf(given.measure),
    amount: given.amount ? range(given.amount, lang, (yuan) => money(yuan, lang, true)) : '',
    why: reasonsOf(given).join(lang === 'zh' ? '；' : '; '),
    rules: given.groups.map((id) => {
      const basis = rules.groups.find((group) => group.id === id)?.basis ?? [];
      return [texts.groups[id]?.name ?? id, ...clausesOf(words, basis)].join(' · ');
    }),
  }));

  function reasonsOf({ excludedBy, needs, costs }: GivenUp): string[] {
    const { because, needs: needed, costs: dearer, costsNothing } = say.journey.together;
    const named = (ids: readonly string[]): string => ids.map(nameOf).join(say.answers.list);
    return [
      excludedBy.length > 0 ? because(named(excludedBy)) : '',
      needs.length > 0 ? needed(named(needs)) : '',
      costs > 0 ? dearer(money(costs, lang, true)) : costsNothing,
    ].filter(Boolean);
  }
}
