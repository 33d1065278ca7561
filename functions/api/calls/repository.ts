/** Entered calls as they are kept: each with every version it had. */
import type { Item, Query, Store, Write } from '#functions/store/port.ts';
import type { Actor } from '../audit/chain.ts';
import { writeAudited, type AuditDeps } from '../audit/record.ts';
import { callChanged } from '../served/marks.ts';
import { callId, callKey, CALLS, historyPk, historySk, StoredCall, type CallFacts } from './call.ts';

export interface KeptCall {
  readonly call: StoredCall;
  /** From 1; what `If-Match` names. A withdrawal is a version too. */
  readonly version: number;
}

export async function getCall(store: Store, measure: string, id: string): Promise<KeptCall | undefined> {
  const item = await store.get(callKey(measure, id));
  return item && keptOf(item);
}

/** Every call of a measure that was ever entered, by year and region. */
export const callsOfMeasure = (store: Store, measure: string): Promise<KeptCall[]> => all(store, `${measure}#`);

/** Every call that was ever entered. */
export const allCalls = (store: Store): Promise<KeptCall[]> => all(store, '');

async function all(store: Store, prefix: string): Promise<KeptCall[]> {
  const found: KeptCall[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(CALLS, { prefix, limit: 1000, ...(after === undefined ? {} : { after }) });
    found.push(...page.items.map(keptOf));
    after = page.next;
  } while (after !== undefined);
  return found;
}

const keptOf = ({ body, version }: Item): KeptCall => ({ call: StoredCall.parse(body), version });

export interface Saving {
  readonly measure: string;
  readonly facts: CallFacts;
  readonly withdrawn: boolean;
  /** As it was read; undefined where there never was one. */
  readonly before: KeptCall | undefined;
  readonly by: Actor;
  readonly requestId: string;
  /** What must happen in the same transaction. */
  readonly more?: (saved: KeptCall) => readonly Write[];
}

/** Keeps the call, its version and its audit entry, all or nothing; undefined where someone else was faster. */
export async function saveCall(deps: AuditDeps, saving: Saving): Promise<KeptCall | undefined> {
  const { measure, facts, withdrawn, before, by, requestId, more = () => [] } = saving;
  const id = callId(facts);
  const version = (before?.version ?? 0) + 1;
  const call: StoredCall = { ...facts, measure, withdrawn, saved: { at: deps.now().toISOString(), by } };
  const saved = { call, version };
  const action = withdrawn ? 'call.withdraw' : before && !before.call.withdrawn ? 'call.change' : 'call.enter';
  const result = await writeAudited(
    deps,
    [
      { put: { ...callKey(measure, id), body: call }, if: before ? { version: before.version } : 'absent' },
      { put: { pk: historyPk(measure), sk: historySk(id, version), body: call }, if: 'absent' },
      callChanged(`${measure} ${id} v${version}`),
      ...more(saved),
    ],
    [{ action, by, object: `${measure} ${id} v${version}`, requestId }],
  );
  return result.ok ? saved : undefined;
}

/** A call as one of its versions was kept, by the sort key of the call; null where it had no such version. */
export async function versionOfCall(store: Store, sk: string, version: number): Promise<Item | null> {
  const [measure = '', id = ''] = sk.split('#');
  return (await store.get({ pk: historyPk(measure), sk: historySk(id, version) })) ?? null;
}

/** A page of the versions a call had, the newest first. */
export async function callHistory(
  store: Store,
  measure: string,
  id: string,
  query: Pick<Query, 'limit' | 'after'>,
): Promise<{ readonly versions: readonly KeptCall[]; readonly next: string | undefined }> {
  const { items, next } = await store.query(historyPk(measure), { ...query, prefix: `${id}#`, reverse: true });
  const versions = items.map(({ sk, body }) => ({
    call: StoredCall.parse(body),
    version: Number(sk.slice(`${id}#v`.length)),
  }));
  return { versions, next };
}
