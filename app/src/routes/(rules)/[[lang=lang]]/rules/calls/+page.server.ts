import { calledMeasures } from '#lib/server/api-calls.server.ts';
import { onlyPublishers, rulesPages } from '#lib/server/api-drafts.server.ts';
import type { PageServerLoad } from './$types';

/** So many measures are listed at once. */
const MOST_LISTED = 60;

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  onlyPublishers(event, lang);
  const search = event.url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
  const found = await calledMeasures(search, lang);
  return { pages: rulesPages(event, lang), search, total: found.length, rows: found.slice(0, MOST_LISTED) };
};
