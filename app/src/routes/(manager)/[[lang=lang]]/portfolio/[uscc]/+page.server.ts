import { answersOf, firmOf, firmPath, openQuestion, verdictsOf } from '#lib/server/api-firm.server.ts';
import { managerPages } from '#lib/server/api-portfolio.server.ts';
import { requestRow } from '#lib/server/api-requests.server.ts';
import { read } from '#lib/server/api-session.server.ts';
import { Requests } from '#lib/server/api-shapes.ts';
import { pathIn } from '#lib/lang.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { uscc } = event.params;
  const { profile, ...firm } = await firmOf(event, uscc, lang);
  const [outcome, question, answers, requests] = await Promise.all([
    verdictsOf(event, profile, lang),
    openQuestion(event, profile, lang),
    answersOf(profile, lang),
    read(event, Requests, `${firmPath(uscc)}/requests`),
  ]);
  return {
    pages: managerPages(lang),
    firm,
    outcome,
    question,
    answers,
    requests: requests.items.map((one) =>
      requestRow(one, lang, pathIn(lang, `/portfolio/requests/${one.uscc}/${one.id}`), null),
    ),
  };
};
