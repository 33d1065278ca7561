/** What is kept about a firm’s requests: given out, erased, handed on with its manager. */
import type { Concept } from '../companies/concept.ts';
import { bodiesOf, erasePartition } from '../companies/erasure.ts';
import { passOn } from './pass-on.ts';
import { requestsPk, stepsPk } from './repository.ts';

export const requestsConcept: Concept = {
  name: 'requests',
  async export(store, uscc) {
    const requests = await bodiesOf(store, requestsPk(uscc));
    return requests.length === 0 ? undefined : { requests, steps: await bodiesOf(store, stepsPk(uscc)) };
  },
  async erase(store, uscc) {
    // The requests first: no step is written without its request.
    await erasePartition(store, requestsPk(uscc));
    await erasePartition(store, stepsPk(uscc));
  },
  handOver: passOn,
};
