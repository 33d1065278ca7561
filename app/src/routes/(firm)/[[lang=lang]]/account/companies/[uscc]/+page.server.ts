import { questionsFor } from '#lib/server/api-advice.server.ts';
import { changesOf } from '#lib/server/api-changes.server.ts';
import { firmOf, judgedFor } from '#lib/server/api-firm.server.ts';
import { ownFirm } from '#lib/server/api-own.server.ts';
import { settlesText } from '#lib/check/settles.ts';
import { desks } from '#lib/wording/both.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const firm = await ownFirm(event, event.params.uscc, lang);
  const { profile, version } = await firmOf(event, firm.uscc, lang);
  const { judged, outcome } = await judgedFor(event, profile, lang);
  const [[next], changes] = await Promise.all([
    questionsFor(judged, lang, 1),
    changesOf(event, firm.uscc, version, judged, lang),
  ]);
  const question = next ? { ...next, settles: settlesText(desks[lang].journey.ask, next, lang) } : null;
  const asked = event.url.searchParams;
  return { firm, outcome, question, changes, saved: asked.has('saved'), joined: asked.has('joined') };
};
