/** The compiled catalogue on the server: the same files that the browser fetches, read once. */
import { read } from '$app/server';
import { rulesUrl, textsUrl } from '#lib/check/artefact.ts';
import type { Lang, Rules, Texts } from '#rules/engine/types.ts';

const parsed = new Map<string, Promise<unknown>>();

function once(url: string): Promise<unknown> {
  const known = parsed.get(url) ?? read(url).json();
  parsed.set(url, known);
  return known;
}

export const rules = (): Promise<Rules> => once(rulesUrl) as Promise<Rules>;
export const texts = (lang: Lang): Promise<Texts> => once(textsUrl[lang]) as Promise<Texts>;
