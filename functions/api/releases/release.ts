/** A release (规则发布) as it is kept: immutable once written, its catalogue in parts beside it. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import { getLarge, putLarge } from '#functions/store/parts.ts';
import type { Key, Query, Store, Write } from '#functions/store/port.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Lang, Rules, Texts } from '#rules/engine/types.ts';
import { ActorSchema } from '../audit/chain.ts';
import type { LoadedCatalogue } from '../deps.ts';
import { releaseMark } from '../served/marks.ts';
import { Patch } from './patch.ts';

export const Release = z.object({
  /** From 1, without gaps. */
  number: z.number().int().min(1),
  /** The content hash of its catalogue. */
  hash: z.string(),
  title: z.string(),
  notes: z.string(),
  at: z.string(),
  by: ActorSchema,
  /** The second person; null where a former release was brought back. */
  approvedBy: ActorSchema.nullable(),
  /** The release it was made from; 0 for the catalogue as built. */
  from: z.number().int().min(0),
  /** The release whose content it brings back. */
  restores: z.number().int().min(0).nullable(),
  /** The hash of the built catalogue when it was made: what comes with the program has changed since where it differs. */
  built: z.string(),
});
export type Release = z.infer<typeof Release>;

/** What a release is made of, with everything by which it differs from the catalogue as built. */
export interface Content {
  readonly rules: Rules;
  readonly texts: Readonly<Record<Lang, Texts>>;
  readonly patches: readonly Patch[];
}

const RELEASES = 'RELEASES';
const numberSk = (number: number): string => String(number).padStart(6, '0');
const releaseKey = (number: number): Key => ({ pk: RELEASES, sk: numberSk(number) });
const contentKey = (number: number): Key => ({ pk: `RELEASE#${numberSk(number)}`, sk: 'CONTENT' });

export async function getRelease(store: Store, number: number): Promise<Release | undefined> {
  const item = await store.get(releaseKey(number));
  return item && Release.parse(item.body);
}

/** The release that is served; undefined where it is the catalogue as built. */
export async function latestRelease(store: Store): Promise<Release | undefined> {
  const { items } = await store.query(RELEASES, { reverse: true, limit: 1 });
  return items[0] && Release.parse(items[0].body);
}

/** A page of releases, the latest first. */
export async function listReleases(
  store: Store,
  query: Pick<Query, 'limit' | 'after'>,
): Promise<{ readonly releases: readonly Release[]; readonly next: string | undefined }> {
  const { items, next } = await store.query(RELEASES, { ...query, reverse: true });
  return { releases: items.map(({ body }) => Release.parse(body)), next };
}

/** What a release holds; number 0 is the catalogue as built. Undefined where there is no such release. */
export async function contentOf(
  store: Store,
  number: number,
  { rules, texts }: Pick<LoadedCatalogue, 'rules' | 'texts'>,
): Promise<Content | undefined> {
  if (number === 0) return { rules, texts, patches: [] };
  const item = await getLarge(store, contentKey(number));
  if (typeof item?.body.packed !== 'string') return undefined;
  const json = await unzipped(Buffer.from(item.body.packed, 'base64'));
  // Written by `releaseWrites` below; words that it did not have yet are as built.
  const content = JSON.parse(json.toString('utf8')) as Content;
  const { zh, en } = content.texts;
  return { ...content, texts: { zh: { ...texts.zh, ...zh }, en: { ...texts.en, ...en } } };
}

/** The catalogue of a release, with the plans as built: no release changes them. Throws where there is none. */
export async function releasedCatalogue(
  store: Store,
  number: number,
  built: LoadedCatalogue,
): Promise<LoadedCatalogue> {
  const content = await contentOf(store, number, built);
  if (!content) throw new Error(`Release ${number} has no content.`);
  const { rules, texts } = content;
  return { rules, texts, catalogue: loadCatalogue(rules), sources: built.sources };
}

/** Writes that publish it: they hold only if the release before it is still the one that is served. */
export async function releaseWrites(store: Store, release: Release, content: Content): Promise<readonly Write[]> {
  const packed = (await zipped(JSON.stringify(content))).toString('base64');
  const mark = await store.get(releaseMark);
  return [
    {
      put: { ...releaseMark, body: { number: release.number } },
      if: mark ? { version: mark.version } : 'absent',
    },
    { put: { ...releaseKey(release.number), body: release }, if: 'absent' },
    ...putLarge({ ...contentKey(release.number), body: { packed } }, undefined),
  ];
}

const zipped = promisify<string, Buffer>(gzip);
const unzipped = promisify<Buffer, Buffer>(gunzip);
