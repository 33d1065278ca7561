import type { Relations } from '#functions/identity/relations.ts';
import type { Store } from '#functions/store/port.ts';
import { managerOf, memberOf } from './people.ts';
import { districtOfRegion, getCard } from './repository.ts';

/** How people and firms belong together, as the store says at this moment. */
export const storeRelations = (store: Store): Relations => ({
  memberOf: async (subject, uscc) => (await memberOf(store, uscc, subject))?.role ?? null,
  assignedTo: async (subject, uscc) => (await managerOf(store, uscc, subject)) !== undefined,
  districtOf: async (uscc) => districtOfRegion((await getCard(store, uscc))?.region ?? null),
});
