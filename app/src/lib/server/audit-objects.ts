/** What an entry of the audit record names as its object, in words. */
import { day } from '#lib/format.ts';
import { auditWords } from '#lib/wording/rooms/audit.ts';
import type { Lang } from '#rules/engine/types.ts';

type Words = (typeof auditWords)[Lang]['objects'];

/** What measures, indicators and people are called; an id that is none of these stays as it is. */
export type Naming = (id: string) => string;

/** How the interface writes what it names, with its parts in order. */
const WRITTEN: readonly (readonly [
  RegExp,
  (words: Words, parts: readonly string[], lang: Lang, named: Naming) => string,
])[] = [
  [/^v(\d+)$/, (words, [version = '']) => words.profile(version)],
  [/^requests$/, (words) => words.questions],
  [/^requests (\d+)$/, (words, [count = '']) => words.inbox(count)],
  [/^unassigned (\d+)$/, (words, [count = '']) => words.unassigned(count)],
  [/^unmanaged (\d+)$/, (words, [count = '']) => words.unmanaged(count)],
  [/^overdue (\d+)$/, (words, [count = '']) => words.overdue(count)],
  [/^request (\S+)$/, (words, [id = '']) => words.question(id)],
  [/^portfolio (\d+)$/, (words, [count = '']) => words.portfolio(count)],
  [/^demand$/, (words) => words.demand],
  [/^simulate (\S+)$/, (words, [measure = ''], _, named) => words.simulated(named(measure))],
  [/^(?:chaoyang|dongcheng)(?: \S+)? (\d+)$/, (words, [count = '']) => words.district(count)],
  [
    /^(\S+) (\d{4})-\S+ v(\d+)$/,
    (words, [measure = '', year = '', version = ''], _, named) => words.call(named(measure), year, version),
  ],
  [
    /^(\S+) (\d{4}-\d{2}-\d{2})$/,
    (words, [indicator = '', on = ''], lang, named) => words.figure(named(indicator), day(on, lang)),
  ],
  [/^(\S+) → (\S+)$/, (words, [from = '', to = ''], _, named) => words.handed(named(from), named(to))],
  [
    /^(\S+) (open|taken|accepted|declined)$/,
    (words, [id = '', state = '']) => words.correction(id, words.corrections[state] ?? state),
  ],
  [/^release (\d+)$/, (words, [number = '']) => words.release(number)],
  [
    /^(\S+) (draft|approved|published|discarded)$/,
    (words, [id = '', state = '']) => words.draft(id, words.states[state] ?? state),
  ],
  [
    /^(\d{4}-\d{2}-\d{2})\.v0*(\d+)\.[\da-f]+$/,
    (words, [on = '', version = ''], lang) => words.evaluation(day(on, lang), version),
  ],
];

/** As it is written where it is no list, version, question or draft: the id of something, or a person’s account. */
export function objectWords(object: string, lang: Lang, named: Naming = (id) => id): string {
  for (const [written, say] of WRITTEN) {
    const found = written.exec(object);
    if (found) return say(auditWords[lang].objects, found.slice(1), lang, named);
  }
  return named(object);
}
