import { createHash } from 'node:crypto';

/** Into so many parts all firms are divided, so that a whole population is gone through without a scan. */
export const BUCKETS = 256;

/** The bucket of a firm by its 统一社会信用代码: `00` to `ff`, the first byte of the code's SHA-256. */
export const bucketOf = (uscc: string): string => createHash('sha256').update(uscc).digest('hex').slice(0, 2);

/** The index key under which a bucket's firms stand. */
export const bucketKey = (bucket: string): string => `BUCKET#${bucket}`;

/** All buckets in order. */
export const allBuckets: readonly string[] = Array.from({ length: BUCKETS }, (_, i) => i.toString(16).padStart(2, '0'));
