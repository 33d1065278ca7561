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
      return fail(400, { problem: null, wrong: firmWords[lang].members.codeShort, code });
    }
    const done = await change(event, Joined, '/v1/invitations/accept', { method: 'POST', body: { code } });
    if (!done.ok) {
      const { status, problem } = done.refused;
      return fail(status, status < 500 ? { problem: null, wrong: problem, code } : { problem, wrong: null, code });
    }
    redirect(303, pathIn(lang, `/account/companies/${done.body.uscc}?joined`));
  },
};
