import { fail } from '@sveltejs/kit';
import { auditActions, auditFilter, auditPage, auditQuery, verifyAudit } from '#lib/server/api-audit.server.ts';
import { rulesPages } from '#lib/server/api-drafts.server.ts';
import { pathIn } from '#lib/lang.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Actions, PageServerLoad } from './$types';

/** So many faults are listed; all of them are in the file. */
const MOST_FAULTS = 50;

/** So many pages one can go back, each by its cursor in the address; more would make it longer than servers take. */
const MOST_BACK = 20;

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const filter = auditFilter(event);
  const here = pathIn(lang, '/audit');
  const asked = auditQuery(filter).toString();
  const trail = event.url.searchParams.getAll('cursor').slice(-MOST_BACK);
  const pageAt = (cursors: readonly string[]): string =>
    `${here}?${new URLSearchParams([...auditQuery(filter), ...cursors.map((cursor) => ['cursor', cursor])]).toString()}#entries`;
  const [page, actions] = await Promise.all([
    auditPage(event, filter, lang, trail.at(-1) ?? null),
    auditActions(event),
  ]);
  const { rows, next, lists, choices } = page;
  return {
    pages: rulesPages(event, lang),
    here,
    filter,
    narrowed: asked !== '',
    exported: `${here}/export?${asked}`,
    lists: lists && { ...lists, href: `${here}?${lists.query}#entries` },
    choices: choices && {
      more: choices.more,
      firms: choices.items.map(({ uscc, name }) => ({
        uscc,
        name,
        href: `${here}?${auditQuery({ ...filter, firm: uscc }).toString()}#entries`,
      })),
    },
    /** Whose acts are shown, where a name is asked for that several have. */
    people:
      filter.who === ''
        ? []
        : [...new Map(rows.map(({ subject, who }) => [subject, who]))].map(([subject, who]) => ({
            subject,
            who,
            href: `${here}?${auditQuery({ ...filter, who: subject }).toString()}#entries`,
          })),
    paging: {
      // Further back the address no longer tells which one it is.
      number: trail.length === MOST_BACK ? null : trail.length + 1,
      first: trail.length === 0 ? null : pageAt([]),
      back: trail.length === 0 ? null : pageAt(trail.slice(0, -1)),
      next: next === null ? null : pageAt([...trail, next]),
    },
    actions,
    rows,
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
