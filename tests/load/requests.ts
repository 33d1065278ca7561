/** What the API is asked under load, by whom how often at once, and what it has to reach. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { root } from './server.ts';

const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));
const profile = read('seeds/firms/chaoyang-ai-software.json');
const { measures } = read('build/catalogue/rules.json') as { measures: readonly { readonly id: string }[] };
const twenty = measures.filter((_, index) => index % Math.floor(measures.length / 20) === 0).slice(0, 20);

export interface Load {
  readonly name: string;
  readonly path: string;
  readonly body?: unknown;
  readonly connections: number;
  readonly perSecond: number;
}

export const LOADS: readonly Load[] = [
  {
    name: `match, all ${measures.length} measures`,
    path: '/v1/match',
    body: { profile },
    connections: 2,
    perSecond: 100,
  },
  {
    name: 'match, 20 measures',
    path: '/v1/match',
    body: { profile, measures: twenty.map(({ id }) => id) },
    connections: 5,
    perSecond: 300,
  },
  { name: 'list of measures', path: '/v1/measures?region=chaoyang', connections: 20, perSecond: 1500 },
  { name: 'one measure', path: '/v1/measures/cn-hnte', connections: 20, perSecond: 1500 },
  { name: 'calendar', path: '/v1/calendar.ics?level=chaoyang', connections: 20, perSecond: 1500 },
];
/** Milliseconds within which 99 of 100 are answered. */
export const MOST_MS = 50;

export interface Reached {
  readonly perSecond: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers that were none, or no success. */
  readonly failed: number;
}

export async function reached(origin: string, load: Load, seconds: number): Promise<Reached> {
  const { requests, latency, errors, non2xx } = await autocannon({
    url: `${origin}${load.path}`,
    connections: load.connections,
    duration: seconds,
    ...(load.body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(load.body) }),
  });
  return { perSecond: requests.average, p50: latency.p50, p99: latency.p99, failed: errors + non2xx };
}
