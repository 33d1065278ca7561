import { redirect } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { ownFirms } from '#lib/server/api-own.server.ts';
import type { PageServerLoad } from './$types';

/** The firm to issue a proof for; where there is only one, straight to it. */
export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const firms = (await ownFirms(event))
    .filter(({ role }) => role !== 'reader')
    .map(({ uscc, name }) => ({ href: pathIn(lang, `/account/companies/${uscc}/proofs`), name: name ?? uscc }));
  const [only] = firms;
  if (only && firms.length === 1) redirect(303, only.href);
  return { firms };
};
