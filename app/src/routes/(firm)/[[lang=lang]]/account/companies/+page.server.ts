import { firstForFirm } from '#lib/server/api-first.server.ts';
import { moment } from '#lib/server/api-firm.server.ts';
import { ownFirms } from '#lib/server/api-own.server.ts';
import { pathIn } from '#lib/lang.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const firms = await ownFirms(event);
  const named = firms.map(({ uscc, name }) => ({ uscc, name: name ?? uscc }));
  return {
    first: await firstForFirm(event, named, lang),
    deleted: event.url.searchParams.has('deleted'),
    firms: firms.map(({ uscc, name, role, savedAt }) => ({
      uscc,
      name: name ?? uscc,
      role,
      savedAt: moment(savedAt, lang),
      href: pathIn(lang, `/account/companies/${uscc}`),
    })),
  };
};
