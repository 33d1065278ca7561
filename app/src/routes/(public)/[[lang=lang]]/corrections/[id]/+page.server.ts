import { ask, isRecord } from '#lib/server/api.server.ts';
import { publicPage } from '#lib/server/public.server.ts';
import { day } from '#lib/format.ts';
import { correctionWords } from '#lib/wording/public/forms.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { PageServerLoad } from './$types';

/** What became of a correction, for whoever has its code. Without it nobody learns whether there is one. */
export const load: PageServerLoad = async ({ params, url, fetch, getClientAddress, setHeaders }) => {
  const lang = params.lang ?? 'zh';
  const { reader } = await publicPage(lang, url);
  const words = correctionWords[lang];
  const query = new URLSearchParams({ code: url.searchParams.get('code') ?? '' }).toString();
  setHeaders({ 'cache-control': 'private, no-store' });
  const answer = await ask(fetch, `/v1/corrections/${encodeURIComponent(params.id)}?${query}`, lang, {
    address: getClientAddress(),
  });
  if (answer === null) return { problem: words.unavailable, correction: null };
  if (!answer.ok || !isRecord(answer.body)) return { problem: words.notFound, correction: null };
  const { state, text, reply, at, measure } = answer.body;
  const id = typeof measure === 'string' ? measure : null;
  return {
    problem: null,
    correction: {
      state: typeof state === 'string' ? (words.states[state] ?? state) : '',
      text: typeof text === 'string' ? text : '',
      reply: typeof reply === 'string' ? reply : null,
      sentOn: typeof at === 'string' ? day(todayInBeijing(new Date(at)), lang) : '',
      measure: id === null ? null : { id, name: reader.texts.measures[id]?.name ?? id },
    },
  };
};
