import { fail, redirect } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { change } from '#lib/server/api-session.server.ts';
import { Joined } from '#lib/server/api-shapes.ts';
import { formText } from '#lib/server/session-form.ts';
import { firmWords } from '#lib/wording/rooms/firm.ts';
import type { Actions, PageServerLoad } from './$types';

/** Anything shorter was cut off on its way. */
const SHORTEST_CODE = 10;

export const load: PageServerLoad = ({ url }) => ({ code: url.searchParams.get('code') ?? '' });

export const actions: Actions = {
  default: async (event) => {
    const code = formText(await event.request.formData())('code');
    const lang = event.params.lang ?? 'zh';
    if (code.length < SHORTEST_CODE) {
      return fail(400, { problem: firmWords[lang].members.codeShort, faults: [] as string[] });
    }
    const done = await change(event, Joined, '/v1/invitations/accept', { method: 'POST', body: { code } });
    if (!done.ok) return fail(done.refused.status, { problem: done.refused.problem, faults: [...done.refused.faults] });
    redirect(303, pathIn(lang, `/account/companies/${done.body.uscc}`));
  },
};
