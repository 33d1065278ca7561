import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Rules } from '../engine/types.ts';
import { RULES } from './paths.ts';
import { InputFault } from './run.ts';
import { aligned } from './text.ts';

/** Why no measure realises a provision (规划条款). */
const REASONS = ['umbrella', 'government-task', 'exploratory', 'no-operative-measure-found'] as const;

const source = z.object({ doc: z.string(), section: z.string(), anchor: z.string() });
const provisionsSchema = z.array(
  z.object({ id: z.string(), sources: z.array(source).min(1), unlinked: z.enum(REASONS).optional() }),
);
const indicatorsSchema = z.array(z.object({ id: z.string(), doc: z.string(), anchor: z.string() }));

const readYaml = <T>(name: string, schema: z.ZodType<T>): T => {
  const result = schema.safeParse(parse(readFileSync(join(RULES, 'sources', name), 'utf8')));
  if (!result.success) throw new InputFault([`rules/sources/${name}: ${z.prettifyError(result.error)}`]);
  return result.data;
};

export interface Trace {
  readonly text: string;
  readonly faults: readonly string[];
}

/**
 * Finds every anchor of provisions and indicators in the plans' text (white space apart) and counts, per plan, how
 * many provisions measures realise and why the others have none.
 */
export function traceProvisions(rules: Rules, documents: string | undefined): Trace {
  const provisions = readYaml('provisions.yaml', provisionsSchema);
  const indicators = readYaml('indicators.yaml', indicatorsSchema);
  const linked = new Set(rules.measures.flatMap((measure) => measure.provisions));
  const anchors = [
    ...provisions.flatMap(({ id, sources }) => sources.map(({ doc, anchor }) => ({ id, doc, anchor }))),
    ...indicators,
  ];
  const plans = [...new Set(anchors.map(({ doc }) => doc))].sort();
  const rows = plans.map((plan) => {
    const own = provisions.filter(({ sources }) => sources.some(({ doc }) => doc === plan));
    const open = own.filter(({ id }) => !linked.has(id));
    const counts = REASONS.map((reason) => open.filter(({ unlinked }) => unlinked === reason).length);
    const unaccounted = open.filter(({ unlinked }) => unlinked === undefined).length;
    return [plan, ...[own.length, own.length - open.length, ...counts, unaccounted].map(String)];
  });
  const unaccounted = provisions.filter(({ id, unlinked }) => !linked.has(id) && unlinked === undefined);
  const both = provisions.filter(({ id, unlinked }) => linked.has(id) && unlinked !== undefined);
  const found = documents === undefined ? [] : anchors.flatMap((anchor) => lookUp(anchor, documents));
  const heading =
    documents === undefined
      ? `no documents given: ${anchors.length} anchors were not looked up`
      : `${anchors.length - found.length} of ${anchors.length} anchors found`;
  const totals = `${provisions.length} provisions, ${unaccounted.length} unaccounted for`;
  return {
    text: `${aligned(['plan', 'provisions', 'linked', ...REASONS, 'unaccounted'], rows)}${heading}\n${totals}\n`,
    faults: [
      ...found,
      ...unaccounted.map(
        ({ id }) => `provision ${id}: no measure realises it, and no reason is given (${REASONS.join(', ')})`,
      ),
      ...both.map(({ id }) => `provision ${id}: a measure realises it, so it needs no reason why none does`),
    ],
  };
}

const texts = new Map<string, string>();

function lookUp({ id, doc, anchor }: { id: string; doc: string; anchor: string }, directory: string): string[] {
  const path = join(directory, `${doc}.txt`);
  if (!texts.has(path)) {
    if (!existsSync(path)) throw new InputFault([`--documents: ${path} is missing`]);
    texts.set(path, readFileSync(path, 'utf8').replace(/\s/g, ''));
  }
  const text = texts.get(path) ?? '';
  const wanted = anchor.replace(/\s/g, '');
  const first = text.indexOf(wanted);
  if (first < 0) return [`${id}: “${anchor}” does not stand in ${doc}`];
  return !text.includes(wanted, first + 1) ? [] : [`${id}: “${anchor}” stands more than once in ${doc}`];
}
