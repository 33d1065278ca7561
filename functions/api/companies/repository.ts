/** Firms as they are kept: the profile of now, a card for lists, and every version that was ever saved. */
import { z } from 'zod';
import type { District } from '#functions/identity/principal.ts';
import { DISTRICTS } from '#functions/identity/principal.ts';
import { bucketKey, bucketOf } from '#functions/store/buckets.ts';
import { getLarge, putLarge, type LargeItem } from '#functions/store/parts.ts';
import type { Body, Item, NewItem, Page, Query, Store, Write } from '#functions/store/port.ts';
import type { FieldDictionary, Profile } from '#rules/engine/types.ts';
import { ActorSchema, type Actor } from '../audit/chain.ts';
import type { AuditAction } from '../audit/actions.ts';
import { canonical } from '../audit/canonical.ts';
import { writeAudited } from '../audit/record.ts';
import { changedPaths, SOURCES, withoutNulls, withProvenance, type Source } from './answers.ts';
import { cardKey, erasingKey, firmPk, historyPk, PROFILE, profileKey, regionPk, versionPk, versionSk } from './keys.ts';

/** A firm with its profile as it stands. */
export interface Company {
  readonly uscc: string;
  /** The store's version of the profile, from 1; what `If-Match` names. */
  readonly version: number;
  readonly profile: Profile;
  readonly saved: Saved;
  /** The item itself, for writes that depend on it. */
  readonly item: LargeItem;
}
/** Who saved a version, when, and where its values come from unless they say otherwise. */
export const Saved = z.object({ at: z.string(), by: ActorSchema, source: z.enum(SOURCES) });
export type Saved = z.infer<typeof Saved>;

/** What lists show of a firm: no figure. */
export const Card = z.object({
  uscc: z.string(),
  name: z.string().nullable(),
  region: z.string().nullable(),
  subdistrict: z.string().nullable(),
  industryCode: z.string().nullable(),
  version: z.number().int(),
  savedAt: z.string(),
});
export type Card = z.infer<typeof Card>;

export async function getCompany(store: Store, uscc: string): Promise<Company | undefined> {
  const item = await getLarge(store, profileKey(uscc));
  return item && companyOf(uscc, item);
}

function companyOf(uscc: string, item: LargeItem): Company {
  const { profile, ...saved } = item.body;
  return { uscc, version: item.version, profile: profile as Profile, saved: Saved.parse(saved), item };
}

export async function getCard(store: Store, uscc: string): Promise<Card | undefined> {
  const item = await store.get(cardKey(uscc));
  return item && Card.parse(item.body);
}

/** The cards of these firms, in their order; firms that are not there are left out. */
export const cardsOf = async (store: Store, usccs: readonly string[]): Promise<Card[]> =>
  (await Promise.all(usccs.map((uscc) => getCard(store, uscc)))).filter((card) => card !== undefined);

// ---- Saving ---------------------------------------------------------------------------------

export interface Saving {
  /** As `validateProfile` accepted it, with the firm's code. */
  readonly profile: Profile;
  readonly uscc: string;
  /** As it was read; undefined to create the firm, which then must not exist. */
  readonly before: Company | undefined;
  readonly by: Actor;
  readonly source: Source;
  readonly requestId?: string | undefined;
  /** What must happen in the same transaction; at most {@link MOST_MORE} writes. */
  readonly more?: (saved: { readonly version: number; readonly changed: readonly string[] }) => readonly Write[];
}
export const MOST_MORE = 8;

export interface SavingDeps {
  readonly store: Store;
  readonly now: () => Date;
  readonly fields: FieldDictionary;
}

export type SaveResult =
  | { readonly ok: true; readonly version: number; readonly changed: readonly string[] }
  /** Someone else was faster: the profile no longer stands as it was read. */
  | { readonly ok: false; readonly kind: 'version-conflict' }
  /** One of the writes of `more` has its condition not met, by position. */
  | { readonly ok: false; readonly kind: 'more'; readonly conflicts: readonly number[] };

