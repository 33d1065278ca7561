import { fail } from '@sveltejs/kit';
import { auditActions, auditFilter, auditPage, auditQuery, verifyAudit } from '#lib/server/api-audit.server.ts';
import { rulesPages } from '#lib/server/api-drafts.server.ts';
import { pathIn } from '#lib/lang.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Actions, PageServerLoad } from './$types';

/** So many faults are listed; all of them are in the file. */
const MOST_FAULTS = 50;

/** The kind of act under which looks at lists of firms stand. */
const LISTS = 'company.list';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const filter = auditFilter(event);
  const here = pathIn(lang, '/audit');
  const asked = auditQuery(filter).toString();
  const [page, actions] = await Promise.all([auditPage(event, filter, lang), auditActions(event)]);
  return {
    pages: rulesPages(event, lang),
    here,
    filter,
    narrowed: asked !== '',
    paged: event.url.searchParams.has('cursor'),
    first: asked === '' ? here : `${here}?${asked}`,
    exported: `${here}/export?${asked}`,
    // In the same days, whoever looked.
    lists:
      filter.uscc === ''
        ? null
        : `${here}?${auditQuery({ ...filter, uscc: '', subject: '', action: LISTS }).toString()}#entries`,
    next:
      page.next === null
        ? null
        : `${here}?${[asked, `cursor=${encodeURIComponent(page.next)}`].filter(Boolean).join('&')}#entries`,
    actions,
    rows: page.rows,
    wrong: page.wrong,
    today: todayInBeijing(new Date()),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const done = await verifyAudit(event);
    if (!done.ok) return fail(done.refused.status, { refused: done.refused, found: null });
    const { whole, entries, faults } = done.body;
    return { refused: null, found: { whole, entries, of: faults.length, faults: faults.slice(0, MOST_FAULTS) } };
  },
};
