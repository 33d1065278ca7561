/** What is known of people who are not asking just now: their names, so that someone can be named to look after a firm. */
import { z } from 'zod';
import { DISTRICTS, ROLES } from '#functions/identity/principal.ts';
import type { NewItem, Query, Store } from '#functions/store/port.ts';
import { personKey, rolePk } from './keys.ts';

export const Person = z.object({
  subject: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  district: z.enum(DISTRICTS).nullable(),
});
export type Person = z.infer<typeof Person>;

export async function personBy(store: Store, subject: string): Promise<Person | undefined> {
  const item = await store.get(personKey(subject));
  return item && Person.parse(item.body);
}

export const personItem = (person: Person): NewItem => ({
  ...personKey(person.subject),
  gsi1: { pk: rolePk(person.role), sk: `${person.district ?? '-'}#${person.subject}` },
  body: person,
});

/** A page of the service managers, of one district where it is given. */
export async function managersIn(
  store: Store,
  district: string | undefined,
  query: Pick<Query, 'limit' | 'after'>,
): Promise<{ readonly people: readonly Person[]; readonly next: string | undefined }> {
  const prefix = district === undefined ? {} : { prefix: `${district}#` };
  const { items, next } = await store.query(rolePk('manager'), { ...query, ...prefix, index: 'gsi1' });
  return { people: items.map(({ body }) => Person.parse(body)), next };
}
