/** Writing the audit record (审计): in the same transaction as the change it tells of, or on its own for a look. */
import { setTimeout } from 'node:timers/promises';
import type { Principal } from '#functions/identity/principal.ts';
import type { Store, Write, WriteResult } from '#functions/store/port.ts';
import type { AuditAction } from './actions.ts';
import { chainOf, ChainHead, EMPTY_CHAIN, hashOf, headKey, itemOf, type Actor, type AuditEntry } from './chain.ts';

/** What happened. Never a figure: names of values at most. */
export interface Happening {
  readonly action: AuditAction;
  readonly by: Actor;
  readonly uscc?: string | undefined;
  /** Which object: an id or a version. */
  readonly object?: string | undefined;
  /** Names of the values that changed, `years.2025.rdExpense`. */
  readonly paths?: readonly string[] | undefined;
  readonly requestId?: string | undefined;
}

export interface AuditDeps {
  readonly store: Store;
  readonly now: () => Date;
}

export const SYSTEM: Actor = { subject: 'system', name: '系统', role: 'system' };
export const actorOf = ({ subject, name, role }: Principal): Actor => ({ subject, name, role });

/**
 * The writes that record these happenings, to be added to the transaction of the change: one entry each, and one head
 * per chain that they fall into. They conflict where another entry came first: read again and repeat, or leave that
 * to {@link writeAudited}.
 */
export async function auditWrite(
  { store, now }: AuditDeps,
  happenings: readonly Happening[],
): Promise<readonly Write[]> {
  const at = now().toISOString();
  const byChain = Map.groupBy(happenings, ({ uscc, by }) => chainOf(uscc ?? null, by.subject));
  const writes = await Promise.all(
    [...byChain].map(async ([chain, several]): Promise<Write[]> => {
      const item = await store.get(headKey(chain));
      const entries: AuditEntry[] = [];
      let head = item ? ChainHead.parse(item.body) : EMPTY_CHAIN;
      for (const happening of several) {
        const entry = entryAfter(head, chain, at, happening);
        entries.push(entry);
        head = { count: entry.seq, hash: entry.hash };
      }
      return [
        { put: { ...headKey(chain), body: head }, if: item ? { version: item.version } : 'absent' },
        ...entries.map((entry): Write => ({ put: itemOf(entry), if: 'absent' })),
      ];
    }),
  );
  return writes.flat();
}

/** Paths beyond these are counted, not named, so that an entry stays small. */
const MOST_PATHS = 500;

function entryAfter(head: ChainHead, chain: string, at: string, happening: Happening): AuditEntry {
  const { action, by, uscc = null, object = null, paths = [], requestId = null } = happening;
  const named = paths.length <= MOST_PATHS ? paths : [...paths.slice(0, MOST_PATHS), `… ${paths.length - MOST_PATHS}`];
  const entry = { chain, seq: head.count + 1, at, by, action, uscc, object, paths: named, requestId };
  const linked = { ...entry, previous: head.hash };
  return { ...linked, hash: hashOf(linked) };
}

/**
 * Writes all of it with its record, or nothing. Where only the record's chain was in use, tries again; conflicts of
 * the writes themselves are given back by their positions.
 */
export async function writeAudited(
  deps: AuditDeps,
  writes: readonly Write[],
  happenings: readonly Happening[],
): Promise<WriteResult> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const audit = await auditWrite(deps, happenings);
    const result = await deps.store.write([...writes, ...audit]);
    if (result.ok) return result;
    const own = result.conflicts.filter((position) => position < writes.length);
    if (own.length > 0) return { ok: false, conflicts: own };
    await setTimeout(Math.random() * Math.min(2 ** attempt, LONGEST_WAIT_MS));
  }
  throw new Error('The audit chain was in use at every attempt.');
}

const MOST_ATTEMPTS = 40;
const LONGEST_WAIT_MS = 100;

/**
 * Records that someone looked at a firm's figures; the firm's own people may without a record. To be awaited before
 * the figures are sent.
 */
export async function recordLook(
  deps: AuditDeps,
  principal: Principal,
  look: { readonly uscc: string; readonly object: string; readonly requestId?: string | undefined },
): Promise<void> {
  if (principal.role === 'firm') return;
  await writeAudited(deps, [], [{ action: 'company.look', by: actorOf(principal), ...look }]);
}

/** A look at a list of so many firms or their questions (查看企业名单): who was shown none has looked at none. */
export async function recordList(
  deps: AuditDeps,
  principal: Principal,
  list: { readonly what: string; readonly count: number; readonly requestId?: string | undefined },
): Promise<void> {
  const { what, count, requestId } = list;
  if (count === 0) return;
  const object = `${what} ${count}`.trim();
  await writeAudited(deps, [], [{ action: 'company.list', by: actorOf(principal), object, requestId }]);
}
