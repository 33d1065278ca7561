/**
 * Re-matching (重新匹配): every firm judged anew after a release of rules, or as dates turn, bucket by bucket. A run can
 * be cut off anywhere and goes on where it was; what a firm gains or loses is written together with its verdicts, once.
 */
import { z } from 'zod';
import type { Company } from '#functions/api/companies/repository.ts';
import { companiesOfBucket, getCompany } from '#functions/api/companies/repository.ts';
import { allItems } from '#functions/demand/log.ts';
import { allBuckets, BUCKETS } from '#functions/store/buckets.ts';
import type { Body, Key, Store, Write } from '#functions/store/port.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import type { IsoDate } from '#rules/engine/types.ts';
import { judging, type Judging } from './judging.ts';
import { lawOf, lawWrite } from './law.ts';
import { turnWrite, type Cause } from './turns.ts';
import { judgedOf, judgedWrite } from './verdicts.ts';

export const CAUSES = ['release', 'profile', 'date'] as const satisfies Cause[];

export interface Run {
  readonly id: string;
  readonly cause: Cause;
  /** What set it off: a release's id, say. */
  readonly object: string | null;
  readonly asOf: IsoDate;
  /** Hash of the law it judge by (`law.ts`). */
  readonly catalogue: string;
  readonly startedAt: string;
}
export const STATES = ['running', 'done', 'superseded', 'aborted'] as const;
export interface Progress extends Run {
  /**
   * `superseded`: a later run was begun before this one was done; it stops, and the later one judge every firm.
   * `aborted`: someone stopped it; firms keep the verdicts they have until the next run.
   */
  readonly state: (typeof STATES)[number];
  readonly finishedAt: string | null;
  readonly buckets: { readonly done: number; readonly of: number };
  readonly firms: number;
  /** Firms that gained, and that lost, at least one measure. */
  readonly gained: number;
  readonly lost: number;
  /** So many verdicts were worked out: of a firm that was judged on the same day, only those that the law has moved. */
  readonly verdicts: number;
}

export interface RunDeps {
  readonly store: Store;
  readonly now: () => Date;
  readonly failed?: (error: unknown) => void;
}

/**
 * Notes that a run over all firms is to be made, where it is not noted yet; {@link continueRun} makes it. Earlier runs
 * that are not done stop.
 */
export async function beginRun(
  { store, now }: RunDeps,
  catalogue: Catalogue,
  run: Omit<Run, 'startedAt' | 'catalogue'>,
): Promise<void> {
  const body = { ...run, catalogue: lawOf(catalogue).hash, startedAt: now().toISOString(), finishedAt: null };
  await store.write([
    { put: { ...runKey(run.id), body }, if: 'absent' },
    { put: { ...CURRENT, body: { id: run.id } } },
    lawWrite(catalogue),
  ]);
}

/**
 * The id of the run that brings all firms to this day and catalogue, begun where it was not; undefined where they stand
 * there, or where that run was aborted.
 */
export async function neededRun(deps: RunDeps, catalogue: Catalogue, asOf: IsoDate): Promise<string | undefined> {
  const { hash } = lawOf(catalogue);
  const current = await currentRun(deps.store);
  if (current?.catalogue === hash && current.asOf === asOf) {
    return current.state === 'running' ? current.id : undefined;
  }
  const id = `${asOf}-${hash.slice(0, 12)}-${deps.now().getTime()}`;
  const cause = current && current.catalogue !== hash ? 'release' : 'date';
  await beginRun(deps, catalogue, { id, cause, object: null, asOf });
  return id;
}

/** The run that was begun last. */
export async function currentRun(store: Store): Promise<Progress | undefined> {
  const id = await currentId(store);
  return id === undefined ? undefined : progressOf(store, id);
}

/** Stops the run that is under way, at the next page of each bucket; undefined where there is none. */
export async function abortRun(store: Store): Promise<Progress | undefined> {
  for (;;) {
    const run = await currentRun(store);
    if (run?.state !== 'running') return run;
    const item = await store.get(CURRENT);
    if (item?.body.id !== run.id) continue;
    const body = { id: run.id, aborted: true };
    const { ok } = await store.write([{ put: { ...CURRENT, body }, if: { version: item.version } }]);
    if (ok) return progressOf(store, run.id);
  }
}

