import { pathIn } from '#lib/lang.ts';
import { managerPages, portfolioOf } from '#lib/server/api-portfolio.server.ts';
import { requestRow } from '#lib/server/api-requests.server.ts';
import { read } from '#lib/server/api-session.server.ts';
import { Requests } from '#lib/server/api-shapes.ts';
import type { PageServerLoad } from './$types';

const WHICH = ['pending', 'unassigned', 'closed'] as const;

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const which = WHICH.find((one) => one === event.url.searchParams.get('which')) ?? 'pending';
  const [found, firms] = await Promise.all([
    read(event, Requests, `/v1/requests?which=${which}&limit=100`),
    portfolioOf(event, []),
  ]);
  const names = new Map(firms.map(({ uscc, name }) => [uscc, name ?? uscc]));
  return {
    pages: managerPages(lang),
    which,
    all: WHICH,
    requests: await Promise.all(
      found.items.map((one) =>
        requestRow(
          one,
          lang,
          pathIn(lang, `/portfolio/requests/${one.uscc}/${one.id}`),
          names.get(one.uscc) ?? one.uscc,
        ),
      ),
    ),
  };
};
