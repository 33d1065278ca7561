import { bestPortfolio } from '../../rules/engine/portfolio.ts';
import { hardKnots, portfolioOf } from '../engine/knots.ts';
import { below, type Row, row } from './report.ts';

const MEASURES = 40;
const LIMIT_MS = 100;

/** The best combination of forty applicable measures, per kind of knot the slowest of several, in milliseconds. */
export function portfolioBench(seeds = 9): Row[] {
  const slowest = new Map<string, number>();
  for (let seed = 1; seed <= seeds; seed += 1)
    for (const [name, knot] of Object.entries(hardKnots(MEASURES, seed))) {
      const { catalogue, results } = portfolioOf(knot);
      const took = Math.min(...[1, 2, 3].map(() => timed(() => bestPortfolio(catalogue, results))));
      slowest.set(name, Math.max(slowest.get(name) ?? 0, took));
    }
  return [...slowest].map(([name, ms]) => row(`portfolio of ${MEASURES}: ${name}`, ms, 'ms', below(LIMIT_MS)));
}

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}
