/** Invitations (邀请) into a firm: a code that is told once, works once and runs out. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { FIRM_ROLES, type FirmRole } from '#functions/identity/relations.ts';
import type { Store, Write } from '#functions/store/port.ts';
import { ActorSchema, type Actor } from '../audit/chain.ts';
import { inviteId, inviteKey, invitesPk } from './keys.ts';

export const Invitation = z.object({
  id: z.string(),
  uscc: z.string(),
  role: z.enum(FIRM_ROLES),
  by: ActorSchema,
  at: z.string(),
  expiresAt: z.string(),
});
export type Invitation = z.infer<typeof Invitation>;

/** At most so many are open at a time. */
export const MOST_INVITATIONS = 50;
const DAY_MS = 24 * 3600 * 1000;

/** A new invitation, with the code that its receiver types and that is kept nowhere. */
export function newInvitation(
  {
    uscc,
    role,
    by,
    days,
  }: { readonly uscc: string; readonly role: FirmRole; readonly by: Actor; readonly days: number },
  now: Date,
): { readonly code: string; readonly invitation: Invitation; readonly write: Write } {
  const code = randomBytes(18).toString('base64url');
  const expires = new Date(now.getTime() + days * DAY_MS);
  const id = inviteId(code);
  const invitation = { id, uscc, role, by, at: now.toISOString(), expiresAt: expires.toISOString() };
  const write: Write = {
    put: {
      ...inviteKey(id),
      gsi1: { pk: invitesPk(uscc), sk: id },
      body: invitation,
      expiresAt: Math.floor(expires.getTime() / 1000),
    },
    if: 'absent',
  };
  return { code, invitation, write };
}

/** By its id; undefined where it was used, withdrawn or has run out. */
export async function invitationBy(
  store: Store,
  id: string,
  now: Date,
): Promise<{ readonly invitation: Invitation; readonly use: Write } | undefined> {
  const item = await store.get(inviteKey(id));
  if (!item) return undefined;
  const invitation = Invitation.parse(item.body);
  if (invitation.expiresAt <= now.toISOString()) return undefined;
  return { invitation, use: { delete: inviteKey(id), if: { version: item.version } } };
}

/** Those that can still be used. */
export async function invitationsOf(store: Store, uscc: string, now: Date): Promise<readonly Invitation[]> {
  const { items } = await store.query(invitesPk(uscc), { index: 'gsi1', limit: 1000 });
  return items.map(({ body }) => Invitation.parse(body)).filter(({ expiresAt }) => expiresAt > now.toISOString());
}
