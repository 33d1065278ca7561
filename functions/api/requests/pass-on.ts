/** Who a firm’s questions go to, and passing them on when that changes. */
import type { Store } from '#functions/store/port.ts';
import type { Actor } from '../audit/chain.ts';
import { writeAudited, type AuditDeps } from '../audit/record.ts';
import { itemsOf } from '../companies/erasure.ts';
import { managersOf } from '../companies/people.ts';
import { requestBy, requestsPk, stepWrites } from './repository.ts';
import { stepped, type Person } from './step.ts';

/** The manager who has looked after the firm longest, but for one who leaves; null where it has none. */
export async function firstManager(store: Store, uscc: string, leaving?: string): Promise<Person | null> {
  const managers = (await managersOf(store, uscc)).filter(({ subject }) => subject !== leaving);
  const [first] = managers.toSorted((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
  return first ? { subject: first.subject, name: first.name } : null;
}

/**
 * Passes what one manager has not closed on to another, or to nobody: then whoever looks after the firm next takes
 * it. What is closed stays with whoever closed it. May be repeated without effect.
 */
export async function passOn(
  deps: AuditDeps,
  uscc: string,
  { from, to, by }: { readonly from: string; readonly to: Person | null; readonly by: Actor },
): Promise<void> {
  const act = to === null ? 'release' : 'reassign';
  for await (const { sk } of itemsOf(deps.store, requestsPk(uscc))) {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const before = await requestBy(deps.store, uscc, sk);
      if (before?.manager?.subject !== from) break;
      const after = stepped(before, { act, by, said: {}, to }, deps.now());
      if (!after.ok) break;
      const result = await writeAudited(deps, stepWrites(before, after.request, after.step), [
        { action: 'request.reassign', by, uscc, object: sk },
      ]);
      if (result.ok) break;
    }
  }
}

const MOST_ATTEMPTS = 5;
