/** What is counted of the log: firms, by measure, month, place, industry and size. */
import { bucketOf } from '#functions/store/buckets.ts';
import type { Body, Item, Key, NewItem, Store } from '#functions/store/port.ts';
import { FUNNEL, furthest, STEPS, type DemandEvent, type FunnelStep, type Step } from './events.ts';
import { allItems, type Pair } from './log.ts';

/** The month of what a firm has done at any time. */
export const EVER = 'ever';

/** One counter item: a measure in a month (or ever) in one subdistrict; its body holds a number per industry, size and step. */
export interface CounterKey {
  readonly district: string;
  /** `2026-07`, or {@link EVER}. */
  readonly month: string;
  readonly measure: string;
  readonly place: string;
}
export interface Count extends CounterKey {
  readonly industry: string;
  readonly size: string;
  /** In a month: took this step then. Ever: it is the furthest that the firm has come. */
  readonly step: Step;
  readonly firms: number;
}

/**
 * The numbers to which one firm adds one each, by counter: each step once a month, counted where the firm was when it
 * first took it that month, and the furthest step ever, counted where it is now.
 */
export function sharesOf(events: readonly DemandEvent[]): Shares {
  const shares = new Map<string, Set<string>>();
  const add = (counter: CounterKey, { industry, size }: DemandEvent['where'], step: Step) => {
    const name = nameOf(counter);
    const fields = shares.get(name) ?? new Set();
    shares.set(name, fields.add(`${industry}|${size}|${step}`));
  };
  const counted = new Set<string>();
  for (const { measure, type, on, where } of events) {
    const month = on.slice(0, 7);
    if (counted.has(`${month} ${type}`)) continue;
    counted.add(`${month} ${type}`);
    add({ district: where.district, month, measure, place: where.place }, where, type);
  }
  const last = events.at(-1);
  const reached = furthest(events.map(({ type }) => type));
  if (last && reached) {
    const { where, measure } = last;
    add({ district: where.district, month: EVER, measure, place: where.place }, where, reached);
  }
  return shares;
}
/** By counter, the fields of its body. */
export type Shares = ReadonlyMap<string, ReadonlySet<string>>;

const nameOf = ({ district, month, measure, place }: CounterKey): string => [district, month, measure, place].join('|');

export function counterOf(name: string): CounterKey {
  const [district = '', month = '', measure = '', place = ''] = name.split('|');
  return { district, month, measure, place };
}

// ---- Counters in the store --------------------------------------------------------------

const counterPk = (district: string, month: string): string => `COUNT#${district}#${month}`;
const counterSk = (measure: string, place = ''): string => `${measure}#${place}`;

export function counterKey(name: string): Key {
  const { district, month, measure, place } = counterOf(name);
  return { pk: counterPk(district, month), sk: counterSk(measure, place) };
}

export const counterItem = (name: string, numbers: ReadonlyMap<string, number>): NewItem => ({
  ...counterKey(name),
  gsi1: { pk: `COUNTERS#${counterOf(name).district}`, sk: name },
  body: Object.fromEntries([...numbers].sort(([a], [b]) => (a < b ? -1 : 1))),
});

export const numbersOf = (body: Body | undefined): Map<string, number> =>
  new Map(Object.entries(body ?? {}).flatMap(([field, value]) => (typeof value === 'number' ? [[field, value]] : [])));

/** Counters of a district in a month or ever, of one measure or all. */
export async function countsOf(
  store: Store,
  {
    district,
    month,
    measure,
  }: { readonly district: string; readonly month: string; readonly measure?: string | undefined },
): Promise<readonly Count[]> {
  const items = await allItems(store, counterPk(district, month), {
    ...(measure === undefined ? {} : { prefix: counterSk(measure) }),
  });
  return items.flatMap(({ sk, body }) => {
    const [id = '', place = ''] = sk.split('#');
    return [...numbersOf(body)].flatMap(([field, firms]) => {
      const [industry = '', size = '', name] = field.split('|');
      const step = STEPS.find((each) => each === name);
      return step ? [{ district, month, measure: id, place, industry, size, step, firms }] : [];
    });
  });
}

/** All counter items of a district, by the name of the counter. */
export async function countersIn(store: Store, district: string): Promise<ReadonlyMap<string, Item>> {
  const items = await allItems(store, `COUNTERS#${district}`, { index: 'gsi1' });
  return new Map(items.flatMap((item) => (item.gsi1 ? [[item.gsi1.sk, item]] : [])));
}

// ---- What a firm is counted for -----------------------------------------------------------

/**
 * What the counters hold of a firm and measure: written together with them, so that the two never differ. It names the
 * event up to which it stands.
 */
export interface Counted {
  readonly shares: Shares;
  readonly version: number | undefined;
}

const COUNTED = 'COUNTED#';
const countedKey = ({ uscc, measure }: Pair): Key => ({ pk: `${COUNTED}${uscc}`, sk: measure });
const countedPk = (bucket: string): string => `COUNTED-IN#${bucket}`;

export async function countedOf(store: Store, pair: Pair): Promise<Counted> {
  const item = await store.get(countedKey(pair));
  return { shares: item ? sharesIn(item.body) : new Map(), version: item?.version };
}

export const countedItem = (pair: Pair, shares: Shares, event: string): NewItem => ({
  ...countedKey(pair),
  gsi1: { pk: countedPk(bucketOf(pair.uscc)), sk: `${pair.uscc}#${pair.measure}` },
  body: { event, shares: Object.fromEntries([...shares].map(([name, fields]) => [name, [...fields]])) },
});

/** Everything counted of the firms of a bucket. */
export async function countedIn(
  store: Store,
  bucket: string,
): Promise<readonly (Pair & { readonly shares: Shares })[]> {
  return (await allItems(store, countedPk(bucket), { index: 'gsi1' })).map(({ pk, sk, body }) => ({
    uscc: pk.slice(COUNTED.length),
    measure: sk,
    shares: sharesIn(body),
  }));
}

function sharesIn({ shares }: Body): Shares {
  const read = new Map<string, Set<string>>();
  if (typeof shares !== 'object' || shares === null) return read;
  for (const [name, fields] of Object.entries(shares)) {
    if (Array.isArray(fields)) read.set(name, new Set(fields.filter((field) => typeof field === 'string')));
  }
  return read;
}

export const isFunnelStep = (step: Step): step is FunnelStep => (FUNNEL as readonly Step[]).includes(step);
