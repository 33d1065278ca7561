import { fail, redirect } from '@sveltejs/kit';
import { money } from '#lib/format.ts';
import { questionsFor } from '#lib/server/api-advice.server.ts';
import { givenBack, saveAnswers } from '#lib/server/api-answers.server.ts';
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
  default: async (event) => {
    const lang = event.params.lang ?? 'zh';
    const { uscc } = event.params;
    const sent = await event.request.formData();
    const { profile } = await firmOf(event, uscc, lang);
    const done = await saveAnswers(event, { uscc, profile }, sent, { lang, source: 'self' });
    if (!done.ok) return fail(done.refused.status, givenBack(done.refused, sent));
    redirect(303, `${event.url.pathname}?answered`);
  },
};
