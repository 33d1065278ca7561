/** Puts requests into a test's store, as the API's own functions would. */
import { SYSTEM } from '#functions/api/audit/record.ts';
import { storeRelations } from '#functions/api/companies/relations.ts';
import {
  askWrites,
  newRequestId,
  requestBy,
  stepWrites,
  type KeptRequest,
} from '#functions/api/requests/repository.ts';
import type { Act } from '#functions/api/requests/states.ts';
import { asked, stepped, type Person } from '#functions/api/requests/step.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import { putCompany } from './companies.ts';
import { START, testApi, type TestApi } from './support.ts';
import { OWN, PEOPLE } from './world.ts';

export const TEXT = '高新技术企业认定的研发费用占比怎么算？';

let keys = 0;
/** What is sent to ask; with a key of its own, or the one given. */
export const ask = (body: Readonly<Record<string, unknown>> = {}, key = `asking-key-${(keys += 1)}`) => ({
  body: { text: TEXT, urgency: 'usual', ...body },
  headers: { 'idempotency-key': key },
});

interface Put {
  readonly uscc: string;
  readonly manager: Person | null;
}

/** A request after these acts of its manager. */
export async function putRequest(
  { deps: { store, now, newId } }: TestApi,
  { uscc, manager }: Put,
  acts: readonly Act[] = [],
): Promise<KeptRequest> {
  const by = manager ? { ...manager, role: 'manager' as const } : SYSTEM;
  const id = newRequestId(now(), newId());
  const first = asked({ id, uscc, measure: null, text: TEXT, urgency: 'usual', by: SYSTEM, manager }, now());
  await store.write(askWrites(first.request, first.step));
  for (const act of acts) {
    const before = await kept(store, uscc, id);
    const next = stepped(before, { act, by, said: { text: TEXT } }, now());
    if (!next.ok) throw new Error(`${act}: ${next.why}`);
    await store.write(stepWrites(before, next.request, next.step));
  }
  return kept(store, uscc, id);
}

async function kept(store: TestApi['deps']['store'], uscc: string, id: string): Promise<KeptRequest> {
  const request = await requestBy(store, uscc, id);
  if (!request) throw new Error('The request is not there.');
  return request;
}

/** The API with relations from the store and one clock; the firm OWN has an owner and two managers. */
export async function requestsApi(
  managers: readonly string[] = [PEOPLE.manager.subject, 'manager-2'],
): Promise<TestApi> {
  const clock = { now: () => START };
  const store = openSqlite(':memory:', { now: () => Math.floor(clock.now().getTime() / 1000) });
  const api = testApi({ store, relations: storeRelations(store) });
  clock.now = api.deps.now;
  await putCompany(api, OWN, { members: { [PEOPLE.firm.subject]: 'owner' }, managers });
  return api;
}
