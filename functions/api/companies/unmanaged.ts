/** Firms that nobody looks after: found by going through the lists of firms. */
import type { Store } from '#functions/store/port.ts';
import { managersOf } from './people.ts';
import { type Card, cardsOfRegion } from './repository.ts';

/** So many portions of firms are looked through in one request while none is found. */
const MOST_PORTIONS = 20;
const PORTION = 100;

/**
 * A page of the firms of these regions without a service manager, going on from the place named by `after`; `next` is
 * absent on the last page, and a page may be empty before.
 */
export async function withoutManager(
  store: Store,
  regions: readonly string[],
  limit: number,
  after: string | undefined,
): Promise<{ readonly cards: readonly Card[]; readonly next: string | undefined }> {
  let place = placeOf(after, regions);
  for (let portion = 0; portion < MOST_PORTIONS; portion += 1) {
    const region = regions[place.at];
    if (region === undefined) return { cards: [], next: undefined };
    const page = await cardsOfRegion(store, region, {
      limit: Math.min(limit, PORTION),
      ...(place.after === undefined ? {} : { after: place.after }),
    });
    place = page.next === undefined ? { at: place.at + 1, after: undefined } : { at: place.at, after: page.next };
    const cards = await unmanagedOf(store, page.cards);
    if (cards.length > 0) return { cards, next: place.at < regions.length ? writtenAs(place) : undefined };
  }
  return { cards: [], next: writtenAs(place) };
}

async function unmanagedOf(store: Store, cards: readonly Card[]): Promise<readonly Card[]> {
  const managed = await Promise.all(cards.map(async ({ uscc }) => (await managersOf(store, uscc)).length > 0));
  return cards.filter((_, position) => !managed[position]);
}

/** The region by its position, and where in it the list goes on. */
interface Place {
  readonly at: number;
  readonly after: string | undefined;
}
const writtenAs = ({ at, after }: Place): string => `${at} ${after ?? ''}`;

function placeOf(written: string | undefined, regions: readonly string[]): Place {
  if (written === undefined) return { at: 0, after: undefined };
  const [, at = '', after = ''] = /^(\d+) (.*)$/s.exec(written) ?? [];
  return { at: at === '' ? regions.length : Number(at), after: after === '' ? undefined : after };
}
