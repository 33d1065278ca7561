/** Tells the API for whom the portal asks (访客), so that its limits count visitors; `functions/visitor.ts` reads it. */
import { createHmac } from 'node:crypto';
import { CEYIN_PORTAL_KEY } from '$app/env/private';

/** An API on the same machine believes the first header, any other only what is vouched for with the key they share. */
export function onBehalfOf(address: string): Readonly<Record<string, string>> {
  const plain = { 'x-forwarded-for': address };
  if (CEYIN_PORTAL_KEY === '') return plain;
  const said = `${address} ${Math.floor(Date.now() / 1000)}`;
  const mac = createHmac('sha256', CEYIN_PORTAL_KEY).update(said).digest('base64url');
  return { ...plain, 'x-ceyin-visitor': `${said} ${mac}` };
}
