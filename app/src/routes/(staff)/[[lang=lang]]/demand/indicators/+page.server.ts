import { boardView } from '#lib/server/api-indicators.server.ts';
import { staffPages } from '#lib/server/api-demand.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  return { pages: staffPages(lang), board: await boardView(event, lang) };
};
