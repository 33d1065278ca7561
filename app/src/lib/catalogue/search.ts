/** Search by parts of words and by synonyms, in both languages whatever the page's own. */
import type { MeasureText } from '#rules/engine/types.ts';
import { SYNONYMS } from './synonyms.ts';

/** What is searched of a measure, weightiest first; normalised once. */
export interface Haystack {
  readonly names: readonly string[];
  readonly summaries: readonly string[];
  readonly rest: string;
}

export const haystackOf = (id: string, texts: readonly MeasureText[]): Haystack => ({
  names: texts.map(({ name }) => normalised(name)),
  summaries: texts.map(({ summary, department }) => normalised(`${summary} ${department}`)),
  rest: normalised(
    [
      id,
      ...texts.flatMap(({ evidence, versions }) => [
        ...evidence,
        ...Object.values(versions).flatMap(({ conditions, benefit, note }) => [
          ...Object.values(conditions).map(({ label }) => label),
          benefit?.text ?? '',
          note ?? '',
        ]),
      ]),
    ].join('\n'),
  ),
});

/** Lower case, full-width forms made plain, dashes one kind; spaces between Chinese characters mean nothing. */
export const normalised = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‐-―]/g, '-')
    .replace(/(?<=[一-鿿])\s+(?=[一-鿿])/g, '');

/** A query as alternatives per word: a measure fits that has one of each. */
export interface Query {
  readonly words: readonly (readonly string[])[];
  readonly whole: string;
}

const LONGEST = 60;

export function parseQuery(text: string): Query | null {
  const whole = text.normalize('NFKC').toLowerCase().slice(0, LONGEST).trim();
  const known = meaningsIn(whole);
  // A phrase that is itself a known name stays one word: “little giant”.
  const words = known ? [whole] : whole.split(/[\s,，、;；。?？!！“”"'()（）]+/).filter(Boolean);
  return words.length === 0 ? null : { whole: normalised(whole), words: words.map((word) => alternatives(word)) };
}

const meaningsIn = (word: string): boolean => SYNONYMS.some((group) => group.includes(word));

function alternatives(word: string): string[] {
  const own = normalised(word);
  const singular = /^[a-z]{4,}s$/.test(own) ? [own.slice(0, -1)] : [];
  const meanings = SYNONYMS.filter((group) => [own, ...singular].some((form) => group.includes(form)));
  return [...new Set([own, ...singular, ...meanings.flat()])];
}

/** How well a measure fits; 0 where a word of the query is missing. The visitor's own word counts above its synonyms. */
export function scoreOf(query: Query, hay: Haystack): number {
  let total = hay.names.some((name) => name.includes(query.whole)) ? 40 : 0;
  for (const [own = '', ...others] of query.words) {
    const best = Math.max(wordScore(own, hay), ...others.map((other) => wordScore(other, hay) / 2));
    if (best <= 0) return 0;
    total += best;
  }
  return total;
}

function wordScore(word: string, { names, summaries, rest }: Haystack): number {
  if (names.some((name) => has(name, word))) return 20;
  if (summaries.some((summary) => has(summary, word))) return 8;
  return has(rest, word) ? 3 : 0;
}

/** Latin words from their beginning, so that “ai” is not found in “maintain”; Chinese anywhere. */
function has(text: string, word: string): boolean {
  if (!/^[a-z0-9]/.test(word)) return text.includes(word);
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text.charAt(at - 1);
    const after = text.charAt(at + word.length);
    if (!/[a-z0-9]/.test(before) && (word.length > 3 || !/[a-z0-9]/.test(after))) return true;
  }
  return false;
}

/** Where no measure has every word: the share of the query's pairs of characters that a measure has. */
export function nearness({ whole }: Query, { names, summaries }: Haystack): number {
  const text = whole.replace(/\s+/g, '');
  const pairs = Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
  if (pairs.length < 2) return 0;
  const all = [...names, ...summaries].join('\n');
  return pairs.filter((pair) => all.includes(pair)).length / pairs.length;
}
