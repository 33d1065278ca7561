/** A draft's changes made in the catalogue's files, so that faults are found where they would stand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isSeq, parseDocument, stringify, type Document } from 'yaml';
import { isList, isRecord } from '#rules/engine/json.ts';
import type { CatalogueFiles } from '#rules/language/compile.ts';
import { Source } from '#rules/language/problems.ts';
import type { DraftProblem } from '../compiler.ts';
import { stepsOf, targetName, type Patch, type Target } from '../patch.ts';

export interface Edited {
  readonly files: CatalogueFiles;
  /** The text of every file that was changed. */
  readonly texts: ReadonlyMap<string, string>;
  readonly problems: readonly DraftProblem[];
  /** Which change the line of a file comes from, by its position: the last one that wrote it; null where none did. */
  readonly patchAt: (file: string, line: number) => number | null;
}

/** The files with the changes made in their order. What cannot be made is a problem, and left out. */
export function edited(files: CatalogueFiles, patches: readonly Patch[], root: string): Edited {
  const documents = new Map<string, Document>();
  const removed = new Set<string>();
  const problems: DraftProblem[] = [];
  const made: { readonly patch: number; readonly file: string; readonly steps: readonly (string | number)[] }[] = [];
  const documentOf = (file: string): Document => {
    const known = documents.get(file) ?? parseDocument(readFileSync(join(root, file), 'utf8'));
    documents.set(file, known);
    return known;
  };

  for (const [position, patch] of patches.entries()) {
    const fault = make(patch, position);
    if (fault !== undefined) {
      const file = `${targetName(patch.target)} ${patch.path}`.trim();
      problems.push({ file, line: 1, column: 1, message: fault, excerpt: '', patch: position, final: true });
    }
  }
  const texts = new Map([...documents].map(([file, document]) => [file, document.toString({ lineWidth: 0 })]));
  const sources = new Map([...texts].map(([file, text]) => [file, new Source(file, text)]));
  const renewed = (source: Source): Source => sources.get(source.file) ?? source;
  const known = new Set(files.measures.map(({ file }) => file));
  const added = [...sources].filter(([file]) => file.startsWith('rules/catalogue/') && !known.has(file));
  return {
    files: {
      ...files,
      documents: renewed(files.documents),
      parameters: files.parameters.map(renewed),
      measures: [
        ...files.measures.filter(({ file }) => !removed.has(file)).map(renewed),
        ...added.filter(([file]) => !removed.has(file)).map(([, source]) => source),
      ],
    },
    texts,
    problems,
    patchAt: (file, line) => {
      const lines = (source: Source, steps: readonly (string | number)[]) =>
        source.linesOf(positionsIn(source.data, steps));
      const found = made.findLast((one) => {
        const source = one.file === file ? sources.get(file) : undefined;
        const [first, last] = (source && lines(source, one.steps)) ?? [0, 0];
        return first <= line && line <= last;
      });
      return found?.patch ?? null;
    },
  };

  /** What keeps the change from being made; undefined once it is. */
  function make({ target, op, path, value }: Patch, position: number): string | undefined {
    if ((op === 'remove') !== (value === undefined)) {
      return op === 'remove' ? 'what is removed needs no value' : 'a value is missing';
    }
    const before = placeOf(target);
    const fault =
      'measure' in target && path === ''
        ? wholeMeasure(target.measure, op, value)
        : path === ''
          ? wholeEntry(target, before, op, value)
          : before
            ? change(documentOf(before.file), [...before.at, ...stepsOf(path)], op, value)
            : 'there is no such measure, parameter or document';
    const place = fault === undefined ? placeOf(target) : undefined;
    if (place) made.push({ patch: position, file: place.file, steps: [...place.at, ...stepsOf(path)] });
    return fault;
  }

  function wholeMeasure(id: string, op: Patch['op'], value: unknown): string | undefined {
    const place = placeOf({ measure: id });
    if (op === 'remove') {
      if (!place) return 'there is no such measure';
      removed.add(place.file);
      return undefined;
    }
    if (op === 'replace') return 'change a measure part by part';
    if (place) return 'there is such a measure already';
    const level = isRecord(value) && typeof value.level === 'string' ? value.level : '';
    if (!isRecord(value) || value.id !== id || !/^[a-z]{1,20}$/.test(level)) return 'needs its own id, and a level';
    const file = `rules/catalogue/${level}/${id}.yaml`;
    removed.delete(file);
    documents.set(file, parseDocument(stringify(value, { lineWidth: 0 })));
    return undefined;
  }

  function wholeEntry(target: Target, place: Place | undefined, op: Patch['op'], value: unknown): string | undefined {
    const [id] = Object.values(target);
    if (op === 'remove') {
      if (!place) return 'there is nothing to remove';
      documentOf(place.file).deleteIn(place.at);
      return undefined;
    }
    if (op === 'replace') return 'change an entry part by part';
    if (place) return 'there is such an entry already';
    if (!isRecord(value) || value.id !== id) return 'needs its own id';
    const file = 'document' in target ? files.documents.file : files.parameters[0]?.file;
    if (file === undefined) return 'there is no file for it';
    documentOf(file).addIn([], value);
    return undefined;
  }

  /** Where the target stands now, with the changes before this one. */
  function placeOf(target: Target): Place | undefined {
    if ('measure' in target) {
      const source = files.measures.find(({ data }) => isRecord(data) && data.id === target.measure);
      const file = source?.file ?? [...documents.keys()].find((name) => name.endsWith(`/${target.measure}.yaml`));
      return file === undefined || removed.has(file) ? undefined : { file, at: [] };
    }
    const [id] = Object.values(target);
    for (const { file } of 'document' in target ? [files.documents] : files.parameters) {
      const entries: unknown = documentOf(file).toJS();
      const at = isList(entries) ? entries.findIndex((entry) => isRecord(entry) && entry.id === id) : -1;
      if (at >= 0) return { file, at: [at] };
    }
    return undefined;
  }
}

