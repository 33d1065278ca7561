import { fail, redirect } from '@sveltejs/kit';
import { earlierImports, forget, importPages, upload } from '#lib/server/api-imports.server.ts';
import type { Refused } from '#lib/server/api-session.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { importWords } from '#lib/wording/rooms/import.ts';
import { pathIn } from '#lib/lang.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  return {
    pages: importPages(event, lang),
    imports: await earlierImports(event, lang),
    deleted: event.url.searchParams.has('deleted'),
  };
};

const refused = ({ status, problem, faults }: Refused) => fail(status, { problem, faults: [...faults] });

export const actions: Actions = {
  upload: async (event) => {
    const lang = event.params.lang ?? 'zh';
    const file = (await event.request.formData()).get('file');
    const words = importWords[lang];
    // Without a file browsers send an empty one that has no name.
    if (!(file instanceof File) || file.name === '')
      return fail(400, { problem: words.noFile, faults: [] as string[] });
    if (file.size === 0) return fail(400, { problem: words.emptyFile(file.name), faults: [] as string[] });
    const done = await upload(event, file);
    if (!done.ok) return refused(done.refused);
    redirect(303, pathIn(lang, `/portfolio/imports/${done.body.id}`));
  },
  delete: async (event) => {
    const id = formText(await event.request.formData())('id');
    const done = await forget(event, id);
    if (!done.ok) return refused(done.refused);
    redirect(303, `${event.url.pathname}?deleted#before`);
  },
};
