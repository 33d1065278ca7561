/** Where a district goes into a store: the same items that people's own work would have written, in large transactions. */
import { personItem } from '#functions/api/companies/directory.ts';
import { assignWrites, joinWrites } from '#functions/api/companies/people.ts';
import { profileWrites } from '#functions/api/companies/repository.ts';
import type { Actor } from '#functions/api/audit/chain.ts';
import { REASONS, type Place } from '#functions/demand/events.ts';
import { settle } from '#functions/demand/fold.ts';
import { historyWrites, type NewEvent, type Pair } from '#functions/demand/log.ts';
import { UNKNOWN } from '#functions/demand/where.ts';
import { DISTRICTS, ROLES } from '#functions/identity/principal.ts';
import { FIRM_ROLES } from '#functions/identity/relations.ts';
import { FILLING } from '#functions/store/filling.ts';
import { MOST_WRITES, type Store, type Write } from '#functions/store/port.ts';
import type { Profile } from '#rules/engine/types.ts';
import type { DemandEvent } from './demand/make.ts';
import type { SeedRecord } from './contents.ts';
import type { Person } from './people.ts';
import type { Sink } from './sink.ts';

/** What a store says it was filled with; there is one district to a store. */
export interface Filling {
  readonly firms: number;
  readonly seed: number;
  readonly asOf: string;
}
export type Before = 'empty' | 'half' | 'full' | 'other';

/** Whether the store holds this district already, a part of it, or another one. */
export async function fillingOf(store: Store, { firms, seed, asOf }: Filling): Promise<Before> {
  const item = await store.get(FILLING);
  if (!item) return 'empty';
  const { body } = item;
  if (body.firms !== firms || body.seed !== seed || body.asOf !== asOf) return 'other';
  return body.state === 'full' ? 'full' : 'half';
}

/** Who is said to have entered what is made up. */
const INVENTED: Actor = { subject: 'synthetic', name: '演示数据（合成）', role: 'system' };

/**
 * Writes a district into a store and counts its demand. What an earlier attempt has written stays as it is: the same
 * district gives the same items.
 */
export function storeSink(store: Store, filling: Filling, placeOf: (profile: Profile) => Place): Sink {
  const at = `${filling.asOf}T00:00:00.000Z`;
  const people = new Map<string, Person>();
  const places = new Map<string, Place>();
  const histories = new Map<string, Pair & { readonly said: NewEvent[] }>();
  const batches = batchWriter(store);

  const write = async (record: SeedRecord): Promise<void> => {
    switch (record.kind) {
      case 'person':
        if (people.size === 0) await store.write([{ put: { ...FILLING, body: { ...filling, state: 'half' } } }]);
        people.set(record.person.subject, record.person);
        return batches.add(directoryEntry(record.person));
      case 'firm': {
        const { profile } = record;
        const { uscc } = profile;
        // Start-up teams have no code, so that nothing of theirs can be kept.
        if (typeof uscc !== 'string') return;
        places.set(uscc, placeOf(profile));
        const saved = { at, by: INVENTED, source: 'self' } as const;
        const changed = Object.keys(profile).sort();
        await batches.add(profileWrites({ uscc, profile, version: 1, changed, saved, before: undefined }));
        for (const person of people.values()) await batches.add(memberships(person, uscc, at));
        return;
      }
      case 'assignment': {
        const { manager, uscc } = record.assignment;
        const name = people.get(manager)?.name.zh ?? manager;
        return batches.add(assignWrites(uscc, { subject: manager, name, since: at }));
      }
      case 'event': {
        const { uscc, measure } = record.event;
        const key = `${uscc} ${measure}`;
        const history = histories.get(key) ?? { uscc, measure, said: [] };
        histories.set(key, history);
        history.said.push(eventOf(record.event, places.get(uscc)));
      }
    }
  };
  return {
    write,
    async close() {
      for (const { said, ...pair } of histories.values()) await batches.add(historyWrites(pair, said).writes);
      await batches.flush();
      await settle(store, histories.values());
      await store.write([{ put: { ...FILLING, body: { ...filling, state: 'full' } } }]);
    },
  };
}

/** Several transactions are under way at once, so that they share a wait for the disk. */
const AT_ONCE = 4;

/** Fills transactions with groups of writes, each whole; a group that is there already stays as it is. */
function batchWriter(store: Store) {
  let batch: (readonly Write[])[] = [];
  let size = 0;
  let ready: (readonly Write[])[][] = [];

  const close = () => {
    if (batch.length > 0) ready.push(batch);
    [batch, size] = [[], 0];
  };
  const send = async () => {
    const sent = ready;
    ready = [];
    await Promise.all(sent.map(writeBatch));
  };
  async function writeBatch(groups: readonly (readonly Write[])[]): Promise<void> {
    if ((await store.write(groups.flat())).ok) return;
    for (const group of groups) await store.write(group);
  }
  return {
    async add(group: readonly Write[]): Promise<void> {
      if (group.length === 0) return;
      if (size + group.length > MOST_WRITES) close();
      batch.push(group);
      size += group.length;
      if (ready.length >= AT_ONCE) await send();
    },
    async flush(): Promise<void> {
      close();
      await send();
    },
  };
}

function directoryEntry({ subject, name, role, district }: Person): readonly Write[] {
  const known = ROLES.find((each) => each === role);
  const where = DISTRICTS.find((each) => each === district) ?? null;
  return known ? [{ put: personItem({ subject, name: name.zh, role: known, district: where }), if: 'absent' }] : [];
}

function memberships(
  { subject, name, companies = [], firmRole }: Person,
  uscc: string,
  since: string,
): readonly Write[] {
  const role = FIRM_ROLES.find((each) => each === firmRole) ?? 'reader';
  return companies.includes(uscc) ? joinWrites(uscc, { subject, name: name.zh, role, since }) : [];
}

function eventOf({ id, at, uscc, measure, type, reason }: DemandEvent, where: Place | undefined): NewEvent {
  const known = REASONS.find((each) => each === reason);
  return {
    id,
    uscc,
    measure,
    type,
    on: at.slice(0, 10),
    at: new Date(at).toISOString(),
    by: { subject: INVENTED.subject, role: INVENTED.role },
    where: where ?? { district: UNKNOWN, place: UNKNOWN, industry: UNKNOWN, size: UNKNOWN },
    ...(known === undefined ? {} : { reason: known }),
  };
}
