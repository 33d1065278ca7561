import { latest, openNow } from '#lib/catalogue/news.ts';
import { publicPage } from '#lib/server/public.server.ts';
import { standingOf } from '#lib/catalogue/standing.ts';
import { homeWords } from '#lib/wording/public/home.ts';
import type { Measure } from '#rules/engine/types.ts';
import type { PageServerLoad } from './$types';

const LEVELS: readonly Measure['level'][] = ['national', 'beijing', 'zhongguancun', 'chaoyang', 'dongcheng'];
const SHOWN = 8;

export const load: PageServerLoad = async ({ params, url }) => {
  const lang = params.lang ?? 'zh';
  const { catalogue, reader, standings, say } = await publicPage(lang, url);
  const { measures } = catalogue.rules;
  const news = { reader, standings, say, words: homeWords[lang], measures };
  const live = measures.filter(({ id }) => {
    const availability = standings.get(id);
    return availability !== undefined && standingOf(availability) !== 'ended';
  });
  const count = (state: string): number => live.filter(({ id }) => standings.get(id)?.state === state).length;
  return {
    count: measures.length,
    live: live.length,
    open: openNow(news).slice(0, SHOWN),
    always: { rolling: count('rolling'), automatic: count('automatic') },
    news: latest(news, SHOWN),
    levels: LEVELS.map((level) => ({ level, live: live.filter((measure) => measure.level === level).length })),
  };
};
