import { loadCatalogue } from '#rules/engine/load.ts';
import type { Rules, Texts } from '#rules/engine/types.ts';
import type { Sources } from '#rules/language/sources.ts';
import type { LoadedCatalogue } from './deps.ts';

/** The catalogue's files as `rules/cli/build.ts` writes them; `read` gives a file's JSON by its name. */
export function loadedFrom(read: (name: string) => unknown): LoadedCatalogue {
  const rules = read('rules.json') as Rules;
  return {
    rules,
    texts: { zh: read('texts.zh.json') as Texts, en: read('texts.en.json') as Texts },
    catalogue: loadCatalogue(rules),
    sources: read('sources.json') as Sources,
  };
}

export const CATALOGUE_FILES = ['rules.json', 'texts.zh.json', 'texts.en.json', 'sources.json'] as const;
