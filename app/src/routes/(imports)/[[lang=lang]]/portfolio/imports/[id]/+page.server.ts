import { fail, redirect } from '@sveltejs/kit';
import { columnChoices, goOn, importOf, saveColumns } from '#lib/server/api-imports.server.ts';
import { formText } from '#lib/server/session-form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const [found, choices] = await Promise.all([importOf(event, event.params.id, lang), columnChoices(lang)]);
  return {
    manages: event.locals.person?.role === 'manager',
    import: found,
    choices,
  };
};

/** Comes back to the page, where whatever is left can be gone on with. */
async function pass(event: RequestEvent, name: 'dry-run' | 'run', overwrite = false) {
  const done = await goOn(event, event.params.id, name, overwrite);
  if (!done.ok) return fail(done.refused.status, { problem: done.refused.problem, faults: [...done.refused.faults] });
  redirect(303, event.url.pathname);
}

export const actions: Actions = {
  /** With the columns as the page shows them. */
  try: async (event) => {
    const saved = await saveColumns(event, event.params.id, formText(await event.request.formData()));
    if (saved && !saved.ok) {
      return fail(saved.refused.status, { problem: saved.refused.problem, faults: [...saved.refused.faults] });
    }
    return pass(event, 'dry-run');
  },
  run: async (event) => {
    const text = formText(await event.request.formData());
    return pass(event, 'run', text('overwrite') !== '');
  },
};
