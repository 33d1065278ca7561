import { fail, redirect } from '@sveltejs/kit';
import { ownFirm } from '#lib/server/api-own.server.ts';
import { hasManager, requestOf, takeStep } from '#lib/server/api-requests.server.ts';
import { unassignedWords } from '#lib/wording/rooms/unassigned.ts';
import type { Actions, PageServerLoad } from './$types';

const UNDER_WAY = ['reply', 'withdraw'];
const ACTS = ['reply', 'withdraw', 'rate'] as const;

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const firm = await ownFirm(event, event.params.uscc, lang);
  const request = await requestOf(event, firm.uscc, event.params.id, lang);
  const answered = request.status === 'solved' || request.status === 'not-solvable';
  const over = answered || request.status === 'withdrawn';
  const done = ACTS.find((act) => act === event.url.searchParams.get('done')) ?? null;
  const nobody = !over && request.manager === null && !(await hasManager(event, firm.uscc));
  const shown = nobody ? { ...request, clock: unassignedWords[lang].toFirm.clock } : request;
  return { firm, request: shown, done, acts: over ? (answered && request.rated === null ? ['rate'] : []) : UNDER_WAY };
};

export const actions: Actions = {
  default: async (event) => {
    const done = await takeStep(event, event.params.uscc, event.params.id, ACTS);
    if (!done.ok) {
      const { refused, act, text, reason } = done;
      return fail(refused.status, { ...refused, faultsAt: { ...refused.faultsAt }, act, text, reason });
    }
    redirect(303, `${event.url.pathname}?done=${done.act}#done`);
  },
};
