/** Writes the compiled catalogue to build/catalogue: rules.json, one file of texts per language, and sources.json. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../language/compile.ts';
import { formatProblem, type Problem } from '../language/problems.ts';
import { readCatalogue, readIndicators } from '../language/read.ts';
import { compileSources } from '../language/sources.ts';
import { ARTEFACT, RULES } from './paths.ts';

const files = readCatalogue(RULES);
const indicators = readIndicators(RULES);
const compilation = compile(files);
if (!compilation.ok) fail(compilation.problems);
const sources = compileSources(
  files.provisions,
  indicators,
  new Set(compilation.compiled.rules.measures.map(({ id }) => id)),
);
if (!sources) fail([...files.provisions.problems, ...indicators.problems]);

mkdirSync(ARTEFACT, { recursive: true });
const { rules, texts } = compilation.compiled;
for (const [name, content] of Object.entries({
  'texts.zh.json': texts.zh,
  'texts.en.json': texts.en,
  'sources.json': sources,
  'rules.json': rules,
})) {
  // Written aside and moved, so that a reader never sees half a file.
  const partial = join(ARTEFACT, `.${name}.${process.pid}`);
  writeFileSync(partial, JSON.stringify(content));
  renameSync(partial, join(ARTEFACT, name));
}

function fail(problems: readonly Problem[]): never {
  for (const problem of problems) console.error(formatProblem(problem));
  process.exit(2);
}
