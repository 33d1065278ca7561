import { calendarView } from '#lib/catalogue/calendar.ts';
import { day } from '#lib/format.ts';
import { publicPage } from '#lib/server/public.server.ts';
import { measureWords } from '#lib/wording/public/measure.ts';
import type { Measure } from '#rules/engine/types.ts';
import type { PageServerLoad } from './$types';

const LEVELS: readonly Measure['level'][] = ['national', 'beijing', 'zhongguancun', 'chaoyang', 'dongcheng'];

export const load: PageServerLoad = async ({ params, url }) => {
  const lang = params.lang ?? 'zh';
  const { catalogue, reader, standings, say, on, asOf } = await publicPage(lang, url);
  const level = LEVELS.find((known) => known === url.searchParams.get('level')) ?? null;
  const asked = Number(url.searchParams.get('year'));
  const year = Number.isInteger(asked) && asked >= 2000 && asked <= 2040 ? asked : Number(on.slice(0, 4));
  const measures = catalogue.rules.measures.filter((measure) => level === null || measure.level === level);
  return {
    view: calendarView({ reader, standings, say, words: measureWords[lang], measures }, year),
    level,
    levels: LEVELS,
    asOf,
    today: day(on, lang),
    /** The day of the year, where it is this year's calendar. */
    todayAt: on.startsWith(`${year}-`)
      ? Math.round((Date.parse(`${on}T00:00:00Z`) - Date.UTC(year, 0, 1)) / 86_400_000)
      : null,
  };
};
