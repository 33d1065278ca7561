import { readFileSync } from 'node:fs';
import type { LoadedCatalogue } from '#functions/api/deps.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Sources } from '#rules/language/sources.ts';
import { at, rules, texts } from '../functions/artefact.ts';

const sources = JSON.parse(readFileSync(at('build/catalogue/sources.json'), 'utf8')) as Sources;

/** The catalogue as built, with the plans' provisions and indicators. */
export const loaded: LoadedCatalogue = { rules, texts, catalogue: loadCatalogue(rules), sources };