/**
 * Saves a profile with its history and its audit entry, all or nothing. Where no answer and no provenance
 * differs, the version stays and only `more` is written. Throws `BodyTooLarge`.
 */
export async function saveProfile({ store, now, fields }: SavingDeps, saving: Saving): Promise<SaveResult> {
  const { uscc, before, by, source, requestId, more = () => [] } = saving;
  const profile = withProvenance(before?.profile, withoutNulls(saving.profile), fields, source);
  const changed = changedPaths(before?.profile, profile, fields);
  if (before && canonical(profile) === canonical(before.profile)) return unchanged(store, before, more);
  const version = (before?.version ?? 0) + 1;
  const added = more({ version, changed });
  const saved: Saved = { at: now().toISOString(), by, source };
  const main = profileWrites({ uscc, profile, version, changed, saved, before });
  const action: AuditAction = before ? 'company.save' : 'company.create';
  const result = await writeAudited(
    { store, now },
    [...main, ...added],
    [{ action, by, uscc, object: `v${version}`, paths: changed, requestId }],
  );
  if (result.ok) return { ok: true, version, changed };
  if (result.conflicts.some((position) => position < main.length)) return { ok: false, kind: 'version-conflict' };
  return { ok: false, kind: 'more', conflicts: result.conflicts.map((position) => position - main.length) };
}

/** Nothing to save: what is to happen besides happens while the profile stands as it was read. */
async function unchanged(
  store: Store,
  { uscc, version }: Company,
  more: NonNullable<Saving['more']>,
): Promise<SaveResult> {
  const added = more({ version, changed: [] });
  if (added.length === 0) return { ok: true, version, changed: [] };
  const result = await store.write([{ check: profileKey(uscc), if: { version } }, ...added]);
  if (result.ok) return { ok: true, version, changed: [] };
  if (result.conflicts.includes(0)) return { ok: false, kind: 'version-conflict' };
  return { ok: false, kind: 'more', conflicts: result.conflicts.map((position) => position - 1) };
}

