/** Cursors, versions, idempotency: what every concept's routes are made with. */
import fc from 'fast-check';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import type { ApiEnv } from '#functions/api/env.ts';
import { onceOnly, type Once } from '#functions/api/idempotency.ts';
import { pageAt, readCursor, writeCursor } from '#functions/api/page.ts';
import { expectedVersion, isUnchanged, versionTag } from '#functions/api/version.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import { PEOPLE } from './world.ts';

const key = { cursorKey: 'a key for tests, of more than 32 characters' };

describe('a cursor', () => {
  test('leads on from where it was written', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (after, scope) => {
        const encodable = Buffer.from(after, 'utf8').toString('utf8');
        expect(readCursor(key, scope, writeCursor(key, scope, encodable))).toEqual({ ok: true, after: encodable });
      }),
    );
  });
  test('says nothing on the first page', () => {
    expect(readCursor(key, [], undefined)).toEqual({ ok: true, after: undefined });
  });
  test('is refused by another listing, another person, or another installation', () => {
    const cursor = writeCursor(key, ['requests', 'firm-1', { state: 'open' }], 'after');
    expect(readCursor(key, ['requests', 'firm-2', { state: 'open' }], cursor)).toEqual({ ok: false });
    expect(readCursor(key, ['requests', 'firm-1', { state: 'done' }], cursor)).toEqual({ ok: false });
    expect(readCursor({ cursorKey: 'another' }, ['requests', 'firm-1', { state: 'open' }], cursor)).toEqual({
      ok: false,
    });
  });
  test('is refused once a character of it is changed, whatever stands there', () => {
    const cursor = writeCursor(key, ['x'], 'after this');
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        fc.pre(text !== cursor);
        expect(readCursor(key, ['x'], text)).toEqual({ ok: false });
      }),
    );
    fc.assert(
      fc.property(fc.nat({ max: cursor.length - 1 }), (at) => {
        const changed = cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1);
        expect(readCursor(key, ['x'], changed)).toEqual({ ok: false });
      }),
    );
  });
});

test('pages show everything once, in order, whatever their size', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), fc.integer({ min: 1, max: 7 }), (ids, limit) => {
      const all = ids.map((id) => ({ id: Buffer.from(id, 'utf8').toString('utf8') }));
      fc.pre(new Set(all.map(({ id }) => id)).size === all.length);
      const seen: { id: string }[] = [];
      let cursor: string | undefined;
      do {
        const page = pageAt(key, ['all'], all, limit, cursor);
        if (!page) throw new Error('The cursor was refused.');
        seen.push(...page.items);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(all);
    }),
  );
});
test('a cursor at something that has gone is refused, not taken for the beginning', () => {
  const before = pageAt(key, ['all'], [{ id: 'a' }, { id: 'b' }, { id: 'c' }], 1, undefined);
  expect(pageAt(key, ['all'], [{ id: 'b' }, { id: 'c' }], 1, before?.next ?? undefined)).toBeUndefined();
});

describe('versions', () => {
  const app = new Hono<ApiEnv>();
  app.get('/', (c) => (isUnchanged(c, versionTag(3)) ? c.body(null, 304) : c.text('three')));
  app.put('/', (c) => c.json(expectedVersion(c)));
  const get = (header?: string) =>
    app.request('/', header === undefined ? {} : { headers: { 'if-none-match': header } });
  const put = async (header?: string): Promise<unknown> => {
    const headers: Record<string, string> = header === undefined ? {} : { 'if-match': header };
    return (await app.request('/', { method: 'PUT', headers })).json();
  };

  test('are told, and what is unchanged is not sent again', async () => {
    expect((await get()).headers.get('etag')).toBe('"v3"');
    for (const same of ['"v3"', 'W/"v3"', '"v1", "v3"', '*']) expect((await get(same)).status).toBe(304);
    for (const other of ['"v2"', 'v3', '"v33"', '']) expect((await get(other)).status).toBe(200);
  });
  test('are asked for before anything is changed', async () => {
    expect(await put('"v3"')).toEqual({ ok: true, version: 3 });
    expect(await put()).toEqual({ ok: false, kind: 'precondition-required' });
    for (const odd of ['v3', '"3"', '*', '"v0"', '"v-1"', '"v9999999999999999"', 'W/"v3"', '"v3", "v4"']) {
      expect(await put(odd)).toEqual({ ok: false, kind: 'version-conflict' });
    }
  });
});

describe('a repeated request', () => {
  const now = () => new Date('2026-07-01T01:00:00Z');
  const asked = { measure: 'cn-hnte', kind: 'interested' };
  const known = (found: Once | 'mismatch'): Once => {
    if (found === 'mismatch') throw new Error('The key was used for something else.');
    return found;
  };

  test('gets the first answer, also when both come at once', async () => {
    const store = openSqlite(':memory:', { now: () => now().getTime() / 1000 });
    const [one, two] = await Promise.all(
      [1, 2].map(async () => known(await onceOnly({ store, now }, PEOPLE.firm, 'key-12345', asked))),
    );
    expect(one?.before).toBeUndefined();
    expect(two?.before).toBeUndefined();
    const written = await Promise.all(
      [one, two].map((once, index) => {
        const remember = once?.remember(201, { answer: index });
        return store.write([
          { put: { pk: 'EVENT', sk: String(index), body: {} }, if: 'absent' },
          ...(remember ? [remember] : []),
        ]);
      }),
    );
    expect(written.filter(({ ok }) => ok)).toHaveLength(1);
    const winner = written.findIndex(({ ok }) => ok);
    const again = known(await onceOnly({ store, now }, PEOPLE.firm, 'key-12345', asked));
    expect(again.before).toEqual({ status: 201, body: { answer: winner } });
    expect((await store.query('EVENT')).items).toHaveLength(1);
  });
  test('with the key of a different one is refused; another person’s key is another key', async () => {
    const store = openSqlite(':memory:', { now: () => now().getTime() / 1000 });
    const once = known(await onceOnly({ store, now }, PEOPLE.firm, 'key-12345', asked));
    await store.write([once.remember(201, null)]);
    expect(await onceOnly({ store, now }, PEOPLE.firm, 'key-12345', { ...asked, kind: 'asked' })).toBe('mismatch');
    expect(known(await onceOnly({ store, now }, PEOPLE.manager, 'key-12345', asked)).before).toBeUndefined();
  });
});
