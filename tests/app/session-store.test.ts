import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { memoryKeeper } from '#lib/server/session-keeper.ts';
import { sessionStore, type SessionStore } from '#lib/server/session-store.ts';
import { PLACES, type Place } from './session-keepers.ts';

const MINUTE = 60_000;
const limits = { idleMs: 30 * MINUTE, absoluteMs: 8 * 60 * MINUTE };
const open = ({ keeper, now }: Place, use = 'session') => sessionStore(keeper, use, z.string(), limits, now);

describe.each(Object.entries(PLACES))('a session kept in %s', (_, placeOf) => {
  let place: Place;
  let sessions: SessionStore<string>;
  beforeEach(() => {
    place = placeOf();
    sessions = open(place);
  });
  afterEach(() => place.close());
  const found = async (name: string | undefined, at = sessions) => (await at.get(name))?.value;

  test('is known by a name that cannot be guessed, a new one each time', async () => {
    const names = [await sessions.begin('a'), await sessions.begin('a')];
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[\w-]{43}$/);
    for (const name of ['x', '', '会话', names.join(), undefined]) expect(await found(name)).toBeUndefined();
  });

  test('stays while it is used, and ends when it is not', async () => {
    const name = await sessions.begin('a');
    for (let used = 0; used < 3; used += 1) {
      place.pass(29 * MINUTE);
      expect(await found(name)).toBe('a');
    }
    place.pass(30 * MINUTE);
    expect(await found(name)).toBeUndefined();
  });

  test('ends after its longest time, however much it is used and changed', async () => {
    const name = await sessions.begin('a');
    for (let used = 0; used < 23; used += 1) {
      place.pass(20 * MINUTE);
      const held = await sessions.get(name);
      expect(held && (await sessions.replace(held, 'a'))).toMatchObject({ value: 'a' });
    }
    place.pass(20 * MINUTE);
    expect(await found(name)).toBeUndefined();
  });

  test('clicks cost one write a minute at most, and none but the last minute of idling is lost', async () => {
    const name = await sessions.begin('a');
    for (let click = 0; click < 100; click += 1) {
      place.pass(1_000);
      expect(await found(name)).toBe('a');
    }
    expect(place.puts()).toBe(2);
    place.pass(29 * MINUTE);
    expect(await found(name)).toBe('a');
  });

  test('begun at one instance it is known at the other, and ended at one it is ended at both', async () => {
    const other = open(place);
    const name = await sessions.begin('a');
    const held = await other.get(name);
    expect(held?.value).toBe('a');
    expect(held && (await other.replace(held, 'b'))).toMatchObject({ value: 'b' });
    expect(await found(name)).toBe('b');
    await other.end(name);
    expect(await found(name)).toBeUndefined();
    expect(await found(name, other)).toBeUndefined();
  });

  test('of two changes to the same, the second is told', async () => {
    const name = await sessions.begin('a');
    const [one, two] = [await sessions.get(name), await sessions.get(name)];
    expect(one && (await sessions.replace(one, 'b'))).toBeDefined();
    expect(two && (await sessions.replace(two, 'c'))).toBeUndefined();
    expect(await found(name)).toBe('b');
  });

  test('nobody who was still at it brings back what has ended', async () => {
    const name = await sessions.begin('a');
    place.pass(5 * MINUTE);
    const held = await sessions.get(name);
    await sessions.end(name);
    expect(held && (await sessions.replace(held, 'b'))).toBeUndefined();
    expect(await found(name)).toBeUndefined();
  });

  test('what lies there tells neither what is kept nor the name that opens it', async () => {
    const name = await sessions.begin('eyJ-token-of-周明哲');
    const held = await sessions.get(name);
    if (held) await sessions.replace(held, 'eyJ-token-renewed');
    const kept = await place.kept();
    expect(kept.length).toBeGreaterThan(100);
    const hidden = ['eyJ-token', '周明哲', name];
    for (const text of hidden) {
      expect(kept).not.toContain(text);
      expect(kept).not.toContain(Buffer.from(text).toString('base64url').slice(0, -2));
    }
  });

  test('opens for its own use only, in the shape it was written in, and not once it was altered', async () => {
    const name = await sessions.begin('a');
    expect(await found(name, open(place, 'sign-in'))).toBeUndefined();
    expect(await sessionStore(place.keeper, 'session', z.number(), limits, place.now).get(name)).toBeUndefined();
    expect(await found(name)).toBe('a');

    const altering = {
      ...place.keeper,
      get: async (key: string) => {
        const kept = await place.keeper.get(key);
        return kept && { ...kept, sealed: `${kept.sealed.slice(0, -6)}AAAAAA` };
      },
    };
    expect(await sessionStore(altering, 'session', z.string(), limits, place.now).get(name)).toBeUndefined();
  });
});

test('in memory, beyond so many, the one not asked for longest goes', async () => {
  const sessions = sessionStore(memoryKeeper(3), 'session', z.string(), limits);
  const [first, second, third] = [await sessions.begin('a'), await sessions.begin('b'), await sessions.begin('c')];
  await sessions.get(first);
  const fourth = await sessions.begin('d');
  const values = await Promise.all(
    [first, second, third, fourth].map(async (name) => (await sessions.get(name))?.value),
  );
  expect(values).toEqual(['a', undefined, 'c', 'd']);
});
