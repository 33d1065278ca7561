import { langOf } from '#lib/lang.ts';
import { deskOf, withDesk } from '#lib/wording/desk.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ url, data, parent }) => {
  const { say } = await parent();
  return { ...data, desk: withDesk(say, await deskOf(langOf({ pathname: url.pathname }))) };
};
