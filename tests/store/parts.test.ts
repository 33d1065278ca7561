import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BodyTooLarge, deleteLarge, getLarge, MOST_PARTS, PART_BYTES, putLarge } from '#functions/store/parts.ts';
import type { Body, Store, Write } from '#functions/store/port.ts';
import { openSqlite } from '#functions/store/sqlite.ts';

const key = { pk: 'FIRM#1', sk: 'REPORT' };
const put = async (store: Store, body: Body) => store.write(putLarge({ ...key, body }, await getLarge(store, key)));
const partsIn = async (store: Store) => (await store.query('PARTS#FIRM#1', { limit: 1000 })).items.length;

test('a body of any size and alphabet comes back whole, and no part of an older one is left', async () => {
  const store = openSqlite(':memory:');
  const text = fc.string({
    unit: fc.constantFrom('a', '"', '\\', '\n', '\u0001', '\u2028', '策', '😀', '\ud800'),
    minLength: 1,
    maxLength: 20,
  });
  const body = fc
    .record({ text, times: fc.nat(100_000) })
    .map((made) => ({ text: made.text.repeat(made.times).slice(0, 500_000) }));
  const first = { text: '"'.repeat(900_000) };
  await fc.assert(
    fc.asyncProperty(body, async (next) => {
      expect(await put(store, next)).toEqual({ ok: true });
      const found = await getLarge(store, key);
      // Compared as one value: a difference of megabytes is not to be printed.
      expect(JSON.stringify(found?.body) === JSON.stringify(next)).toBe(true);
      expect(await partsIn(store)).toBe(found?.parts);
    }),
    {
      numRuns: 30,
      examples: [[{ text: '' }], [first], [{ text: 'short' }], [first], [{ text: '😀'.repeat(450_000) }]],
    },
  );
});

test('what fits stays one item; what is larger is split into as many parts as it needs', async () => {
  const store = openSqlite(':memory:');
  await put(store, { text: 'x'.repeat(400_000) });
  expect([(await getLarge(store, key))?.parts, await partsIn(store)]).toEqual([0, 0]);
  expect((await store.get(key))?.body.text).toHaveLength(400_000);

  await put(store, { text: 'x'.repeat(PART_BYTES * 5) });
  expect([(await getLarge(store, key))?.parts, (await getLarge(store, key))?.version]).toEqual([6, 2]);
  expect((await store.query(key.pk)).items).toHaveLength(1);
});

test('forty parts are written beside other writes of the same transaction; one more is refused', async () => {
  const store = openSqlite(':memory:');
  // The text is wrapped in {"text":"…"}, whose four quotation marks count twice within a part.
  const room = MOST_PARTS * PART_BYTES - '{"text":""}'.length - 4;
  const writes = putLarge({ ...key, body: { text: 'x'.repeat(room) } }, undefined);
  const others: readonly Write[] = Array.from({ length: 59 }, (_, i) => ({ put: { pk: 'LOG', sk: `${i}`, body: {} } }));
  expect(writes).toHaveLength(1 + MOST_PARTS);
  expect(await store.write([...writes, ...others])).toEqual({ ok: true });
  expect((await getLarge(store, key))?.parts).toBe(MOST_PARTS);

  const over = () => putLarge({ ...key, body: { text: 'x'.repeat(room + 1) } }, undefined);
  expect(over).toThrow(BodyTooLarge);
  expect(over).toThrow(expect.objectContaining({ key, parts: MOST_PARTS + 1 }));
});

test('of two that build on the same version one is refused, whole', async () => {
  const store = openSqlite(':memory:');
  await put(store, { text: 'x'.repeat(900_000) });
  const before = await getLarge(store, key);
  expect(await store.write(putLarge({ ...key, body: { text: 'short' } }, before))).toEqual({ ok: true });
  expect(await store.write(putLarge({ ...key, body: { text: 'y'.repeat(900_000) } }, before))).toEqual({
    ok: false,
    conflicts: [0],
  });
  expect(await store.write(putLarge({ ...key, body: {} }, undefined))).toEqual({ ok: false, conflicts: [0] });
  expect((await getLarge(store, key))?.body).toEqual({ text: 'short' });
  expect(await partsIn(store)).toBe(0);
});

test('deleting removes the parts too, and parts expire with their item', async () => {
  let now = 100;
  const store = openSqlite(':memory:', { now: () => now });
  await put(store, { text: 'x'.repeat(900_000) });
  const before = await getLarge(store, key);
  if (before) await store.write(deleteLarge(before));
  expect([await getLarge(store, key), await partsIn(store)]).toEqual([undefined, 0]);

  await store.write(putLarge({ ...key, body: { text: 'x'.repeat(900_000) }, expiresAt: 200 }, undefined));
  now = 200;
  expect([await getLarge(store, key), await partsIn(store)]).toEqual([undefined, 0]);
});

test('whoever reads while it is written gets one body or the other, never a mixture', async () => {
  const store = openSqlite(':memory:');
  const bodies = ['a', 'b'].map((letter) => ({ text: letter.repeat(900_000) }));
  let turn = 0;
  /** Writes the other body between the reading of the item and that of its parts, three times. */
  const busy: Store = {
    ...store,
    query: async (pk, query) => {
      if (turn++ < 3) await put(store, bodies[turn % 2] ?? {});
      return store.query(pk, query);
    },
  };
  await put(store, bodies[0] ?? {});
  const found = await getLarge(busy, key);
  expect(bodies.map((body) => JSON.stringify(body) === JSON.stringify(found?.body))).toContain(true);
  expect(found?.version).toBe(4);
});
