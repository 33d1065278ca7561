/** Counting a population takes seconds: in a thread of its own, so that whoever asks meanwhile is answered. */
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { loadCatalogue } from '#rules/engine/load.ts';
import { countPopulation } from '#rules/engine/counting.ts';
import type { IsoDate, Profile, Rules } from '#rules/engine/types.ts';
import type { Counted, Counter } from './population.ts';

type Message =
  | { readonly kind: 'rules'; readonly rules: Rules }
  | { readonly kind: 'firms'; readonly profiles: readonly Profile[] }
  | { readonly kind: 'count'; readonly asOf: IsoDate };

/** So many firms are handed over at a time. */
const SLICE = 200;

/** A thread for each count; it ends with its answer. */
export const inOwnThread: Counter = async ({ rules }, profiles, asOf) => {
  const worker = new Worker(new URL(import.meta.url));
  try {
    const counted = new Promise<Counted>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('The counting thread ended without an answer.')));
    });
    const tell = (message: Message): void => worker.postMessage(message);
    tell({ kind: 'rules', rules });
    for (let from = 0; from < profiles.length; from += SLICE) {
      tell({ kind: 'firms', profiles: profiles.slice(from, from + SLICE) });
      await new Promise((resolve) => setImmediate(resolve));
    }
    tell({ kind: 'count', asOf });
    return await counted;
  } finally {
    await worker.terminate();
  }
};

if (!isMainThread && parentPort) count(parentPort);

function count(port: NonNullable<typeof parentPort>): void {
  const profiles: Profile[] = [];
  let rules: Rules | undefined;
  port.on('message', (message: Message) => {
    if (message.kind === 'rules') rules = message.rules;
    else if (message.kind === 'firms') profiles.push(...message.profiles);
    else if (rules) port.postMessage(countPopulation(loadCatalogue(rules), profiles, message.asOf));
  });
}
