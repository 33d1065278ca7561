/** Keeps the issuer's sessions, grants and tokens in a store, so that a restart signs nobody out. */
import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Body, Item, NewItem, Store } from '#functions/store/port.ts';

export const adapterOver =
  (store: Store, now: () => Date = () => new Date()) =>
  (model: string): Adapter => {
    const key = (id: string) => ({ pk: `OIDC#${model}#${id}`, sk: '0' });
    const seconds = (): number => Math.floor(now().getTime() / 1000);
    const payloadOf = (item: Item | undefined): AdapterPayload | undefined =>
      typeof item?.body.json === 'string' ? (JSON.parse(item.body.json) as AdapterPayload) : undefined;
    const put = (id: string, payload: AdapterPayload, expiresAt: number | undefined): NewItem => ({
      ...key(id),
      // As text: a payload may hold what an item's body does not take, such as undefined.
      body: { json: JSON.stringify(payload) } satisfies Body,
      ...(payload.grantId === undefined ? {} : { gsi1: { pk: `OIDC-GRANT#${payload.grantId}`, sk: `${model}#${id}` } }),
      ...(payload.uid === undefined ? {} : { gsi2: { pk: `OIDC-UID#${payload.uid}`, sk: model } }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    });
    return {
      async upsert(id, payload, expiresIn) {
        const expiresAt = expiresIn === undefined ? undefined : seconds() + expiresIn;
        await store.write([{ put: put(id, payload, expiresAt) }]);
      },
      find: async (id) => payloadOf(await store.get(key(id))),
      async findByUid(uid) {
        const { items } = await store.query(`OIDC-UID#${uid}`, { index: 'gsi2', prefix: model });
        return payloadOf(items[0]);
      },
      // No device flow: there are no user codes.
      findByUserCode: () => Promise.resolve(undefined),
      async consume(id) {
        const item = await store.get(key(id));
        const payload = payloadOf(item);
        if (item && payload) {
          await store.write([{ put: put(id, { ...payload, consumed: seconds() }, item.expiresAt) }]);
        }
      },
      async destroy(id) {
        await store.write([{ delete: key(id) }]);
      },
      async revokeByGrantId(grantId) {
        const { items } = await store.query(`OIDC-GRANT#${grantId}`, { index: 'gsi1' });
        if (items.length > 0) await store.write(items.map(({ pk, sk }) => ({ delete: { pk, sk } })));
      },
    };
  };
