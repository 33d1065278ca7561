/**
 * `node tests/scale/simulate.ts`: where the table would run hot. The real keys and the real code of counting, re-matching
 * and telling, over a store that counts units by partition; a partition of DynamoDB takes 1,000 write units a second.
 */
import { readFileSync } from 'node:fs';
import { saveProfile } from '#functions/api/companies/repository.ts';
import { SYSTEM } from '#functions/api/audit/record.ts';
import { loadedFrom } from '#functions/api/load.ts';
import { settle } from '#functions/demand/fold.ts';
import { recordWrites, stageOf, type Pair } from '#functions/demand/log.ts';
import { placesOn } from '#functions/demand/where.ts';
import { setPreferences, tell } from '#functions/notices/kept.ts';
import { rematch } from '#functions/rematch/run.ts';
import { allBuckets, bucketOf } from '#functions/store/buckets.ts';
import type { Store } from '#functions/store/port.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import type { Profile } from '#rules/engine/types.ts';
import { DISTRICT_DAY, makeDistrict } from '../../seeds/district/make.ts';
import { metered, type Meter } from './meter.ts';
import { table } from './table.ts';

/** Write units a second that one partition takes. */
const PARTITION = 1_000;
const FIRMS = 2_000;
const MEASURE = 'cn-hnte';

const loaded = loadedFrom(
  (name) => JSON.parse(readFileSync(new URL(`../../build/catalogue/${name}`, import.meta.url), 'utf8')) as unknown,
);
const now = (): Date => new Date(`${DISTRICT_DAY}T04:00:00Z`);
const firms = [...makeDistrict({ firms: FIRMS, seed: 3, asOf: DISTRICT_DAY })].flatMap((profile) =>
  typeof profile.uscc === 'string' ? [{ uscc: profile.uscc, profile }] : [],
);

buckets();
const hot = ['what happens', 'hottest partition', 'its write units each', 'how many a second it takes'];
table('hot', hot, [...(await counting()), ...(await people())]);
await workers();

/** How evenly firms fall into buckets: each is one partition of an index. */
function buckets(): void {
  const rows = [10_000, 100_000, 1_000_000].map((number) => {
    const counts = new Map(allBuckets.map((bucket) => [bucket, 0]));
    for (let firm = 0; firm < number; firm += 1) {
      const bucket = bucketOf(`91110105MA${firm.toString(36).toUpperCase().padStart(8, '0')}`);
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    const all = [...counts.values()];
    return [number, Math.round(number / all.length), Math.max(...all), Math.min(...all)].map(String);
  });
  table('buckets', ['firms', 'a bucket holds, on average', 'the fullest', 'the emptiest'], rows);
}

/** A window opens and everyone looks at one measure: the worst that counting can meet. */
async function counting(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [name, size] of [
    ['all look at one measure, counted in batches', 100],
    ['… counted one by one', 1],
  ] as const) {
    const meter = metered(openSqlite(':memory:'));
    const pairs = await looked(meter.store);
    meter.reset();
    for (let from = 0; from < pairs.length; from += size) await settle(meter.store, pairs.slice(from, from + size));
    rows.push(hottest(name, meter, pairs.length));
    await meter.store.close();
  }
  return rows;
}

/** Several shards of the stream are counted at once; a call of the table takes a few milliseconds. */
async function workers(): Promise<void> {
  const rows: Row[] = [];
  for (const shards of [1, 2, 4, 8]) {
    const meter = metered(openSqlite(':memory:'), () => new Promise((done) => setTimeout(done, 1 + Math.random() * 3)));
    const pairs = await looked(meter.store, 400);
    meter.reset();
    const pause = (attempt: number): Promise<void> =>
      new Promise((done) => setTimeout(done, Math.random() * Math.min(1_000, 10 * 2 ** attempt)));
    await Promise.all(
      Array.from({ length: shards }, (_, shard) =>
        settle(
          meter.store,
          pairs.filter((_pair, index) => index % shards === shard),
          { pause },
        ),
      ),
    );
    const each = (number: number): string => (number / pairs.length).toFixed(2);
    rows.push([String(shards), each(meter.conflicts()), each(meter.calls())]);
    await meter.store.close();
  }
  table('shards', ['shards that count the same measure', 'refused transactions per event', 'calls per event'], rows);
}

/** Entering, judging and telling everyone. */
async function people(): Promise<readonly Row[]> {
  const meter = metered(openSqlite(':memory:'));
  const { store } = meter;
  for (const { uscc, profile } of firms) {
    const saving = { uscc, profile, before: undefined, by: SYSTEM, source: 'self' } as const;
    await saveProfile({ store, now, fields: loaded.rules.fields }, saving);
  }
  const entered = hottest('a firm is entered', meter, firms.length);
  meter.reset();
  await rematch({ store, now }, loaded.catalogue, { id: 'run', cause: 'date', object: null, asOf: DISTRICT_DAY });
  const judged = hottest('a firm is judged in a re-match', meter, firms.length);
  for (let person = 0; person < 500; person += 1) {
    await setPreferences(store, `person-${person}`, 0, {
      email: `p${person}@firm.example`,
      mail: 'daily',
      lang: 'zh',
      refused: [],
    });
  }
  meter.reset();
  for (let person = 0; person < 500; person += 1) {
    const about = { firms: [{ uscc: 'x', name: '合成企业' }], measures: [MEASURE], on: null, object: null };
    await tell({ store, now }, `person-${person}`, { kind: 'newly-eligible', ...about });
  }
  const told = hottest('a person is told, to be mailed later', meter, 500);
  await store.close();
  return [entered, judged, told];
}

/** Each of so many firms looks at the measure on the same day; recorded, not yet counted. */
async function looked(store: Store, most = firms.length): Promise<readonly Pair[]> {
  const placeOf = placesOn(loaded.rules, DISTRICT_DAY);
  const some: readonly { readonly uscc: string; readonly profile: Profile }[] = firms.slice(0, most);
  const pairs: Pair[] = [];
  for (const { uscc, profile } of some) {
    const pair = { uscc, measure: MEASURE };
    const by = { subject: uscc, role: 'firm' };
    const at = now().toISOString();
    const said = { ...pair, id: uscc, type: 'looked', on: DISTRICT_DAY, at, by, where: placeOf(profile) } as const;
    const recorded = recordWrites(await stageOf(store, pair), said);
    if (recorded.ok) await store.write(recorded.writes);
    pairs.push(pair);
  }
  return pairs;
}

type Row = readonly string[];

function hottest(name: string, meter: Meter, times: number): Row {
  const [first] = meter.hottest();
  if (!first) throw new Error('Nothing was written.');
  const [partition, units] = first;
  const each = units / times;
  return [name, `\`${partition}\``, each.toFixed(2), String(Math.round(PARTITION / each))];
}
