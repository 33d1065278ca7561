/** What a service manager asks a firm next, and how its answers are taken down. */
import type { RequestEvent } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import type { Judged } from '#lib/check/incremental.ts';
import { answerIn, entryOfPath, withAnswer } from '#lib/check/profile.ts';
import { questionOf, standingOf } from '#lib/check/questions.ts';
import { typedDate, typedFigure, usualPower } from '#lib/check/typed.ts';
import { fieldLabel, type Words } from '#lib/check/words.ts';
import { wordings } from '#lib/wording/both.ts';
import { managerWords } from '#lib/wording/rooms/manager.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Field, Json, Lang, Profile, Unit } from '#rules/engine/types.ts';
import { firmPath } from './api-firm.server.ts';
import { change, type Done, ifVersion } from './api-session.server.ts';
import { SavedCompany } from './api-shapes.ts';
import { rules, texts } from './catalogue.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

export interface Asked {
  readonly entry: string;
  readonly question: string;
  readonly help: string;
  /** How many verdicts wait for it, and the most those measures can bring, in yuan. */
  readonly decides: number;
  readonly upTo: number | null;
  readonly inputs: readonly Input[];
}
export interface Input {
  readonly path: string;
  readonly label: string;
  readonly kind: 'text' | 'date' | 'one' | 'several' | 'certificates';
  readonly options: readonly { readonly id: string; readonly name: string }[];
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

function inputOf(words: Words, path: string, { type, unit }: Field, choices: Input['options']): Input {
  const { units, inUnit, yes, no } = managerWords[words.lang];
  const named = unit && units[unit];
  const shared = { path, label: fieldLabel(words, path), options: [] };
  switch (type) {
    case 'number':
      return { ...shared, kind: 'text', ...(named && { label: inUnit(shared.label, named) }) };
    case 'flag':
      return {
        ...shared,
        kind: 'one',
        options: [
          { id: YES, name: yes },
          { id: NO, name: no },
        ],
      };
    case 'enum':
      return { ...shared, kind: 'one', options: choices };
    case 'enums':
      return { ...shared, kind: 'several', options: [...choices, { id: NONE, name: words.say.answers.none }] };
    case 'date':
      return { ...shared, kind: 'date' };
    case 'certificates':
      return { ...shared, kind: 'certificates' };
    case 'text':
    case 'uscc':
    case 'industry':
      return { ...shared, kind: 'text' };
    default:
      return type satisfies never;
  }
}

const [YES, NO, NONE] = ['yes', 'no', 'none'] as const;
/** What the fields of the form are called, before the path. */
export const ANSWER = 'answer:';

/** Saves the answers of the form as told by the service manager; what cannot be read is said, and nothing is saved. */
export async function saveAnswers(
  event: Event,
  uscc: string,
  sent: FormData,
  lang: Lang,
): Promise<Done<{ readonly changed: readonly string[] }>> {
  const [{ fields }, words] = await Promise.all([rules(), texts(lang)]);
  const say = managerWords[lang];
  const faults: string[] = [];
  let profile: Profile = {};
  for (const name of new Set(sent.keys())) {
    const path = name.startsWith(ANSWER) ? name.slice(ANSWER.length) : '';
    const field = fields[entryOfPath(path)];
    if (!field) continue;
    const given = sent.getAll(name).filter((one) => typeof one === 'string' && one.trim() !== '') as string[];
    const read = given.length === 0 ? { kind: 'none' as const } : answerFrom(field, given);
    const label = fieldLabel({ lang, texts: words, say: wordings[lang] }, path);
    if (read.kind === 'unreadable') faults.push(say.unreadable(label, given.join(' ')));
    if (read.kind === 'value') profile = withAnswer(profile, path, read.value);
  }
  const refused = (problem: string) =>
    ({ ok: false, refused: { status: 400, problem, faults, faultsAt: {} } }) as const;
  if (faults.length > 0) return refused(say.notSaved);
  if (Object.keys(profile).length === 0) return refused(say.nothingGiven);
  const version = sent.get('version');
  return change(event, SavedCompany, firmPath(uscc), {
    method: 'PATCH',
    headers: { ...ifVersion(typeof version === 'string' ? version : ''), 'idempotency-key': randomUUID() },
    body: { profile, source: 'manager' },
  });
}

type Answer = { readonly kind: 'none' | 'unreadable' } | { readonly kind: 'value'; readonly value: Json };

function answerFrom({ type, unit }: { readonly type: Field['type']; readonly unit?: Unit }, given: string[]): Answer {
  const [text = ''] = given;
  const value = (answer: Json): Answer => ({ kind: 'value', value: answer });
  switch (type) {
    case 'number': {
      const typed = typedFigure(text, usualPower(unit));
      return typed.kind === 'value' ? value(typed.value as Json) : typed;
    }
    case 'date':
      return typedDate(text);
    case 'flag':
      return value(text === YES);
    case 'enums':
      return value(given.filter((one) => one !== NONE));
    case 'certificates':
      return value([]);
    case 'enum':
    case 'industry':
    case 'text':
    case 'uscc':
      return value(text.trim());
    default:
      return type satisfies never;
  }
}
