import { describe, expect, test } from 'vitest';
import { sessionStore } from '#lib/server/session-store.ts';

const limits = { idleMs: 30, absoluteMs: 100, most: 3 };

function storeAt() {
  let time = 0;
  const store = sessionStore<string>(limits, () => time);
  return { store, pass: (ms: number) => (time += ms) };
}

describe('a session', () => {
  test('is known by a name that cannot be guessed, a new one each time', () => {
    const { store } = storeAt();
    const names = [store.begin('a'), store.begin('a')];
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[\w-]{43}$/);
    expect(store.get('x')).toBeUndefined();
    expect(store.get(undefined)).toBeUndefined();
  });

  test('stays while it is used, and ends when it is not', () => {
    const { store, pass } = storeAt();
    const id = store.begin('a');
    pass(29);
    expect(store.get(id)).toBe('a');
    pass(29);
    expect(store.get(id)).toBe('a');
    pass(30);
    expect(store.get(id)).toBeUndefined();
  });

  test('ends after its longest time, however much it is used', () => {
    const { store, pass } = storeAt();
    const id = store.begin('a');
    for (let used = 0; used < 4; used += 1) {
      pass(20);
      expect(store.get(id)).toBe('a');
    }
    pass(20);
    expect(store.get(id)).toBeUndefined();
  });

  test('ends when it is ended', () => {
    const { store } = storeAt();
    const id = store.begin('a');
    store.end(id);
    expect(store.get(id)).toBeUndefined();
  });

  test('beyond so many, the one not asked for longest goes', () => {
    const { store } = storeAt();
    const [first, second, third] = ['a', 'b', 'c'].map((value) => store.begin(value));
    store.get(first);
    const fourth = store.begin('d');
    expect([first, second, third, fourth].map((id) => store.get(id))).toEqual(['a', undefined, 'c', 'd']);
  });
});
