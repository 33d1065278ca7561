import { entryOfPath } from '#lib/check/profile.ts';
import { fieldLabel, type Words } from '#lib/check/words.ts';
import { pathIn } from '#lib/lang.ts';
import { amendOf, answerFirm } from '#lib/server/api-answers.server.ts';
import { answersOf, firmOf, firmPath, moment } from '#lib/server/api-firm.server.ts';
import { ownFirm } from '#lib/server/api-own.server.ts';
import { read } from '#lib/server/api-session.server.ts';
import { History } from '#lib/server/api-shapes.ts';
import { texts } from '#lib/server/catalogue.server.ts';
import { wordings } from '#lib/wording/both.ts';
import type { Actions, PageServerLoad } from './$types';

const SHOWN = 8;

/** The code is what the firm is kept by; certificates have a page of their own. */
const ELSEWHERE = ['uscc', 'certificates'];

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const firm = await ownFirm(event, event.params.uscc, lang);
  const { profile } = await firmOf(event, firm.uscc, lang);
  const { searchParams } = event.url;
  const amended = searchParams.get('amend');
  const history = await read(event, History, `${firmPath(firm.uscc)}/history?limit=50`);
  const words: Words = { lang, texts: await texts(lang), say: wordings[lang] };
  return {
    firm,
    answers: (await answersOf(profile, lang)).map((row) => ({
      ...row,
      href:
        !firm.mayChange || row.path === 'uscc'
          ? null
          : row.path === 'certificates'
            ? pathIn(lang, `/account/companies/${firm.uscc}/certificates`)
            : `?amend=${encodeURIComponent(row.path)}`,
    })),
    amend:
      amended === null || !firm.mayChange || ELSEWHERE.includes(amended) ? null : await amendOf(profile, amended, lang),
    amended: searchParams.has('amended'),
    history: history.items.map(({ version, at, by, changed }) => ({
      version,
      at: moment(at, lang),
      who: by.name ?? by.role,
      // What was brought in at once is kept by groups of answers, which have no name of their own.
      changed: changed
        .filter((path) => words.texts.fields[entryOfPath(path)] !== undefined)
        .slice(0, SHOWN)
        .map((path) => fieldLabel(words, path)),
      count: changed.length,
    })),
  };
};

export const actions: Actions = {
  default: (event) => answerFirm(event, event.params.uscc, 'self', () => `${event.url.pathname}?amended`),
};
