import { error } from '@sveltejs/kit';
import { measurePage } from '#lib/catalogue/measure.ts';
import { governmentService } from '#lib/catalogue/structured.ts';
import { day } from '#lib/format.ts';
import { pathIn } from '#lib/lang.ts';
import { publicPage, sources } from '#lib/server/public.server.ts';
import { measureWords } from '#lib/wording/public/measure.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
  const lang = params.lang ?? 'zh';
  const { catalogue, reader, standings, say, on, asOf } = await publicPage(lang, url);
  const measure = catalogue.measures.get(params.id);
  if (!measure) error(404);
  const words = measureWords[lang];
  const view = measurePage({ catalogue, sources: await sources(), standings, reader, say, words }, measure);
  const first = measure.versions[0]?.from ?? on;
  const last = measure.versions.at(-1)?.to;
  return {
    view,
    on,
    asOf,
    /** Set where the day lies outside of every version. */
    outside:
      on < first
        ? words.asOfFuture(day(on, lang), day(first, lang))
        : last !== undefined && on >= last
          ? words.asOfPast(day(on, lang), day(last, lang))
          : null,
    structured: governmentService(view, new URL(pathIn(lang, `/measures/${measure.id}`), url).href, lang),
  };
};
