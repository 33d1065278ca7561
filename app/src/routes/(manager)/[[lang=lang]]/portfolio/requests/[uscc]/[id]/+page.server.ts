import { fail, redirect } from '@sveltejs/kit';
import { managerPages, portfolioOf } from '#lib/server/api-portfolio.server.ts';
import { requestOf, takeStep } from '#lib/server/api-requests.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a manager can do with a request in each state. */
const ACTS: Readonly<Partial<Record<string, readonly string[]>>> = {
  open: ['accept'],
  accepted: ['answer', 'ask-firm', 'solve', 'decline'],
  'waiting-for-firm': ['resume'],
};

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { uscc, id } = event.params;
  const [request, firms] = await Promise.all([requestOf(event, uscc, id, lang), portfolioOf(event, [])]);
  const firm = firms.find((one) => one.uscc === uscc)?.name ?? uscc;
  return { pages: managerPages(lang), request, firm, acts: ACTS[request.status] ?? [] };
};

export const actions: Actions = {
  default: async (event) => {
    const done = await takeStep(
      event,
      event.params.uscc,
      event.params.id,
      Object.values(ACTS).flatMap((acts) => acts ?? []),
    );
    if (!done.ok) return fail(done.refused.status, { ...done.refused, text: done.text });
    redirect(303, event.url.pathname);
  },
};
