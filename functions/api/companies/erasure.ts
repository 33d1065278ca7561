/** Going through whole partitions, for exports and erasures. */
import { getLarge } from '#functions/store/parts.ts';
import type { Item, JsonValue, Store, Write } from '#functions/store/port.ts';

/** Every item of a partition, large ones joined from their parts. */
export async function* itemsOf(store: Store, pk: string): AsyncGenerator<Item> {
  let after: string | undefined;
  do {
    const page = await store.query(pk, after === undefined ? {} : { after });
    for (const item of page.items) {
      const whole = await getLarge(store, item);
      if (whole) yield whole;
    }
    after = page.next;
  } while (after !== undefined);
}

export async function bodiesOf(store: Store, pk: string): Promise<JsonValue[]> {
  const bodies: JsonValue[] = [];
  for await (const { body } of itemsOf(store, pk)) bodies.push(body);
  return bodies;
}

const BATCH = 50;

/** Removes a partition with the parts of its large items, or those of its items that a prefix names; `also` gives what must go with an item. */
export async function erasePartition(
  store: Store,
  pk: string,
  { prefix, also = () => [] }: { readonly prefix?: string; readonly also?: (item: Item) => readonly Write[] } = {},
): Promise<void> {
  if (prefix === undefined) await remove(store, `PARTS#${pk}`, {}, () => []);
  await remove(store, pk, prefix === undefined ? {} : { prefix }, also);
}

async function remove(
  store: Store,
  pk: string,
  query: { readonly prefix?: string },
  also: (item: Item) => readonly Write[],
): Promise<void> {
  for (;;) {
    const { items } = await store.query(pk, { ...query, limit: BATCH });
    if (items.length === 0) return;
    await store.write(items.flatMap((item) => [{ delete: { pk: item.pk, sk: item.sk } }, ...also(item)]));
  }
}
