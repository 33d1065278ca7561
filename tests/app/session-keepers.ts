/** The places where sessions may lie, with a clock that a test moves. */
import { openSqlite } from '#functions/store/sqlite.ts';
import { memoryKeeper, type Entry, type Keeper } from '#lib/server/session-keeper.ts';
import { storeKeeper } from '../../infra/portal/sessions.ts';

export interface Place {
  readonly keeper: Keeper;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pass: (ms: number) => void;
  /** Everything that was ever handed to the keeper, as it then lies there. */
  readonly kept: () => Promise<string>;
  readonly puts: () => number;
  readonly close: () => Promise<void>;
}

export const PLACES = { memory: inMemory, store: inStore } as const;

function inMemory(): Place {
  const clock = newClock();
  const { keeper, entries } = noted(memoryKeeper(100, clock.now));
  return {
    keeper,
    ...clock,
    kept: () => Promise.resolve(JSON.stringify(entries)),
    puts: () => entries.length,
    close: () => Promise.resolve(),
  };
}

function inStore(): Place {
  const clock = newClock();
  const store = openSqlite(':memory:', { now: () => Math.floor(clock.now() / 1000) });
  const { keeper, entries } = noted(storeKeeper(store));
  return {
    keeper,
    ...clock,
    kept: async () => JSON.stringify(await store.changes(undefined)),
    puts: () => entries.length,
    close: () => store.close(),
  };
}

function newClock(): Pick<Place, 'now' | 'pass'> {
  let time = Date.UTC(2026, 0, 5);
  return {
    now: () => time,
    pass: (ms) => {
      time += ms;
    },
  };
}

function noted(keeper: Keeper): { readonly keeper: Keeper; readonly entries: readonly (readonly [string, Entry])[] } {
  const entries: (readonly [string, Entry])[] = [];
  const put: Keeper['put'] = (key, entry, over) => {
    entries.push([key, entry]);
    return keeper.put(key, entry, over);
  };
  return { keeper: { ...keeper, put }, entries };
}
