import { fail } from '@sveltejs/kit';
import { choices, demandTable, districtName, filterOf, staffPages } from '#lib/server/api-demand.server.ts';
import { standingOf } from '#lib/server/demand-file.ts';
import { firstForStaff } from '#lib/server/api-first.server.ts';
import { ownPlan } from '#lib/server/api-indicators.server.ts';
import { texts } from '#lib/server/catalogue.server.ts';
import { assignAsked, unassignedRequests } from '#lib/server/api-unassigned.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { district = null, firmLevel = false } = event.locals.person ?? {};
  const words = await texts(lang);
  const offered = choices(words, district);
  const { filter, unknown, barred } = filterOf(event, offered);
  const table = await demandTable(event, filter, lang);
  const unassigned = firmLevel ? await unassignedRequests(event, lang) : null;
  return {
    pages: staffPages(lang),
    first: await firstForStaff(event, ownPlan(district), unassigned?.rows ?? [], lang),
    unassigned,
    filter,
    unknown,
    barred,
    firmLevel,
    district: districtName(words, district),
    choices: offered,
    table,
    standing: standingOf(table, lang),
  };
};

export const actions: Actions = {
  assign: async (event) => {
    const { status, problem, faults, sent, across } = await assignAsked(event);
    return fail(status, { problem, faults: [...faults], sent, across });
  },
};
