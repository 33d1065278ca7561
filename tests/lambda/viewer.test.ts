/** Who asks, behind a CDN and without one. */
import { expect, test } from 'vitest';
import { asSeen, CDN_HEADER, VIEWER_HEADER } from '#functions/lambda/viewer.ts';
import { event } from '../functions/events.ts';

const KEY = 'what the CDN and the functions share';
/** What the gateway saw. */
const CDN = '192.0.2.1';
const asked = (headers: Record<string, string>) => event({ headers: { accept: '*/*', ...headers } });

test.each([
  ['an address that the CDN names', KEY, { [VIEWER_HEADER]: '203.0.113.7', [CDN_HEADER]: KEY }, '203.0.113.7'],
  ['one of IPv6', KEY, { [VIEWER_HEADER]: '2001:db8::7', [CDN_HEADER]: KEY }, '2001:db8::7'],
  ['no address at all', KEY, { [VIEWER_HEADER]: 'x 203.0.113.7', [CDN_HEADER]: KEY }, CDN],
  ['an address without a key', KEY, { [VIEWER_HEADER]: '203.0.113.7' }, CDN],
  ['an address with another key', KEY, { [VIEWER_HEADER]: '203.0.113.7', [CDN_HEADER]: 'guessed' }, CDN],
  ['an address where there is no CDN', undefined, { [VIEWER_HEADER]: '203.0.113.7', [CDN_HEADER]: KEY }, CDN],
  ['an empty key where there is no CDN', undefined, { [VIEWER_HEADER]: '203.0.113.7', [CDN_HEADER]: '' }, CDN],
  ['neither', KEY, {}, CDN],
])('%s', (_, key, headers, address) => {
  const seen = asSeen(asked(headers), key);
  expect(seen.requestContext.http.sourceIp).toBe(address);
  expect(seen.headers).toEqual({ accept: '*/*' });
});
