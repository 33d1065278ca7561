/** What tells every instance that the catalogue has changed: two small items, read together. */
import type { Key, Store, Write } from '#functions/store/port.ts';

const MARKS = 'CATALOGUE';
/** Which release is served. */
export const releaseMark: Key = { pk: MARKS, sk: 'RELEASE' };
const callsMark: Key = { pk: MARKS, sk: 'CALLS' };

/** Belongs to every transaction that changes a call; two of them never conflict by it. */
export const callChanged = (last: string): Write => ({ put: { ...callsMark, body: { last } } });

export interface Marks {
  /** The number of the release that is served; 0 for the catalogue as built. */
  readonly release: number;
  /** One more with every change of a call. */
  readonly calls: number;
}

export async function readMarks(store: Store): Promise<Marks> {
  const { items } = await store.query(MARKS);
  const at = (sk: string) => items.find((item) => item.sk === sk);
  const number = at(releaseMark.sk)?.body.number;
  return { release: typeof number === 'number' ? number : 0, calls: at(callsMark.sk)?.version ?? 0 };
}
