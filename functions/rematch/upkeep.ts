/**
 * What keeps verdicts, counts and notices up to date in the single process: all firms are judged anew whenever the day
 * or the law is another than they were judged by, one firm whenever its profile has changed.
 */
import { follow, type Follower } from '#functions/demand/follow.ts';
import { tellOfChanges, tellOfDays } from '#functions/notices/causes.ts';
import type { Change, Store } from '#functions/store/port.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import { countDistricts, populationOf, type Counter } from './population.ts';
import { lawOf } from './law.ts';
import { continueRun, neededRun, rematchFirm } from './run.ts';

export interface UpkeepDeps {
  readonly store: Store;
  readonly now: () => Date;
  readonly catalogue: () => Catalogue;
  readonly count?: Counter;
  readonly failed: (error: unknown) => void;
  /** What is done once a day besides, the recount of demand for one. */
  readonly daily?: () => Promise<unknown>;
}

/** Brings everything to the day and the catalogue of now; nothing to do where it stands there. Goes on where it was cut off. */
export async function bringUpToDate(deps: UpkeepDeps): Promise<void> {
  const { store, now, count } = deps;
  const catalogue = deps.catalogue();
  const { hash } = lawOf(catalogue);
  const asOf = todayInBeijing(now());
  const id = await neededRun(deps, catalogue, asOf);
  if (id !== undefined) await continueRun(deps, catalogue, id);

  const population = await populationOf(store, 'chaoyang');
  if (population?.catalogue !== hash || population.asOf !== asOf) await countDistricts(deps, catalogue, asOf, count);

  if ((await store.get(DAYS_TOLD))?.body.on === asOf) return;
  await tellOfDays(deps, catalogue, asOf);
  await deps.daily?.();
  await store.write([{ put: { ...DAYS_TOLD, body: { on: asOf } } }]);
}
const DAYS_TOLD = { pk: 'NOTICES-OF-DAYS', sk: 'LAST' };

/** How often it is looked whether the day or the catalogue has changed. */
const EVERY_MS = 60_000;

export interface Upkeep {
  readonly stop: () => Promise<void>;
}

/** Runs until it is stopped; `also` is done at every look, mail for one. */
export function keepUp(given: UpkeepDeps, also: () => Promise<unknown>): Upkeep {
  const { failed } = given;
  const followers: Follower[] = [];
  let stopped = false;
  const store = until(given.store, () => stopped);
  const deps = { ...given, store };
  let wake: (() => void) | undefined;
  const fromStart = () => Promise.resolve();

  async function run(): Promise<void> {
    followers.push(
      follow(given.store, {
        name: 'notices',
        handle: (changes) => tellOfChanges(given, changes),
        anew: fromStart,
        failed,
      }),
    );
    while (!stopped) {
      try {
        await bringUpToDate(deps);
        await also();
      } catch (error) {
        if (!isStopped()) failed(error);
      }
      // Only now: before, every firm would have been judged by itself.
      if (followers.length === 1 && !isStopped()) {
        const handle = (changes: readonly Change[]) => judgeChanged(given, changes);
        followers.push(follow(given.store, { name: 'profiles', handle, anew: fromStart, failed }));
      }
      await new Promise<void>((resolve) => {
        if (isStopped()) {
          resolve();
          return;
        }
        const timer = setTimeout(resolve, EVERY_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
  // A function, because the loop above changes nothing of it that the compiler could see.
  const isStopped = (): boolean => stopped;
  const running = run();
  return {
    stop: async () => {
      stopped = true;
      wake?.();
      // A count under way in its own thread is not waited for: it can no longer write.
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())]);
      await Promise.all(followers.map((follower) => follower.stop()));
    },
  };
}

const PATIENCE_MS = 1_000;

/** The store, until it is stopped: what is under way then ends at its next step, and goes on at the next start. */
function until(store: Store, stopped: () => boolean): Store {
  const open = <T>(call: () => Promise<T>): Promise<T> => (stopped() ? Promise.reject(new Error('Stopped.')) : call());
  return {
    ...store,
    get: (key) => open(() => store.get(key)),
    query: (pk, query) => open(() => store.query(pk, query)),
    write: (writes) => open(() => store.write(writes)),
    changes: (after, limit) => open(() => store.changes(after, limit)),
  };
}

/** Judges the firms anew whose profiles changed. Answers whether there were any. */
export async function judgeChanged(deps: UpkeepDeps, changes: readonly Change[]): Promise<boolean> {
  const asOf = todayInBeijing(deps.now());
  const firms = new Map<string, number>();
  for (const { key, after } of changes) {
    if (after && key.sk === 'PROFILE' && key.pk.startsWith(FIRM)) firms.set(key.pk.slice(FIRM.length), after.version);
  }
  for (const [uscc, version] of firms) {
    await rematchFirm(deps, deps.catalogue(), { uscc, asOf, id: `profile-v${version}-${asOf}` });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return firms.size > 0;
}
const FIRM = 'FIRM#';
