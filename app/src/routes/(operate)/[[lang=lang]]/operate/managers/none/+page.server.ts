import { firmsWithoutManager } from '#lib/server/api-assigning.server.ts';
import { operatePages } from '#lib/server/api-operate.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  return { pages: operatePages(lang), ...(await firmsWithoutManager(event, lang)) };
};
