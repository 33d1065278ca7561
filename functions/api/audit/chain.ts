/**
 * How audit entries hang together: 256 chains, one per bucket of firms, so that no single item is written by everyone.
 * Each entry holds the SHA-256 of the one before it; a head per chain holds how many there are and the last one's hash.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ROLES } from '#functions/identity/principal.ts';
import { bucketOf } from '#functions/store/buckets.ts';
import type { Key, NewItem } from '#functions/store/port.ts';
import { AUDIT_ACTION_NAMES } from './actions.ts';
import { canonical } from './canonical.ts';

/** Who did it: a person of a role, or the system on its own. */
export const ActorSchema = z.object({ subject: z.string(), name: z.string(), role: z.enum([...ROLES, 'system']) });
export type Actor = z.infer<typeof ActorSchema>;

/** One entry as it is kept. It names what was looked at or changed, and holds no figure. */
export const AuditEntry = z.object({
  chain: z.string().regex(/^[0-9a-f]{2}$/),
  /** From 1, without gaps. */
  seq: z.number().int().min(1),
  at: z.string(),
  by: ActorSchema,
  action: z.enum(AUDIT_ACTION_NAMES),
  uscc: z.string().nullable(),
  /** What of the firm, or which object: an id, a version, a place in a list. */
  object: z.string().nullable(),
  /** Names of the values that changed. */
  paths: z.array(z.string()).readonly(),
  requestId: z.string().nullable(),
  /** The hash of the entry before; {@link BEGINNING} for the first. */
  previous: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const ChainHead = z.object({ count: z.number().int().min(0), hash: z.string() });
export type ChainHead = z.infer<typeof ChainHead>;

export const BEGINNING = '0'.repeat(64);
export const EMPTY_CHAIN: ChainHead = { count: 0, hash: BEGINNING };

/** The chain of an act: by the firm concerned, else by the person. */
export const chainOf = (uscc: string | null, subject: string): string => bucketOf(uscc ?? `person ${subject}`);

export const chainPk = (chain: string): string => `AUDIT#${chain}`;
export const headKey = (chain: string): Key => ({ pk: `AUDITHEAD#${chain}`, sk: 'HEAD' });
export const dayPk = (at: string): string => `AUDITDAY#${at.slice(0, 10)}`;
export const firmPk = (uscc: string): string => `AUDITFIRM#${uscc}`;
export const seqOf = (seq: number): string => String(seq).padStart(12, '0');

/** In listings entries stand by time, then by chain and place in it. */
export const listedAs = ({ at, chain, seq }: Pick<AuditEntry, 'at' | 'chain' | 'seq'>): string =>
  `${at}#${chain}#${seqOf(seq)}`;

export const itemOf = (entry: AuditEntry): NewItem => ({
  pk: chainPk(entry.chain),
  sk: seqOf(entry.seq),
  gsi1: { pk: dayPk(entry.at), sk: listedAs(entry) },
  ...(entry.uscc === null ? {} : { gsi2: { pk: firmPk(entry.uscc), sk: listedAs(entry) } }),
  body: entry,
});

/** The hash of an entry: over everything in it but the hash itself, as canonical JSON. */
export const hashOf = (entry: Omit<AuditEntry, 'hash'> & { readonly hash?: string }): string => {
  return createHash('sha256')
    .update(canonical({ ...entry, hash: undefined }))
    .digest('hex');
};
