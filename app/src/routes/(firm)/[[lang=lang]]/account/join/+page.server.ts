import { fail, redirect } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { change } from '#lib/server/api-session.server.ts';
import { Joined } from '#lib/server/api-shapes.ts';
import { formText } from '#lib/server/session-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({ code: url.searchParams.get('code') ?? '' });

export const actions: Actions = {
  default: async (event) => {
    const code = formText(await event.request.formData())('code');
    const done = await change(event, Joined, '/v1/invitations/accept', { method: 'POST', body: { code } });
    if (!done.ok) return fail(done.refused.status, { problem: done.refused.problem, faults: [...done.refused.faults] });
    redirect(303, pathIn(event.params.lang ?? 'zh', `/account/companies/${done.body.uscc}`));
  },
};
