import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { pathIn } from '#lib/lang.ts';
import { createDraft, onlyPublishers } from '#lib/server/api-drafts.server.ts';
import { formText } from '#lib/server/session-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  onlyPublishers(event, event.params.lang ?? 'zh');
  return { key: randomUUID() };
};

export const actions: Actions = {
  default: async (event) => {
    const text = formText(await event.request.formData());
    const body = { title: text('title'), notes: text('notes') };
    const done = await createDraft(event, text('key') || randomUUID(), body);
    if (!done.ok) return fail(done.refused.status, { ...done.refused, faults: [...done.refused.faults], body });
    redirect(303, pathIn(event.params.lang ?? 'zh', `/rules/drafts/${done.body.id}/change?done=created`));
  },
};
