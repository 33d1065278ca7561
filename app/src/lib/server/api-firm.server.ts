/** A firm as its people and its service manager see it: the same verdicts, the same figures. */
import type { RequestEvent } from '@sveltejs/kit';
import { answerLines, originText } from '#lib/check/answers.ts';
import type { Judged } from '#lib/check/incremental.ts';
import type { Outcome } from '#lib/check/outcome.ts';
import { present } from '#lib/check/present.ts';
import { isObject } from '#lib/check/profile.ts';
import { day } from '#lib/format.ts';
import { wordings } from '#lib/wording/both.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Lang, MatchResult, Profile } from '#rules/engine/types.ts';
import { read } from './api-session.server.ts';
import { Company } from './api-shapes.ts';
import { ask } from './api.server.ts';
import { rules, texts } from './catalogue.server.ts';
import { evaluateThere } from './match.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals' | 'getClientAddress'>;

export interface AnswerRow {
  readonly path: string;
  readonly label: string;
  readonly text: string;
  /** Where it comes from. */
  readonly source: string;
}

export const firmPath = (uscc: string): string => `/v1/companies/${encodeURIComponent(uscc)}`;

export async function firmOf(event: Event, uscc: string, lang: Lang) {
  const company = await read(event, Company, firmPath(uscc));
  return {
    uscc: company.uscc,
    version: company.version,
    name: typeof company.profile.name === 'string' ? company.profile.name : company.uscc,
    savedAt: moment(company.saved.at, lang),
    savedBy: company.saved.by.name ?? company.saved.by.role,
    profile: company.profile,
  };
}

/**
 * What the catalogue says of this profile today, as it comes and as the check shows it; no results where it cannot be
 * had. `say` is other than the check's own where somebody else than the firm reads.
 */
export async function judgedFor(
  event: Event,
  profile: Profile,
  lang: Lang,
  say = wordings[lang],
): Promise<{ judged: Judged; outcome: Outcome }> {
  const asOf = todayInBeijing(new Date());
  const said = await ask(event.fetch, '/v1/match', lang, {
    method: 'POST',
    body: { profile, asOf, lang },
    patienceMs: PATIENCE_MS,
  });
  if (!said?.ok) {
    const text = (said && said.status < 500 ? said.problem : null) ?? say.checkPage.unavailable;
    return { judged: { profile, asOf, results: [] }, outcome: { kind: 'notice', text } };
  }
  const result = said.body as MatchResult;
  const name = typeof profile.name === 'string' ? profile.name : say.checkPage.ownProfile;
  const view = present(result, profile, name, await rules(), await texts(lang), say);
  return { judged: { profile, asOf, results: result.results }, outcome: { kind: 'result', view } };
}
const PATIENCE_MS = 10_000;

/** The result that the check shows for this profile today. */
export async function verdictsOf(event: Event, profile: Profile, lang: Lang) {
  return (await evaluateThere(event.fetch, event.getClientAddress(), profile, todayInBeijing(new Date()), lang))
    .outcome;
}

export async function answersOf(profile: Profile, lang: Lang): Promise<AnswerRow[]> {
  const words = { lang, texts: await texts(lang), say: wordings[lang] };
  const said = isObject(profile.provenance) ? profile.provenance : {};
  return answerLines(words, (await rules()).fields, profile).map(({ path, label, text }) => {
    const origin = originText(words, said[path]);
    return { path, label, text, source: origin === '' ? (words.say.origins.self ?? '') : origin };
  });
}

/** A moment in Beijing, to the minute. */
export function moment(at: string, lang: Lang): string {
  const beijing = inBeijing(at);
  return `${day(beijing.slice(0, 10), lang)} ${beijing.slice(11, 16)}`;
}

/** The moment to the second in Beijing, with its offset, as files say it. */
export const beijingMoment = (at: string): string => `${inBeijing(at).slice(0, 19).replace('T', ' ')}+08:00`;

/** The day that a moment falls on in Beijing. */
export const beijingDay = (at: string): string => inBeijing(at).slice(0, 10);

const BEIJING_MS = 8 * 3600 * 1000;
const inBeijing = (at: string): string => new Date(Date.parse(at) + BEIJING_MS).toISOString();
