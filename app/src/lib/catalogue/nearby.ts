/** What reads like a phrase that no measure has as it was typed. */
import type { Texts } from '#rules/engine/types.ts';
import { editDistance } from '#rules/profile/nearest.ts';

/**
 * For a measure how much of the phrase its name and summary have: of Chinese the share of pairs of characters, of Latin
 * words the share of letters that stand in a word much like it. 0 where a part of the phrase is not there at all.
 */
export function nearnessIn(texts: readonly Texts[], phrase: string): (measure: string) => number {
  const typed = wordsIn(phrase);
  const text = typed.chinese.join('');
  const pairs = Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
  return (measure) => {
    const all = texts
      .map(({ measures }) => `${measures[measure]?.name ?? ''} ${measures[measure]?.summary ?? ''}`)
      .join(' ');
    const latin = typed.latin.length === 0 ? 1 : likeness(typed.latin, wordsIn(all).latin);
    // A single pair of characters stands in too many places to say anything.
    if (pairs.length < 2) return text === '' && typed.latin.length > 0 ? latin : 0;
    const squeezed = all.normalize('NFKC').replace(/\s+/g, '');
    return Math.min(latin, pairs.filter((pair) => squeezed.includes(pair)).length / pairs.length);
  };
}

/** How many letters of the words stand in words like them; 0 where one has none like it. */
function likeness(words: readonly string[], known: readonly string[]): number {
  const off = words.map((word) => Math.min(...known.map((other) => differing(word, other))));
  const letters = words.join('').length;
  return words.some((word, at) => (off[at] ?? Infinity) > allowed(word))
    ? 0
    : 1 - off.reduce((sum, one) => sum + one, 0) / letters;
}

/** A short word with another letter is another word; only a long one may have slipped twice. */
const allowed = (word: string): number => (word.length < 5 ? 0 : word.length < 8 ? 1 : 2);

const differing = (word: string, other: string): number =>
  Math.abs(word.length - other.length) > allowed(word) ? Infinity : editDistance(word, other);

function wordsIn(text: string): { readonly latin: readonly string[]; readonly chinese: readonly string[] } {
  const plain = text.normalize('NFKC').toLowerCase();
  return { latin: plain.match(/[a-z0-9]+/g) ?? [], chinese: plain.match(/[\u4e00-\u9fff]+/g) ?? [] };
}
