import { texts } from '#lib/server/catalogue.server.ts';
import { demoFirms } from '#lib/server/firms.server.ts';
import { wordings } from '#lib/wording/both.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
  const lang = params.lang ?? 'zh';
  return { today: todayInBeijing(new Date()), firms: demoFirms(await texts(lang), wordings[lang]) };
};
