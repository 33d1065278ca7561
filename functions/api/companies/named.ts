/** Firms found by what they are called, among all there are. */
import type { Store } from '#functions/store/port.ts';
import type { FieldDictionary } from '#rules/engine/types.ts';
import { cardsOfRegion, type Card, UNKNOWN } from './repository.ts';

/** Where a firm can be: every place of the dictionary, and no place said. */
export const regionsIn = ({ region }: FieldDictionary): readonly string[] => [...(region?.values ?? []), UNKNOWN];

/** Cards by region, subdistrict and code. An index: a firm saved a moment ago may be missing. */
async function* everyCard(store: Store, regions: readonly string[]): AsyncGenerator<Card> {
  for (const region of regions) {
    let after: string | undefined;
    do {
      const { cards, next } = await cardsOfRegion(store, region, {
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      });
      yield* cards;
      after = next;
    } while (after !== undefined);
  }
}

const PAGE = 1000;

interface Named {
  readonly uscc: string;
  readonly name: string;
}

/** The firms of exactly this name, or else those that have it in theirs: at most `most`, and whether there are more. */
export async function firmsNamed(
  store: Store,
  regions: readonly string[],
  words: string,
  most: number,
): Promise<{ readonly found: readonly Named[]; readonly more: boolean }> {
  const said = words.toLowerCase();
  const exact: Named[] = [];
  const found: Named[] = [];
  for await (const { uscc, name } of everyCard(store, regions)) {
    if (name?.toLowerCase() === said) exact.push({ uscc, name });
    else if (name?.toLowerCase().includes(said)) found.push({ uscc, name });
  }
  const best = exact.length > 0 ? exact : found;
  return { found: best.slice(0, most), more: best.length > most };
}
