/** A store that behaves as badly as the real ones may: duplicates, reorder, crashes around writes, lost races. */
import type { Change, Store, Write, WriteResult } from '#functions/store/port.ts';

export class Crash extends Error {
  override readonly name = 'Crash';
}
/** What goes wrong at a write. */
export const FAULTS = ['none', 'crash-before', 'crash-after', 'race', 'busy'] as const;
export type Fault = (typeof FAULTS)[number];

/**
 * The store with a fault per write, taken from the list in turn and none once it is used up. A `race` is another worker
 * that does the same work first: it is called before the write.
 */
export function faulty(store: Store, faults: readonly Fault[], rival: () => Promise<unknown>): Store {
  const left = [...faults];
  let racing = false;
  async function write(writes: readonly Write[]): Promise<WriteResult> {
    switch (racing ? 'none' : (left.shift() ?? 'none')) {
      case 'crash-before':
        throw new Crash();
      case 'crash-after':
        await store.write(writes);
        throw new Crash();
      case 'busy':
        return { ok: false, conflicts: [0] };
      case 'race':
        racing = true;
        await rival();
        racing = false;
        return store.write(writes);
      default:
        return store.write(writes);
    }
  }
  return { ...store, write };
}

/** Changes as an at-least-once feed may tell them: some twice, firms in any order, each firm's own in theirs. */
export function disorder(changes: readonly Change[], { seed }: { readonly seed: number }): readonly Change[] {
  let state = seed >>> 0;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const queues = [...Map.groupBy(changes, ({ key }) => key.pk).values()].map((own) =>
    own.flatMap((change) => (random(3) === 0 ? [change, change] : [change])),
  );
  const told: Change[] = [];
  while (queues.length > 0) {
    const at = random(queues.length);
    const next = queues[at]?.shift();
    if (next) told.push(next);
    else queues.splice(at, 1);
  }
  return told;
}
