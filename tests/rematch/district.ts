/** Synthetic firms in a store, for re-matching. */
import { openSqlite } from '#functions/store/sqlite.ts';
import type { Store } from '#functions/store/port.ts';
import type { Profile } from '#rules/engine/types.ts';
import { makeDistrict } from '../../seeds/district/make.ts';
import { saveFirm } from '../demand/firms.ts';

export const AS_OF = '2026-11-21';
export const NOW = () => new Date('2026-11-21T04:00:00Z');

export function firmsOf(firms: number): (Profile & { readonly uscc: string })[] {
  return [...makeDistrict({ firms, seed: 2, asOf: AS_OF })].flatMap((profile) =>
    typeof profile.uscc === 'string' ? [{ ...profile, uscc: profile.uscc }] : [],
  );
}
export async function storeWith(profiles: readonly (Profile & { readonly uscc: string })[]): Promise<Store> {
  const store = openSqlite(':memory:');
  for (const profile of profiles) await saveFirm(store, profile.uscc, profile);
  return store;
}
