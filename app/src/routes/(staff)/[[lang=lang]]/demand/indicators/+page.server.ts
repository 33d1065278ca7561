import { boardOf, isDistrictPlan, ownPlan, plansIn } from '#lib/server/api-indicators.server.ts';
import { staffPages } from '#lib/server/api-demand.server.ts';
import type { PageServerLoad } from './$types';

const WHICH = ['all', 'goals', 'entered', 'missing'] as const;

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { searchParams } = event.url;
  const district = event.locals.person?.district ?? null;
  const plans = await plansIn(lang);
  const plan = plans.find(({ id }) => id === searchParams.get('plan'))?.id ?? ownPlan(district);
  const which = WHICH.find((one) => one === searchParams.get('which')) ?? 'all';
  const search = searchParams.get('q')?.trim().slice(0, 100) ?? '';
  const board = await boardOf(event, plan, lang);
  return {
    pages: staffPages(lang),
    plans,
    which,
    all: WHICH,
    plan,
    search,
    mayEnter: plan === ownPlan(district) && isDistrictPlan(plan),
    total: board.length,
    rows: board.filter(
      ({ name, target, latest }) =>
        name.toLowerCase().includes(search.toLowerCase()) &&
        (which === 'all' ||
          (which === 'goals' && target !== null) ||
          (which === 'entered' && latest !== null) ||
          (which === 'missing' && target !== null && latest === null)),
    ),
  };
};
