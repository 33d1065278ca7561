/** After a release only those verdicts are worked out anew that it can move; what is kept is as if all had been. */
import { beforeAll, expect, test } from 'vitest';
import { SYSTEM } from '#functions/api/audit/record.ts';
import { getCompany, profileWrites } from '#functions/api/companies/repository.ts';
import { lawOf, movedBetween } from '#functions/rematch/law.ts';
import { neededRun, rematch, type Progress } from '#functions/rematch/run.ts';
import { turnIn, type Turn } from '#functions/rematch/turns.ts';
import { isIn, judgedOf, verdictsIn } from '#functions/rematch/verdicts.ts';
import type { Store } from '#functions/store/port.ts';
import { loadCatalogue, type Catalogue } from '#rules/engine/load.ts';
import { verdictsOn } from '#rules/engine/population.ts';
import { measuresRead, parametersRead } from '#rules/engine/reads.ts';
import type { Condition, Measure, Rules } from '#rules/engine/types.ts';
import { rules } from '../functions/artefact.ts';
import { AS_OF, firmsOf, NOW, storeWith } from './district.ts';

const catalogue = loadCatalogue(rules);
const firms = firmsOf(60);
const release = (id: string) => ({ id, cause: 'release' as const, object: id, asOf: AS_OF });
const depsOf = (store: Store) => ({ store, now: NOW });

/** Firms that were judged by the catalogue today; each test goes on from where the one before left them. */
let store: Store;
beforeAll(async () => {
  store = await storeWith(firms);
  await rematch(depsOf(store), catalogue, release('first'));
});

const referred = new Set(rules.measures.flatMap(({ versions }) => measuresRead(versions)));
const found = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('The catalogue holds no such measure.');
  return value;
};
const withMeasure = (changed: Measure): Rules => ({
  ...rules,
  measures: rules.measures.map((measure) => (measure.id === changed.id ? changed : measure)),
});
const NOBODY: Condition = {
  kind: 'test',
  id: 'nobody',
  test: [
    'and',
    [
      ['exists', 0],
      ['not', ['exists', 0]],
    ],
  ],
  grade: 'A',
  basis: [],
};
const closed = (measure: Measure): Measure => ({
  ...measure,
  versions: measure.versions.map((version) => ({ ...version, require: NOBODY })),
});

async function endOfFeed(): Promise<string | undefined> {
  let end: string | undefined;
  for (let more = true; more;) {
    const page = await store.changes(end, 1000);
    end = page.at(-1)?.cursor ?? end;
    more = page.length > 0;
  }
  return end;
}

async function released(next: Catalogue, id: string): Promise<{ readonly run: Progress; readonly turns: Turn[] }> {
  const after = await endOfFeed();
  const run = await rematch(depsOf(store), next, release(id));
  const turns = (await store.changes(after, 1000)).flatMap((change) => turnIn(change.after) ?? []);
  return { run, turns };
}

/** What is kept of every firm is what the engine says of all measures. */
async function expectAsWhole(by: Catalogue): Promise<void> {
  const ids = by.rules.measures.map(({ id }) => id);
  const verdicts = verdictsOn(by, AS_OF);
  for (const { uscc } of firms) {
    const [judged, company] = await Promise.all([judgedOf(store, uscc), getCompany(store, uscc)]);
    expect([...verdictsIn(judged?.codes ?? '', ids).values()]).toEqual(verdicts(company?.profile ?? {}));
  }
}

