import { fail, redirect } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import type { Outcome } from '#lib/check/outcome.ts';
import { texts } from '#lib/server/catalogue.server.ts';
import { demoFirms, profileOf } from '#lib/server/firms.server.ts';
import { evaluateThere } from '#lib/server/match.server.ts';
import { wordings } from '#lib/wording/both.ts';
import { isIsoDate, todayInBeijing } from '#rules/engine/calendar.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, request }) => {
  const lang = params.lang ?? 'zh';
  if (request.method !== 'POST') redirect(303, pathIn(lang, '/check'));
  return { today: todayInBeijing(new Date()), firms: demoFirms(await texts(lang), wordings[lang]) };
};

export const actions: Actions = {
  default: async ({ request, params, fetch }) => {
    const lang = params.lang ?? 'zh';
    const say = wordings[lang].checkPage;
    const sent = await request.formData();
    const on = textOf(sent.get('on'));
    const firm = textOf(sent.get('firm'));
    const posted = await postedProfile(sent);

    const answer = (status: number, outcome: Outcome) => {
      const kept = { outcome, on, firm: posted === null ? firm : null, carried: posted };
      return status === 200 ? kept : fail(status, kept);
    };
    if (!isIsoDate(on)) return answer(400, { kind: 'notice', text: say.badDate });
    if (posted === null) {
      const profile = profileOf(firm);
      if (!profile) return answer(400, { kind: 'notice', text: say.noChoice });
      const { status, outcome } = await evaluateThere(fetch, profile, on, lang);
      return answer(status, outcome);
    }
    const profile = parsed(posted);
    if (profile === undefined) return answer(400, { kind: 'notice', text: say.notJson });
    const { status, outcome } = await evaluateThere(fetch, profile, on, lang);
    return answer(status, outcome);
  },
};

/** A newly opened file goes before a firm of the list, and that before the profile of the last time. */
async function postedProfile(sent: FormData): Promise<string | null> {
  const file = sent.get('file');
  if (file instanceof File && file.size > 0) return file.text();
  const carried = sent.get('profile');
  return sent.get('firm') === null && typeof carried === 'string' ? carried : null;
}

const textOf = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value : '');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
