import { fail, redirect } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { bringBack, releaseView } from '#lib/server/api-releases.server.ts';
import { formText } from '#lib/server/session-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  release: await releaseView(event, event.params.n, event.params.lang ?? 'zh'),
  mayRestore: event.locals.person?.role !== 'auditor',
  restored: event.url.searchParams.has('restored'),
});

export const actions: Actions = {
  default: async (event) => {
    const notes = formText(await event.request.formData())('notes');
    const done = await bringBack(event, event.params.n, notes);
    if (!done.ok) return fail(done.refused.status, { ...done.refused, faults: [...done.refused.faults], notes });
    redirect(303, pathIn(event.params.lang ?? 'zh', `/rules/releases/${done.body.number}?restored`));
  },
};
