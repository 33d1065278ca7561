import { z } from 'zod';
import { ask } from './api.server.ts';
import { ROLES, type Person } from './session-shapes.ts';

const Me = z.object({
  name: z.string(),
  role: z.enum(ROLES),
  district: z.string().nullable(),
  firmLevel: z.boolean(),
});

/** Whom the interface takes the bearer of a token for; null where for nobody. */
export async function personOf(fetch: typeof globalThis.fetch, access: string): Promise<Person | null> {
  const answer = await ask(fetch, '/v1/me', 'zh', { headers: { authorization: `Bearer ${access}` } });
  return answer?.ok ? Me.parse(answer.body) : null;
}
