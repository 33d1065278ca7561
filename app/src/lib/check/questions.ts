/** What is asked next and why, and how far the check has come. */
import type { Catalogue } from '#rules/engine/load.ts';
import { chooseQuestion } from '#rules/engine/question.ts';
import type { Field } from '#rules/engine/types.ts';
import type { Judged, Result } from './incremental.ts';
import { answeredPaths, answerIn, entryOfPath, pathInYear, yearOfPath } from './profile.ts';
import { setAsideIn } from './set-aside.ts';
import type { Words } from './words.ts';
import { lastFiscalYear } from './years.ts';

/** One question as a page puts it; yearly figures are asked for all their years at once. */
export interface Question {
  /** The dictionary's entry, such as `years.*.rdExpense`: which question it is. */
  readonly entry: string;
  /** What it fills in, the newest year first. */
  readonly paths: readonly string[];
  /** The year that is under way: its figures are what the firm expects. */
  readonly running: number;
  readonly field: Field;
  /** What the two figures are called that it is worked out from, empty where it is not. */
  readonly difference: readonly [of: string, less: string];
  readonly label: string;
  readonly question: string;
  readonly help: string;
  /** Where a firm reads the answer. */
  readonly source: string;
  readonly choices: readonly Choice[];
}
export interface Choice {
  readonly id: string;
  readonly label: string;
}
/** Where the check stands. */
export interface Standing {
  /** Measures in force on the day. */
  readonly measures: number;
  /** Measures with a verdict that no answer can change any more. */
  readonly decided: number;
  /** Questions not answered and not set aside that can still change a verdict. */
  readonly questions: number;
  /** Answers given as a range where only the exact figure would settle more. */
  readonly rough: readonly string[];
  readonly next: Reason | null;
}
/** Why a question is worth an answer: how many measures wait for it, and the most they can bring in yuan. */
export interface Reason {
  readonly entry: string;
  readonly decides: number;
  readonly upTo: number | null;
}

/**
 * What is left at “don't know” is not asked again, nor what goes on from it. `focus` names the measures a visitor came
 * for: their questions go first.
 */
export function standingOf(
  catalogue: Catalogue,
  { profile, results }: Judged,
  unsure: readonly string[],
  focus: readonly string[] = [],
): Standing {
  const setAside = new Set(setAsideIn(catalogue.rules.fields, { profile, results }, unsure));
  const current = results.filter(isCurrent);
  const isAsked = (path: string): boolean => !setAside.has(path) && answerIn(profile, path) === undefined;
  const askable = current.map((one): Result =>
    one.missing.every(isAsked) ? one : { ...one, missing: one.missing.filter(isAsked) },
  );
  const first = askable.filter(({ measure }) => focus.includes(measure));
  const chosen = chooseQuestion(catalogue, first) ?? chooseQuestion(catalogue, askable);
  const open = current.flatMap(({ missing }) => missing);
  return {
    measures: current.length,
    decided: current.filter(({ verdict }) => verdict !== 'incomplete').length,
    questions: new Set(askable.flatMap(({ missing }) => missing.map(entryOfPath))).size,
    rough: [...new Set(open.filter((path) => answerIn(profile, path) !== undefined).map(entryOfPath))],
    next: chosen && reasonOf(catalogue, askable, entryOfPath(chosen.field)),
  };
}

/** Nobody is asked anything for the sake of a measure that is over or has not begun. */
const isCurrent = ({ availability }: Result): boolean =>
  availability.state !== 'lapsed' && availability.state !== 'future';

/** Null where no verdict waits for the entry. */
export function reasonOf(catalogue: Catalogue, results: readonly Result[], entry: string): Reason | null {
  // Yearly figures are asked together, so every year counts as the one question.
  const waiting = results
    .filter((one) => isCurrent(one) && one.missing.some((path) => entryOfPath(path) === entry))
    .map((one): Result => ({ ...one, missing: [entry] }));
  const chosen = chooseQuestion(catalogue, waiting);
  return chosen && { entry, decides: chosen.decides.length, upTo: chosen.upTo };
}

/** The question for an entry; undefined where the dictionary has none. */
export function questionOf(catalogue: Catalogue, words: Words, judged: Judged, entry: string): Question | undefined {
  const field = catalogue.rules.fields[entry];
  const text = words.texts.fields[entry];
  if (!field || !text) return undefined;
  const open = judged.results.flatMap(({ missing }) => missing).filter((path) => entryOfPath(path) === entry);
  const nameOf = (other = ''): string => words.texts.fields[other]?.label ?? '';
  return {
    entry,
    paths: pathsOf(entry, open, judged),
    running: lastFiscalYear(judged.asOf) + 1,
    field,
    difference: [nameOf(field.difference?.of), nameOf(field.difference?.less)],
    label: text.label,
    question: text.question,
    help: text.help ?? '',
    source: text.source ?? '',
    choices: (field.values ?? []).map((id) => ({ id, label: text.values?.[id] ?? id })),
  };
}

/** Every year that still matters or is answered, and never fewer than the last completed one. */
function pathsOf(entry: string, open: readonly string[], { profile, asOf }: Judged): string[] {
  if (!entry.includes('*')) return [entry];
  const answered = answeredPaths(profile).filter((path) => entryOfPath(path) === entry);
  const years = [...open, ...answered].flatMap((path) => yearOfPath(path) ?? []);
  const asked = years.length > 0 ? [...new Set(years)] : [lastFiscalYear(asOf)];
  return asked.sort((a, b) => b - a).map((year) => pathInYear(entry, year));
}

/** What is set aside when a question is left: everything it leaves open. */
export function leftOpen(question: Question, { profile, results }: Judged): string[] {
  const open = results.flatMap(({ missing }) => missing).filter((path) => entryOfPath(path) === question.entry);
  return [...new Set([...question.paths, ...open])].filter((path) => answerIn(profile, path) === undefined);
}
