import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Lang, Rules, Texts } from '../engine/types.ts';
import { compile, type Compiled } from '../language/compile.ts';
import { formatProblem } from '../language/problems.ts';
import { newestChange, readCatalogue } from '../language/read.ts';
import { ARTEFACT, RULES } from './paths.ts';
import { InputFault } from './run.ts';

/** Compiles the catalogue from its files; every fault becomes a line of the error. */
export function compiledCatalogue(): Compiled {
  const compilation = compile(readCatalogue(RULES));
  if (compilation.ok) return compilation.compiled;
  throw new InputFault(compilation.problems.map(formatProblem));
}

/** The compiled artefact where it is newer than every file it is made from, else a fresh compilation. */
export function loadArtefact(lang: Lang): { rules: Rules; texts: Texts } {
  const path = join(ARTEFACT, 'rules.json');
  if (existsSync(path) && statSync(path).mtimeMs >= newestChange(RULES)) {
    const read = (name: string): unknown => JSON.parse(readFileSync(join(ARTEFACT, name), 'utf8'));
    // Written by our own compiler from checked files, so its shape is known.
    return { rules: read('rules.json') as Rules, texts: read(`texts.${lang}.json`) as Texts };
  }
  const { rules, texts } = compiledCatalogue();
  return { rules, texts: texts[lang] };
}