/** What a saved version consists of: the profile, its card, its line in the history and the profile as it was then. */
export function profileWrites({
  uscc,
  profile,
  version,
  changed,
  saved,
  before,
}: {
  readonly uscc: string;
  readonly profile: Profile;
  readonly version: number;
  readonly changed: readonly string[];
  readonly saved: Saved;
  readonly before: Company | undefined;
}): readonly Write[] {
  const sk = versionSk(version);
  const main: NewItem = {
    ...profileKey(uscc),
    gsi1: { pk: bucketKey(bucketOf(uscc)), sk: uscc },
    body: { ...saved, profile },
  };
  const line: HistoryLine = { version, ...saved, changed };
  return [
    ...putLarge(main, before?.item),
    { put: cardItem(cardOf(uscc, profile, version, saved.at)) },
    { put: { pk: historyPk(uscc), sk, body: line }, if: 'absent' },
    ...putLarge({ pk: versionPk(uscc), sk, body: { profile } }, undefined),
    ...(before ? [] : [{ check: erasingKey(uscc), if: 'absent' } as const]),
  ];
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const cardOf = (
  uscc: string,
  { name, region, subdistrict, industryCode }: Profile,
  version: number,
  savedAt: string,
): Card => ({
  uscc,
  name: text(name),
  region: text(region),
  subdistrict: text(subdistrict),
  industryCode: text(industryCode),
  version,
  savedAt,
});

/** As the region of firms that do not say theirs. */
export const UNKNOWN = '-';
const cardItem = (card: Card): NewItem => ({
  ...cardKey(card.uscc),
  gsi2: { pk: regionPk(card.region ?? UNKNOWN), sk: `${card.subdistrict ?? UNKNOWN}#${card.uscc}` },
  body: card satisfies Body,
});

// ---- History --------------------------------------------------------------------------------

/** One saved version: who, when, from where, and which values changed. */
export const HistoryLine = Saved.extend({ version: z.number().int().min(1), changed: z.array(z.string()).readonly() });
export type HistoryLine = z.infer<typeof HistoryLine>;

/** Newest first. */
export async function historyOf(
  store: Store,
  uscc: string,
  query: Pick<Query, 'limit' | 'after'>,
): Promise<{ readonly lines: readonly HistoryLine[]; readonly next: string | undefined }> {
  const { items, next } = await store.query(historyPk(uscc), { ...query, reverse: true });
  return { lines: items.map(({ body }) => HistoryLine.parse(body)), next };
}

/** A version as it was saved; undefined where there is none. */
export async function versionOf(
  store: Store,
  uscc: string,
  version: number,
): Promise<{ readonly line: HistoryLine; readonly profile: Profile } | undefined> {
  const sk = versionSk(version);
  const [line, kept] = await Promise.all([
    store.get({ pk: historyPk(uscc), sk }),
    getLarge(store, { pk: versionPk(uscc), sk }),
  ]);
  return line && kept && { line: HistoryLine.parse(line.body), profile: kept.body.profile as Profile };
}

// ---- Many firms -----------------------------------------------------------------------------

export interface Companies {
  readonly companies: readonly Company[];
  readonly next: string | undefined;
}

/** A page of the firms of a bucket (`00` to `ff`) by code. An index: a firm saved a moment ago may be missing. */
export async function companiesOfBucket(
  store: Store,
  bucket: string,
  query: Pick<Query, 'limit' | 'after'> = {},
): Promise<Companies> {
  const { items, next } = await store.query(bucketKey(bucket), { ...query, index: 'gsi1' });
  const firms = items.filter(({ pk, sk }) => sk === PROFILE && pk.startsWith(firmPk('')));
  return { companies: (await Promise.all(firms.map((item) => wholeOf(store, item)))).flat(), next };
}

/** An index shows the head of a large profile; its parts are read with it. */
async function wholeOf(store: Store, item: Item): Promise<Company[]> {
  const uscc = item.pk.slice(firmPk('').length);
  if ('profile' in item.body) return [companyOf(uscc, { ...item, parts: 0 })];
  const company = await getCompany(store, uscc);
  return company ? [company] : [];
}

/** A page of the cards of a region's firms, by subdistrict and code; of one subdistrict where it is given. */
export async function cardsOfRegion(
  store: Store,
  region: string,
  { subdistrict, ...query }: Pick<Query, 'limit' | 'after'> & { readonly subdistrict?: string | undefined } = {},
): Promise<{ readonly cards: readonly Card[]; readonly next: string | undefined }> {
  const prefix = subdistrict === undefined ? {} : { prefix: `${subdistrict}#` };
  const page: Page = await store.query(regionPk(region), { ...query, ...prefix, index: 'gsi2' });
  return { cards: page.items.map(({ body }) => Card.parse(body)), next: page.next };
}

// ---- Facets ---------------------------------------------------------------------------------

/** By what firms are counted: where they are, and their industry's section (门类) and division (大类). */
export interface Facets {
  readonly region: string | null;
  /** Where it is one of ours. */
  readonly district: District | null;
  readonly subdistrict: string | null;
  /** `I`. */
  readonly section: string | null;
  /** `I65`. */
  readonly division: string | null;
}

export function facetsOf({
  region,
  subdistrict,
  industryCode,
}: Pick<Card, 'region' | 'subdistrict' | 'industryCode'>): Facets {
  return {
    region,
    district: districtOfRegion(region),
    subdistrict,
    section: industryCode?.slice(0, 1) ?? null,
    division: industryCode?.slice(0, 3) ?? null,
  };
}

export const districtOfRegion = (region: string | null): District | null =>
  DISTRICTS.find((district) => district === region) ?? null;
