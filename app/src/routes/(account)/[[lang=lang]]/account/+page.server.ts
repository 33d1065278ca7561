import { redirect } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { HOME, signInPath } from '#lib/server/session-guard.server.ts';
import { accountWords } from '#lib/wording/rooms/account.ts';
import type { PageServerLoad } from './$types';

/** Everyone’s own room is one click away; who came to another one’s is told so. */
export const load: PageServerLoad = ({ params, url, locals }) => {
  const lang = params.lang ?? 'zh';
  const { person } = locals;
  if (!person) redirect(303, signInPath(url));
  const home = HOME[person.role];
  const elsewhere = url.searchParams.has('elsewhere');
  if (home !== undefined && !elsewhere) redirect(303, pathIn(lang, home));
  const { canDo } = accountWords[lang];
  const lines = Object.entries(canDo).find(([role]) => role === person.role)?.[1] ?? null;
  return { role: person.role, home: home === undefined ? null : pathIn(lang, home), elsewhere, canDo: lines };
};
