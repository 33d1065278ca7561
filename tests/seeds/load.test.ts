import { describe, expect, test } from 'vitest';
import { firmsOf, listCompaniesOfManager, membersOf } from '#functions/api/companies/people.ts';
import { getCompany } from '#functions/api/companies/repository.ts';
import { countsOf, EVER } from '#functions/demand/counts.ts';
import { demandOf } from '#functions/demand/log.ts';
import { recount } from '#functions/demand/recount.ts';
import { districtsOf, placesOn } from '#functions/demand/where.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import type { Store, Write } from '#functions/store/port.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { verdictsOn } from '#rules/engine/population.ts';
import { contents, type SeedRecord } from '../../seeds/contents.ts';
import { MEASURES } from '../../seeds/demand/make.ts';
import { fillingOf, storeSink } from '../../seeds/load.ts';
import { firms as demoFirms, rules } from '../functions/artefact.ts';

const filling = { firms: 80, seed: 4, asOf: '2026-11-21' };
const catalogue = loadCatalogue(rules);
const ids = rules.measures.map(({ id }) => id).filter((id) => MEASURES.includes(id));
const verdicts = verdictsOn(catalogue, filling.asOf, ids);
const records: readonly SeedRecord[] = [
  ...contents({
    ...filling,
    demoFirms: [...demoFirms.values()],
    rules,
    verdictsOf: (profile) => new Map(verdicts(profile).map((verdict, index) => [ids[index] ?? '', verdict])),
  }),
];
const placeOf = placesOn(rules, filling.asOf);

async function fill(store: Store): Promise<void> {
  const sink = storeSink(store, filling, placeOf);
  for (const record of records) await sink.write(record);
  await sink.close();
}
const filled = openSqlite(':memory:');
await fill(filled);

describe('a store filled with a district', () => {
  test('holds every firm that has a code, with its profile and the mark that it is made up', async () => {
    for (const record of records) {
      if (record.kind !== 'firm' || typeof record.profile.uscc !== 'string') continue;
      const company = await getCompany(filled, record.profile.uscc);
      expect(company?.profile).toEqual(record.profile);
      expect(company?.saved.by.name).toContain('合成');
    }
  });

  test('knows whose firms are whose', async () => {
    expect(await firmsOf(filled, 'demo-firm-owner-ai')).toEqual([{ uscc: '9111010500000HA19C', role: 'owner' }]);
    expect((await membersOf(filled, '9111010500000HA19C')).map(({ role }) => role).sort()).toEqual(['editor', 'owner']);
    const { usccs } = await listCompaniesOfManager(filled, 'demo-manager-chaoyang-1', { limit: 1000 });
    const wanted = records.flatMap((record) =>
      record.kind === 'assignment' && record.assignment.manager === 'demo-manager-chaoyang-1'
        ? [record.assignment.uscc]
        : [],
    );
    expect(usccs).toEqual(wanted.sort());
  });

  test('has all the events, and counts them', async () => {
    const events = records.flatMap((record) => (record.kind === 'event' ? [record.event] : []));
    const codes = [...new Set(events.map(({ uscc }) => uscc))];
    const kept = (await Promise.all(codes.map((uscc) => demandOf(filled, uscc)))).flat();
    expect(kept.map(({ id }) => id).sort()).toEqual(events.map(({ id }) => id).sort());
    expect(events.length).toBeGreaterThan(100);
    expect(await recount(filled, { districts: districtsOf(rules) })).toMatchObject({ behind: 0, differences: [] });
    const counts = await countsOf(filled, { district: 'chaoyang', month: EVER });
    const pairs = new Set(
      kept.filter(({ where }) => where.district === 'chaoyang').map(({ uscc, measure }) => uscc + measure),
    );
    expect(counts.reduce((all, { firms }) => all + firms, 0)).toBe(pairs.size);
  });

  test('is known to be full, and to be this one', async () => {
    expect(await fillingOf(filled, filling)).toBe('full');
    expect(await fillingOf(filled, { ...filling, seed: 5 })).toBe('other');
    expect(await fillingOf(openSqlite(':memory:'), filling)).toBe('empty');
  });
});

test.each([0, 1, 3, 7, 12])(
  'a crash at transaction %i leaves a store that the next start completes',
  async (survived) => {
    const store = openSqlite(':memory:');
    let left = survived;
    const dying: Store = {
      ...store,
      write: (writes: readonly Write[]) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('The machine stopped.')) : store.write(writes);
      },
    };
    await expect(fill(dying)).rejects.toThrow('stopped');
    expect(await fillingOf(store, filling)).toBe(survived === 0 ? 'empty' : 'half');
    await fill(store);
    expect(await fillingOf(store, filling)).toBe('full');
    expect(await itemsOf(store)).toEqual(await itemsOf(filled));
  },
);

/** Every item of the changes' feed as it stands, without versions: they tell how often it was written. */
async function itemsOf(store: Store): Promise<string[]> {
  const items = new Map<string, string>();
  let after: string | undefined;
  for (;;) {
    const changes = await store.changes(after, 1000);
    for (const { key } of changes) {
      const item = await store.get(key);
      items.set(`${key.pk} ${key.sk}`, JSON.stringify([item?.body, item?.gsi1, item?.gsi2]));
    }
    after = changes.at(-1)?.cursor;
    if (changes.length < 1000) return [...items].map((each) => each.join(' ')).sort();
  }
}
