/** Notices in the store: told once per person and cause, read, mailed. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { allItems } from '#functions/demand/log.ts';
import type { IndexName, Item, Key, NewItem, Query, Store, Write } from '#functions/store/port.ts';
import { causeOf, KINDS, type Notice } from './notice.ts';

/** How a person wants to be told. */
export const Preferences = z.object({
  /** Where mail goes; null: none. */
  email: z.email().max(254).nullable(),
  /** Mail as it comes, once a day in one, or none. */
  mail: z.enum(['each', 'daily', 'none']),
  lang: z.enum(['zh', 'en']),
  /** Kinds that the person wants to hear nothing of, here or by mail. */
  refused: z.array(z.enum(KINDS)).max(KINDS.length).readonly(),
});
export type Preferences = z.infer<typeof Preferences>;
const USUAL: Preferences = { email: null, mail: 'none', lang: 'zh', refused: [] };

const preferencesKey = (subject: string): Key => ({ pk: `NOTICE-PREFERENCES#${subject}`, sk: 'PREFERENCES' });

export async function preferencesOf(
  store: Store,
  subject: string,
): Promise<Preferences & { readonly version: number }> {
  const item = await store.get(preferencesKey(subject));
  return item ? { ...Preferences.parse(item.body), version: item.version } : { ...USUAL, version: 0 };
}

/** Whether they still stood as they were read (0: nothing yet). */
export async function setPreferences(
  store: Store,
  subject: string,
  version: number,
  wanted: Preferences,
): Promise<boolean> {
  const put = { ...preferencesKey(subject), body: wanted };
  return (await store.write([{ put, if: version === 0 ? 'absent' : { version } }])).ok;
}

const KEPT_SECONDS = 400 * 24 * 3600;
const noticesPk = (subject: string): string => `NOTICES#${subject}`;
const unreadPk = (subject: string): string => `UNREAD#${subject}`;
const unmailedPk = (subject: string): string => `UNMAILED#${subject}`;
/** Under which partition whoever has mail to get is noted. */
export const DUE = 'MAIL-DUE';

export interface NoticeDeps {
  readonly store: Store;
  readonly now: () => Date;
}

/** Tells a person; false where they have been told of this cause before or want to hear nothing of the kind. */
export async function tell(
  { store, now }: NoticeDeps,
  subject: string,
  notice: Notice,
  run?: string,
): Promise<boolean> {
  const { email, mail, refused } = await preferencesOf(store, subject);
  if (refused.includes(notice.kind)) return false;
  const cause = createHash('sha256').update(causeOf(notice, run)).digest('base64url').slice(0, 22);
  const at = now().toISOString();
  const expiresAt = Math.floor(now().getTime() / 1000) + KEPT_SECONDS;
  const sk = `${at}#${cause}`;
  const mailed = email !== null && mail !== 'none';
  const { kind, firms, measures, on, object } = notice;
  const body = {
    kind,
    firms: firms.map((firm) => ({ ...firm })),
    measures: [...measures],
    on,
    object,
    at,
    readAt: null,
  };
  const writes: Write[] = [
    { put: { pk: `TOLD#${subject}`, sk: cause, body: { at }, expiresAt }, if: 'absent' },
    {
      put: {
        pk: noticesPk(subject),
        sk,
        body,
        expiresAt,
        gsi1: { pk: unreadPk(subject), sk },
        ...(mailed ? { gsi2: { pk: unmailedPk(subject), sk } } : {}),
      },
      if: 'absent',
    },
    ...(mailed ? [{ put: { pk: DUE, sk: subject, body: { at } } }] : []),
  ];
  return (await store.write(writes)).ok;
}

export interface KeptNotice extends Notice {
  readonly id: string;
  readonly at: string;
  readonly readAt: string | null;
}
const Body = z.object({
  kind: z.enum(KINDS),
  firms: z.array(z.object({ uscc: z.string(), name: z.string() })),
  measures: z.array(z.string()),
  on: z.string().nullable(),
  object: z.string().nullable(),
  at: z.string(),
  readAt: z.string().nullable(),
});
/** An item without its places in indexes, and one of these places. */
const bare = ({ pk, sk, body, expiresAt }: Item): NewItem => ({
  pk,
  sk,
  body,
  ...(expiresAt === undefined ? {} : { expiresAt }),
});
const indexed = (item: Item, index: IndexName): Pick<NewItem, IndexName> => {
  const place = item[index];
  return place ? { [index]: place } : {};
};
const keptOf = ({ sk, body }: Item): KeptNotice => ({ id: idOf(sk), ...Body.parse(body) });
const idOf = (sk: string): string => Buffer.from(sk).toString('base64url');
const skOf = (id: string): string => Buffer.from(id, 'base64url').toString();

