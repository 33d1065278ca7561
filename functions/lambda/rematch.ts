/**
 * The steps of a re-match of all firms, as a state machine takes them: `plan` says which run is to be made, `bucket`
 * judges one of its buckets, as often as it takes, `finish` counts the districts. `abort` stops the run for good.
 */
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { countDistricts, populationOf } from '#functions/rematch/population.ts';
import { abortRun, continueRun, currentRun, neededRun, type Progress } from '#functions/rematch/run.ts';
import { lawOf } from '#functions/rematch/law.ts';
import { allBuckets } from '#functions/store/buckets.ts';
import type { Key } from '#functions/store/port.ts';
import { followed, log, measure } from './observe.ts';
import { surroundings } from './surroundings.ts';

export type Step =
  | { readonly step: 'plan' | 'abort' | 'progress' }
  | { readonly step: 'bucket'; readonly run: string; readonly bucket: string }
  | { readonly step: 'finish'; readonly run: string };

const deps = surroundings(import.meta.url);
const { store, now } = deps;

export const handler = followed(async (step: Step) => {
  switch (step.step) {
    case 'plan':
      return plan();
    case 'bucket':
      return bucket(step.run, step.bucket);
    case 'finish':
      return finish(step.run);
    case 'abort':
      return (await abortRun(store)) ?? null;
    case 'progress':
      return (await currentRun(store)) ?? null;
    default:
      throw new TypeError(`There is no step ${JSON.stringify(step satisfies never)}.`);
  }
});

const NOTHING = { run: null, buckets: [] };

/** What is to be done; nothing where another execution is at it. An execution that came to nothing is followed by one that goes on. */
async function plan(): Promise<{ readonly run: string | null; readonly buckets: readonly string[] }> {
  await deps.refreshCatalogue('now');
  const { catalogue } = deps.catalogue();
  const asOf = todayInBeijing(now());
  const id = await neededRun(deps, catalogue, asOf);
  if (id !== undefined) return (await takeLease(id)) ? { run: id, buckets: allBuckets } : NOTHING;
  const current = await currentRun(store);
  if (current?.state !== 'done' || (await isCounted(current))) return NOTHING;
  return (await takeLease(current.id)) ? { run: current.id, buckets: [] } : NOTHING;
}

async function bucket(run: string, name: string) {
  const { catalogue } = await inForce(run);
  // What came into force meanwhile is judged by a run of its own.
  const state = catalogue ? (await continueRun(deps, catalogue, run, [name])).state : 'superseded';
  return { bucket: name, done: true, state };
}

async function finish(run: string) {
  const { catalogue } = await inForce(run);
  const progress = catalogue ? await continueRun(deps, catalogue, run, []) : undefined;
  if (catalogue && progress?.state === 'done') {
    if (!(await isCounted(progress))) await countDistricts(deps, catalogue, progress.asOf);
    measure('RematchFirms', progress.firms);
    measure('RematchGained', progress.gained);
    measure('RematchLost', progress.lost);
  }
  await releaseLease(run);
  log.info('rematch-finished', { count: progress?.firms ?? 0 });
  const { state = 'superseded', firms = 0, gained = 0, lost = 0 } = progress ?? {};
  return { run, state, firms, gained, lost };
}

/** The catalogue that a run was begun with; undefined where another is in force by now. */
async function inForce(run: string) {
  await deps.refreshCatalogue('now');
  const { catalogue } = deps.catalogue();
  const current = await currentRun(store);
  return { catalogue: current?.id === run && current.catalogue === lawOf(catalogue).hash ? catalogue : undefined };
}

const isCounted = async ({ catalogue, asOf }: Progress): Promise<boolean> => {
  const population = await populationOf(store, 'chaoyang');
  return population?.catalogue === catalogue && population.asOf === asOf;
};

// ---- One execution at a time -----------------------------------------------------------------

const LEASE: Key = { pk: 'REMATCH-LEASE', sk: 'LEASE' };
const LEASE_SECONDS = 30 * 60;

async function takeLease(run: string): Promise<boolean> {
  const held = await store.get(LEASE);
  // A run that was begun since need not wait for the one that it supersedes.
  if (held?.body.run === run) return false;
  const expiresAt = Math.floor(now().getTime() / 1000) + LEASE_SECONDS;
  const put = { ...LEASE, body: { run }, expiresAt };
  return (await store.write([{ put, if: held ? { version: held.version } : 'absent' }])).ok;
}

async function releaseLease(run: string): Promise<void> {
  const held = await store.get(LEASE);
  if (held?.body.run === run) await store.write([{ delete: LEASE, if: { version: held.version } }]);
}
