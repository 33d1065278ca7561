/** Firms in the store, as the companies' own code writes them. */
import { profileWrites } from '#functions/api/companies/repository.ts';
import { SYSTEM } from '#functions/api/audit/record.ts';
import type { Store } from '#functions/store/port.ts';
import type { Profile } from '#rules/engine/types.ts';

export async function saveFirm(store: Store, uscc: string, profile: Profile): Promise<void> {
  const saved = { at: '2026-06-01T00:00:00.000Z', by: SYSTEM, source: 'self' } as const;
  const whole = { uscc, ...profile };
  await store.write(profileWrites({ uscc, profile: whole, version: 1, changed: [], saved, before: undefined }));
}
