import { isLarge } from '#lib/display.ts';
import { htmlLang, langOf } from '#lib/lang.ts';
import { enter, roomOf } from '#lib/server/session-guard.server.ts';
import type { Handle } from '@sveltejs/kit/hooks';

const headers = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

export const handle: Handle = async ({ event, resolve }) => {
  const lang = htmlLang[langOf(event.url)];
  const text = isLarge(event.cookies.get('text')) ? 'large' : 'normal';
  const room = roomOf(event.route.id);
  const stopped = room && (await enter(event, room));
  const response =
    stopped ??
    (await resolve(event, {
      transformPageChunk: ({ html }) => html.replace('%lang%', lang).replace('%text%', text),
    }));
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  if (room) response.headers.set('cache-control', 'private, no-store');
  const route = event.route.id ?? '';
  if (route.endsWith('/widget')) allowFraming(response.headers);
  if (route.endsWith('/check') || route.endsWith('/check/report')) allowPacking(response.headers);
  if (event.url.protocol === 'https:') {
    response.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  }
  return response;
};

/** The one page that is made to stand in other sites' pages: it has no script, no form and no session. */
function allowFraming(sent: Headers): void {
  sent.delete('x-frame-options');
  sent.set('cross-origin-resource-policy', 'cross-origin');
  const policy = sent.get('content-security-policy');
  if (policy !== null) {
    sent.set('content-security-policy', policy.replace("frame-ancestors 'none'", 'frame-ancestors *'));
  }
}

/** Workbooks are packed in a worker that the packing library makes from its own text. */
function allowPacking(sent: Headers): void {
  const policy = sent.get('content-security-policy');
  if (policy !== null) sent.set('content-security-policy', `${policy}; worker-src 'self' blob:`);
}
