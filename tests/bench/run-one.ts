/**
 * node --expose-gc run-one.ts ENGINE MODE MISSING BUDGET: times one engine and prints one line of JSON. In each round the
 * plain limit and the engine take turns over the same firms, so that a noisy machine slows both.
 */
import { type Adapter, engineNamed, type Mode, setUp } from './adapter.ts';
import { makeProfiles } from './profiles.ts';
import { median } from './report.ts';
import { MEASURES } from './ruleset.ts';

export interface Timing {
  readonly name: string;
  readonly mode: Mode;
  /** The share of answers left out. */
  readonly missing: number;
  /** Median over the rounds, per firm. */
  readonly micros: number;
  readonly evaluations: number;
  /** Median of the rounds' ratios to the plain limit, and all of them. */
  readonly ratio: number;
  readonly ratios: readonly number[];
  /** What the compiled rules hold on the JavaScript heap. */
  readonly compiledMiB: number;
  /** The most the process held, with the firms and the plain limit in it. */
  readonly processMiB: number;
}

const ROUNDS = 5;
const TURNS = 5;
/** How many firms an engine takes between two looks at the clock. */
const AT_ONCE = 20;
const [name = '', modeGiven, missingGiven, budgetGiven] = process.argv.slice(2);
const mode: Mode = modeGiven === 'trace' ? 'trace' : 'result';
const missing = Number(missingGiven);
const budget = Number(budgetGiven);
const firms = makeProfiles(10_000, { missing });
/** What came out is counted, so that no engine's work can be optimised away. */
let counted = 0;

const engine = engineNamed(name);
const before = heap();
const adapter = await setUp(engine, mode);
const compiledMiB = (heap() - before) / 2 ** 20;
// A batch engine makes no trace: there the mode says whether loading the columns counts.
const plain = await setUp(engineNamed('plain'), engine.batch ? 'result' : mode);
timePlain(plain, budget / 4, newClock());
await time(adapter, Math.min(budget, 600), newClock());

const rounds: { micros: number; ratio: number }[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  globalThis.gc?.();
  const [base, own] = [newClock(), newClock()];
  for (let turn = 0; turn < TURNS; turn += 1) {
    timePlain(plain, budget / TURNS / 5, base);
    await time(adapter, budget / TURNS, own);
  }
  rounds.push({ micros: perFirm(own), ratio: perFirm(own) / perFirm(base) });
}
const micros = median(rounds.map((round) => round.micros));
if (counted === 0) throw new Error('nothing came out');
const timing: Timing = {
  name,
  mode,
  missing,
  micros,
  evaluations: (MEASURES.length * 1e6) / micros,
  ratio: median(rounds.map(({ ratio }) => ratio)),
  ratios: rounds.map(({ ratio }) => ratio),
  compiledMiB,
  processMiB: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(timing));

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** How long it took over how many firms. */
interface Clock {
  milliseconds: number;
  firms: number;
}
function newClock(): Clock {
  return { milliseconds: 0, firms: 0 };
}
/** Microseconds. */
function perFirm(clock: Clock): number {
  return (clock.milliseconds * 1000) / clock.firms;
}

/** Whole passes over all firms, until the time is up. */
function timePlain(plain: Adapter, milliseconds: number, clock: Clock): void {
  const start = performance.now();
  do {
    for (const firm of firms) counted += seenIn(plain, plain.run(firm));
    clock.firms += firms.length;
  } while (performance.now() - start < milliseconds);
  clock.milliseconds += performance.now() - start;
}

/** Firm after firm until the time is up; the next turn goes on where this one stops. */
async function time(adapter: Adapter, milliseconds: number, clock: Clock): Promise<void> {
  const start = performance.now();
  while (performance.now() - start < milliseconds) {
    const at = clock.firms % firms.length;
    if (adapter.runAll) {
      counted += adapter.runAll(firms).length;
      clock.firms += firms.length;
    } else if (engine.inFlight !== undefined) {
      const chunk = firms.slice(at, at + engine.inFlight);
      counted += (await Promise.all(chunk.map((firm) => adapter.run(firm)))).length;
      clock.firms += chunk.length;
    } else {
      // A look at the clock would take as long as a measure or two.
      for (const firm of firms.slice(at, at + AT_ONCE)) {
        const answer = adapter.run(firm);
        counted += seenIn(adapter, answer instanceof Promise ? await answer : answer);
        clock.firms += 1;
      }
    }
  }
  clock.milliseconds += performance.now() - start;
}

/** A trace is read to its last figure where the adapter can do that: one that is put together when read gains nothing. */
function seenIn(adapter: Adapter, answer: unknown): number {
  return adapter.read?.(answer) ?? sizeOf(answer);
}

function sizeOf(answer: unknown): number {
  return Array.isArray(answer) ? answer.length : 1;
}
