import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BadCursor,
  FeedLost,
  ItemTooLarge,
  MOST_BYTES,
  MOST_WRITES,
  TransactionTooLarge,
  type Body,
  type Change,
  type Condition,
  type Item,
  type Key,
  type NewItem,
  type Query,
  type Store,
  type Write,
} from '#functions/store/port.ts';
import { compare, Model, positionOf } from './model.ts';

export interface Subject {
  readonly open: (now: () => number) => Promise<Store>;
  /** How often each property is tried. */
  readonly runs: number;
}

/** What both stores promise: one store for the whole suite, partitions of its own for each test. */
export function contract({ open, runs }: Subject): void {
  const clock = { now: 1_800_000_000 };
  const opened = open(() => clock.now);
  let partitions = 0;
  const fresh = (name = 'P') => `${name}#${++partitions}`;
  const item = (pk: string, sk: string, body: Body = {}): NewItem => ({ pk, sk, body });

  test('an item comes back as it was written, with its version', async () => {
    const store = await opened;
    const pk = fresh();
    const body = { 名称: '示例科技有限公司', zero: 0, list: [1, [true, null]], deep: { b: 1, a: 2 } };
    const written = { pk, sk: 'A', body, gsi1: { pk: `${pk}1`, sk: 'x' }, gsi2: { pk: `${pk}2`, sk: 'y' } };

    expect(await store.get({ pk, sk: 'A' })).toBeUndefined();
    expect(await store.write([{ put: { ...written, expiresAt: clock.now + 60 } }])).toEqual({ ok: true });
    expect(await store.get({ pk, sk: 'A' })).toEqual({ ...written, version: 1, expiresAt: clock.now + 60 });

    await store.write([{ put: item(pk, 'A', { short: true }) }]);
    expect(await store.get({ pk, sk: 'A' })).toEqual({ ...item(pk, 'A', { short: true }), version: 2 });
    await store.write([{ put: item(pk, 'A'), if: { version: 2 } }]);
    await store.write([{ put: item(pk, 'A'), if: 'present' }]);
    expect(await store.get({ pk, sk: 'A' })).toEqual({ ...item(pk, 'A'), version: 4 });
    await store.write([{ delete: { pk, sk: 'A' } }]);
    expect(await store.get({ pk, sk: 'A' })).toBeUndefined();
    await store.write([{ put: item(pk, 'A') }]);
    expect(await store.get({ pk, sk: 'A' })).toEqual({ ...item(pk, 'A'), version: 1 });
  });

  test('any JSON comes back as the same text', async () => {
    const store = await opened;
    const pk = fresh();
    const unit = fc.constantFrom('a', 'B', '"', '\\', '\n', '\0', '\u2028', 'é', '策', '\uffff', '😀', '\ud800');
    const value = fc.jsonValue({ stringUnit: unit, maxDepth: 2 });
    const bodies = fc.dictionary(fc.string({ unit }), value, { maxKeys: 4 }).map((body) => JSON.stringify(body));
    const extremes = {
      big: 1.7976931348623157e308,
      small: 5e-324,
      long: 0.1 + 0.2,
      whole: 2 ** 53 - 1,
      '': '',
      z: 1,
      a: 2,
    };
    await fc.assert(
      fc.asyncProperty(bodies, async (text) => {
        await store.write([{ put: item(pk, 'A', JSON.parse(text) as Body) }]);
        expect(JSON.stringify((await store.get({ pk, sk: 'A' }))?.body)).toBe(text);
      }),
      { numRuns: runs, examples: [[JSON.stringify(extremes)], ['{"__proto__":{"polluted":true}}']] },
    );
  });

  test('each condition holds of what it says, and of nothing else', async () => {
    const store = await opened;
    const pk = fresh();
    const passing: readonly [Condition, readonly string[]][] = [
      ['absent', ['missing', 'expired']],
      ['present', ['new', 'twice']],
      [{ version: 1 }, ['new']],
      [{ version: 2 }, ['twice']],
      [{ version: 3 }, []],
    ];
    const cases = passing.flatMap(([condition, names]) =>
      ['missing', 'new', 'twice', 'expired'].flatMap((name) =>
        (['put', 'delete', 'check'] as const).map((kind) => {
          const key = { pk, sk: `${name} ${JSON.stringify(condition)} ${kind}` };
          return { condition, name, kind, key, passes: names.includes(name) };
        }),
      ),
    );
    const standing = (...names: string[]) =>
      cases.flatMap(({ name, key }) => {
        const expiry = name === 'expired' && { expiresAt: clock.now };
        return names.includes(name) ? [{ put: { ...key, body: {}, ...expiry } }] : [];
      });
    await store.write(standing('new', 'twice', 'expired'));
    await store.write(standing('twice'));

    for (const { condition, name, kind, key, passes } of cases) {
      const writes = {
        put: { put: { ...key, body: { written: true } }, if: condition },
        delete: { delete: key, if: condition },
        check: { check: key, if: condition },
      };
      const result = await store.write([writes[kind]]);
      expect([key.sk, result]).toEqual([key.sk, passes ? { ok: true } : { ok: false, conflicts: [0] }]);
      const was = name === 'missing' || name === 'expired' ? undefined : {};
      const is = !passes || kind === 'check' ? was : kind === 'put' ? { written: true } : undefined;
      expect([key.sk, (await store.get(key))?.body]).toEqual([key.sk, is]);
    }
  });

  test('a transaction is written whole or not at all, and says which writes stood against it', async () => {
    const store = await opened;
    const [pk, other] = [fresh(), fresh()];
    await store.write([{ put: item(pk, 'A') }, { put: item(other, 'B') }]);
    const result = await store.write([
      { put: item(pk, 'new') },
      { put: item(pk, 'A'), if: 'absent' },
      { delete: { pk: other, sk: 'B' } },
      { check: { pk, sk: 'missing' }, if: 'present' },
      { put: item(pk, 'C'), if: { version: 1 } },
    ]);
    expect(result).toEqual({ ok: false, conflicts: [1, 3, 4] });
    expect((await store.query(pk)).items.map(({ sk, version }) => [sk, version])).toEqual([['A', 1]]);
    expect((await store.query(other)).items).toHaveLength(1);
  });

  test('takes a hundred writes at once and refuses what breaks the rules', async () => {
    const store = await opened;
    const pk = fresh();
    const hundred = Array.from({ length: MOST_WRITES }, (_, i) => ({ put: item(pk, `K${i}`) }));
    expect(await store.write([])).toEqual({ ok: true });
    expect(await store.write(hundred)).toEqual({ ok: true });
    expect((await store.query(pk, { limit: 1000 })).items).toHaveLength(MOST_WRITES);

    const refused: readonly (readonly Write[])[] = [
      [...hundred, { put: item(pk, 'one more') }],
      [{ put: item(pk, 'twice') }, { check: { pk, sk: 'twice' }, if: 'absent' }],
      [{ put: item(pk, 'fine') }, { put: item(pk, '') }],
      [{ put: item('', 'A') }],
      [{ put: item(pk, 'x'.repeat(1021)) }],
      [{ put: item('x'.repeat(2049), 'A') }],
      [{ put: item(pk, '\ud800') }],
      [{ put: { ...item(pk, 'index'), gsi1: { pk: 'G', sk: '' } } }],
      [{ put: { ...item(pk, 'expiry'), expiresAt: 1.5 } }],
    ];
    for (const writes of refused) await expect(store.write(writes)).rejects.toThrow(RangeError);
    expect((await store.query(pk, { limit: 1000 })).items).toHaveLength(MOST_WRITES);
    await store.write([{ put: item(pk, '策'.repeat(340)) }, { put: item('x'.repeat(2048), 'A') }]);
    expect(await store.get({ pk, sk: '策'.repeat(340) })).toBeDefined();
    expect(await store.get({ pk: 'x'.repeat(2048), sk: 'A' })).toBeDefined();
  });

  test('no item has a key that cannot be stored', async () => {
    const store = await opened;
    const pk = fresh();
    for (const key of [
      { pk, sk: '' },
      { pk: '', sk: 'A' },
      { pk, sk: 'x'.repeat(1021) },
      { pk, sk: '\udc00' },
    ]) {
      expect(await store.get(key)).toBeUndefined();
    }
    expect(await store.query('')).toEqual({ items: [] });
    expect(await store.query(pk, { prefix: 'x'.repeat(2000) })).toEqual({ items: [] });
    expect(await store.query(pk, { from: 'b', to: 'a' })).toEqual({ items: [] });
    expect(await store.query(pk, { to: '' })).toEqual({ items: [] });
  });

  test('an item may be as large as DynamoDB allows and not a byte larger', async () => {
    const store = await opened;
    const plain = {
      ...item(fresh(), '键'),
      gsi1: { pk: '策', sk: 'x' },
      gsi2: { pk: 'y', sk: 'z' },
      expiresAt: clock.now + 9,
    };
    const names = 'pk sk version body gsi1pk gsi1sk gsi2pk gsi2sk expiresAt'.replaceAll(' ', '').length;
    const keys = Buffer.byteLength(`${plain.pk}键策xyz`);
    const [twoNumbers, json] = [22, '{"text":""}'.length];
    const room = MOST_BYTES - names - keys - twoNumbers - json;
    const text = (bytes: number) => '策'.repeat(Math.floor(bytes / 3)) + 'x'.repeat(bytes % 3);

    expect(await store.write([{ put: { ...plain, body: { text: text(room) } } }])).toEqual({ ok: true });
    expect((await store.get(plain))?.body).toEqual({ text: text(room) });
    const over = store.write([{ put: { ...plain, body: { text: text(room + 1) } } }]);
    await expect(over).rejects.toThrow(ItemTooLarge);
    await expect(over).rejects.toMatchObject({ key: { pk: plain.pk, sk: plain.sk }, bytes: MOST_BYTES + 1 });
    expect((await store.get(plain))?.version).toBe(1);
  });

  test('a transaction may hold four megabytes', async () => {
    const store = await opened;
    const pk = fresh();
    const large = (sk: string) => ({ put: item(pk, sk, { text: 'x'.repeat(400_000) }) });
    const ten = Array.from({ length: 10 }, (_, i) => large(`K${i}`));
    expect(await store.write(ten)).toEqual({ ok: true });
    await expect(store.write([...ten, large('K10')])).rejects.toThrow(TransactionTooLarge);
    const { items } = await store.query(pk);
    expect(items.map(({ sk, version }) => [sk, version])).toEqual(ten.map(({ put }) => [put.sk, 1]));
  });

  test('sort keys stand in the order of their bytes', async () => {
    const store = await opened;
    const pk = fresh();
    const ordered = [
      '\0',
      'A',
      'A#1',
      'A#10',
      'A#2',
      'AA',
      'Z',
      'a',
      '~',
      'é',
      '北京',
      '朝阳',
      '策引',
      '\uffff',
      '😀',
      '😀!',
      '😀𠮷',
      '𠮷',
    ];
    await store.write(ordered.toReversed().map((sk) => ({ put: item(pk, sk) })));
    expect((await store.query(pk)).items.map(({ sk }) => sk)).toEqual(ordered);
    expect((await store.query(pk, { reverse: true })).items.map(({ sk }) => sk)).toEqual(ordered.toReversed());
    expect((await store.query(pk, { prefix: 'A#', to: 'A#10' })).items.map(({ sk }) => sk)).toEqual(['A#1', 'A#10']);
    const faces = async (query: Query) => (await store.query(pk, { prefix: '😀', ...query })).items.map(({ sk }) => sk);
    expect(await faces({})).toEqual(['😀', '😀!', '😀𠮷']);
    expect(await faces({ from: '\uffff' })).toEqual(['😀', '😀!', '😀𠮷']);
    expect(await faces({ from: '😀"', to: '𠮷' })).toEqual(['😀𠮷']);
  });

  test('the pages of any query, joined, are what a plain list would give', async () => {
    const store = await opened;
    const text = (minLength: number) =>
      fc.string({
        unit: fc.constantFrom('\0', 'a', 'b', '#', '~', 'é', '策', '引', '\uffff', '😀', '𠮷'),
        minLength,
        maxLength: 3,
      });
    const asked = fc.record(
      {
        index: fc.constantFrom('gsi1', 'gsi2'),
        prefix: text(0),
        from: text(0),
        to: text(0),
        reverse: fc.boolean(),
        limit: fc.integer({ min: 1, max: 7 }),
      },
      { requiredKeys: ['limit'] },
    );
    const contents = fc.uniqueArray(fc.tuple(text(1), text(1), fc.boolean()), {
      selector: ([sk]) => sk,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(contents, fc.array(asked, { minLength: 1, maxLength: 3 }), async (made, queries) => {
        const pk = fresh();
        const writes = made.map(([sk, other, inFirst]) => {
          const key = { pk, sk: other };
          return { put: { ...item(pk, sk, { other }), ...(inFirst ? { gsi1: key } : { gsi2: key }) } };
        });
        const model = new Model();
        model.write(writes);
        await store.write(writes);
        for (const query of queries) {
          const pages = await pagesOf(store, pk, query);
          const [found, expected] = [pages.flat(), model.query(pk, query)];
          const places = (items: readonly Item[]) => items.map((one) => positionOf(one, query.index)?.sk);
          expect(places(found)).toEqual(places(expected));
          expect(sorted(found)).toEqual(sorted(expected));
          expect(pages.slice(0, -1).every((page) => page.length === query.limit)).toBe(true);
          expect(pages.length).toBe(Math.max(1, Math.ceil(expected.length / query.limit)));
        }
      }),
      { numRuns: runs },
    );
  });

  test('a page has a hundred items where none is said, and a thousand at most', async () => {
    const store = await opened;
    const pk = fresh();
    const hundred = (part: number) =>
      Array.from({ length: 100 }, (_, i) => ({ put: item(pk, `${String(part).padStart(2, '0')}-${i}`) }));
    await Promise.all(Array.from({ length: 11 }, (_, part) => store.write(hundred(part))));
    expect((await store.query(pk)).items).toHaveLength(100);
    expect((await store.query(pk, { limit: 5000 })).items).toHaveLength(1000);
    expect((await store.query(pk, { limit: 0 })).items).toHaveLength(1);
    expect((await pagesOf(store, pk, { limit: 1000 })).map((page) => page.length)).toEqual([1000, 100]);
  });

  test('a cursor that the query never gave out is refused', async () => {
    const store = await opened;
    const pk = fresh();
    await store.write(['a', 'b', 'c'].map((sk) => ({ put: { ...item(pk, sk), gsi1: { pk, sk } } })));
    const base = (await store.query(pk, { limit: 1 })).next ?? '';
    const index = (await store.query(pk, { limit: 1, index: 'gsi1' })).next ?? '';
    const refused: readonly Query[] = [
      { after: '' },
      { after: 'x' },
      { after: Buffer.from('{}').toString('base64url') },
      { after: Buffer.from('[""]').toString('base64url') },
      { after: Buffer.from('[1]').toString('base64url') },
      { after: index },
      { after: base, index: 'gsi1' },
      { after: base, prefix: 'b' },
      { after: base, from: 'b' },
    ];
    for (const query of refused) await expect(store.query(pk, query)).rejects.toThrow(BadCursor);
    expect((await store.query(pk, { after: base })).items.map(({ sk }) => sk)).toEqual(['b', 'c']);
  });

  test('an item stands in an index while it carries the key, where the key says', async () => {
    const store = await opened;
    const [pk, g] = [fresh(), fresh('G')];
    const at = async (index: 'gsi1' | 'gsi2', where: string) =>
      (await store.query(where, { index })).items.map(({ sk }) => sk);
    await store.write([
      { put: { ...item(pk, 'both'), gsi1: { pk: g, sk: '2' }, gsi2: { pk: g, sk: '1' } } },
      { put: { ...item(pk, 'first'), gsi1: { pk: g, sk: '1' } } },
      { put: item(pk, 'none') },
    ]);
    expect([await at('gsi1', g), await at('gsi2', g)]).toEqual([['first', 'both'], ['both']]);

    await store.write([
      { put: { ...item(pk, 'both'), gsi2: { pk: `${g}other`, sk: '1' } } },
      { put: { ...item(pk, 'first'), gsi1: { pk: g, sk: '3' } } },
      { put: { ...item(pk, 'none'), gsi1: { pk: g, sk: '2' } } },
    ]);
    expect([await at('gsi1', g), await at('gsi2', g)]).toEqual([['none', 'first'], []]);
    expect(await at('gsi2', `${g}other`)).toEqual(['both']);

    await store.write([{ delete: { pk, sk: 'first' } }]);
    expect(await at('gsi1', g)).toEqual(['none']);
    expect((await store.query(g, { index: 'gsi1' })).items).toEqual([await store.get({ pk, sk: 'none' })]);
  });

  test('an item is gone from the second at which it expires', async () => {
    const store = await opened;
    const pk = fresh();
    const key = { pk, sk: 'B' };
    await store.write([
      { put: item(pk, 'A') },
      { put: { ...item(pk, 'B', { old: true }), gsi1: { pk, sk: '1' }, expiresAt: clock.now + 10 } },
      { put: { ...item(pk, 'C'), expiresAt: clock.now + 11 } },
    ]);
    const left = async (query: Query = {}) =>
      (await pagesOf(store, pk, { limit: 1, ...query })).flat().map(({ sk }) => sk);
    clock.now += 9;
    expect([await left(), await left({ index: 'gsi1' })]).toEqual([['A', 'B', 'C'], ['B']]);
    clock.now += 1;
    expect(await store.get(key)).toBeUndefined();
    expect([await left(), await left({ index: 'gsi1' })]).toEqual([['A', 'C'], []]);

    expect(await store.write([{ put: item(pk, 'B'), if: { version: 1 } }])).toEqual({ ok: false, conflicts: [0] });
    expect(await store.write([{ put: item(pk, 'B', { old: false }), if: 'absent' }])).toEqual({ ok: true });
    expect(await store.get(key)).toEqual({ ...item(pk, 'B', { old: false }), version: 1 });
  });

  test('every change is told once, with what stood before and after, in the order of its partition', async () => {
    const store = await opened;
    const pk = fresh();
    const start = await endOf(store);
    const put = (sk: string, body: Body): Write => ({ put: item(pk, sk, body) });
    await store.write([put('A', { n: 1 })]);
    await store.write([put('A', { n: 2 }), put('B', { n: 1 })]);
    await store.write([put('C', { n: 1 }), { check: { pk, sk: 'A' }, if: 'absent' }]);
    await store.write([
      { delete: { pk, sk: 'A' } },
      { delete: { pk, sk: 'never was' } },
      { check: { pk, sk: 'B' }, if: 'present' },
    ]);
    await store.write([put('A', { n: 3 })]);

    const changes = await changesAfter(store, start, 2);
    expect(
      changes.map(({ key, before, after }) => [key, before?.version, before?.body, after?.version, after?.body]),
    ).toEqual([
      [{ pk, sk: 'A' }, undefined, undefined, 1, { n: 1 }],
      [{ pk, sk: 'A' }, 1, { n: 1 }, 2, { n: 2 }],
      [{ pk, sk: 'B' }, undefined, undefined, 1, { n: 1 }],
      [{ pk, sk: 'A' }, 2, { n: 2 }, undefined, undefined],
      [{ pk, sk: 'A' }, undefined, undefined, 1, { n: 3 }],
    ]);
    expect(await changesAfter(store, changes[2]?.cursor, 1000)).toEqual(changes.slice(3));
    expect(await store.changes(changes.at(-1)?.cursor)).toEqual([]);
  });

  test('a cursor of another feed is not taken for one of this feed', async () => {
    const store = await opened;
    const foreign = Buffer.from('["arn:another",["shard","1"]]').toString('base64url');
    for (const cursor of ['', '7', 'another.7', foreign]) await expect(store.changes(cursor)).rejects.toThrow(FeedLost);
  });

  test('no update is lost where each builds on the version it read', async () => {
    const store = await opened;
    const key = { pk: fresh(), sk: 'counter' };
    const [workers, each] = [6, 5];
    const add = async () => {
      for (let done = false; !done;) {
        const found = await store.get(key);
        const n = Number(found?.body.n ?? 0) + 1;
        const write = { put: { ...key, body: { n } }, if: found ? { version: found.version } : ('absent' as const) };
        done = (await store.write([write])).ok;
      }
    };
    const work = async () => {
      for (let i = 0; i < each; i++) await add();
    };
    await Promise.all(Array.from({ length: workers }, work));
    expect(await store.get(key)).toEqual({ ...key, body: { n: workers * each }, version: workers * each });
  });

  test('whatever is written in whatever order, the store, its indexes and its feed agree with a plain model', async () => {
    const store = await opened;
    await fc.assert(
      fc.asyncProperty(fc.array(stepOf(), { maxLength: 12 }), async (steps) => {
        const start = await endOf(store);
        const names = [fresh(), fresh()];
        const model = new Model();
        model.now = clock.now;
        for (const { seconds, intents } of steps) {
          clock.now += seconds;
          model.now = clock.now;
          const writes = intents.map((intent) => writeOf(intent, names[intent.partition] ?? '', model, clock.now));
          expect(await store.write(writes)).toEqual(model.write(writes));
        }
        for (const pk of names) {
          for (const index of [undefined, 'gsi1', 'gsi2'] as const) {
            const query = { limit: 3, ...(index && { index }) };
            expect(sorted((await pagesOf(store, pk, query)).flat())).toEqual(sorted(model.query(pk, query)));
          }
        }
        expectSameFeed(await changesAfter(store, start, 1000), model, names);
      }),
      { numRuns: runs },
    );
  });
}

interface Intent {
  readonly partition: number;
  readonly sk: string;
  readonly kind: 'put' | 'delete' | 'check';
  readonly condition: Condition | 'standing' | undefined;
  readonly index: 'gsi1' | 'gsi2' | undefined;
  readonly lifetime: number | undefined;
  readonly n: number;
}

function stepOf() {
  const intent: fc.Arbitrary<Intent> = fc.record({
    partition: fc.integer({ min: 0, max: 1 }),
    sk: fc.constantFrom('a', 'b', '策'),
    kind: fc.constantFrom('put', 'put', 'put', 'delete', 'check'),
    condition: fc.constantFrom<Intent['condition'][]>(
      undefined,
      undefined,
      'standing',
      'standing',
      'absent',
      'present',
      { version: 1 },
    ),
    index: fc.constantFrom(undefined, 'gsi1', 'gsi2'),
    lifetime: fc.constantFrom(undefined, undefined, 2, 5),
    n: fc.integer(),
  });
  const intents = fc.uniqueArray(intent, {
    selector: ({ partition, sk }) => `${partition}${sk}`,
    minLength: 1,
    maxLength: 4,
  });
  return fc.record({ seconds: fc.constantFrom(0, 0, 1, 3), intents });
}

/** The write that is meant, given what stands: `standing` is the condition that holds. */
function writeOf({ sk, kind, condition, index, lifetime, n }: Intent, pk: string, model: Model, now: number): Write {
  const found = model.get({ pk, sk });
  const standing: Condition = found ? { version: found.version } : 'absent';
  const guard = condition === 'standing' ? standing : condition;
  if (kind === 'check') return { check: { pk, sk }, if: guard ?? standing };
  if (kind === 'delete') return { delete: { pk, sk }, ...(guard && { if: guard }) };
  const put = {
    pk,
    sk,
    body: { n },
    ...(index && { [index]: { pk, sk: String(n % 3) } }),
    ...(lifetime !== undefined && { expiresAt: now + lifetime }),
  };
  return { put, ...(guard && { if: guard }) };
}

/** Per partition the same transactions in the same order; within one transaction the order is open. */
function expectSameFeed(changes: readonly Change[], model: Model, names: readonly string[]) {
  const plain = changes.map(({ key, before, after }) => ({ key, before, after }));
  const bySk = (a: { key: Key }, b: { key: Key }) => compare(a.key.sk, b.key.sk);
  for (const pk of names) {
    const told = plain.filter(({ key }) => key.pk === pk);
    const made = model.changes.map((list) => list.filter(({ key }) => key.pk === pk).sort(bySk));
    const inTransactions = made.map((list) => told.splice(0, list.length).sort(bySk));
    expect(inTransactions).toEqual(made);
    expect(told).toEqual([]);
  }
}

async function pagesOf(store: Store, pk: string, query: Query): Promise<(readonly Item[])[]> {
  const pages: (readonly Item[])[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(pk, { ...query, ...(after !== undefined && { after }) });
    pages.push(page.items);
    after = page.next;
  } while (after !== undefined);
  return pages;
}

async function changesAfter(store: Store, after: string | undefined, limit: number): Promise<readonly Change[]> {
  const page = await store.changes(after, limit);
  const last = page.at(-1);
  return last ? [...page, ...(await changesAfter(store, last.cursor, limit))] : page;
}

const ends = new WeakMap<Store, string>();

/** Where the feed stands now; each call goes on from the one before. */
async function endOf(store: Store): Promise<string | undefined> {
  for (let page = await store.changes(ends.get(store), 1000); page.length > 0;) {
    ends.set(store, page.at(-1)?.cursor ?? '');
    page = await store.changes(ends.get(store), 1000);
  }
  return ends.get(store);
}

const sorted = (items: readonly Item[]) => items.toSorted((a, b) => compare(`${a.pk}\0${a.sk}`, `${b.pk}\0${b.sk}`));
