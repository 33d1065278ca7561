/** Finding an industry (国民经济行业分类, GB/T 4754-2017) by what people type: a code, a name or a plain word. */

/** What the texts of a language carry for it. */
export interface IndustryTexts {
  /** Names of sections and divisions by code. */
  readonly industries: Readonly<Record<string, string>>;
  /** Plain words, joined by “|”, under the divisions they can mean, the likeliest first: `{ 'C39 I65': '芯片|半导体' }`. */
  readonly industryWords: Readonly<Record<string, string>>;
}
export interface FoundIndustry {
  readonly code: string;
  readonly name: string;
}

/** How well a division fits; a step down the list of a word's divisions costs one. */
const FIT = { code: 120, exact: 100, name: 90, begins: 80, within: 70, part: 60, section: 40, pairs: 30 } as const;

/**
 * The divisions that fit what was typed, the best first; at most so many, none where nothing fits. A section's letter or
 * name finds its divisions.
 */
export function searchIndustries(text: string, texts: IndustryTexts, most = 8): FoundIndustry[] {
  const typed = plain(text);
  if (typed === '') return [];
  const best = new Map<string, number>();
  const offer = (code: string, fit: number): void => {
    if (fit > (best.get(code) ?? 0)) best.set(code, fit);
  };
  for (const [codes, words] of Object.entries(texts.industryWords)) {
    const fit = Math.max(...words.split('|').map((word) => fitOfWord(typed, plain(word))));
    if (fit > 0)
      codes.split(' ').forEach((code, at) => {
        offer(code, fit - at);
      });
  }
  for (const [code, name] of divisionsOf(texts)) {
    offer(code, Math.max(fitOfCode(typed, code), fitOfName(typed, plain(name), sectionName(texts, code))));
  }
  return [...best]
    .sort(([a, fitA], [b, fitB]) => fitB - fitA || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([code]) => ({ code, name: texts.industries[code] ?? code }));
}

const divisionsOf = ({ industries }: IndustryTexts): [string, string][] =>
  Object.entries(industries).filter(([code]) => code.length > 1);
const sectionName = ({ industries }: IndustryTexts, code: string): string => plain(industries[code.charAt(0)] ?? '');

/** “I65”, “65”, “6510” and “i” all mean something; a code deeper than the division finds its division. */
function fitOfCode(typed: string, code: string): number {
  const parts = /^([a-t])?(\d{0,4})$/.exec(typed);
  if (!parts) return 0;
  const [, letter = '', digits = ''] = parts;
  if (letter !== '' && code.charAt(0).toLowerCase() !== letter) return 0;
  if (digits.length === 0) return FIT.section;
  const own = code.slice(1);
  return digits.length === 1 ? (own.startsWith(digits) ? FIT.section : 0) : digits.startsWith(own) ? FIT.code : 0;
}

function fitOfWord(typed: string, word: string): number {
  if (word === typed) return FIT.exact;
  // What was typed says more than the word (“软件开发公司”): the longer the word in it, the better.
  if (isLatin(word) ? ` ${spaced(typed)} `.includes(` ${word} `) : typed.includes(word))
    return FIT.part + Math.min(word.length, 9);
  return begins(word, typed) ? FIT.part : holds(word, typed) ? FIT.part - 5 : 0;
}

function fitOfName(typed: string, name: string, section: string): number {
  if (name === typed || name === `${typed}业`) return FIT.name;
  if (begins(name, typed)) return FIT.begins;
  if (holds(name, typed)) return FIT.within;
  if (holds(section, typed)) return FIT.section;
  const pieces = piecesOf(typed);
  const shared = pieces.filter((piece) => holds(name, piece)).length;
  return pieces.length === 0 ? 0 : Math.floor((FIT.pairs * shared) / pieces.length);
}

const isLatin = (text: string): boolean => /^[\x20-\x7e]+$/.test(text);
const LEAST_LETTERS = 3;

/** Latin letters find whole words, or the beginning of one once there are a few letters (“ai” is not in “retail”). */
function holds(whole: string, part: string): boolean {
  if (part === '') return false;
  if (!isLatin(part)) return whole.includes(part);
  const words = ` ${spaced(whole)} `;
  return words.includes(` ${part} `) || (part.length >= LEAST_LETTERS && words.includes(` ${part}`));
}

const begins = (whole: string, part: string): boolean =>
  whole.startsWith(part) && (!isLatin(part) || part.length >= LEAST_LETTERS || whole.startsWith(`${part} `));

/** Latin words inside Chinese stand apart: “ai公司” is “ai 公司”. */
const spaced = (text: string): string => text.replace(/([a-z0-9]+)/g, ' $1 ').replace(/\s+/g, ' ');

/** One spelling for comparison: width, case, punctuation and the English plural aside. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+#]+/gu, ' ')
    .replace(/\b([a-z]{3,}[^s\W])s\b/g, '$1')
    .trim();
}

/** Words of an alphabet; pairs of characters in Chinese, which has no spaces. */
function piecesOf(text: string): string[] {
  const words = (text.match(/[a-z]{3,}/g) ?? []).filter((word) => !FILLERS.has(word));
  const chinese = text.match(/\p{Script=Han}+/gu) ?? [];
  return [
    ...words,
    ...chinese.flatMap((run) => Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2))),
  ];
}
const FILLERS = new Set(['and', 'the', 'for', 'service', 'company', 'other', 'industry']);
