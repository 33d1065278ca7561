/**
 * `npm run load -- --seconds 10 --firms 2000`: the single process under load from a client on the same machine, as rows
 * of the table in docs/performance.md; `--write` puts them there.
 */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { LOADS, MOST_MS, reached } from './requests.ts';
import { startServer } from './server.ts';
import { report } from './table.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    firms: { type: 'string', default: '2000' },
    write: { type: 'boolean', default: false },
  },
});

const server = await startServer(Number(values.firms));
/** After a first start all firms are judged and counted: that is measured by `rematch.ts`, not here. */
const SETTLED_MS = 20_000;
const rows: string[][] = [];
try {
  await setTimeout(SETTLED_MS);
  for (const load of LOADS) {
    // The first requests meet a cold program.
    await reached(server.origin, load, 3);
    const { perSecond, p50, p99, failed } = await reached(server.origin, load, Number(values.seconds));
    rows.push([
      `${load.name}, ${load.connections} at once`,
      `≥ ${load.perSecond}/s, p99 < ${MOST_MS} ms`,
      `${Math.round(perSecond)}/s, p50 ${p50} ms, p99 ${p99} ms${failed === 0 ? '' : `, ${failed} FAILED`}`,
    ]);
  }
  rows.push([
    `first start with ${values.firms} synthetic firms`,
    values.firms === '2000' ? '< 20 s' : '',
    `${server.startedInSeconds.toFixed(1)} s`,
  ]);
} finally {
  await server.stop();
}
await report('load', ['what', 'bar', 'measured'], rows, values.write);
