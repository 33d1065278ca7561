import { ladderViews, loneTitles } from '#lib/catalogue/ladder.ts';
import { publicPage } from '#lib/server/public.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
  const { catalogue, reader, say } = await publicPage(params.lang ?? 'zh', url);
  return { ladders: ladderViews(catalogue.rules, reader, say), lone: loneTitles(catalogue.rules, reader) };
};