interface Place {
  readonly file: string;
  readonly at: readonly number[];
}

function change(
  document: Document,
  steps: readonly (string | number)[],
  op: Patch['op'],
  value: unknown,
): string | undefined {
  const path: (string | number)[] = [];
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1;
    const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
    if (isSeq(node)) {
      const at = positionIn(node.toJSON(), step, isLast && op === 'add');
      if (at === undefined) return `there is no entry “${step}”`;
      if (isLast && op === 'add') {
        node.items.splice(at, 0, document.createNode(value));
        return undefined;
      }
      path.push(at);
    } else if (isMap(node)) {
      if (!node.has(step) && !(isLast && op === 'add')) return `there is no “${step}”`;
      path.push(step);
    } else {
      return `“${step}” lies below a plain value`;
    }
  }
  if (op === 'remove') document.deleteIn(path);
  else document.setIn(path, document.createNode(value));
  return undefined;
}

/** The steps with entries of lists by their positions, as far as they are there. */
function positionsIn(data: unknown, steps: readonly (string | number)[]): (string | number)[] {
  let value = data;
  return steps.map((step) => {
    const at = isList(value) ? (positionIn(value, step === '-' ? value.length - 1 : step, false) ?? step) : step;
    value = isList(value) ? value[Number(at)] : isRecord(value) ? value[at] : undefined;
    return at;
  });
}

/** The position of an entry by number or id (a shared condition’s is the name it is used by); where one is to be added, the end counts too, as `-` or by its number. */
function positionIn(entries: unknown, step: string | number, adding: boolean): number | undefined {
  if (!isList(entries)) return undefined;
  if (adding && step === '-') return entries.length;
  const number = /^(0|[1-9]\d{0,4})$/.test(String(step))
    ? Number(step)
    : entries.findIndex((entry) => isRecord(entry) && (entry.id ?? entry.use) === step);
  const last = adding ? entries.length : entries.length - 1;
  return number >= 0 && number <= last ? number : undefined;
}
