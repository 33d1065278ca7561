import { browse, askedOf } from '#lib/catalogue/browse.ts';
import { publicPage, shelfOn } from '#lib/server/public.server.ts';
import { browseWords } from '#lib/wording/public/browse.ts';
import type { PageServerLoad } from './$types';

/** Rows of the real list, so that what is shown is what is used. */
export const load: PageServerLoad = async ({ params, url }) => {
  const lang = params.lang ?? 'zh';
  const { reader, standings, say, on } = await publicPage(lang, url);
  const view = browse(
    { shelf: await shelfOn(on), reader, say, words: browseWords[lang], standings },
    askedOf(new URLSearchParams(), null),
  );
  return { rows: view.rows.slice(0, 2), pageLinks: view.pageLinks, pages: view.pages, facets: view.facets.slice(0, 1) };
};
