import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ARTEFACT, HERE } from './paths.ts';
import type { Firm } from './profiles.ts';

/** `result`: the outcome per measure; `trace`: with what the engine offers as explanation. */
export type Mode = 'result' | 'trace';
export const MODES: readonly Mode[] = ['result', 'trace'];

/** What an engine says of a measure; undefined or null where it leaves the question open. */
export type Outcome = boolean | 'error' | null | undefined;

/** An engine with the rule set in its own language. */
export interface Adapter<Answer = unknown> {
  /** All measures for one firm; some engines answer with a promise. */
  run(firm: Firm): Answer;
  /** The outcome per measure, in the rule set's order. */
  outcomes(answer: Answer): readonly Outcome[];
  /** Looks at every outcome, figure and need of a trace once; the sum keeps the look from being optimised away. */
  read?(answer: Answer): number;
  /** All measures for all firms, in place of the above: what a batch engine has. */
  runAll?(firms: readonly Firm[]): readonly unknown[];
}

export interface Engine {
  readonly name: string;
  /** The adapter's file, from `engines/`. */
  readonly file: string;
  /** The package it needs, which the bench installs. */
  readonly package?: string;
  /** Has `runAll` only. */
  readonly batch?: true;
  /** How many firms are in flight at once, for an engine that works on threads of its own. */
  readonly inFlight?: number;
  /** A way of writing the rules that is judged, but not timed. */
  readonly naive?: true;
}

export const ENGINES: readonly Engine[] = [
  { name: 'ceyin', file: 'ceyin.ts' },
  { name: 'plain', file: 'plain.mjs' },
  { name: 'packed', file: 'packed.mjs' },
  { name: 'closures', file: 'closures.mjs' },
  { name: 'columnar', file: 'columnar.mjs', batch: true },
  { name: 'json-logic', file: 'json-logic.mjs', package: 'json-logic-engine' },
  { name: 'cel', file: 'cel.mjs', package: '@marcbachmann/cel-js' },
  { name: 'zen', file: 'zen.mjs', package: '@gorules/zen-engine' },
  { name: 'zen*', file: 'zen.mjs', package: '@gorules/zen-engine', inFlight: 64 },
  { name: 'zen-naive', file: 'zen.mjs', package: '@gorules/zen-engine', naive: true },
  { name: 'json-rules-engine', file: 'json-rules-engine.mjs', package: 'json-rules-engine' },
  { name: 'feelin', file: 'feelin.mjs', package: 'feelin' },
  { name: 'publicodes', file: 'publicodes.mjs', package: 'publicodes' },
];

/** Whether the engine's package is there; those that need none always are. */
export const isInstalled = (engine: Engine): boolean =>
  engine.package === undefined || existsSync(join(HERE, 'node_modules', engine.package, 'package.json'));

export function engineNamed(name: string): Engine {
  const engine = ENGINES.find((each) => each.name === name);
  if (!engine) throw new Error(`there is no engine “${name}”`);
  return engine;
}

/** Loads an engine and gives it the rule set. */
export async function setUp(engine: Engine, mode: Mode): Promise<Adapter> {
  const module: unknown = await import(new URL(engine.file, new URL('engines/', import.meta.url)).href);
  if (!isAdapterModule(module)) throw new Error(`${engine.file} exports no setup(mode)`);
  return await module.setup(mode, { artefact: ARTEFACT, guardNulls: engine.naive !== true });
}

interface AdapterModule {
  readonly setup: (mode: Mode, options: { artefact: string; guardNulls: boolean }) => Adapter | Promise<Adapter>;
}
const isAdapterModule = (module: unknown): module is AdapterModule =>
  typeof module === 'object' && module !== null && 'setup' in module && typeof module.setup === 'function';
