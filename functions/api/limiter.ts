/** How often someone may ask (限流): a bucket of tokens per caller and class of request, refilled steadily. */
export const LIMIT_CLASSES = ['read', 'write', 'compute'] as const;
export type LimitClass = (typeof LIMIT_CLASSES)[number];

export interface Taken {
  readonly ok: boolean;
  /** Requests per minute. */
  readonly quota: number;
  readonly remaining: number;
  /** Seconds until the bucket is full again, or, when refused, until one more request is taken. */
  readonly resetSeconds: number;
}
export interface Limiter {
  take(caller: string, limitClass: LimitClass): Taken;
}

/** What a caller is told with every answer: how often they may ask, and how many requests are left. */
export const limitHeaders = (
  { quota, remaining, resetSeconds }: Taken,
  limitClass: LimitClass,
): Record<'ratelimit-policy' | 'ratelimit', string> => ({
  'ratelimit-policy': `"${limitClass}";q=${quota};w=60`,
  ratelimit: `"${limitClass}";r=${remaining};t=${resetSeconds}`,
});

/** Requests per minute of one caller: `compute` runs the rules for a profile. */
export const DEFAULT_QUOTAS: Readonly<Record<LimitClass, number>> = { read: 600, write: 120, compute: 120 };

/** The usual quotas with those changed that are named, as in `read=600,write=120`; undefined where it is not written so. */
export function quotasFrom(text: string): Record<LimitClass, number> | undefined {
  const quotas = { ...DEFAULT_QUOTAS };
  for (const part of text.split(',').filter(Boolean)) {
    const [, name, number] = /^\s*(\w+)=([1-9]\d{0,8})\s*$/.exec(part) ?? [];
    const limitClass = LIMIT_CLASSES.find((each) => each === name);
    if (!limitClass) return undefined;
    quotas[limitClass] = Number(number);
  }
  return quotas;
}

/** So many callers are remembered; beyond that the one that has not asked for longest is forgotten. */
const REMEMBERED = 20_000;
const MINUTE_MS = 60_000;

/** Counts within this process. */
export function memoryLimiter(now: () => Date, quotas: Readonly<Record<LimitClass, number>> = DEFAULT_QUOTAS): Limiter {
  // In the order in which they last asked.
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(caller, limitClass) {
      const quota = quotas[limitClass];
      const time = now().getTime();
      const key = `${limitClass} ${caller}`;
      const last = buckets.get(key) ?? { tokens: quota, at: time };
      // A clock that was set back takes nothing away.
      const passed = Math.max(0, time - last.at);
      const refilled = Math.min(quota, last.tokens + (passed / MINUTE_MS) * quota);
      const ok = refilled >= 1;
      const tokens = ok ? refilled - 1 : refilled;
      buckets.delete(key);
      buckets.set(key, { tokens, at: time });
      const [longestAgo] = buckets.keys();
      if (buckets.size > REMEMBERED && longestAgo !== undefined) buckets.delete(longestAgo);
      const missing = ok ? quota - tokens : 1 - tokens;
      return { ok, quota, remaining: Math.floor(tokens), resetSeconds: Math.ceil((missing / quota) * 60) };
    },
  };
}
