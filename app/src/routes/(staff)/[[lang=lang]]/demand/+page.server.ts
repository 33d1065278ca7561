import { choices, demandTable, districtName, filterOf, staffPages } from '#lib/server/api-demand.server.ts';
import { firstForStaff } from '#lib/server/api-first.server.ts';
import { ownPlan } from '#lib/server/api-indicators.server.ts';
import { texts } from '#lib/server/catalogue.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { district = null, firmLevel = false } = event.locals.person ?? {};
  const filter = filterOf(event);
  const words = await texts(lang);
  return {
    pages: staffPages(lang),
    first: await firstForStaff(event, ownPlan(district), lang),
    filter,
    firmLevel,
    district: districtName(words, district),
    choices: choices(words, district),
    table: await demandTable(event, filter, lang),
  };
};
