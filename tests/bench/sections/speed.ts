import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Engine, type Mode, MODES } from '../adapter.ts';
import { HERE } from '../paths.ts';
import { atMost, type Row, row, shown } from '../report.ts';
import type { Timing } from '../run-one.ts';
import type { Options } from '../section.ts';

const BARS = [
  { missing: 0.2, mode: 'result', limit: 3 },
  { missing: 0.2, mode: 'trace', limit: 2 },
  { missing: 0, mode: 'result', limit: 4 },
  { missing: 0, mode: 'trace', limit: 4 },
] as const;

/** Every engine and mode in a process of its own, with the plain limit beside it in every round. */
export function measure({ quick, engines }: Options): Promise<Row[]> {
  const rows: Row[] = [];
  for (const missing of [0.2, 0])
    for (const engine of engines.filter(({ naive }) => !naive))
      for (const mode of MODES) {
        const timing = timed(engine, mode, missing, quick);
        if (timing === undefined) continue;
        console.log(line(timing));
        if (engine.name === 'ceyin') rows.push(...ours(timing));
      }
  return Promise.resolve(rows);
}

function timed(engine: Engine, mode: Mode, missing: number, quick: boolean): Timing | undefined {
  const budget = quick ? 300 : engine.name === 'publicodes' ? 3000 : 1500;
  const args = ['--expose-gc', join(HERE, 'run-one.ts'), engine.name, mode, String(missing), String(budget)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status === 0) return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Timing;
  console.log(`${engine.name} ${mode} stopped:\n${stderr.slice(-800)}`);
  if (engine.name === 'ceyin') throw new Error('our own engine could not be timed');
  return undefined;
}

const line = (timing: Timing): string =>
  [
    timing.name.padEnd(18),
    timing.mode.padEnd(6),
    `missing ${timing.missing}`.padEnd(11),
    `${timing.micros.toFixed(2).padStart(10)} µs a firm`,
    `${Math.round(timing.evaluations).toLocaleString('en').padStart(12)} measures a second`,
    `${timing.ratio.toFixed(1).padStart(8)} × plain (${timing.ratios.map((ratio) => shown(ratio)).join(' ')})`,
    `rules ${timing.compiledMiB.toFixed(1)} MiB`,
    `process ${timing.processMiB.toFixed(0)} MiB`,
  ].join('  ');

function ours({ mode, missing, micros, ratio }: Timing): Row[] {
  const limit = BARS.find((bar) => bar.mode === mode && bar.missing === missing)?.limit;
  const what = `${mode}, ${missing === 0 ? 'every answer given' : 'a fifth of the answers missing'}`;
  return [
    row(what, ratio, '× plain', limit === undefined ? undefined : atMost(limit)),
    row(`${what}: time`, micros, 'µs a firm'),
  ];
}
