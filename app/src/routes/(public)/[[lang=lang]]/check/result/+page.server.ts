import { fail, redirect } from '@sveltejs/kit';
import { profileOfBasics } from '#lib/check/basics.ts';
import type { Outcome } from '#lib/check/outcome.ts';
import { type Basic, basicsIn, type BasicTexts, NO_BASICS, NO_TEAM, teamIn, type TeamTexts } from '#lib/check/start.ts';
import { profileOfTeam } from '#lib/check/team.ts';
import { pathIn } from '#lib/lang.ts';
import { profileOf } from '#lib/server/firms.server.ts';
import { evaluateThere } from '#lib/server/match.server.ts';
import { startData } from '#lib/server/start.server.ts';
import { wordings } from '#lib/wording/both.ts';
import { isIsoDate } from '#rules/engine/calendar.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, request }) => {
  const lang = params.lang ?? 'zh';
  if (request.method !== 'POST') redirect(303, pathIn(lang, '/check'));
  return startData(lang);
};

export const actions: Actions = {
  default: async ({ request, params, fetch, getClientAddress }) => {
    const lang = params.lang ?? 'zh';
    const say = wordings[lang].checkPage;
    const sent = await request.formData();
    const on = textOf(sent.get('on'));
    const { start } = await startData(lang);
    const posted = await postedOf(sent, on, start.industries);

    const answer = (status: number, outcome: Outcome) => {
      const { way, firm, carried, basics, team, unreadable } = posted;
      const kept = { outcome, on, way, firm, carried, basics, team, unreadable };
      return status === 200 ? kept : fail(status, kept);
    };
    if (!isIsoDate(on)) return answer(400, { kind: 'notice', text: say.badDate });
    if (posted.unreadable.length > 0) {
      const text = wordings[lang].journey.start.fix(posted.unreadable.length);
      return answer(400, { kind: 'notice', text });
    }
    if (posted.profile === undefined) {
      return answer(400, { kind: 'notice', text: posted.carried === null ? say.noChoice : say.notJson });
    }
    const { status, outcome } = await evaluateThere(fetch, getClientAddress(), posted.profile, on, lang);
    return answer(status, outcome);
  },
};

interface Posted {
  readonly way: string;
  readonly firm: string;
  /** A file's text, posted on so that it can be judged again. */
  readonly carried: string | null;
  readonly basics: BasicTexts;
  readonly team: TeamTexts;
  readonly unreadable: readonly Basic[];
  /** Undefined where nothing was chosen or the file is no JSON. */
  readonly profile: unknown;
}

async function postedOf(sent: FormData, on: string, industries: Readonly<Record<string, string>>): Promise<Posted> {
  const way = textOf(sent.get('way'));
  const none = { way, firm: '', carried: null, basics: NO_BASICS, team: NO_TEAM, unreadable: [] };
  switch (way) {
    case 'firm': {
      const basics = basicsIn(sent);
      return { ...none, basics, ...profileOfBasics(basics, on, industries) };
    }
    case 'team': {
      const team = teamIn(sent);
      return { ...none, team, profile: profileOfTeam(team) };
    }
    case 'demo': {
      const firm = textOf(sent.get('firm'));
      return { ...none, firm, profile: profileOf(firm) };
    }
    default: {
      const carried = await fileOf(sent);
      return { ...none, way: 'file', carried, profile: carried === null ? undefined : parsed(carried) };
    }
  }
}

/** A newly opened file goes before the one of the last time. */
async function fileOf(sent: FormData): Promise<string | null> {
  const file = sent.get('file');
  if (file instanceof File && file.size > 0) return file.text();
  const carried = sent.get('profile');
  return typeof carried === 'string' ? carried : null;
}

const textOf = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value : '');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
