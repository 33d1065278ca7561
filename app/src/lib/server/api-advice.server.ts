/** What a service manager asks a firm next, and how its answers are taken down. */
import type { AskedAnswer } from '#lib/answer-field.ts';
import type { RequestEvent } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import type { Judged } from '#lib/check/incremental.ts';
import { answerIn, entryOfPath, isObject, withAnswer } from '#lib/check/profile.ts';
import { questionOf, standingOf } from '#lib/check/questions.ts';
import { fieldLabel, type Words } from '#lib/check/words.ts';
import { wordings } from '#lib/wording/both.ts';
import { managerWords } from '#lib/wording/rooms/manager.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Lang, Profile } from '#rules/engine/types.ts';
import { answersSent, givenAs, inputOf } from './answer-form.ts';
import { firmPath } from './api-firm.server.ts';
import { change, type Done, ifVersion, named, type Refused } from './api-session.server.ts';
import { SavedCompany } from './api-shapes.ts';
import { rules, texts } from './catalogue.server.ts';
import { formText } from './session-form.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

export interface Asked {
  readonly entry: string;
  readonly question: string;
  readonly help: string;
  /** How many verdicts wait for it, and the most those measures can bring, in yuan. */
  readonly decides: number;
  readonly upTo: number | null;
  readonly inputs: readonly AskedAnswer[];
}
/** The questions whose answers settle most, one after the other, each as if those before it stayed open. */
export async function questionsFor(judged: Judged, lang: Lang, most: number): Promise<Asked[]> {
  const catalogue = loadCatalogue(await rules());
  const words: Words = { lang, texts: await texts(lang), say: wordings[lang] };
  const aside: string[] = [];
  const asked: Asked[] = [];
  while (asked.length < most) {
    const { next } = standingOf(catalogue, judged, aside);
    const question = next && questionOf(catalogue, words, judged, next.entry);
    if (!next || !question) break;
    const open = judged.results.flatMap(({ missing }) => missing).filter((path) => entryOfPath(path) === next.entry);
    aside.push(...open);
    asked.push({
      entry: next.entry,
      question: question.question,
      help: question.help,
      decides: next.decides,
      upTo: next.upTo,
      inputs: question.paths
        .filter((path) => answerIn(judged.profile, path) === undefined)
        .map((path) =>
          inputOf(
            words,
            path,
            question.field,
            question.choices.map(({ id, label }) => ({ id, name: label })),
          ),
        ),
    });
  }
  return asked;
}

/** The field to change an answer in that a service manager gave; null for any other. */
export async function amendOf(profile: Profile, path: string, lang: Lang): Promise<Amended | null> {
  const words: Words = { lang, texts: await texts(lang), say: wordings[lang] };
  const entry = entryOfPath(path);
  const field = (await rules()).fields[entry];
  const answer = answerIn(profile, path);
  if (!field || answer === undefined || !isManagers(profile, path)) return null;
  const choices = (field.values ?? []).map((id) => ({ id, name: words.texts.fields[entry]?.values?.[id] ?? id }));
  return { input: inputOf(words, path, field, choices), given: givenAs(field, answer) };
}
export interface Amended {
  readonly input: AskedAnswer;
  /** What stands in it. */
  readonly given: readonly string[];
}

/** Whether the answer at a path was given by a service manager. */
export function isManagers({ provenance }: Profile, path: string): boolean {
  const said = isObject(provenance) ? provenance[path] : undefined;
  return isObject(said) && said.source === 'manager';
}

/** Saves the answers of the form as told by the service manager; what cannot be read is said, and nothing is saved. */
export async function saveAnswers(event: Event, uscc: string, sent: FormData, lang: Lang): Promise<Saved> {
  const words: Words = { lang, texts: await texts(lang), say: wordings[lang] };
  const say = managerWords[lang];
  const { profile, faultsAt } = answersSent(sent, (await rules()).fields, words);
  const refused = (faults: Readonly<Record<string, string>>, problem: string) =>
    ({ ok: false, refused: labelled({ status: 400, problem, faults: [], faultsAt: faults }, words) }) as const;
  if (Object.keys(faultsAt).length > 0) return refused(faultsAt, '');
  const taken = formText(sent)('take-away');
  if (Object.keys(profile).length === 0 && taken === '') return refused({}, say.nothingGiven);
  return patch(event, uscc, taken === '' ? profile : withAnswer({}, taken, null), formText(sent)('version'), words);
}
type Saved = Done<{ readonly changed: readonly string[] }>;

async function patch(event: Event, uscc: string, profile: Profile, version: string, words: Words): Promise<Saved> {
  const done = await change(event, SavedCompany, firmPath(uscc), {
    method: 'PATCH',
    headers: { ...ifVersion(version), 'idempotency-key': randomUUID() },
    body: { profile, source: 'manager' },
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
