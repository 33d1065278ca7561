import { fail, redirect } from '@sveltejs/kit';
import { firmPath } from '#lib/server/api-firm.server.ts';
import { ownFirm } from '#lib/server/api-own.server.ts';
import { change, ifVersion } from '#lib/server/api-session.server.ts';
import { Anything } from '#lib/server/api-shapes.ts';
import { formText } from '#lib/server/session-form.ts';
import { firmWords } from '#lib/wording/rooms/firm.ts';
import { pathIn } from '#lib/lang.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  firm: await ownFirm(event, event.params.uscc, event.params.lang ?? 'zh'),
  at: event.url.pathname,
});

export const actions: Actions = {
  default: async (event) => {
    const lang = event.params.lang ?? 'zh';
    const { uscc } = event.params;
    const text = formText(await event.request.formData());
    if (text('confirm').toUpperCase() !== uscc) {
      return fail(400, { problem: firmWords[lang].data.mismatch, faults: [] });
    }
    const headers = ifVersion(text('version'));
    const done = await change(event, Anything, firmPath(uscc), { method: 'DELETE', headers });
    if (!done.ok) return fail(done.refused.status, { problem: done.refused.problem, faults: [...done.refused.faults] });
    redirect(303, pathIn(lang, '/account/companies?deleted'));
  },
};
