/**
 * The catalogue in force: the latest release, or the one built where there is none, with the calls entered since. Kept
 * in memory and made anew when the marks in the store say that something changed; it changes as a whole.
 */
import { setTimeout } from 'node:timers/promises';
import type { Store } from '#functions/store/port.ts';
import type { StoredCall } from '../calls/call.ts';
import { withCalls } from '../calls/overlay.ts';
import { allCalls } from '../calls/repository.ts';
import type { LoadedCatalogue } from '../deps.ts';
import { nameOf, type Log } from '../log.ts';
import { releasedCatalogue } from '../releases/release.ts';
import { readMarks, type Marks } from './marks.ts';

export interface Served {
  /** What is in force, as far as this instance knows. */
  readonly catalogue: () => LoadedCatalogue;
  /** The catalogue that came with the program. */
  readonly builtCatalogue: () => LoadedCatalogue;
  /**
   * Looks whether something changed, at most once a second; `now` looks at once, after a change of one's own. Where
   * the store cannot tell in time, what was known stays.
   */
  readonly refreshCatalogue: (when?: 'now') => Promise<void>;
}

export interface ServedDeps {
  readonly store: Store;
  /** The catalogue as built. */
  readonly built: () => LoadedCatalogue;
  readonly now: () => Date;
  readonly log: Log;
}

const EVERY_MS = 1000;
/** A request waits no longer for the store to tell; it is answered from what is known. */
const PATIENCE_MS = 1500;

export function servedCatalogue({ store, built, now, log }: ServedDeps): Served {
  let known: Marks = { release: 0, calls: 0 };
  let release: LoadedCatalogue | undefined;
  let calls: readonly StoredCall[] = [];
  let made:
    | { readonly from: LoadedCatalogue; readonly calls: readonly StoredCall[]; readonly loaded: LoadedCatalogue }
    | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  function catalogue(): LoadedCatalogue {
    const from = release ?? built();
    if (made?.from !== from || made.calls !== calls) made = { from, calls, loaded: withCalls(from, calls) };
    return made.loaded;
  }

  async function look(): Promise<void> {
    const marks = await readMarks(store);
    const [nextRelease, nextCalls] = await Promise.all([
      marks.release === known.release
        ? release
        : marks.release === 0
          ? undefined
          : releasedCatalogue(store, marks.release, built()),
      marks.calls === known.calls ? calls : allCalls(store).then((kept) => kept.map(({ call }) => call)),
    ]);
    // All three at once: no request sees a new release with old calls.
    [known, release, calls] = [marks, nextRelease, nextCalls];
  }

  /** One look at a time; whoever comes while one is under way waits for it. */
  function once(): Promise<void> {
    looking ??= look()
      .catch((error: unknown) => log.error('catalogue-unknown', { error: nameOf(error) }))
      .finally(() => {
        looking = undefined;
      });
    return looking;
  }

  return {
    catalogue,
    builtCatalogue: built,
    async refreshCatalogue(when) {
      const time = now().getTime();
      if (when === 'now') {
        // One that began before the change may not have seen it.
        await looking;
        return once();
      }
      if (time - lookedAt < EVERY_MS) return;
      lookedAt = time;
      await inTime(once());
    },
  };
}

async function inTime(work: Promise<void>): Promise<void> {
  const over = new AbortController();
  await Promise.race([
    work,
    setTimeout(PATIENCE_MS, undefined, { signal: over.signal, ref: false }).catch(() => undefined),
  ]);
  over.abort();
}
