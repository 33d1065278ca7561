import { askedOf, browse, dayShown } from '#lib/catalogue/browse.ts';
import { publicPage, shelfOn } from '#lib/server/public.server.ts';
import { browseWords } from '#lib/wording/public/browse.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
  const lang = params.lang ?? 'zh';
  const { reader, standings, say, on, asOf } = await publicPage(lang, url);
  const asked = askedOf(url.searchParams, asOf);
  return {
    asked,
    shownDay: dayShown(asked, lang),
    view: browse({ shelf: await shelfOn(on), reader, say, words: browseWords[lang], standings }, asked),
  };
};
