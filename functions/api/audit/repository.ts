/** Reading the audit record, and checking that it is whole. */
import { allBuckets } from '#functions/store/buckets.ts';
import type { Item, Query, Store } from '#functions/store/port.ts';
import type { AuditAction } from './actions.ts';
import {
  type Actor,
  AuditEntry,
  BEGINNING,
  chainPk,
  ChainHead,
  dayPk,
  EMPTY_CHAIN,
  firmPk,
  hashOf,
  headKey,
  itemOf,
  listedAs,
  seqOf,
} from './chain.ts';

export interface AuditFilter {
  /** Days of UTC, both included. */
  readonly from: string;
  readonly to: string;
  readonly uscc?: string | undefined;
  readonly subject?: string | undefined;
  /** A person’s account, or a part of their name. */
  readonly person?: string | undefined;
  readonly action?: AuditAction | undefined;
}

const PAGE = 200;
/** So many entries are looked through for one page; beyond, it comes back short with a cursor. */
const MOST_READ = 4000;
const DAY_MS = 24 * 3600 * 1000;

/** Entries newest first, going on after the one listed as `after`. `next` is absent on the last page. */
export async function auditEntries(
  store: Store,
  filter: AuditFilter,
  limit: number,
  after: string | undefined,
): Promise<{ readonly entries: readonly AuditEntry[]; readonly next: string | undefined }> {
  const { from, to, uscc } = filter;
  const entries: AuditEntry[] = [];
  let read = 0;
  let last = after;
  const partitions = uscc === undefined ? daysBack(from, after?.slice(0, 10) ?? to) : [firmPk(uscc)];
  const index = uscc === undefined ? 'gsi1' : 'gsi2';
  for (const pk of partitions) {
    let full: boolean;
    do {
      // From where it stopped, that place included.
      const query: Query = { index, from, to: last ?? `${to}~`, reverse: true, limit: PAGE };
      const { items } = await store.query(pk, query);
      full = items.length === PAGE;
      for (const { body } of items) {
        const entry = AuditEntry.parse(body);
        const place = listedAs(entry);
        if (place === last) continue;
        last = place;
        read += 1;
        if (fits(entry, filter)) entries.push(entry);
        if (entries.length === limit || read === MOST_READ) return { entries, next: last };
      }
    } while (full);
  }
  return { entries, next: undefined };
}

const fits = ({ by, action }: AuditEntry, filter: AuditFilter): boolean =>
  (filter.subject === undefined || by.subject === filter.subject) &&
  (filter.person === undefined || isPerson(by, filter.person.toLowerCase())) &&
  (filter.action === undefined || action === filter.action);

const isPerson = ({ subject, name }: Actor, words: string): boolean =>
  subject.toLowerCase() === words || name.toLowerCase().includes(words);

function* daysBack(from: string, to: string): Generator<string> {
  for (let day = Date.parse(to); day >= Date.parse(from); day -= DAY_MS) yield dayPk(new Date(day).toISOString());
}

/** What is wrong with the record, and where. */
export interface AuditFault {
  readonly chain: string;
  /** The place in the chain; null for its head. */
  readonly seq: number | null;
  readonly kind: 'altered' | 'missing' | 'unlinked' | 'unlisted' | 'head';
}

export interface Verification {
  readonly entries: number;
  readonly faults: readonly AuditFault[];
  /** The hash of each chain's last entry: kept elsewhere, it shows later that none was cut off or written anew. */
  readonly heads: Readonly<Record<string, string>>;
}

/** Checks every entry of these chains: that it is as it was written, and linked to the one before it. */
export async function verifyAudit(store: Store, chains: readonly string[] = allBuckets): Promise<Verification> {
  const faults: AuditFault[] = [];
  const heads: Record<string, string> = {};
  let entries = 0;
  for (const chain of chains) {
    const walked: Walked = { count: 0, hash: BEGINNING, faults };
    let head = EMPTY_CHAIN;
    // Entries are written with their head: what comes while the chain is being read is read as well.
    do {
      const before = walked.count;
      await walk(store, chain, walked);
      const item = await store.get(headKey(chain));
      head = item ? headOf(item) : EMPTY_CHAIN;
      if (walked.count === before) break;
    } while (head.count > walked.count);
    if (head.count !== walked.count || head.hash !== walked.hash) faults.push({ chain, seq: null, kind: 'head' });
    if (walked.count > 0) heads[chain] = walked.hash;
    entries += walked.count;
  }
  return { entries, faults, heads };
}

const headOf = ({ body }: Item): ChainHead => {
  const parsed = ChainHead.safeParse(body);
  return parsed.success ? parsed.data : { count: -1, hash: '' };
};

/** How far along a chain one has come. */
interface Walked {
  count: number;
  hash: string;
  readonly faults: AuditFault[];
}

async function walk(store: Store, chain: string, walked: Walked): Promise<void> {
  for (;;) {
    const { items } = await store.query(chainPk(chain), { from: seqOf(walked.count + 1), limit: PAGE });
    for (const item of items) {
      const seq = Number(item.sk);
      for (let missing = walked.count + 1; missing < seq; missing++) {
        walked.faults.push({ chain, seq: missing, kind: 'missing' });
      }
      const { kind, hash } = checked(item, chain, seq, walked.hash, seq === walked.count + 1);
      if (kind) walked.faults.push({ chain, seq, kind });
      walked.count = seq;
      walked.hash = hash;
    }
    if (items.length < PAGE) return;
  }
}

function checked(
  item: Item,
  chain: string,
  seq: number,
  previous: string,
  follows: boolean,
): { readonly kind?: AuditFault['kind']; readonly hash: string } {
  const parsed = AuditEntry.safeParse(item.body);
  if (!parsed.success) return { kind: 'altered', hash: '' };
  const entry = parsed.data;
  const { hash } = entry;
  if (entry.chain !== chain || entry.seq !== seq || hashOf(entry) !== hash) return { kind: 'altered', hash };
  if (follows && entry.previous !== previous) return { kind: 'unlinked', hash };
  const due = itemOf(entry);
  const listed = JSON.stringify([item.gsi1, item.gsi2]) === JSON.stringify([due.gsi1, due.gsi2]);
  return listed && item.version === 1 ? { hash } : { kind: listed ? 'altered' : 'unlisted', hash };
}
