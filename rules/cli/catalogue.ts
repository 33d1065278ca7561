import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Lang, Rules } from '../engine/types.ts';
import { type CatalogueFiles, compile, type Compiled } from '../language/compile.ts';
import { formatProblem } from '../language/problems.ts';
import { newestChange, readCatalogue, readIndicators } from '../language/read.ts';
import { compileSources, type Sources } from '../language/sources.ts';
import { ARTEFACT, RULES } from './paths.ts';
import { InputFault } from './run.ts';

/** Compiles the catalogue from its files; every fault becomes a line of the error. */
export const compiledCatalogue = (): Compiled => compiledWithFiles().compiled;

/** The same with the files it was made from, for what the artefact does not carry. */
export function compiledWithFiles(): { readonly compiled: Compiled; readonly files: CatalogueFiles } {
  const files = readCatalogue(RULES);
  const compilation = compile(files);
  if (compilation.ok) return { compiled: compilation.compiled, files };
  throw new InputFault(compilation.problems.map(formatProblem));
}

/** The plans' provisions and indicators, each indicator with its measures or a reason; faults become lines of the error. */
export function compiledSources({ rules }: Compiled, files: CatalogueFiles): Sources {
  const indicators = readIndicators(RULES);
  const sources = compileSources(files.provisions, indicators, new Set(rules.measures.map(({ id }) => id)));
  if (sources) return sources;
  throw new InputFault([...files.provisions.problems, ...indicators.problems].map(formatProblem));
}

/** The compiled artefact where it is newer than every file it is made from, else a fresh compilation. */
export function loadArtefact(lang: Lang): { rules: Rules; texts: Compiled['texts'][Lang] } {
  const path = join(ARTEFACT, 'rules.json');
  if (existsSync(path) && statSync(path).mtimeMs >= newestChange(RULES)) {
    const read = (name: string): unknown => JSON.parse(readFileSync(join(ARTEFACT, name), 'utf8'));
    // Written by our own compiler from checked files, so its shape is known.
    return { rules: read('rules.json') as Rules, texts: read(`texts.${lang}.json`) as Compiled['texts'][Lang] };
  }
  const { rules, texts } = compiledCatalogue();
  return { rules, texts: texts[lang] };
}
