/** What every function reads of a request in the same way. */
import { parseAccept } from 'hono/utils/accept';
import type { Lang } from '#rules/engine/types.ts';

/** The id sent along, where it is plain, so that one request can be followed through several services; else a new one. */
export function requestIdOf(sent: string | undefined, newId: () => string): string {
  return sent !== undefined && SANE_ID.test(sent) ? sent : newId();
}
const SANE_ID = /^[\w-]{8,64}$/;

/** `lang=en` in the address, else what the browser prefers, else Chinese. */
export function langAsked(asked: string | undefined, acceptLanguage: string | undefined): Lang {
  if (asked === 'zh' || asked === 'en') return asked;
  const preferred = parseAccept(acceptLanguage ?? '')
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ type }) => type.slice(0, 2).toLowerCase())
    .find((code) => code === 'zh' || code === 'en');
  return preferred === 'en' ? 'en' : 'zh';
}
