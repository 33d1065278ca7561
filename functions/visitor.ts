/**
 * For whom the portal asks (访客). Where it does not run beside the API, its requests come from one address for all its
 * visitors; it names the visitor's in a header and vouches for it with a key that it shares with the API. Whoever else
 * sends the header is asked by their own address.
 */
import { createHmac } from 'node:crypto';
import { isSameKey } from './same-key.ts';

/** `<address> <Unix seconds> <HMAC-SHA256 of both, base64url>` */
export const VISITOR_HEADER = 'x-ceyin-visitor';
/** So long a header holds, clocks that differ included. */
const VALID_SECONDS = 300;

/** The address that the portal vouches for; undefined where nobody does, or no key is set. */
export function visitorOf(header: string | undefined, key: string | undefined, now: Date): string | undefined {
  if (header === undefined || key === undefined) return undefined;
  const [, said, address, seconds, mac] = /^(([0-9a-f:.]{2,45}) (\d{1,12})) ([\w-]{43})$/i.exec(header) ?? [];
  if (said === undefined || mac === undefined) return undefined;
  if (!isSameKey(mac, createHmac('sha256', key).update(said).digest('base64url'))) return undefined;
  return Math.abs(now.getTime() / 1000 - Number(seconds)) <= VALID_SECONDS ? address : undefined;
}
