/**
 * Handing a manager's portfolio over whole (移交). Each batch of firms changes hands in one transaction with its audit
 * entries; what has not is still in the old portfolio, so a broken-off hand-over goes on where it stopped. A firm's
 * history is the firm's and stays with it; who looked after it before is kept.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Key, Store, Write } from '#functions/store/port.ts';
import type { Actor } from '../audit/chain.ts';
import { writeAudited } from '../audit/record.ts';
import type { Concept, ConceptDeps } from './concept.ts';
import { portfolioKey } from './keys.ts';
import { assignWrites, listCompaniesOfManager, managerOf, withdrawWrites } from './people.ts';

export const HandOver = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  /** `running` until the old portfolio is empty; send the same request again to go on. */
  state: z.enum(['running', 'done']),
  /** Firms handed over so far. */
  moved: z.number().int(),
  startedAt: z.string(),
});
export type HandOver = z.infer<typeof HandOver>;

export interface Order {
  /** The same for a repeated request. */
  readonly key: string;
  readonly from: string;
  readonly to: { readonly subject: string; readonly name: string };
  readonly by: Actor;
  readonly requestId?: string;
}

/** Seven writes a firm and one for the progress stay within one transaction. */
const BATCH = 13;
/** So many batches in one request; a larger portfolio takes several. */
const MOST_BATCHES = 60;

/** Goes on with the hand-over, from its beginning where it is new; `mismatch` where the key was used for another one. */
export async function handOver(
  deps: ConceptDeps,
  concepts: readonly Concept[],
  order: Order,
  batches = MOST_BATCHES,
): Promise<HandOver | 'mismatch'> {
  const { store, now } = deps;
  const id = createHash('sha256').update(`${order.by.subject} ${order.key}`).digest('base64url').slice(0, 22);
  for (let batch = 0; batch < batches; batch++) {
    const kept = await progressOf(store, id);
    const progress = kept?.progress ?? begun(id, order, now());
    if (progress.from !== order.from || progress.to !== order.to.subject) return 'mismatch';
    if (progress.state === 'done') return progress;
    const { usccs } = await listCompaniesOfManager(store, order.from, { limit: BATCH });
    if (usccs.length > 0) await tellConcepts(deps, concepts, order, usccs);

    const moves = (await Promise.all(usccs.map((uscc) => moveOf(store, uscc, order, now())))).flat();
    const state = usccs.length > 0 ? 'running' : 'done';
    const next: HandOver = { ...progress, moved: progress.moved + usccs.length, state };
    const writes: Write[] = [
      { put: { ...progressKey(id), body: next }, if: kept ? { version: kept.version } : 'absent' },
      ...moves,
    ];
    // A conflict: someone changed one of these firms' managers, or the same request runs twice. Read again.
    await writeAudited(
      deps,
      writes,
      usccs.map((uscc) => ({
        action: 'portfolio.hand-over' as const,
        by: order.by,
        uscc,
        object: `${order.from} → ${order.to.subject}`,
        requestId: order.requestId,
      })),
    );
  }
  return (await progressOf(store, id))?.progress ?? begun(id, order, now());
}

const progressKey = (id: string): Key => ({ pk: `HANDOVER#${id}`, sk: 'HANDOVER' });

async function progressOf(
  store: Store,
  id: string,
): Promise<{ readonly progress: HandOver; readonly version: number } | undefined> {
  const item = await store.get(progressKey(id));
  return item && { progress: HandOver.parse(item.body), version: item.version };
}

const begun = (id: string, { from, to }: Order, now: Date): HandOver => ({
  id,
  from,
  to: to.subject,
  state: 'running',
  moved: 0,
  startedAt: now.toISOString(),
});

async function moveOf(store: Store, uscc: string, { from, to, by }: Order, now: Date): Promise<readonly Write[]> {
  const [old, already] = await Promise.all([managerOf(store, uscc, from), managerOf(store, uscc, to.subject)]);
  const at = now.toISOString();
  return [
    ...(old ? withdrawWrites(uscc, old, at) : [{ delete: portfolioKey(from, uscc) }]),
    ...(already ? [] : assignWrites(uscc, { ...to, since: at }, by.subject)),
  ];
}

/** Before a firm changes hands, what is kept by manager elsewhere moves first: repeated after a break, it changes nothing twice. */
async function tellConcepts(
  deps: ConceptDeps,
  concepts: readonly Concept[],
  { from, to, by }: Order,
  usccs: readonly string[],
): Promise<void> {
  for (const uscc of usccs) {
    for (const { handOver: move } of concepts) await move?.(deps, uscc, { from, to, by });
  }
}