async function currentId(store: Store): Promise<string | undefined> {
  const id = (await store.get(CURRENT))?.body.id;
  return typeof id === 'string' ? id : undefined;
}

/** Whether it is the one to be made now. */
async function goesOn(store: Store, run: string): Promise<boolean> {
  const { id, aborted } = (await store.get(CURRENT))?.body ?? {};
  return id === run && aborted !== true;
}

/**
 * Goes through the buckets that are not done, giving way to others between two pages. The catalogue must be the one
 * the run was begun with. May be called by several at once, each with some of the buckets.
 */
export async function continueRun(
  deps: RunDeps,
  catalogue: Catalogue,
  id: string,
  buckets: readonly string[] = allBuckets,
): Promise<Progress> {
  const run = RunBody.parse((await deps.store.get(runKey(id)))?.body);
  if (run.catalogue !== lawOf(catalogue).hash) throw new Error('The run was begun with another catalogue.');
  const judge = judging(deps.store, catalogue, run.asOf);
  for (const bucket of buckets) {
    while ((await goesOn(deps.store, id)) && (await nextPage(deps, judge, run, bucket))) await giveWay();
    await giveWay();
  }
  const progress = await progressOf(deps.store, id);
  if (!progress) throw new Error('The run is gone.');
  if (progress.buckets.done < BUCKETS || progress.finishedAt !== null) return progress;
  const finishedAt = deps.now().toISOString();
  await deps.store.write([{ put: { ...runKey(id), body: { ...run, finishedAt } } }]);
  return { ...progress, state: 'done', finishedAt };
}

/** Begins a run and makes it. */
export async function rematch(
  deps: RunDeps,
  catalogue: Catalogue,
  run: Omit<Run, 'startedAt' | 'catalogue'>,
): Promise<Progress> {
  await beginRun(deps, catalogue, run);
  return continueRun(deps, catalogue, run.id);
}

/** How far a run is; undefined where there is none. */
export async function progressOf(store: Store, id: string): Promise<Progress | undefined> {
  const item = await store.get(runKey(id));
  if (!item) return undefined;
  const run = RunBody.parse(item.body);
  const buckets = (await allItems(store, bucketsPk(id), {})).map(({ body }) => BucketBody.parse(body));
  const sum = (count: (bucket: z.infer<typeof BucketBody>) => number): number =>
    buckets.reduce((all, bucket) => all + count(bucket), 0);
  const current = (await store.get(CURRENT))?.body;
  return {
    ...run,
    state: stateOf(run, current),
    buckets: { done: buckets.filter(({ done }) => done).length, of: BUCKETS },
    firms: sum(({ firms }) => firms),
    gained: sum(({ gained }) => gained),
    lost: sum(({ lost }) => lost),
    verdicts: sum(({ verdicts }) => verdicts),
  };
}

function stateOf({ id, finishedAt }: z.infer<typeof RunBody>, current: Body | undefined): Progress['state'] {
  if (finishedAt !== null) return 'done';
  if (current?.id !== id) return 'superseded';
  return current.aborted === true ? 'aborted' : 'running';
}

/** Judges one firm anew, as after a change of its profile; nothing where it was judged so already. */
export async function rematchFirm(
  { store }: RunDeps,
  catalogue: Catalogue,
  { uscc, asOf, id }: { readonly uscc: string; readonly asOf: IsoDate; readonly id: string },
): Promise<void> {
  const judge = judging(store, catalogue, asOf);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const company = await getCompany(store, uscc);
    if (!company) return;
    const judged = await judgedOf(store, uscc);
    const isKept = judged?.catalogue === lawOf(catalogue).hash;
    if (isKept && judged.asOf === asOf && judged.profile >= company.version) return;
    const { writes } = await judgement(store, judge, { id, cause: 'profile', asOf, object: null }, [company]);
    if ((await store.write([...writes, ...(isKept ? [] : [lawWrite(catalogue)])])).ok) return;
  }
  throw new Error('The verdicts of a firm changed each time they were to be written.');
}

