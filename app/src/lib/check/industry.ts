/** An industry (GB/T 4754) as it is read from its field. */
import type { Typed } from './typed.ts';

type Names = Readonly<Record<string, string>>;

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
