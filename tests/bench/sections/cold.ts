import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Engine } from '../adapter.ts';
import { buildBundle } from '../artefact.ts';
import type { Start } from '../cold-one.ts';
import { HERE } from '../paths.ts';
import { atMost, median, type Row, row } from '../report.ts';
import type { Options } from '../section.ts';

/**
 * From nothing to the first firm, each time in a fresh process: import the engine, get the rules ready (ours: read, parse
 * and load the compiled artefact; others: compile the rule set), judge one firm. The engines take turns, run by run.
 */
export async function measure({ quick, engines }: Options): Promise<Row[]> {
  await buildBundle();
  const runs = quick ? 5 : 15;
  const started = engines.filter(({ batch, inFlight, naive }) => !batch && inFlight === undefined && !naive);
  const starts = new Map<string, Start[]>(started.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run += 1) for (const engine of started) starts.get(engine.name)?.push(startOf(engine));
  console.table(
    [...starts].map(([name, each]) => ({
      name,
      'import ms': middle(each, ({ importing }) => importing),
      'rules ready ms': middle(each, ({ readying }) => readying),
      'first firm ms': middle(each, ({ first }) => first),
      'all ms': middle(each, ({ importing, readying, first }) => importing + readying + first),
      'process MiB': middle(each, ({ processMiB }) => processMiB),
    })),
  );
  const [ours, plain] = [starts.get('ceyin'), starts.get('plain')];
  if (!ours || !plain) return [];
  const afterImport = ({ readying, first }: Start): number => readying + first;
  const whole = (start: Start): number => start.importing + afterImport(start);
  return [
    row('rules ready and first firm', ratio(ours, plain, afterImport), '× plain', atMost(1.2)),
    row('rules ready and first firm: time', middle(ours, afterImport), 'ms'),
    row('the same with the import of the engine', ratio(ours, plain, whole), '× plain'),
  ];
}

function startOf({ name }: Engine): Start {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(HERE, 'cold-one.ts'), name], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${name} did not start:\n${stderr.slice(-800)}`);
  return JSON.parse(stdout) as Start;
}

const middle = (starts: readonly Start[], what: (start: Start) => number): number =>
  Number(median(starts.map(what)).toFixed(2));

/** The median of the ratios run by run. */
const ratio = (ours: readonly Start[], plain: readonly Start[], what: (start: Start) => number): number =>
  median(
    ours.flatMap((start, run) => {
      const other = plain[run];
      return other ? [what(start) / what(other)] : [];
    }),
  );
