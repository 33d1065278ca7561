import { pathIn } from '#lib/lang.ts';
import { startData } from '#lib/server/start.server.ts';
import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, url }) => {
  const lang = params.lang ?? 'zh';
  // An address that was given out to people without a company.
  if (url.searchParams.get('as') === 'team') {
    const rest = new URLSearchParams(url.searchParams);
    rest.delete('as');
    redirect(308, pathIn(lang, '/start-up') + (rest.size === 0 ? '' : `?${rest.toString()}`));
  }
  return startData(lang);
};
