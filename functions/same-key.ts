import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two keys, codes or signatures are the same; how long it takes tells nothing of how much of one was right. */
export const isSameKey = (given: string, kept: string): boolean => timingSafeEqual(hashOf(given), hashOf(kept));

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
