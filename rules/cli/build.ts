/** Writes the compiled catalogue to build/catalogue: rules.json and one file of texts per language. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../language/compile.ts';
import { formatProblem } from '../language/problems.ts';
import { readCatalogue } from '../language/read.ts';
import { ARTEFACT, RULES } from './paths.ts';

const compilation = compile(readCatalogue(RULES));
if (!compilation.ok) {
  for (const problem of compilation.problems) console.error(formatProblem(problem));
  process.exit(2);
}
mkdirSync(ARTEFACT, { recursive: true });
const { rules, texts } = compilation.compiled;
for (const [name, content] of Object.entries({
  'texts.zh.json': texts.zh,
  'texts.en.json': texts.en,
  'rules.json': rules,
})) {
  // Written aside and moved, so that a reader never sees half a file.
  const partial = join(ARTEFACT, `.${name}.${process.pid}`);
  writeFileSync(partial, JSON.stringify(content));
  renameSync(partial, join(ARTEFACT, name));
}
