/**
 * A repeated request changes nothing twice (幂等): its key is written in the same transaction as its effect, with the
 * answer, which is what a repetition gets.
 */
import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import type { Body, JsonValue, Key, Store, Write } from '#functions/store/port.ts';
import type { Principal } from '#functions/identity/principal.ts';

export const IDEMPOTENCY_KEY = /^[\w-]{8,100}$/;

export const idempotencyHeader = z.object({
  'idempotency-key': z.string().regex(IDEMPOTENCY_KEY).openapi({
    description: 'Chosen by the caller, new for every intended change; repeated when a request is repeated.',
  }),
});

const KEPT_SECONDS = 7 * 24 * 3600;

export interface Once {
  /** The answer that was given before; send it again. */
  readonly before: { readonly status: number; readonly body: JsonValue } | undefined;
  /** Add this write to the transaction. Where it conflicts, refuse: the request is then asked again (`middleware/once.ts`). */
  remember(status: number, body: JsonValue): Write;
}

/** Where a route keeps its answer. */
export const onceKey = (subject: string, key: string): Key => ({ pk: `ONCE#${subject}`, sk: key });

/** What is known of this person's key: `mismatch` where it was used for a different request. */
export async function onceOnly(
  { store, now }: { readonly store: Store; readonly now: () => Date },
  { subject }: Pick<Principal, 'subject'>,
  key: string,
  request: unknown,
): Promise<Once | 'mismatch'> {
  const at = onceKey(subject, key);
  const hash = createHash('sha256').update(JSON.stringify(request)).digest('base64url');
  const item = await store.get(at);
  if (item && item.body.hash !== hash) return 'mismatch';
  const remember = (status: number, body: JsonValue): Write => ({
    put: {
      ...at,
      body: { hash, status, body } satisfies Body,
      expiresAt: Math.floor(now().getTime() / 1000) + KEPT_SECONDS,
    },
    if: 'absent',
  });
  const status = item?.body.status;
  return { before: typeof status === 'number' ? { status, body: item?.body.body ?? null } : undefined, remember };
}
