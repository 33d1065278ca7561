/** The measure that a form names: chosen from those offered, or typed. */
import { roomWords } from '#lib/wording/rooms/room.ts';
import type { Lang } from '#rules/engine/types.ts';
import { held } from './catalogue.server.ts';
import { measureNamed, measuresLike, type NamedMeasure } from './measure-named.ts';

export type Typed =
  | { readonly ok: true; readonly id: string | null }
  /** Said at the field, with what may be meant. */
  | { readonly ok: false; readonly fault: string; readonly choices: NamedMeasure[] };

/** Null where nothing was typed. */
export async function measureTyped(text: (name: string) => string, lang: Lang): Promise<Typed> {
  const typed = text('chosen') || text('measure');
  if (typed.trim() === '') return { ok: true, id: null };
  const { texts } = await held();
  const id = measureNamed(typed, texts);
  if (id !== null) return { ok: true, id };
  const choices = measuresLike(typed, texts, lang);
  const { measureUnknown, measureWhich } = roomWords[lang];
  return { ok: false, fault: choices.length === 0 ? measureUnknown(typed) : measureWhich(typed), choices };
}
