/** What reads like a phrase that no measure has as it was typed. */
import type { Texts } from '#rules/engine/types.ts';

/** For a measure the share of the phrase's pairs of characters that its name and summary have; 0 for the shortest. */
export function nearnessIn(texts: readonly Texts[], phrase: string): (measure: string) => number {
  const text = plain(phrase);
  const pairs = Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
  return (measure) => {
    if (pairs.length < 2) return 0;
    const all = plain(
      texts.map(({ measures }) => `${measures[measure]?.name ?? ''} ${measures[measure]?.summary ?? ''}`).join('|'),
    );
    return pairs.filter((pair) => all.includes(pair)).length / pairs.length;
  };
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
