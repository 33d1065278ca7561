import { fail } from '@sveltejs/kit';
import { healthOf, latestRun, operatePages, overdueRequests } from '#lib/server/api-operate.server.ts';
import { assignAsked, unassignedRequests } from '#lib/server/api-unassigned.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const [health, run, overdue, unassigned] = await Promise.all([
    healthOf(event, lang),
    latestRun(event, lang),
    overdueRequests(event, lang),
    unassignedRequests(event, lang),
  ]);
  return { pages: operatePages(lang), health, run, overdue, unassigned };
};

export const actions: Actions = {
  assign: async (event) => {
    const { status, problem, faults, sent, across } = await assignAsked(event);
    return fail(status, { problem, faults: [...faults], sent, across });
  },
};
