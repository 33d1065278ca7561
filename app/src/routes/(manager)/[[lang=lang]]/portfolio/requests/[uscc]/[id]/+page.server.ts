import { fail, redirect } from '@sveltejs/kit';
import { managerPages, portfolioOf } from '#lib/server/api-portfolio.server.ts';
import { deskOf, requestOf, takeStep } from '#lib/server/api-requests.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a manager can do with a request in each state; until it is accepted, whoever looks after the firm. */
const ACTS: Readonly<Partial<Record<string, readonly string[]>>> = {
  open: ['accept'],
  accepted: ['answer', 'ask-firm', 'solve', 'decline'],
  'waiting-for-firm': ['resume'],
};
/** Whoever looks after the firm, while it is not closed. */
const PASS_ON = 'reassign';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { uscc, id } = event.params;
  const [request, firms] = await Promise.all([requestOf(event, uscc, id, lang), portfolioOf(event, [])]);
  const firm = firms.find((one) => one.uscc === uscc)?.name ?? uscc;
  const { mine, colleagues } = await deskOf(event, uscc, request.holder, lang);
  const possible = ACTS[request.status];
  const own = possible && (mine || request.status === 'open') ? possible : [];
  const acts = possible && colleagues.length > 0 ? [...own, PASS_ON] : own;
  return { pages: managerPages(lang), request, firm, acts, mine, colleagues, over: possible === undefined };
};

export const actions: Actions = {
  default: async (event) => {
    const done = await takeStep(event, event.params.uscc, event.params.id, [
      ...Object.values(ACTS).flatMap((acts) => acts ?? []),
      PASS_ON,
    ]);
    if (!done.ok) return fail(done.refused.status, { ...done.refused, act: done.act, text: done.text });
    redirect(303, event.url.pathname);
  },
};
