/** Sessions in the store: every process over the same store knows whoever signed in at one of them. */
import { SESSION_ITEMS } from '#functions/lambda/sessions.ts';
import type { Key, Store } from '#functions/store/port.ts';
import type { Keeper } from '#lib/server/session-keeper.ts';

export function storeKeeper(store: Pick<Store, 'get' | 'write'>): Keeper {
  return {
    async get(key) {
      const item = await store.get(keyOf(key));
      const sealed = item?.body.sealed;
      if (typeof sealed !== 'string' || item?.expiresAt === undefined) return undefined;
      return { sealed, expiresAt: item.expiresAt * 1000, version: item.version };
    },
    async put(key, { sealed, expiresAt }, over) {
      const item = { ...keyOf(key), body: { sealed }, expiresAt: Math.floor(expiresAt / 1000) };
      const { ok } = await store.write([{ put: item, if: over === 0 ? 'absent' : { version: over } }]);
      return ok;
    },
    async remove(key) {
      await store.write([{ delete: keyOf(key) }]);
    },
  };
}

const keyOf = (key: string): Key => ({ pk: SESSION_ITEMS + key, sk: '0' });
