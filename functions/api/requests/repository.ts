/** Requests as they are kept: the request as it stands, and every step taken with it, apart from it. */
import { z } from 'zod';
import type { Item, Key, NewItem, Query, Store, Write } from '#functions/store/port.ts';
import { ActorSchema } from '../audit/chain.ts';
import { profileKey } from '../companies/keys.ts';
import { ACT_NAMES, isClosed, REASON_NAMES, STATE_NAMES, URGENCY_NAMES, type Clock } from './states.ts';

const ClockSchema = z.discriminatedUnion('running', [
  z.object({ running: z.literal(true), dueAt: z.string() }),
  z.object({ running: z.literal(false), stoppedAt: z.string(), remainingMs: z.number() }),
]);

const Manager = z.object({ subject: z.string(), name: z.string() });

export const Request = z.object({
  id: z.string(),
  uscc: z.string(),
  /** The measure it is about; null for anything else. */
  measure: z.string().nullable(),
  text: z.string(),
  /** Where the firm may be called about it, and since when it agrees that its manager may know. */
  phone: z.object({ number: z.string(), agreedAt: z.string() }).nullable().default(null),
  urgency: z.enum(URGENCY_NAMES),
  state: z.enum(STATE_NAMES),
  /** Why it cannot be solved. */
  reason: z.enum(REASON_NAMES).nullable(),
  askedAt: z.string(),
  by: ActorSchema,
  /** Who deals with it; null while the firm has no service manager. */
  manager: Manager.nullable(),
  clock: ClockSchema,
  /** How many steps were taken. */
  steps: z.number().int(),
  satisfaction: z.object({ score: z.number().int(), text: z.string().nullable() }).nullable(),
});
export type Request = z.infer<typeof Request>;
export interface KeptRequest extends Request {
  readonly version: number;
}

/** One step: who did what and when, and what they said. */
export const Step = z.object({
  at: z.string(),
  by: ActorSchema,
  act: z.enum(['ask', ...ACT_NAMES]),
  /** The state it led to. */
  state: z.enum(STATE_NAMES),
  text: z.string().nullable(),
  /** Who deals with it from here on. */
  manager: Manager.nullable(),
});
export type Step = z.infer<typeof Step>;

/** More than anyone needs; a question that takes longer is closed and asked anew. */
export const MOST_STEPS = 500;
/** Closing and rating come on top. */
const MOST_LISTED = MOST_STEPS + 10;

/** The step that an item holds, with its request; undefined for any other item. */
export function stepIn(item: Item | null) {
  if (!item?.pk.startsWith(STEPS)) return undefined;
  const [id = ''] = item.sk.split('#');
  return { uscc: item.pk.slice(STEPS.length), id, key: item.sk, step: Step.parse(item.body) };
}

// ---- Reading --------------------------------------------------------------------------------

export async function requestBy(store: Store, uscc: string, id: string): Promise<KeptRequest | undefined> {
  const item = await store.get(requestKey({ uscc, id }));
  return item && keptOf(item);
}

/** Every step, the first one first. */
export async function stepsOf(store: Store, { uscc, id }: Pick<Request, 'uscc' | 'id'>): Promise<readonly Step[]> {
  const { items } = await store.query(stepsPk(uscc), { prefix: `${id}#`, limit: MOST_LISTED });
  return items.map(({ body }) => Step.parse(body));
}

export interface Requests {
  readonly requests: readonly KeptRequest[];
  readonly next: string | undefined;
}
type Paging = Pick<Query, 'limit' | 'after'>;

/** A firm's requests, newest first: their ids begin with the time. */
export const requestsOf = (store: Store, uscc: string, paging: Paging): Promise<Requests> =>
  page(store, requestsPk(uscc), { ...paging, reverse: true });

/**
 * What is a manager's to deal with: first what is due soonest, then what waits for firms; or what they have closed,
 * the latest first. Null for what nobody has been given yet.
 */
export const inboxOf = (
  store: Store,
  manager: string | null,
  which: 'pending' | 'closed',
  paging: Paging,
): Promise<Requests> =>
  page(store, inboxPk(manager), {
    ...paging,
    index: 'gsi1',
    ...(which === 'pending' ? { to: `${WAITING}~` } : { from: CLOSED, reverse: true }),
  });

/** A page of what should have been dealt with before now, by due time. What waits for the firm is not among it. */
export const overduePage = (store: Store, now: Date, paging: Paging): Promise<Requests> =>
  page(store, DUE_PK, { ...paging, index: 'gsi2', to: now.toISOString() });

/** All that should have been dealt with before now, by due time. */
export async function overdue(store: Store, now: Date): Promise<readonly KeptRequest[]> {
  const found: KeptRequest[] = [];
  let after: string | undefined;
  do {
    const { requests, next } = await overduePage(store, now, {
      limit: 1000,
      ...(after === undefined ? {} : { after }),
    });
    found.push(...requests);
    after = next;
  } while (after !== undefined);
  return found;
}

async function page(store: Store, pk: string, query: Query): Promise<Requests> {
  const { items, next } = await store.query(pk, query);
  return { requests: items.map(keptOf), next };
}

const keptOf = ({ body, version }: Item): KeptRequest => ({ ...Request.parse(body), version });

// ---- Writing --------------------------------------------------------------------------------

/** Writes that keep a new request, as long as the firm is there. */
export const askWrites = (request: Request, step: Step): readonly Write[] => [
  { check: profileKey(request.uscc), if: 'present' },
  { put: requestItem(request), if: 'absent' },
  { put: stepItem(request, step), if: 'absent' },
];

/** Writes that keep a request after one more step, as long as it stands as it was read. */
export const stepWrites = (before: KeptRequest, after: Request, step: Step): readonly Write[] => [
  { put: requestItem(after), if: { version: before.version } },
  { put: stepItem(after, step), if: 'absent' },
];

// ---- Keys -----------------------------------------------------------------------------------

export const requestsPk = (uscc: string): string => `REQUEST#${uscc}`;
const STEPS = 'REQUESTSTEP#';
export const stepsPk = (uscc: string): string => `${STEPS}${uscc}`;
const requestKey = ({ uscc, id }: Pick<Request, 'uscc' | 'id'>): Key => ({ pk: requestsPk(uscc), sk: id });
const inboxPk = (manager: string | null): string => (manager === null ? 'INBOX' : `INBOX#${manager}`);
const DUE_PK = 'REQUESTDUE';

/** In an inbox: what runs stands by its due time, then what waits, then what is closed, by when that began. */
const RUNNING = '1#';
const WAITING = '2#';
const CLOSED = '3#';

/** Ids sort by time. */
export const newRequestId = (now: Date, id: string): string =>
  `${now.getTime().toString(36).padStart(9, '0')}-${id.replaceAll(/[^\w]/g, '').slice(-12)}`;

function requestItem(request: Request): NewItem {
  const { id, state, clock, manager } = request;
  const place = inboxPlace(isClosed(state), clock);
  return {
    ...requestKey(request),
    gsi1: { pk: inboxPk(manager?.subject ?? null), sk: `${place}#${id}` },
    ...(clock.running ? { gsi2: { pk: DUE_PK, sk: `${clock.dueAt}#${id}` } } : {}),
    body: request,
  };
}

const inboxPlace = (closed: boolean, clock: Clock): string =>
  clock.running ? RUNNING + clock.dueAt : (closed ? CLOSED : WAITING) + clock.stoppedAt;

const stepItem = ({ uscc, id, steps }: Request, step: Step): NewItem => ({
  pk: stepsPk(uscc),
  sk: `${id}#${String(steps).padStart(4, '0')}`,
  body: step,
});
