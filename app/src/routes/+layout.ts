import { langOf } from '#lib/lang.ts';
import { wordingOf } from '#lib/wording/load.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ url, data }) => {
  const lang = langOf({ pathname: url.pathname });
  return { ...data, lang, say: await wordingOf(lang) };
};
