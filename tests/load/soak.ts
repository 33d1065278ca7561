/** `npm run soak -- --minutes 10`: mixed requests for that long; the server's memory must not grow. */
import { parseArgs } from 'node:util';
import { LOADS, reached } from './requests.ts';
import { startServer } from './server.ts';
import { report } from './table.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, write: { type: 'boolean', default: false } },
});
const ROUNDS = 10;
/** Between the end of the first fifth, when everything has been asked for once, and the end. */
const MOST_GROWTH = 1.1;

const server = await startServer(2000);
const memory: number[] = [];
let [answered, failed] = [0, 0];
try {
  const seconds = Math.max(1, Math.round((Number(values.minutes) * 60) / ROUNDS / LOADS.length));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const load of LOADS) {
      const result = await reached(server.origin, load, seconds);
      answered += Math.round(result.perSecond * seconds);
      failed += result.failed;
    }
    memory.push(server.memory());
    console.log(`${(round + 1) * 10} %: ${Math.round(memory.at(-1) ?? 0)} MB, ${answered} answered, ${failed} failed`);
  }
} finally {
  await server.stop();
}
const early = memory[ROUNDS / 5 - 1] ?? 0;
const late = Math.min(...memory.slice(-2));
const flat = late <= early * MOST_GROWTH;
await report(
  'soak',
  ['what', 'bar', 'measured'],
  [
    [
      `memory over ${values.minutes} minutes of all of the above, ${answered.toLocaleString('en')} requests`,
      'flat: no more than 10 % above what it was after a fifth of the time',
      `${Math.round(early)} MB, at the end ${Math.round(late)} MB, ${failed} failed`,
    ],
  ],
  values.write,
);
if (!flat || failed > 0) process.exitCode = 1;
