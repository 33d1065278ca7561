import { redirect } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { HOME, signInPath } from '#lib/server/session-guard.server.ts';
import type { PageServerLoad } from './$types';

/** Everyone’s own room is one click away; who came to another one’s is told so. */
export const load: PageServerLoad = ({ params, url, locals }) => {
  const lang = params.lang ?? 'zh';
  const { person } = locals;
  if (!person) redirect(303, signInPath(url));
  const home = pathIn(lang, HOME[person.role]);
  if (!url.searchParams.has('elsewhere')) redirect(303, home);
  return { role: person.role, home };
};
