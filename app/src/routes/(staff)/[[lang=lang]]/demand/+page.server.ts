import { choices, demandTable, districtName, filterOf, staffPages } from '#lib/server/api-demand.server.ts';
import { standingOf } from '#lib/server/demand-file.ts';
import { firstForStaff } from '#lib/server/api-first.server.ts';
import { ownPlan } from '#lib/server/api-indicators.server.ts';
import { texts } from '#lib/server/catalogue.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { district = null, firmLevel = false } = event.locals.person ?? {};
  const words = await texts(lang);
  const offered = choices(words, district);
  const { filter, unknown, barred } = filterOf(event, offered);
  const table = await demandTable(event, filter, lang);
  return {
    pages: staffPages(lang),
    first: await firstForStaff(event, ownPlan(district), lang),
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
