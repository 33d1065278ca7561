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
    const typed = text('confirm');
    if (typed.toUpperCase() !== uscc) {
      return fail(400, { problem: null, faults: [] as string[], typed, mismatch: firmWords[lang].data.mismatch });
    }
    const headers = ifVersion(text('version'));
    const done = await change(event, Anything, firmPath(uscc), { method: 'DELETE', headers });
    if (!done.ok) {
      const { status, problem, faults } = done.refused;
      return fail(status, { problem, faults: [...faults], typed, mismatch: null });
    }
    redirect(303, pathIn(lang, '/account/companies?deleted'));
  },
};
