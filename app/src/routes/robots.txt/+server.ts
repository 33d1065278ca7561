import type { RequestHandler } from './$types';

/** Everything that only shows may be found; what is a search, a form or a setting may not. */
export const GET: RequestHandler = ({ url }) =>
  new Response(
    [
      'User-agent: *',
      'Disallow: /v1/',
      'Disallow: /display',
      'Disallow: /corrections/',
      'Disallow: /en/corrections/',
      'Disallow: /*?*',
      'Allow: /',
      '',
      `Sitemap: ${url.origin}/sitemap.xml`,
      '',
    ].join('\n'),
    { headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=3600' } },
  );
