import { money } from '#lib/format.ts';
import { pathIn } from '#lib/lang.ts';
import { isManagers, questionsFor } from '#lib/server/api-advice.server.ts';
import { amendOf, answerFirm } from '#lib/server/api-answers.server.ts';
import { changesOf } from '#lib/server/api-changes.server.ts';
import { answersOf, firmOf, firmPath, judgedFor } from '#lib/server/api-firm.server.ts';
import { managerPages } from '#lib/server/api-portfolio.server.ts';
import { requestRow } from '#lib/server/api-requests.server.ts';
import { read } from '#lib/server/api-session.server.ts';
import { Requests } from '#lib/server/api-shapes.ts';
import { wordings } from '#lib/wording/both.ts';
import { managerWords } from '#lib/wording/rooms/manager.ts';
import type { Actions, PageServerLoad } from './$types';

const QUESTIONS = 3;

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { uscc } = event.params;
  const { profile, ...firm } = await firmOf(event, uscc, lang);
  const say = wordings[lang];
  const measure = { ...say.measure, ...managerWords[lang].ofFirm };
  const { judged, outcome } = await judgedFor(event, profile, lang, { ...say, measure });
  const amended = event.url.searchParams.get('amend');
  const [questions, changes, answers, requests, amend] = await Promise.all([
    questionsFor(judged, lang, QUESTIONS),
    changesOf(event, uscc, firm.version, judged, lang),
    answersOf(profile, lang),
    read(event, Requests, `${firmPath(uscc)}/requests`),
    amended === null || !isManagers(profile, amended) ? null : amendOf(profile, amended, lang),
  ]);
  const filled = event.url.searchParams.get('filled');
  return {
    pages: managerPages(lang),
    firm,
    outcome,
    questions: questions.map(({ upTo, ...one }) => ({ ...one, money: upTo === null ? '' : money(upTo, lang) })),
    changes,
    answers: answers.map((row) => ({
      ...row,
      href: isManagers(profile, row.path) ? `?amend=${encodeURIComponent(row.path)}` : null,
    })),
    amend,
    filled: filled === null ? null : Number(filled),
    requests: await Promise.all(
      requests.items.map((one) =>
        requestRow(one, lang, pathIn(lang, `/portfolio/requests/${one.uscc}/${one.id}`), null),
      ),
    ),
  };
};

export const actions: Actions = {
  default: (event) =>
    answerFirm(event, event.params.uscc, 'manager', (changed) => `${event.url.pathname}?filled=${changed}#changes`),
};
