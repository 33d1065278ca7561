/** Proofs as they are kept, so that a firm can fetch one again and sees to what it has put its name. */
import { z } from 'zod';
import { getLarge, putLarge } from '#functions/store/parts.ts';
import type { Query, Store, Write } from '#functions/store/port.ts';
import { ActorSchema } from '../audit/chain.ts';
import type { Concept } from '../companies/concept.ts';
import { bodiesOf, erasePartition } from '../companies/erasure.ts';
import { proofPk } from '../companies/keys.ts';

/** What is known of a proof without its text. */
export const ProofHead = z.object({
  id: z.string(),
  issuedAt: z.string(),
  by: ActorSchema,
  asOf: z.string(),
  measures: z.array(z.string()),
  profileVersion: z.number().int(),
});
export type ProofHead = z.infer<typeof ProofHead>;

const textPk = (uscc: string): string => `${proofPk(uscc)}#TEXT`;

export const proofWrites = (uscc: string, head: ProofHead, proof: string): readonly Write[] => [
  { put: { pk: proofPk(uscc), sk: head.id, body: head }, if: 'absent' },
  ...putLarge({ pk: textPk(uscc), sk: head.id, body: { proof } }, undefined),
];

/** Newest first: their ids begin with the time. */
export async function proofsOf(
  store: Store,
  uscc: string,
  query: Pick<Query, 'limit' | 'after'>,
): Promise<{ readonly heads: readonly ProofHead[]; readonly next: string | undefined }> {
  const { items, next } = await store.query(proofPk(uscc), { ...query, reverse: true });
  return { heads: items.map(({ body }) => ProofHead.parse(body)), next };
}

export async function proofBy(
  store: Store,
  uscc: string,
  id: string,
): Promise<{ readonly head: ProofHead; readonly proof: string } | undefined> {
  const [head, text] = await Promise.all([
    store.get({ pk: proofPk(uscc), sk: id }),
    getLarge(store, { pk: textPk(uscc), sk: id }),
  ]);
  const proof = text?.body.proof;
  return head && typeof proof === 'string' ? { head: ProofHead.parse(head.body), proof } : undefined;
}

export const proofsConcept: Concept = {
  name: 'proofs',
  async export(store, uscc) {
    const heads = await bodiesOf(store, proofPk(uscc));
    return heads.length === 0 ? undefined : { issued: heads, texts: await bodiesOf(store, textPk(uscc)) };
  },
  async erase(store, uscc) {
    await erasePartition(store, textPk(uscc));
    await erasePartition(store, proofPk(uscc));
  },
};
