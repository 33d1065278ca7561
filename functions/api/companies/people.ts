/** Who belongs to a firm: its own people and the service managers (服务管家) who look after it. Both sides of each tie are kept. */
import { z } from 'zod';
import { FIRM_ROLES, type FirmRole } from '#functions/identity/relations.ts';
import type { Item, Query, Store, Write } from '#functions/store/port.ts';
import {
  firmPk,
  FORMER,
  formerKey,
  MANAGER,
  managerKey,
  MEMBER,
  memberKey,
  OF_FIRM,
  ofFirmKey,
  personPk,
  portfolioKey,
  PORTFOLIO,
  portfolioPk,
} from './keys.ts';

/** A person of the firm. */
export const Member = z.object({
  subject: z.string(),
  name: z.string(),
  role: z.enum(FIRM_ROLES),
  /** When they joined. */
  since: z.string(),
});
export type Member = z.infer<typeof Member>;
export interface KeptMember extends Member {
  readonly version: number;
}

export async function memberOf(store: Store, uscc: string, subject: string): Promise<KeptMember | undefined> {
  const item = await store.get(memberKey(uscc, subject));
  return item && { ...Member.parse(item.body), version: item.version };
}

/** All people of the firm; few enough to be read at once. */
export async function membersOf(store: Store, uscc: string): Promise<readonly KeptMember[]> {
  const items = await allOf(store, firmPk(uscc), MEMBER);
  return items.map(({ body, version }) => ({ ...Member.parse(body), version }));
}

/** Writes that make someone a member who is none yet. */
export const joinWrites = (uscc: string, member: Member): readonly Write[] => [
  { put: { ...memberKey(uscc, member.subject), body: member }, if: 'absent' },
  { put: { ...ofFirmKey(member.subject, uscc), body: { uscc, role: member.role } } },
];
export const changeWrites = (uscc: string, { version, ...member }: KeptMember, role: FirmRole): readonly Write[] => [
  { put: { ...memberKey(uscc, member.subject), body: { ...member, role } }, if: { version } },
  { put: { ...ofFirmKey(member.subject, uscc), body: { uscc, role } } },
];
export const leaveWrites = (uscc: string, { subject, version }: KeptMember): readonly Write[] => [
  { delete: memberKey(uscc, subject), if: { version } },
  { delete: ofFirmKey(subject, uscc) },
];

const OfFirm = z.object({ uscc: z.string(), role: z.enum(FIRM_ROLES) });

/** The firms of a person with what they are there. */
export async function firmsOf(
  store: Store,
  subject: string,
): Promise<readonly { readonly uscc: string; readonly role: FirmRole }[]> {
  return (await allOf(store, personPk(subject), OF_FIRM)).map(({ body }) => OfFirm.parse(body));
}

// ---- Managers -------------------------------------------------------------------------------

export const Assigned = z.object({ subject: z.string(), name: z.string(), since: z.string() });
export type Assigned = z.infer<typeof Assigned>;
export interface KeptAssigned extends Assigned {
  readonly version: number;
}
export const Former = Assigned.extend({ until: z.string() });
export type Former = z.infer<typeof Former>;

export async function managerOf(store: Store, uscc: string, subject: string): Promise<KeptAssigned | undefined> {
  const item = await store.get(managerKey(uscc, subject));
  return item && { ...Assigned.parse(item.body), version: item.version };
}

/** The managers who look after the firm now. */
export async function managersOf(store: Store, uscc: string): Promise<readonly KeptAssigned[]> {
  const items = await allOf(store, firmPk(uscc), MANAGER);
  return items.map(({ body, version }) => ({ ...Assigned.parse(body), version }));
}

/** Those who did before, oldest first. */
export async function formerManagersOf(store: Store, uscc: string): Promise<readonly Former[]> {
  return (await allOf(store, firmPk(uscc), FORMER)).map(({ body }) => Former.parse(body));
}

/** Writes that assign a manager who is not assigned yet; `by` is who hands the firm to them, where that is somebody. */
export const assignWrites = (uscc: string, manager: Assigned, by?: string): readonly Write[] => [
  { put: { ...managerKey(uscc, manager.subject), body: manager }, if: 'absent' },
  {
    put: {
      ...portfolioKey(manager.subject, uscc),
      body: { uscc, since: manager.since, ...(by === undefined ? {} : { by }) },
    },
  },
];

const HandedOn = z.object({ uscc: z.string(), since: z.string(), by: z.string() });

/** The firm that an item hands to a manager, as somebody else has decided; undefined for any other item. */
export function handedOnIn(item: Item | null) {
  const subject = item?.pk.startsWith(PORTFOLIO) ? item.pk.slice(PORTFOLIO.length) : undefined;
  const { success, data } = HandedOn.safeParse(item?.body);
  return subject === undefined || !success || data.by === subject ? undefined : { subject, ...data };
}
/** Writes that end an assignment and keep that it was. */
export const withdrawWrites = (
  uscc: string,
  { version, ...manager }: KeptAssigned,
  until: string,
): readonly Write[] => [
  { delete: managerKey(uscc, manager.subject), if: { version } },
  { delete: portfolioKey(manager.subject, uscc) },
  { put: { ...formerKey(uscc, until, manager.subject), body: { ...manager, until } } },
];

/** A page of the codes of a manager's firms, in order. Sees every assignment made so far. */
export async function listCompaniesOfManager(
  store: Store,
  subject: string,
  query: Pick<Query, 'limit' | 'after'> = {},
): Promise<{ readonly usccs: readonly string[]; readonly next: string | undefined }> {
  const { items, next } = await store.query(portfolioPk(subject), query);
  return { usccs: items.map(({ sk }) => sk), next };
}

/** How many firms a manager looks after. */
export const countOfManager = async (store: Store, subject: string): Promise<number> =>
  (await allOf(store, portfolioPk(subject), '')).length;

// ---- All of a short list --------------------------------------------------------------------

const PAGE = 1000;

async function allOf(store: Store, pk: string, prefix: string) {
  const items = [];
  let after: string | undefined;
  do {
    const page = await store.query(pk, { prefix, limit: PAGE, ...(after === undefined ? {} : { after }) });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}
