/** What functions over the table stand on: the store, the catalogue beside the bundle, the clock. Made once, at init. */
import { readFileSync } from 'node:fs';
import { loadedFrom } from '#functions/api/load.ts';
import { servedCatalogue, type Served } from '#functions/api/served/served.ts';
import { openDynamo } from '#functions/store/dynamodb.ts';
import type { Store } from '#functions/store/port.ts';
import { log } from './observe.ts';
import { setting } from './settings.ts';

export interface Surroundings extends Served {
  readonly store: Store;
  readonly now: () => Date;
}

export const now = (): Date => new Date();

/** `beside` is the bundle's own address. */
export function surroundings(beside: string): Surroundings {
  const store = openDynamo(setting('CEYIN_TABLE'));
  const loaded = loadedFrom((name) => JSON.parse(readFileSync(new URL(name, beside), 'utf8')) as unknown);
  return { store, now, ...servedCatalogue({ store, built: () => loaded, now, log }) };
}
