import { readFileSync } from 'node:fs';
import type { Reader } from '#lib/catalogue/rule.ts';
import type { Sources } from '#lib/catalogue/sources.ts';
import { ruleWords } from '#lib/wording/public/rule.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Lang, Measure } from '#rules/engine/types.ts';
import { at, rules, texts } from '../../functions/artefact.ts';

export { rules, texts };

/** The day all of these tests are about, so that none depends on today. */
export const DAY = '2026-07-01';

export const catalogue = loadCatalogue(rules);
export const sources = JSON.parse(readFileSync(at('build/catalogue/sources.json'), 'utf8')) as Sources;

export const readerOf = (lang: Lang, on = DAY): Reader => ({ rules, texts: texts[lang], words: ruleWords[lang], on });

export function measure(id: string): Measure {
  const found = catalogue.measures.get(id);
  if (!found) throw new Error(`The catalogue has no “${id}”.`);
  return found;
}
