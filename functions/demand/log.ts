/** The demand log in the store: events as they came, and with each the firm's stage, in one transaction. */
import { z } from 'zod';
import { bucketOf } from '#functions/store/buckets.ts';
import type { Body, Item, Key, Store, Write } from '#functions/store/port.ts';
import { advance, REASONS, STEPS, type DemandEvent, type Stage, type Wrong } from './events.ts';

/** One firm with one measure. */
export interface Pair {
  readonly uscc: string;
  readonly measure: string;
}

/** What is to be recorded; the log adds the round. */
export type NewEvent = Omit<DemandEvent, 'round'>;

export type Recorded =
  | { readonly ok: true; readonly event: DemandEvent; readonly stage: Stage; readonly writes: readonly Write[] }
  | { readonly ok: false; readonly why: Wrong };

/** The writes that record an event after the stage as it was read; they hold only while nothing else was recorded. */
export function recordWrites(found: StoredStage | undefined, said: NewEvent): Recorded {
  const next = advance(found?.stage, said);
  if (!next.ok) return next;
  const event = { ...said, round: next.stage.round };
  return {
    ok: true,
    event,
    stage: next.stage,
    writes: [{ put: eventItem(event, next.stage.events), if: 'absent' }, stageWrite(said, next.stage, found?.version)],
  };
}

/**
 * The writes for many events of a firm and measure that has none yet, in order, and how many did not fit the steps
 * and are left out.
 */
export function historyWrites(pair: Pair, said: readonly NewEvent[]): { writes: readonly Write[]; leftOut: number } {
  let stage: Stage | undefined;
  let leftOut = 0;
  const writes: Write[] = [];
  for (const each of said) {
    const next = advance(stage, each);
    if (next.ok) {
      stage = next.stage;
      writes.push({ put: eventItem({ ...each, round: stage.round }, stage.events), if: 'absent' });
    } else leftOut += 1;
  }
  return { writes: stage ? [stageWrite(pair, stage, undefined), ...writes] : [], leftOut };
}

/** A stage as it stands, with the version to write it with. */
export interface StoredStage {
  readonly measure: string;
  readonly stage: Stage;
  readonly version: number;
}

export async function stageOf(store: Store, pair: Pair): Promise<StoredStage | undefined> {
  const item = await store.get(stageKey(pair));
  return item && storedStage(item);
}

/** A firm's measures with their stages, a page of them by measure. */
export async function stagesOf(
  store: Store,
  uscc: string,
  { limit = 100, after }: { readonly limit?: number; readonly after?: string | undefined } = {},
): Promise<{ readonly stages: readonly StoredStage[]; readonly next?: string }> {
  const { items, next } = await store.query(logPk(uscc), {
    prefix: STAGE,
    limit,
    ...(after === undefined ? {} : { after }),
  });
  return { stages: items.map(storedStage), ...(next === undefined ? {} : { next }) };
}

/** Every event of a firm with a measure, in order. */
export async function eventsOf(store: Store, pair: Pair): Promise<readonly DemandEvent[]> {
  const items = await allItems(store, logPk(pair.uscc), { prefix: eventPrefix(pair) });
  return items.map(({ body }) => EventBody.parse(body));
}

/** The last events of a firm with a measure, the latest first. */
export async function lastEventsOf(store: Store, pair: Pair, limit: number): Promise<readonly DemandEvent[]> {
  const { items } = await store.query(logPk(pair.uscc), { prefix: eventPrefix(pair), reverse: true, limit });
  return items.map(({ body }) => EventBody.parse(body));
}

/** Everything that is kept of a firm, for its export. */
export async function demandOf(store: Store, uscc: string): Promise<readonly DemandEvent[]> {
  const items = await allItems(store, logPk(uscc), { prefix: EVENT });
  return items.map(({ body }) => EventBody.parse(body));
}

/** Removes a firm's demand; the counts follow by the change feed. May be repeated where it was cut off. */
export async function forgetDemand(store: Store, uscc: string): Promise<void> {
  const items = await allItems(store, logPk(uscc), {});
  for (let from = 0; from < items.length; from += 100) {
    await store.write(items.slice(from, from + 100).map(({ pk, sk }) => ({ delete: { pk, sk } })));
  }
}

/** The firms and measures of a bucket that have a stage. */
export async function pairsIn(store: Store, bucket: string): Promise<readonly Pair[]> {
  return (await allItems(store, pairsPk(bucket), { index: 'gsi1' })).map(({ pk, sk }) => ({
    uscc: pk.slice(LOG.length),
    measure: sk.slice(STAGE.length),
  }));
}

/** The firm and measure of an event's key; undefined for any other key. */
export function pairOfEvent({ pk, sk }: Key): Pair | undefined {
  if (!pk.startsWith(LOG) || !sk.startsWith(EVENT)) return undefined;
  const end = sk.lastIndexOf('#');
  return { uscc: pk.slice(LOG.length), measure: sk.slice(EVENT.length, end) };
}

/** All items of a query, page after page. */
export async function allItems(
  store: Store,
  pk: string,
  query: { readonly index?: 'gsi1' | 'gsi2'; readonly prefix?: string },
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(pk, { ...query, limit: 1000, ...(after === undefined ? {} : { after }) });
    found.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return found;
}

const LOG = 'DEMAND#';
const STAGE = 'STAGE#';
export const EVENT = 'EVENT#';
export const logPk = (uscc: string): string => `${LOG}${uscc}`;
const pairsPk = (bucket: string): string => `DEMAND-STAGES#${bucket}`;
const stageKey = ({ uscc, measure }: Pair): Key => ({ pk: logPk(uscc), sk: `${STAGE}${measure}` });
const eventPrefix = ({ measure }: Pair): string => `${EVENT}${measure}#`;

function stageWrite(pair: Pair, stage: Stage, version: number | undefined): Write {
  return {
    put: {
      ...stageKey(pair),
      gsi1: { pk: pairsPk(bucketOf(pair.uscc)), sk: `${pair.uscc}#${pair.measure}` },
      body: { ...stage },
    },
    if: version === undefined ? 'absent' : { version },
  };
}

const eventItem = (event: DemandEvent, number: number) => ({
  pk: logPk(event.uscc),
  sk: `${eventPrefix(event)}${String(number).padStart(6, '0')}`,
  body: { ...event, by: { ...event.by }, where: { ...event.where } } satisfies Body,
});

const storedStage = ({ sk, body, version }: Item): StoredStage => ({
  measure: sk.slice(STAGE.length),
  stage: StageBody.parse(body),
  version,
});

const StageBody = z.object({
  stage: z.enum(STEPS),
  round: z.number(),
  since: z.string(),
  last: z.string(),
  events: z.number(),
  reason: z.enum(REASONS).exactOptional(),
});
const EventBody = z.object({
  id: z.string(),
  uscc: z.string(),
  measure: z.string(),
  type: z.enum(STEPS),
  reason: z.enum(REASONS).exactOptional(),
  on: z.string(),
  at: z.string(),
  round: z.number(),
  by: z.object({ subject: z.string(), role: z.string() }),
  where: z.object({ district: z.string(), place: z.string(), industry: z.string(), size: z.string() }),
});
