import { draftRows, firstOf, rulesPages } from '#lib/server/api-drafts.server.ts';
import { releaseRows } from '#lib/server/api-releases.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const role = event.locals.person?.role ?? '';
  const [drafts, releases] = await Promise.all([draftRows(event, lang), releaseRows(event, lang)]);
  return {
    pages: rulesPages(event, lang),
    mayDraft: role === 'publisher',
    first: firstOf(drafts, role, lang),
    drafts,
    releases,
  };
};
