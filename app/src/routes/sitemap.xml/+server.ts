import { PLANS } from '#lib/catalogue/plans.ts';
import { htmlLang, pathIn } from '#lib/lang.ts';
import { rules } from '#lib/server/catalogue.server.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { RequestHandler } from './$types';

const PAGES = [
  '/',
  '/measures',
  '/check',
  '/calendar',
  '/ladder',
  '/plans',
  '/about',
  '/privacy',
  '/terms',
  '/api-docs',
];
const LANGS: readonly Lang[] = ['zh', 'en'];

/** Every page that may be found, in both languages, with the day its facts were checked. */
export const GET: RequestHandler = async ({ url }) => {
  const { measures, checked } = await rules();
  const pages = [
    ...PAGES.map((path) => ({ path, checked })),
    ...PLANS.map(({ id }) => ({ path: `/plans/${id}`, checked })),
    ...measures.map((measure) => ({ path: `/measures/${measure.id}`, checked: measure.checked })),
  ];
  const entries = pages.flatMap(({ path, checked: day }) =>
    LANGS.map(
      (lang) =>
        `<url><loc>${url.origin}${pathIn(lang, path)}</loc><lastmod>${day}</lastmod>${LANGS.map(
          (other) =>
            `<xhtml:link rel="alternate" hreflang="${htmlLang[other]}" href="${url.origin}${pathIn(other, path)}"/>`,
        ).join('')}</url>`,
    ),
  );
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${entries.join('\n')}\n</urlset>\n`;
  return new Response(body, {
    headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  });
};
