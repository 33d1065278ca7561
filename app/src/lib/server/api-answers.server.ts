/** How a firm's answers are taken down and changed, by itself or by its service manager. */
import type { AskedAnswer } from '#lib/answer-field.ts';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { answerIn, entryOfPath, withAnswer } from '#lib/check/profile.ts';
import { fieldLabel, type Words } from '#lib/check/words.ts';
import { wordings } from '#lib/wording/both.ts';
import { langOf } from '#lib/lang.ts';
import { managerWords } from '#lib/wording/rooms/manager.ts';
import type { Lang, Profile } from '#rules/engine/types.ts';
import { answersSent, givenAs, inputOf } from './answer-form.ts';
import { firmOf, firmPath } from './api-firm.server.ts';
import { change, type Done, ifVersion, named, type Refused } from './api-session.server.ts';
import { SavedCompany } from './api-shapes.ts';
import { rules, texts } from './catalogue.server.ts';
import { formText } from './session-form.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

/** The field to change an answer in; null where there is none. */
export async function amendOf(profile: Profile, path: string, lang: Lang): Promise<Amended | null> {
  const words: Words = { lang, texts: await texts(lang), say: wordings[lang] };
  const entry = entryOfPath(path);
  const field = (await rules()).fields[entry];
  const answer = answerIn(profile, path);
  if (!field || answer === undefined) return null;
  const choices = (field.values ?? []).map((id) => ({ id, name: words.texts.fields[entry]?.values?.[id] ?? id }));
  return { input: inputOf(words, path, field, choices), given: givenAs(field, answer) };
}
export interface Amended {
  readonly input: AskedAnswer;
  /** What stands in it. */
  readonly given: readonly string[];
}

/** What a form about a firm says, saved; or what is wrong with it beside what was typed, and nothing is saved. */
export async function answerFirm(
  event: RequestEvent,
  uscc: string,
  source: Source,
  /** Where it goes on from, so many answers changed. */
  after: (changed: number) => string,
) {
  const lang = langOf(event.url);
  const sent = await event.request.formData();
  const { profile } = await firmOf(event, uscc, lang);
  const done = await saveAnswers(event, { uscc, profile }, sent, { lang, source });
  if (done.ok) redirect(303, after(done.body.changed.length));
  const given: Record<string, string[]> = {};
  for (const [name, value] of sent) if (typeof value === 'string') (given[name] ??= []).push(value);
  const { status, problem, faults, faultsAt } = done.refused;
  return fail(status, { problem, faults: [...faults], faultsAt: { ...faultsAt }, given });
}
type Source = 'self' | 'manager';

/** Everything that cannot be read, and that does not go with what the firm has, is said at once. */
async function saveAnswers(
  event: Event,
  { uscc, profile: kept }: { readonly uscc: string; readonly profile: Profile },
  sent: FormData,
  { lang, source }: { readonly lang: Lang; readonly source: Source },
): Promise<Saved> {
  const words: Words = { lang, texts: await texts(lang), say: wordings[lang] };
  const text = formText(sent);
  const save = (profile: Profile) => patch(event, uscc, { profile, source }, text('version'), words);
  // Whatever stands in its field: it goes.
  const taken = text('take-away');
  if (taken !== '') return save(withAnswer({}, taken, null));
  const { profile, faultsAt } = answersSent(sent, (await rules()).fields, words, kept);
  const refused = (faults: Readonly<Record<string, string>>, problem: string) =>
    ({ ok: false, refused: labelled({ status: 400, problem, faults: [], faultsAt: faults }, words) }) as const;
  if (Object.keys(faultsAt).length > 0) return refused(faultsAt, '');
  if (Object.keys(profile).length === 0) return refused({}, managerWords[lang].nothingGiven);
  return save(profile);
}
type Saved = Done<{ readonly changed: readonly string[] }>;

async function patch(
  event: Event,
  uscc: string,
  body: { readonly profile: Profile; readonly source: Source },
  version: string,
  words: Words,
): Promise<Saved> {
  const done = await change(event, SavedCompany, firmPath(uscc), {
    method: 'PATCH',
    headers: { ...ifVersion(version), 'idempotency-key': randomUUID() },
    body,
  });
  if (done.ok) return done;
  const faultsAt = Object.fromEntries(
    Object.entries(done.refused.faultsAt).map(([at, message]) => [at.replace(/^profile\./, ''), message]),
  );
  return { ok: false, refused: labelled({ ...done.refused, faultsAt }, words) };
}

/** Each fault after the name of its answer. */
const labelled = (refused: Refused, words: Words): Refused =>
  named(
    refused,
    Object.fromEntries(Object.keys(refused.faultsAt).map((path) => [path, fieldLabel(words, path)])),
    words.lang,
  );
