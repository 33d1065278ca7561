import { issuerSignOut } from '#lib/server/session-issuer.server.ts';
import type { PageServerLoad } from './$types';

const REASONS = ['late', 'refused', 'unknown'] as const;

export const load: PageServerLoad = async ({ url }) => {
  const why = REASONS.find((reason) => reason === url.searchParams.get('why')) ?? null;
  return { why, elsewhere: await issuerSignOut(`${url.origin}/`).catch(() => null) };
};
