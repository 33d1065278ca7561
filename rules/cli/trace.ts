import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueFiles, Compiled } from '../language/compile.ts';
import { PROVISION_REASONS } from '../language/sources.ts';
import { compiledSources } from './catalogue.ts';
import { focusIn, PASSAGE } from './focus.ts';
import { InputFault } from './run.ts';
import { aligned } from './text.ts';

export interface Trace {
  readonly text: string;
  readonly faults: readonly string[];
}

/**
 * Finds every anchor of provisions and indicators in the plans' text (white space apart), and the terms of the priority
 * fields in their passages, and counts, per plan, how many provisions measures realise and why the others have none.
 */
export function tracePlans(
  { compiled, files }: { readonly compiled: Compiled; readonly files: CatalogueFiles },
  documents: string | undefined,
): Trace {
  const { rules } = compiled;
  const { provisions, indicators } = compiledSources(compiled, files);
  const passages = focusIn(files.focusFields).plans.flatMap(({ doc, groups }) =>
    groups.map(({ anchor, terms }) => ({ doc, anchor, terms: terms.map(({ zh }) => zh) })),
  );
  const linked = new Set(rules.measures.flatMap((measure) => measure.provisions));
  const anchors = [
    ...provisions.flatMap(({ id, sources }) => sources.map(({ doc, anchor }) => ({ id, doc, anchor }))),
    ...indicators.map(({ id, doc, anchor }) => ({ id, doc, anchor })),
  ];
  const plans = [...new Set(anchors.map(({ doc }) => doc))].sort();
  const rows = plans.map((plan) => {
    const own = provisions.filter(({ sources }) => sources.some(({ doc }) => doc === plan));
    const open = own.filter(({ id }) => !linked.has(id));
    const counts = PROVISION_REASONS.map((reason) => open.filter(({ unlinked }) => unlinked === reason).length);
    const unaccounted = open.filter(({ unlinked }) => unlinked === null).length;
    return [plan, ...[own.length, own.length - open.length, ...counts, unaccounted].map(String)];
  });
  const unaccounted = provisions.filter(({ id, unlinked }) => !linked.has(id) && unlinked === null);
  const both = provisions.filter(({ id, unlinked }) => linked.has(id) && unlinked !== null);
  const found = documents === undefined ? [] : anchors.flatMap((anchor) => lookUp(anchor, documents));
  const heading =
    documents === undefined
      ? `no documents given: ${anchors.length} anchors were not looked up`
      : `${anchors.length - found.length} of ${anchors.length} anchors found`;
  const strayed = documents === undefined ? [] : passages.flatMap((passage) => lookUpPassage(passage, documents));
  const terms = passages.reduce((sum, passage) => sum + passage.terms.length, 0);
  const vocabulary =
    documents === undefined
      ? `${terms} terms of priority fields were not looked up`
      : `${terms - strayed.length} of ${terms} terms of priority fields found in their passages`;
  const totals = `${provisions.length} provisions, ${unaccounted.length} unaccounted for`;
  return {
    text: `${aligned(['plan', 'provisions', 'linked', ...PROVISION_REASONS, 'unaccounted'], rows)}${heading}\n${vocabulary}\n${totals}\n`,
    faults: [
      ...found,
      ...strayed,
      ...unaccounted.map(
        ({ id }) => `provision ${id}: no measure realises it, and no reason is given (${PROVISION_REASONS.join(', ')})`,
      ),
      ...both.map(({ id }) => `provision ${id}: a measure realises it, so it needs no reason why none does`),
    ],
  };
}

const texts = new Map<string, string>();

/** The plan's text without white space. */
function textOf(doc: string, directory: string): string {
  const path = join(directory, `${doc}.txt`);
  const known = texts.get(path);
  if (known !== undefined) return known;
  if (!existsSync(path)) throw new InputFault([`--documents: ${path} is missing`]);
  const text = readFileSync(path, 'utf8').replace(/\s/g, '');
  texts.set(path, text);
  return text;
}

function lookUp({ id, doc, anchor }: { id: string; doc: string; anchor: string }, directory: string): string[] {
  const text = textOf(doc, directory);
  const wanted = anchor.replace(/\s/g, '');
  const first = text.indexOf(wanted);
  if (first < 0) return [`${id}: “${anchor}” does not stand in ${doc}`];
  return !text.includes(wanted, first + 1) ? [] : [`${id}: “${anchor}” stands more than once in ${doc}`];
}

/** One fault per term that does not follow its anchor closely; all of them where the anchor is not there once. */
function lookUpPassage(
  { doc, anchor, terms }: { doc: string; anchor: string; terms: readonly string[] },
  directory: string,
): string[] {
  const [astray] = lookUp({ id: 'focus-fields', doc, anchor }, directory);
  if (astray !== undefined) return terms.map(() => astray);
  const text = textOf(doc, directory);
  const from = text.indexOf(anchor);
  const passage = text.slice(from, from + PASSAGE);
  return terms
    .filter((term) => !passage.includes(term))
    .map((term) => `focus-fields: “${term}” does not stand in ${doc} after “${anchor}”`);
}
