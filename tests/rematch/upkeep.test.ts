import { expect, test } from 'vitest';
import { SYSTEM } from '#functions/api/audit/record.ts';
import { joinWrites } from '#functions/api/companies/people.ts';
import { getCompany, profileWrites } from '#functions/api/companies/repository.ts';
import { noticesOf } from '#functions/notices/kept.ts';
import { tellOfChanges } from '#functions/notices/causes.ts';
import { populationOf } from '#functions/rematch/population.ts';
import { currentRun } from '#functions/rematch/run.ts';
import { bringUpToDate, judgeChanged, keepUp } from '#functions/rematch/upkeep.ts';
import { judgedOf } from '#functions/rematch/verdicts.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Profile } from '#rules/engine/types.ts';
import { rules } from '../functions/artefact.ts';
import { firmsOf, storeWith } from './district.ts';

const catalogue = loadCatalogue(rules);
const firms = firmsOf(20);
const [first] = firms;
const uscc = first?.uscc ?? '';

async function worldAt(start: string) {
  const store = await storeWith(firms);
  let time = start;
  const failures: unknown[] = [];
  const deps = {
    store,
    now: () => new Date(time),
    catalogue: () => catalogue,
    failed: (error: unknown) => failures.push(error),
  };
  return { store, deps, failures, at: (next: string) => (time = next) };
}

test('all firms are judged once a day, and again only when the day turns', async () => {
  const { store, deps, at } = await worldAt('2026-11-21T04:00:00Z');
  await bringUpToDate(deps);
  const run = await currentRun(store);
  expect(run).toMatchObject({ asOf: '2026-11-21', state: 'done', firms: firms.length });
  expect((await populationOf(store, 'chaoyang'))?.asOf).toBe('2026-11-21');
  await bringUpToDate(deps);
  expect(await currentRun(store)).toEqual(run);
  // Midnight in Beijing.
  at('2026-11-21T16:00:00Z');
  await bringUpToDate(deps);
  expect(await currentRun(store)).toMatchObject({ asOf: '2026-11-22', cause: 'date' });
});

test('a release that moves verdicts is judged at once, one of texts alone not at all', async () => {
  const { store, deps } = await worldAt('2026-11-21T04:00:00Z');
  await bringUpToDate(deps);
  const run = await currentRun(store);
  const worded = loadCatalogue({ ...rules, hash: 'with-other-texts' });
  await bringUpToDate({ ...deps, catalogue: () => worded });
  expect(await currentRun(store)).toEqual(run);
  const next = loadCatalogue({ ...rules, measures: rules.measures.slice(1) });
  await bringUpToDate({ ...deps, catalogue: () => next });
  expect(await currentRun(store)).toMatchObject({ cause: 'release', state: 'done', gained: 0 });
});

test('a saved profile is judged at once, and its people told what it opened', async () => {
  const { store, deps } = await worldAt('2026-11-21T04:00:00Z');
  await store.write(joinWrites(uscc, { subject: 'owner', name: '林晓', role: 'owner', since: '2026-01-01' }));
  const bare: Profile = { uscc, name: '示例', residentEnterprise: false };
  const save = async (profile: Profile) => {
    const before = await getCompany(store, uscc);
    const saved = { at: '2026-11-21T04:00:00Z', by: SYSTEM, source: 'self' } as const;
    const version = (before?.version ?? 0) + 1;
    await store.write(profileWrites({ uscc, profile, version, changed: [], saved, before }));
    const changes = (await store.changes(undefined, 1000)).filter(({ key }) => key.pk.endsWith(uscc));
    await judgeChanged(deps, changes);
    await tellOfChanges(deps, await store.changes(undefined, 1000));
  };
  await save(bare);
  const judged = await judgedOf(store, uscc);
  expect(judged).toMatchObject({ asOf: '2026-11-21', profile: 2 });
  await save({ ...first });
  const after = await judgedOf(store, uscc);
  // What is over by then opens nothing.
  const isOver = (at: number): boolean => (rules.measures[at]?.versions.at(-1)?.to ?? '9999') <= '2026-11-21';
  const gained = Array.from(after?.codes ?? '').filter(
    (code, at) => code < '2' && (judged?.codes[at] ?? '') >= '2' && !isOver(at),
  ).length;
  const { notices } = await noticesOf(store, 'owner', { unread: true });
  const told = notices.filter(({ kind }) => kind === 'newly-eligible').flatMap(({ measures }) => measures);
  expect(gained).toBeGreaterThan(0);
  expect(told).toHaveLength(gained);
});

test('it stops at once in the middle of its work, and goes on at the next start', async () => {
  const { store, deps, failures } = await worldAt('2026-11-21T04:00:00Z');
  const upkeep = keepUp(deps, () => Promise.resolve());
  await new Promise((resolve) => setImmediate(resolve));
  await upkeep.stop();
  expect((await currentRun(store))?.state).not.toBe('done');
  await bringUpToDate(deps);
  expect(await currentRun(store)).toMatchObject({ state: 'done', firms: firms.length });
  expect(failures).toEqual([]);
});
