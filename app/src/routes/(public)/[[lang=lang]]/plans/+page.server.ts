import { planSummaries } from '#lib/catalogue/plans.ts';
import { publicPage, sources } from '#lib/server/public.server.ts';
import { planWords } from '#lib/wording/public/plans.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
  const lang = params.lang ?? 'zh';
  const { catalogue, reader } = await publicPage(lang, url);
  return {
    plans: planSummaries({
      rules: catalogue.rules,
      texts: reader.texts,
      sources: await sources(),
      words: planWords[lang],
    }),
  };
};
