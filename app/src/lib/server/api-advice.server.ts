/** What a service manager asks a firm next. */
import type { AskedAnswer } from '#lib/answer-field.ts';
import type { Judged } from '#lib/check/incremental.ts';
import { answerIn, entryOfPath, isObject } from '#lib/check/profile.ts';
import { questionOf, standingOf } from '#lib/check/questions.ts';
import { wordings } from '#lib/wording/both.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Lang, Profile } from '#rules/engine/types.ts';
import type { Words } from '#lib/check/words.ts';
import { inputOf } from './answer-form.ts';
import { rules, texts } from './catalogue.server.ts';

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

/** Whether the answer at a path was given by a service manager. */
export function isManagers({ provenance }: Profile, path: string): boolean {
  const said = isObject(provenance) ? provenance[path] : undefined;
  return isObject(said) && said.source === 'manager';
}