test('a measure that changes is judged, with those that refer to it; what turns is told, and told back', async () => {
  const measure = found(rules.measures.find(({ id }) => referred.has(id)));
  const readers = rules.measures.filter(({ versions }) => measuresRead(versions).includes(measure.id));
  const next = loadCatalogue(withMeasure(closed(measure)));
  const moved = movedBetween(lawOf(catalogue), lawOf(next));
  expect(moved).toEqual(expect.arrayContaining([measure.id, ...readers.map(({ id }) => id)]));
  expect(moved.length).toBeLessThan(rules.measures.length / 2);

  const at = rules.measures.indexOf(measure);
  const judged = await Promise.all(firms.map(({ uscc }) => judgedOf(store, uscc)));
  const wereIn = judged.flatMap((each) => (each && isIn(each.codes[at]) ? [each.uscc] : [])).sort();
  const forth = await released(next, 'forth');
  expect(forth.run).toMatchObject({ state: 'done', firms: firms.length, verdicts: firms.length * moved.length });
  expect(forth.turns.flatMap(({ uscc, left }) => (left.includes(measure.id) ? [uscc] : [])).sort()).toEqual(wereIn);
  await expectAsWhole(next);

  const back = await released(catalogue, 'back');
  expect(back.run.verdicts).toBe(firms.length * moved.length);
  const turnedBack = forth.turns.map(({ uscc, entered, left }) => ({ uscc, entered: left, left: entered }));
  expect(back.turns.map(({ uscc, entered, left }) => ({ uscc, entered, left }))).toEqual(turnedBack);
  await expectAsWhole(catalogue);
});

test('a parameter that changes moves the measures that read it', () => {
  const reading = (name: string) =>
    rules.measures.filter(({ versions }) => parametersRead(versions.map(({ require }) => require)).includes(name));
  const name = found(Object.keys(rules.parameters).find((each) => reading(each).length > 0));
  const parameter = found(rules.parameters[name]);
  const values = parameter.values.map((each) => ({ ...each, value: ['num', 0] as const }));
  const next = loadCatalogue({ ...rules, parameters: { ...rules.parameters, [name]: { ...parameter, values } } });
  const moved = movedBetween(lawOf(catalogue), lawOf(next));
  expect(moved).toEqual(expect.arrayContaining(reading(name).map(({ id }) => id)));
  expect(moved.length).toBeLessThan(rules.measures.length / 2);
});

test('texts, calls, sources and amounts move nothing: no run is begun', async () => {
  const measures = rules.measures.map((measure) => ({
    ...measure,
    calls: [],
    provisions: [],
    checked: '2026-11-20',
    versions: measure.versions.map(({ from, to, scope, require, bases }) => ({
      ...{ from, bases, require },
      ...(to === undefined ? {} : { to }),
      ...(scope === undefined ? {} : { scope }),
    })),
  }));
  const next = loadCatalogue({ ...rules, hash: 'other', measures });
  expect(await neededRun(depsOf(store), next, AS_OF)).toBeUndefined();
});

test('of a release that adds a measure and takes one away only the new one is judged', async () => {
  const [gone, kept] = [found(rules.measures.find(({ id }) => !referred.has(id))), found(rules.measures.at(-1))];
  const measures = [{ ...kept, id: 'new-measure' }, ...rules.measures.filter((measure) => measure !== gone)];
  const next = loadCatalogue({ ...rules, measures });
  const { run } = await released(next, 'added');
  expect(run.verdicts).toBe(firms.length);
  await expectAsWhole(next);
});

test('a firm that was saved since it was judged is judged by every measure', async () => {
  const { uscc } = found(firms[0]);
  const before = await getCompany(store, uscc);
  const saved = { at: NOW().toISOString(), by: SYSTEM, source: 'self' } as const;
  const profile = { uscc, region: 'chaoyang' };
  await store.write(profileWrites({ uscc, profile, version: 2, changed: [], saved, before }));
  const measure = found(rules.measures.find(({ id }) => !referred.has(id)));
  const next = loadCatalogue(withMeasure(closed(measure)));
  const older = loadCatalogue(rules);
  await rematch(depsOf(store), older, release('whole'));
  expect(await judgedOf(store, uscc)).toMatchObject({ profile: 2 });
  const { run } = await released(next, 'one');
  expect(run.verdicts).toBe(firms.length);
  await expectAsWhole(next);
});