/** The latest first. */
export async function noticesOf(
  store: Store,
  subject: string,
  { unread, ...query }: Pick<Query, 'limit' | 'after'> & { readonly unread: boolean },
): Promise<{ readonly notices: readonly KeptNotice[]; readonly next: string | undefined }> {
  const { items, next } = unread
    ? await store.query(unreadPk(subject), { ...query, index: 'gsi1', reverse: true })
    : await store.query(noticesPk(subject), { ...query, reverse: true });
  return { notices: items.map(keptOf), next };
}

/** How many are unread, at most a thousand. */
export async function unreadOf(store: Store, subject: string): Promise<number> {
  return (await store.query(unreadPk(subject), { index: 'gsi1', limit: 1000 })).items.length;
}

/** Undefined where the person has no such notice. */
export async function markRead(
  { store, now }: NoticeDeps,
  subject: string,
  id: string,
): Promise<KeptNotice | undefined> {
  for (;;) {
    const item = await store.get({ pk: noticesPk(subject), sk: skOf(id) });
    if (!item) return undefined;
    const notice = keptOf(item);
    if (notice.readAt !== null) return notice;
    const readAt = now().toISOString();
    const { version } = item;
    const written = await store.write([
      { put: { ...bare(item), ...indexed(item, 'gsi2'), body: { ...item.body, readAt } }, if: { version } },
    ]);
    if (written.ok) return { ...notice, readAt };
  }
}

/** Takes a firm out of what a person has been told: for the firm's erasure. */
export async function forgetFirm(store: Store, subject: string, uscc: string): Promise<void> {
  for (const item of await allItems(store, noticesPk(subject), {})) {
    const { firms } = Body.parse(item.body);
    const others = firms.filter((firm) => firm.uscc !== uscc);
    if (others.length === firms.length) continue;
    const { pk, sk } = item;
    const { version, ...kept } = item;
    await store.write([
      others.length === 0
        ? { delete: { pk, sk }, if: { version } }
        : { put: { ...kept, body: { ...item.body, firms: others } }, if: { version } },
    ]);
  }
}

// ---- Mail -----------------------------------------------------------------------------------

/** Who may have mail to get. */
export async function dueForMail(store: Store): Promise<readonly Item[]> {
  return allItems(store, DUE, {});
}

/**
 * Takes what is to be mailed to a person, the oldest first: what is taken is not taken again, so that nobody gets it
 * twice. Then either `done`, or `giveBack` where it could not be sent; without either the person stays due.
 */
export async function takeMail(store: Store, due: Item) {
  const { items, next } = await store.query(unmailedPk(due.sk), { index: 'gsi2', limit: 40 });
  const taken: Item[] = [];
  for (const item of items) {
    const kept = { ...bare(item), ...indexed(item, 'gsi1') };
    const { ok } = await store.write([{ put: kept, if: { version: item.version } }]);
    if (ok) taken.push({ ...kept, version: item.version + 1 });
  }
  return {
    notices: taken.map(keptOf),
    done: async (): Promise<void> => {
      if (next === undefined) await store.write([{ delete: due, if: { version: due.version } }]);
    },
    giveBack: async (): Promise<void> => {
      for (const { version, ...item } of taken) {
        const gsi2 = { pk: unmailedPk(due.sk), sk: item.sk };
        await store.write([{ put: { ...item, gsi2 }, if: { version } }]);
      }
    },
  };
}

const lastKey = (subject: string): Key => ({ pk: `MAILED#${subject}`, sk: 'LAST' });
/** The day of the person's last digest. */
export async function lastDigestOf(store: Store, subject: string): Promise<string> {
  const on = (await store.get(lastKey(subject)))?.body.on;
  return typeof on === 'string' ? on : '';
}
export const noteDigest = (store: Store, subject: string, on: string) =>
  store.write([{ put: { ...lastKey(subject), body: { on } } }]);
