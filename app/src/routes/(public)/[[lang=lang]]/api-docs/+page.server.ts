import { callGroups } from '#lib/catalogue/interface.ts';
import { ask } from '#lib/server/api.server.ts';
import { apiWords } from '#lib/wording/public/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, fetch, url }) => {
  const lang = params.lang ?? 'zh';
  const answer = await ask(fetch, `/v1/openapi.json?lang=${lang}`, lang);
  return {
    origin: url.origin,
    groups: answer?.ok ? callGroups(answer.body, apiWords[lang].others) : null,
  };
};
