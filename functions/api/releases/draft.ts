/** A draft of a change of rules (规则草案) as it is kept, and the way it goes. */
import { z } from 'zod';
import type { Item, Key, NewItem, Query, Store, Write } from '#functions/store/port.ts';
import { ActorSchema } from '../audit/chain.ts';
import { Patch } from './patch.ts';

export const DRAFT_STATES = ['draft', 'approved', 'published', 'discarded'] as const;
export type DraftState = (typeof DRAFT_STATES)[number];

const Approval = z.object({
  by: ActorSchema,
  at: z.string(),
  note: z.string(),
  /** The content that was approved: nothing else is published. */
  hash: z.string(),
});

const Refusal = z.object({ by: ActorSchema, at: z.string(), note: z.string() });

export const Draft = z.object({
  id: z.string(),
  title: z.string(),
  notes: z.string(),
  patches: z.array(Patch).readonly(),
  /** The release it changes; 0 for the catalogue as built. */
  from: z.number().int().min(0),
  state: z.enum(DRAFT_STATES),
  /** Everyone who wrote on it: none of them approves it. */
  authors: z.array(ActorSchema).readonly(),
  createdAt: z.string(),
  changedAt: z.string(),
  /** With those who approve, as it was checked; until it is changed or given back. */
  sent: z.object({ by: ActorSchema, at: z.string() }).nullable().default(null),
  approval: Approval.nullable(),
  /** Why it was not approved; until it is changed. */
  refusal: Refusal.nullable().default(null),
  /** The release it became. */
  release: z.number().int().nullable(),
});
export type Draft = z.infer<typeof Draft>;
export interface KeptDraft {
  readonly draft: Draft;
  /** What `If-Match` names. */
  readonly version: number;
}

const Problem = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  message: z.string(),
  excerpt: z.string(),
  /** Null, too, in checks from before it was told. */
  patch: z.number().int().nullable().default(null),
  final: z.boolean().default(false),
});
const WordsLeft = z.object({
  measure: z.string(),
  condition: z.string().nullable(),
  words: z.object({ zh: z.string(), en: z.string() }),
});
const Failure = z.object({ measure: z.string(), name: z.string(), differences: z.array(z.string()).readonly() });

/** What the last check of a draft found, and of which version. */
export const Check = z.object({
  version: z.number().int(),
  at: z.string(),
  /** The content it would have; null where it does not compile. */
  hash: z.string().nullable(),
  problems: z.array(Problem).readonly(),
  touched: z.array(z.string()).readonly(),
  /** Words that still name the figures of before; none in checks from before it was looked for. */
  wordsLeft: z.array(WordsLeft).readonly().default([]),
  cases: z.object({ run: z.number().int(), failed: z.number().int(), failures: z.array(Failure).readonly() }),
});
export type Check = z.infer<typeof Check>;

const DRAFTS = 'DRAFTS';
const pkOf = (id: string): string => `DRAFT#${id}`;
export const draftKey = (id: string): Key => ({ pk: pkOf(id), sk: 'DRAFT' });
const checkKey = (id: string): Key => ({ pk: pkOf(id), sk: 'CHECK' });

export const draftItem = (draft: Draft): NewItem => ({
  ...draftKey(draft.id),
  gsi1: { pk: DRAFTS, sk: `${draft.createdAt}#${draft.id}` },
  body: draft,
});

export async function getDraft(store: Store, id: string): Promise<KeptDraft | undefined> {
  const item = await store.get(draftKey(id));
  return item && keptOf(item);
}

/** A page of drafts, the newest first. */
export async function listDrafts(
  store: Store,
  query: Pick<Query, 'limit' | 'after'>,
): Promise<{ readonly kept: readonly KeptDraft[]; readonly next: string | undefined }> {
  const { items, next } = await store.query(DRAFTS, { ...query, index: 'gsi1', reverse: true });
  return { kept: items.map(keptOf), next };
}

const keptOf = ({ body, version }: Item): KeptDraft => ({ draft: Draft.parse(body), version });

/** What was found of this very version; undefined where it was not checked yet. */
export async function checkOf(store: Store, { draft, version }: KeptDraft): Promise<Check | undefined> {
  const item = await store.get(checkKey(draft.id));
  const check = item && Check.parse(item.body);
  return check?.version === version || draft.state !== 'draft' ? check : undefined;
}

/** A check replaces the one before: it can be made again at any time. */
export const checkWrite = (id: string, check: Check): Write => ({ put: { ...checkKey(id), body: check } });

export const keepCheck = async (store: Store, id: string, check: Check): Promise<void> => {
  await store.write([checkWrite(id, check)]);
};
