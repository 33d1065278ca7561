import { error } from '@sveltejs/kit';
import { PLANS, planView } from '#lib/catalogue/plans.ts';
import { day } from '#lib/format.ts';
import { publicPage, sources } from '#lib/server/public.server.ts';
import { planWords } from '#lib/wording/public/plans.ts';
import type { PageServerLoad } from './$types';

const SHOWN = ['all', 'realised', 'open'] as const;

export const load: PageServerLoad = async ({ params, url }) => {
  const lang = params.lang ?? 'zh';
  const { catalogue, reader, on } = await publicPage(lang, url);
  const words = planWords[lang];
  const view = planView({ rules: catalogue.rules, texts: reader.texts, sources: await sources(), words }, params.plan);
  const plan = PLANS.find(({ id }) => id === params.plan);
  if (!view || !plan) error(404);
  const show = SHOWN.find((known) => known === url.searchParams.get('show')) ?? 'all';
  const isShown = (realised: boolean): boolean => show === 'all' || (show === 'realised') === realised;
  return {
    view: {
      ...view,
      sections: view.sections
        .map((section) => ({
          ...section,
          provisions: section.provisions.filter(({ reason }) => isShown(reason === null)),
        }))
        .filter(({ provisions }) => provisions.length > 0),
    },
    show,
    shown: SHOWN,
    period: words.asOfPlan(day(plan.from, lang), day(plan.to, lang)),
    ended: on > plan.to,
  };
};
