import { fail, redirect } from '@sveltejs/kit';
import { earlierImports, importPages, upload } from '#lib/server/api-imports.server.ts';
import { importWords } from '#lib/wording/rooms/import.ts';
import { pathIn } from '#lib/lang.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  return { pages: importPages(event, lang), imports: await earlierImports(event, lang) };
};

export const actions: Actions = {
  default: async (event) => {
    const lang = event.params.lang ?? 'zh';
    const file = (await event.request.formData()).get('file');
    if (!(file instanceof File) || file.size === 0) {
      return fail(400, { problem: importWords[lang].noFile, faults: [] as string[] });
    }
    const done = await upload(event, file);
    if (!done.ok) return fail(done.refused.status, { problem: done.refused.problem, faults: [...done.refused.faults] });
    redirect(303, pathIn(lang, `/portfolio/imports/${done.body.id}`));
  },
};
