import type { Texts } from './types.ts';

/** A measure that fits what was typed; the higher the score the better. */
export interface Found {
  readonly measure: string;
  readonly score: number;
}

/**
 * The measures whose name, id, summary or department holds all the words typed (检索), best first, ties by id. Texts may be
 * of one language or of both. Words are found as substrings, in the other words people use for them too; what stands
 * nowhere as typed is cut into its parts. Nothing typed finds nothing.
 */
export function findMeasures(texts: Texts | readonly Texts[], words: string): Found[] {
  const all = 'measures' in texts ? [texts] : texts;
  const terms = plain(words).split(' ').filter(Boolean).slice(0, MOST_TERMS);
  if (terms.length === 0) return [];
  const synonyms = all[0]?.synonyms ?? [];
  const wanted = terms.map((term) => wordingOf(term, synonyms));
  const ids = new Set(all.flatMap(({ measures }) => Object.keys(measures)));
  return [...ids]
    .flatMap((measure): Found[] => {
      const parts = all.flatMap((each) => partsOf(each, measure));
      const scores = wanted.map((wording) => scoreOf(parts, wording));
      return scores.every((score) => score > 0)
        ? [{ measure, score: scores.reduce((total, score) => total + score, 0) }]
        : [];
    })
    .sort((a, b) => b.score - a.score || (a.measure < b.measure ? -1 : 1));
}

const MOST_TERMS = 8;

/** Half-width (NFKC), lower case, single spaces. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s,、;。/|]+/g, ' ')
    .trim();

// ---- What is searched ---------------------------------------------------------------------

/** A text with the weight of a hit in it. */
interface Part {
  readonly text: string;
  readonly weight: number;
}
const known = new WeakMap<Texts, Map<string, readonly Part[]>>();

/** The parts of a measure in one language; made ready once for a set of texts. */
function partsOf(texts: Texts, measure: string): readonly Part[] {
  const made = known.get(texts) ?? new Map<string, readonly Part[]>();
  known.set(texts, made);
  const found = made.get(measure);
  if (found) return found;
  const text = texts.measures[measure];
  const parts = text
    ? [
        { text: plain(text.name), weight: 8 },
        { text: plain(measure), weight: 4 },
        { text: plain(text.summary), weight: 3 },
        { text: plain(text.department), weight: 2 },
      ]
    : [];
  made.set(measure, parts);
  return parts;
}

// ---- What is looked for -------------------------------------------------------------------

/** A term as typed, its other words, and, for want of all those, the parts it is made of. */
interface Wording {
  readonly whole: readonly string[];
  readonly pieces: readonly Piece[];
}
/** Words for one another of which one is enough, or text that may be cut where a measure's words end. */
type Piece = { readonly words: readonly string[] } | { readonly run: string };
type Synonyms = Texts['synonyms'];

function wordingOf(term: string, synonyms: Synonyms): Wording {
  const others = synonyms.filter((list) => list.includes(term)).flat();
  return { whole: [...new Set([term, ...others])], pieces: piecesOf(term, synonyms) };
}

/** Words with synonyms are cut out first, the longest before the shorter. */
function piecesOf(term: string, synonyms: Synonyms): Piece[] {
  let hit: { readonly word: string; readonly list: readonly string[] } | undefined;
  for (const list of synonyms)
    for (const word of list) if (word.length > (hit?.word.length ?? 0) && occursIn(term, word)) hit = { word, list };
  if (!hit)
    return [...term.matchAll(/[a-z0-9]+|[^\sa-z0-9]+/g)].map(([run]) => (isLatin(run) ? { words: [run] } : { run }));
  const at = term.indexOf(hit.word);
  const [before, after] = [term.slice(0, at), term.slice(at + hit.word.length)];
  return [
    ...(before ? piecesOf(before, synonyms) : []),
    { words: hit.list },
    ...(after ? piecesOf(after, synonyms) : []),
  ];
}

const isLatin = (word: string): boolean => /^[a-z0-9]/.test(word);

/** A term put together from its parts counts half. */
const ASIDE = 0.5;

function scoreOf(parts: readonly Part[], { whole, pieces }: Wording): number {
  const asTyped = bestOf(parts, whole);
  if (asTyped > 0) return asTyped;
  const scores = pieces.map((piece) => ('run' in piece ? runScore(parts, piece.run) : bestOf(parts, piece.words)));
  if (scores.length === 0 || scores.some((score) => score === 0)) return 0;
  return (ASIDE * scores.reduce((total, score) => total + score, 0)) / scores.length;
}

/** Chinese is written without spaces: it is cut into the longest stretches that the measure's texts hold. */
function runScore(parts: readonly Part[], run: string): number {
  const scores: number[] = [];
  for (let at = 0; at < run.length;) {
    const shortest = Math.min(2, run.length - at);
    let length = run.length - at;
    while (length >= shortest && !parts.some(({ text }) => text.includes(run.slice(at, at + length)))) length -= 1;
    if (length < shortest) return 0;
    scores.push(bestOf(parts, [run.slice(at, at + length)]));
    at += length;
  }
  return scores.reduce((total, score) => total + score, 0) / scores.length;
}

/**
 * The heaviest part that holds one of the words. The more of the part the word makes up the better; the word as typed,
 * which comes first, counts a little more, and so does one that the part begins with.
 */
const bestOf = (parts: readonly Part[], words: readonly string[]): number =>
  Math.max(
    0,
    ...parts.flatMap(({ text, weight }) =>
      words.flatMap((word, index) =>
        occursIn(text, word)
          ? [weight + word.length / text.length + (index === 0 ? 0.25 : 0) + (text.startsWith(word) ? 0.25 : 0)]
          : [],
      ),
    ),
  );

/** Latin words are found at the start of a word, short ones as a word of their own: “ai” is not in “maintain”. */
function occursIn(text: string, word: string): boolean {
  if (!isLatin(word)) return text.includes(word);
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + word.length] ?? ' ';
    if (!/[a-z0-9]/.test(before) && (word.length > 3 || !/[a-z0-9]/.test(after))) return true;
  }
  return false;
}
