/** A draft compiled from the source tree, with the worked examples of what it touches. */
import { join } from 'node:path';
import { differences, readAllCases } from '#rules/cli/cases.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Rules } from '#rules/engine/types.ts';
import { compile, type CatalogueFiles } from '#rules/language/compile.ts';
import type { Problem, Source } from '#rules/language/problems.ts';
import { newestChange, readCatalogue } from '#rules/language/read.ts';
import type { CaseFailure, Compilation, DraftProblem } from '../compiler.ts';
import type { Patch } from '../patch.ts';
import { touchedMeasures } from '../touched.ts';
import { edited, type Edited } from './edit.ts';

/** Compiles drafts; the files that a draft leaves alone are read once, and again when one of them changes. */
export function draftCompiler(rulesDirectory: string): (patches: readonly Patch[], against: Rules) => Compilation {
  const root = join(rulesDirectory, '..');
  let read: { readonly at: number; readonly files: CatalogueFiles; readonly faults: FaultsFound } | undefined;

  // A draft is checked, its impact worked out, approved, published: the same content each time.
  const known = new Map<string, Compilation>();

  return (patches, against) => {
    const at = newestChange(rulesDirectory);
    const key = JSON.stringify([at, against.hash, patches]);
    const before = known.get(key);
    if (before) return before;
    const compilation = compiled(patches, against, at);
    const [oldest] = known.keys();
    if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    known.set(key, compilation);
    return compilation;
  };

  function compiled(patches: readonly Patch[], against: Rules, at: number): Compilation {
    if (read?.at !== at) {
      const files = readCatalogue(rulesDirectory);
      read = { at, files, faults: new Map(sourcesIn(files).map((source) => [source, [...source.problems]])) };
    }
    // A compilation leaves what it found with the files.
    for (const [source, found] of read.faults) source.problems.splice(0, Number.POSITIVE_INFINITY, ...found);

    const changed = edited(read.files, patches, root);
    const { files, problems } = changed;
    const compilation = compile(files);
    if (!compilation.ok) {
      return { ok: false, problems: [...problems, ...compilation.problems.map((each) => problemIn(changed, each))] };
    }
    if (problems.length > 0) return { ok: false, problems };
    const { rules, texts: words } = compilation.compiled;
    const touched = touchedMeasures(against, rules);
    return { ok: true, rules, texts: words, touched, cases: casesOf(rules, touched) };
  }
}

/** So many compilations are kept, a few megabytes each. */
const MOST_KNOWN = 4;

type FaultsFound = ReadonlyMap<Source, readonly Problem[]>;

const sourcesIn = (files: CatalogueFiles): Source[] => Object.values(files).flat() as Source[];

function problemIn({ texts, patchAt }: Edited, { file, line, column, message, final }: Problem): DraftProblem {
  const excerpt = texts.get(file)?.split('\n')[line - 1]?.trim().slice(0, 200) ?? '';
  return { file, line, column, message, excerpt, patch: patchAt(file, line), final: final === true };
}

function casesOf(rules: Rules, touched: readonly string[]): { run: number; failures: CaseFailure[] } {
  const catalogue = loadCatalogue(rules);
  const cases = [...readAllCases(rules.fields, touched).values()].flat();
  const failures = cases.flatMap((one): CaseFailure[] => {
    const found = differences(catalogue, one);
    return found.length === 0 ? [] : [{ measure: one.measure, name: one.name, differences: found }];
  });
  return { run: cases.length, failures };
}
