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
const ALL_ACTS = [...Object.values(ACTS).flatMap((acts) => acts ?? []), PASS_ON];

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { uscc, id } = event.params;
  const [request, firms] = await Promise.all([requestOf(event, uscc, id, lang), portfolioOf(event, [])]);
  const firm = firms.find((one) => one.uscc === uscc)?.name ?? uscc;
  const { mine, colleagues } = await deskOf(event, uscc, request.holder, lang);
  const possible = ACTS[request.status];
  const own = possible && (mine || request.status === 'open') ? possible : [];
  const acts = possible && colleagues.length > 0 ? [...own, PASS_ON] : own;
  const done = ALL_ACTS.find((act) => act === event.url.searchParams.get('done')) ?? null;
  return { pages: managerPages(lang), request, firm, acts, mine, colleagues, done, over: possible === undefined };
};

export const actions: Actions = {
  default: async (event) => {
    const done = await takeStep(event, event.params.uscc, event.params.id, ALL_ACTS);
    if (!done.ok) {
      const { refused, act, text, reason } = done;
      return fail(refused.status, { ...refused, faultsAt: { ...refused.faultsAt }, act, text, reason });
    }
    redirect(303, `${event.url.pathname}?done=${done.act}#done`);
  },
};
