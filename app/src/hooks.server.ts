import { htmlLang, langOf } from '#lib/lang.ts';
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
  const response = await resolve(event, { transformPageChunk: ({ html }) => html.replace('%lang%', lang) });
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  if (event.url.protocol === 'https:') {
    response.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  }
  return response;
};
