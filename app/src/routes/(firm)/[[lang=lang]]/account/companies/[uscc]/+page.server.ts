import { firmOf, openQuestion, verdictsOf } from '#lib/server/api-firm.server.ts';
import { ownFirm } from '#lib/server/api-own.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const firm = await ownFirm(event, event.params.uscc, lang);
  const { profile } = await firmOf(event, firm.uscc, lang);
  const [outcome, question] = await Promise.all([verdictsOf(event, profile, lang), openQuestion(event, profile, lang)]);
  return { firm, outcome, question, saved: event.url.searchParams.has('saved') };
};
