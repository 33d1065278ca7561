/** Industries (GB/T 4754) by name or code, for people who know what they do but not its number. */
import type { Typed } from './typed.ts';

export interface Industry {
  readonly code: string;
  readonly name: string;
}

type Names = Readonly<Record<string, string>>;

/** Divisions whose code or name fits what was typed, the best first. A section's name finds its divisions. */
export function findIndustries(text: string, names: Names, most = 8): Industry[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  return Object.entries(names)
    .filter(([code]) => code.length > 1)
    .map(([code, name]) => ({ code, name, score: fit(wanted, code, name, names[code.slice(0, 1)] ?? '') }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.code < b.code ? -1 : 1))
    .slice(0, most)
    .map(({ code, name }) => ({ code, name }));
}

function fit(wanted: string, code: string, name: string, section: string): number {
  const own = name.toLowerCase();
  if (`${code} ${name}`.toLowerCase().startsWith(wanted)) return 100;
  if (own.startsWith(wanted)) return 90;
  if (own.includes(wanted)) return 80;
  if (section.toLowerCase().includes(wanted)) return 50;
  const pieces = piecesOf(wanted);
  const shared = pieces.filter((piece) => own.includes(piece)).length;
  return pieces.length === 0 ? 0 : Math.round((30 * shared) / pieces.length);
}

/** Words of an alphabet; pairs of characters in Chinese, which has no spaces. */
function piecesOf(text: string): string[] {
  const words = text.match(/[a-z]{3,}/g) ?? [];
  const chinese = text.match(/[\u4e00-\u9fff]+/g) ?? [];
  return [
    ...words,
    ...chinese.flatMap((run) => Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2))),
  ];
}

/** How an industry stands in its field once it is chosen. */
export const industryText = ({ code, name }: Industry): string => `${code} ${name}`.trim();

/** The code in what was typed: at its start, or that of the only division with this name. */
export function industryCode(text: string, names: Names): Typed<string> {
  const typed = text.trim();
  if (typed === '') return { kind: 'none' };
  const code = /^([A-Ta-t]\d{2,4})(?=\s|$)/.exec(typed)?.[1]?.toUpperCase();
  if (code !== undefined) return Object.hasOwn(names, code.slice(0, 3)) ? { kind: 'value', value: code } : UNREADABLE;
  const named = Object.entries(names).filter(([key, name]) => key.length > 1 && name === typed);
  const [only] = named;
  return only && named.length === 1 ? { kind: 'value', value: only[0] } : UNREADABLE;
}

const UNREADABLE = { kind: 'unreadable' } as const;
