import { money } from '#lib/format.ts';
import { questionsFor } from '#lib/server/api-advice.server.ts';
import { answerFirm } from '#lib/server/api-answers.server.ts';
import { changesOf } from '#lib/server/api-changes.server.ts';
import { firmOf, judgedFor } from '#lib/server/api-firm.server.ts';
import { ownFirm } from '#lib/server/api-own.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const firm = await ownFirm(event, event.params.uscc, lang);
  const { profile, version } = await firmOf(event, firm.uscc, lang);
  const { judged, outcome } = await judgedFor(event, profile, lang);
  const [[next], changes] = await Promise.all([
    questionsFor(judged, lang, 1),
    changesOf(event, firm.uscc, version, judged, lang),
  ]);
  const question = next ? { ...next, money: next.upTo === null ? '' : money(next.upTo, lang) } : null;
  const asked = event.url.searchParams;
  return {
    firm,
    outcome,
    question,
    changes,
    saved: asked.has('saved'),
    answered: asked.has('answered'),
    joined: asked.has('joined'),
  };
};

export const actions: Actions = {
  /** What the firm answers to the question that settles most. */
  default: (event) => answerFirm(event, event.params.uscc, 'self', () => `${event.url.pathname}?answered`),
};
