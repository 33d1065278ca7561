import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { pathIn } from '#lib/lang.ts';
import { createDraft, onlyPublishers } from '#lib/server/api-drafts.server.ts';
import { named } from '#lib/server/api-session.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { rulesWords } from '#lib/wording/rooms/rules.ts';
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
    const lang = event.params.lang ?? 'zh';
    const { draftTitle: title, notes } = rulesWords[lang];
    if (!done.ok) return fail(done.refused.status, { ...named(done.refused, { title, notes }, lang), body });
    redirect(303, pathIn(lang, `/rules/drafts/${done.body.id}/change?done=created`));
  },
};
