import { fail, redirect } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { impactOf } from '#lib/server/api-impact.server.ts';
import { bringBack, changesBack, releaseView } from '#lib/server/api-releases.server.ts';
import { named } from '#lib/server/api-session.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { restoreWords } from '#lib/wording/rooms/restore.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const release = await releaseView(event, event.params.n, lang);
  const mayRestore = event.locals.person?.role !== 'auditor' && !release.served;
  return {
    release,
    mayRestore,
    back: mayRestore ? await changesBack(event, release.number, lang) : [],
    restored: event.url.searchParams.has('restored'),
  };
};

export const actions: Actions = {
  restore: async (event) => {
    const lang = event.params.lang ?? 'zh';
    const text = formText(await event.request.formData());
    const notes = text('notes');
    if (text('sure') === '')
      return fail(400, { problem: restoreWords[lang].unsure, faults: [] as string[], notes, impact: null });
    const done = await bringBack(event, event.params.n, notes);
    if (!done.ok) {
      const { status, problem, faults } = named(done.refused, { notes: restoreWords[lang].note }, lang);
      return fail(status, { problem, faults: [...faults], notes, impact: null });
    }
    redirect(303, pathIn(lang, `/rules/releases/${done.body.number}?restored`));
  },
  /** Shown on the page that answers; nothing of it is kept. */
  impact: async (event) => {
    const found = await impactOf(event, event.params.n, event.params.lang ?? 'zh');
    if (found.ok) return { problem: null, faults: [] as string[], notes: '', impact: found.found };
    const { status, problem, faults } = found.refused;
    return fail(status, { problem, faults: [...faults], notes: '', impact: null });
  },
};