/** With a firm's verdicts, its turn and the bucket's place a page stays within one transaction. */
const PAGE = 45;
const MOST_ATTEMPTS = 8;
/** A request that has come is read in one turn, answered in the next and sent in a third. */
const TURNS = 3;
/** As long as others work in their turns they get more of them, up to so many. */
const MOST_TURNS = 12;
const QUIET_MICROSECONDS = 500;

/** Lets whoever waits in this process have their turn; a machine that is busy with other things makes none longer. */
async function giveWay(): Promise<void> {
  for (let turn = 1; turn <= MOST_TURNS; turn += 1) {
    const before = process.threadCpuUsage();
    await new Promise((resolve) => setImmediate(resolve));
    const { user, system } = process.threadCpuUsage(before);
    if (turn >= TURNS && user + system < QUIET_MICROSECONDS) return;
  }
}

/** Whether there is more to do in the bucket. */
async function nextPage({ store }: RunDeps, judge: Judging, run: Run, bucket: string): Promise<boolean> {
  const key = { pk: bucketsPk(run.id), sk: bucket };
  const place = await store.get(key);
  const at = place ? BucketBody.parse(place.body) : NEW_BUCKET;
  if (at.done) return false;
  const { companies, next } = await companiesOfBucket(store, bucket, {
    limit: PAGE,
    ...(at.after === null ? {} : { after: at.after }),
  });
  const { writes, gained, lost, verdicts } = await judgement(store, judge, run, companies);
  await giveWay();
  const body = {
    after: next ?? null,
    done: next === undefined,
    firms: at.firms + companies.length,
    gained: at.gained + gained,
    lost: at.lost + lost,
    verdicts: at.verdicts + verdicts,
  };
  const moved: Write = { put: { ...key, body }, if: place ? { version: place.version } : 'absent' };
  // Where another has judged a firm of the page meanwhile, or done the page itself, it is looked at anew.
  const { ok } = await store.write([moved, ...writes]);
  return !ok || !body.done;
}

interface Written {
  readonly writes: readonly Write[];
  readonly gained: number;
  readonly lost: number;
  readonly verdicts: number;
}

async function judgement(
  store: Store,
  judge: Judging,
  { id, cause, asOf }: Omit<Run, 'startedAt' | 'catalogue'>,
  companies: readonly Company[],
): Promise<Written> {
  const firms = await Promise.all(
    companies.map(async (company) => ({ company, before: await judgedOf(store, company.uscc) })),
  );
  await giveWay();
  const writes: Write[] = [];
  let [gained, lost, verdicts] = [0, 0, 0];
  for (const { company, before, after, isNew, workedOut, entered, left } of await judge(firms)) {
    const { uscc } = company;
    verdicts += workedOut;
    if (isNew) writes.push(judgedWrite(uscc, after, before));
    if (entered.length > 0) gained += 1;
    if (left.length > 0) lost += 1;
    if (entered.length + left.length > 0) writes.push(turnWrite({ uscc, run: id, cause, asOf, entered, left }));
  }
  return { writes, gained, lost, verdicts };
}

const runKey = (id: string): Key => ({ pk: 'REMATCH', sk: id });
const CURRENT: Key = { pk: 'REMATCH-CURRENT', sk: 'CURRENT' };
const bucketsPk = (id: string): string => `REMATCH#${id}`;

const RunBody = z.object({
  id: z.string(),
  cause: z.enum(CAUSES),
  object: z.string().nullable(),
  asOf: z.string(),
  catalogue: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
});
const BucketBody = z.object({
  after: z.string().nullable(),
  done: z.boolean(),
  firms: z.number(),
  gained: z.number(),
  lost: z.number(),
  verdicts: z.number().default(0),
});
const NEW_BUCKET: z.infer<typeof BucketBody> = {
  after: null,
  done: false,
  firms: 0,
  gained: 0,
  lost: 0,
  verdicts: 0,
};
