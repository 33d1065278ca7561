import { healthOf, latestRun, operatePages, overdueRequests } from '#lib/server/api-operate.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const [health, run, overdue] = await Promise.all([
    healthOf(event, lang),
    latestRun(event, lang),
    overdueRequests(event, lang),
  ]);
  return { pages: operatePages(lang), health, run, overdue };
};
