import { boardView } from '#lib/server/api-indicators.server.ts';
import { rulesPages } from '#lib/server/api-drafts.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  return { pages: rulesPages(event, lang), board: await boardView(event, lang) };
};
