import { describe, expect, test } from 'vitest';
import { carriesAnswers, fromFragment, sameAnswers, toFragment } from '#lib/check/share.ts';
import { forget, keep, keepSeen, KEY, keptIn, readKept } from '#lib/check/store.ts';
import { firms } from '../functions/artefact.ts';

class Memory implements Storage {
  readonly #items = new Map<string, string>();
  room = Infinity;
  get length() {
    return this.#items.size;
  }
  clear() {
    this.#items.clear();
  }
  getItem(key: string) {
    return this.#items.get(key) ?? null;
  }
  key(index: number) {
    return [...this.#items.keys()][index] ?? null;
  }
  removeItem(key: string) {
    this.#items.delete(key);
  }
  setItem(key: string, value: string) {
    if (value.length > this.room) throw new DOMException('full', 'QuotaExceededError');
    this.#items.set(key, value);
  }
}

const answers = { profile: { region: 'chaoyang' }, unsure: ['certificates'] };
const blocked = (): Storage => {
  throw new DOMException('no', 'SecurityError');
};

describe('answers kept in the browser', () => {
  test('come back as they were', () => {
    const memory = new Memory();
    expect(readKept(() => memory)).toEqual({ kind: 'none' });
    const saved = keep(() => memory, answers, null);
    const read = readKept(() => memory);
    expect(saved.kind === 'saved' && read).toEqual({
      kind: 'kept',
      kept: { ...answers, stamp: saved.kind === 'saved' && saved.stamp, seen: null },
    });
    forget(() => memory);
    expect(readKept(() => memory)).toEqual({ kind: 'none' });
  });

  test('of another tab are not overwritten unless told to', () => {
    const memory = new Memory();
    const mine = keep(() => memory, answers, null);
    const theirs = keep(
      () => memory,
      { profile: { region: 'haidian' }, unsure: [] },
      mine.kind === 'saved' ? mine.stamp : null,
    );
    const refused = keep(() => memory, answers, mine.kind === 'saved' ? mine.stamp : null);
    expect(theirs.kind).toBe('saved');
    expect(refused).toMatchObject({ kind: 'other', kept: { profile: { region: 'haidian' } } });
    expect(keep(() => memory, answers, null, { force: true }).kind).toBe('saved');
    expect(readKept(() => memory)).toMatchObject({ kept: answers });
  });

  test('are noted with what they led to, until they change; answers of another tab are not', () => {
    const memory = new Memory();
    const seen = { on: '2026-07-01', rules: 'r', groups: new Map([['cn-hnte', 'near' as const]]) };
    const saved = keep(() => memory, answers, null);
    const stamp = saved.kind === 'saved' ? saved.stamp : null;
    keepSeen(() => memory, 'of another tab', seen);
    expect(readKept(() => memory)).toMatchObject({ kept: { ...answers, seen: null } });
    keepSeen(() => memory, stamp, seen);
    expect(readKept(() => memory)).toEqual({ kind: 'kept', kept: { ...answers, stamp, seen } });
    keep(() => memory, answers, stamp);
    expect(readKept(() => memory)).toMatchObject({ kept: { ...answers, seen: null } });
    memory.room = 10;
    expect(() => keepSeen(blocked, stamp, seen)).not.toThrow();
  });

  test('a full or blocked storage is told apart, and nothing breaks', () => {
    const memory = new Memory();
    memory.room = 10;
    expect(keep(() => memory, answers, null)).toEqual({ kind: 'full' });
    expect(keep(blocked, answers, null)).toEqual({ kind: 'blocked' });
    expect(readKept(blocked)).toEqual({ kind: 'blocked' });
    expect(() => forget(blocked)).not.toThrow();
  });

  test('of a later release are neither read nor overwritten', () => {
    const memory = new Memory();
    const later = JSON.stringify({ v: 2, stamp: 'x', profile: {} });
    memory.setItem(KEY, later);
    expect(readKept(() => memory)).toEqual({ kind: 'newer' });
    expect(keep(() => memory, answers, null).kind).toBe('blocked');
    expect(memory.getItem(KEY)).toBe(later);
  });

  test.each(['', '{', '[]', '7', '{"v":"1"}', '{"v":1}', '{"v":1,"stamp":5,"profile":{}}'])(
    'what is no answers counts as none: %s',
    (text) => {
      const memory = new Memory();
      memory.setItem(KEY, text);
      expect(readKept(() => memory)).toEqual({ kind: 'none' });
    },
  );

  test('a storage event of another entry is none of ours', () => {
    expect(keptIn({ key: 'other', newValue: '{}' })).toBeUndefined();
    expect(keptIn({ key: KEY, newValue: null })).toEqual({ kind: 'none' });
  });
});

describe('a link with answers', () => {
  test.each([...firms])('carries all of %s', async (_, profile) => {
    const fragment = await toFragment({ profile, unsure: ['lists'] });
    expect(fragment).toMatch(/^#a=1\.[\w-]+$/);
    expect(fragment.length).toBeLessThan(4000);
    expect(await fromFragment(fragment)).toEqual({ profile, unsure: ['lists'] });
  });

  test('of one’s own answers is known from others', async () => {
    const own = { profile: { region: 'chaoyang' }, unsure: ['lists'] };
    const carried = await fromFragment(await toFragment(own));
    expect(carried && sameAnswers(own, carried)).toBe(true);
    expect(sameAnswers(own, { ...own, unsure: [] })).toBe(false);
    expect(sameAnswers(own, { ...own, profile: { region: 'haidian' } })).toBe(false);
  });

  test('without answers is no such link', async () => {
    expect(await fromFragment('')).toBeUndefined();
    expect(await fromFragment('#result')).toBeUndefined();
    expect(carriesAnswers('#result')).toBe(false);
  });

  test.each(['#a=', '#a=2.AAAA', '#a=1.', '#a=1.%%%', '#a=1.AAAA', '#a=1.bm90IGRlZmxhdGU'])(
    'that is damaged or foreign is refused: %s',
    async (fragment) => expect(await fromFragment(fragment)).toBeNull(),
  );

  test('cut short is refused', async () => {
    const fragment = await toFragment({ profile: { name: '某某公司', region: 'chaoyang' }, unsure: [] });
    expect(await fromFragment(fragment.slice(0, -8))).toBeNull();
  });

  test('that unpacks to far more than answers is refused', async () => {
    const fragment = await toFragment({ profile: { name: 'x'.repeat(2_000_000) }, unsure: [] });
    expect(fragment.length).toBeLessThan(5000);
    expect(await fromFragment(fragment)).toBeNull();
  });
});
