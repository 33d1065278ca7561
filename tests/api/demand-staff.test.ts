import { describe, expect, test } from 'vitest';
import { settle } from '#functions/demand/fold.ts';
import { historyWrites, type NewEvent } from '#functions/demand/log.ts';
import type { Place, Step } from '#functions/demand/events.ts';
import { countDistricts } from '#functions/rematch/population.ts';
import { saveFirm } from '../demand/firms.ts';
import { firmsOf } from '../rematch/district.ts';
import { expectProblem, testApi, type Caller, type TestApi } from './support.ts';

const measure = 'cn-hnte';
const WAY: readonly Step[] = ['looked', 'interested', 'asked', 'preparing', 'applied', 'granted'];

/** Firms of a subdistrict that came so far, all in one month. */
interface Crowd {
  readonly firms: number;
  readonly upTo: Step;
  readonly where?: Partial<Place>;
  readonly month?: string;
}
async function worldOf(crowds: readonly Crowd[]): Promise<TestApi> {
  const api = testApi();
  let number = 0;
  for (const { firms, upTo, where, month = '2026-06' } of crowds) {
    for (let i = 0; i < firms; i += 1) {
      number += 1;
      const pair = { uscc: `firm-${number}`, measure };
      const said = WAY.slice(0, WAY.indexOf(upTo) + 1).map((type): NewEvent => ({
        ...pair,
        id: `${number}-${type}`,
        type,
        on: `${month}-10`,
        at: `${month}-10T00:00:00.000Z`,
        by: { subject: 's', role: 'firm' },
        where: { district: 'chaoyang', place: '110105001', industry: 'I', size: 'small', ...where },
      }));
      await api.deps.store.write(historyWrites(pair, said).writes);
      await settle(api.deps.store, [pair]);
    }
  }
  return api;
}
const asked = async (caller: Caller, path: string) => (await caller.get(path)).json;
const staffOf = (api: TestApi) => api.as('staff');
const firmStaffOf = (api: TestApi) => api.as('staff', { firmLevel: true });

describe('the funnel of a measure', () => {
  const crowds: Crowd[] = [
    { firms: 20, upTo: 'applied' },
    { firms: 12, upTo: 'looked' },
    { firms: 9, upTo: 'applied', where: { place: '110105002' } },
    { firms: 2, upTo: 'granted', where: { place: '110105003' } },
  ];

  test('counts each firm once, at the furthest step it came to', async () => {
    const api = await worldOf(crowds);
    expect(await asked(firmStaffOf(api), `/v1/demand/funnel?by=place&measure=${measure}`)).toMatchObject({
      district: 'chaoyang',
      exact: true,
      total: { looked: 43, interested: 31, applied: 31, refused: 2, granted: 2 },
      rows: [
        { key: '110105001', reached: { looked: 32, interested: 20, applied: 20, granted: 0 } },
        { key: '110105002', reached: { looked: 9, applied: 9 } },
        { key: '110105003', reached: { looked: 2, granted: 2 } },
      ],
      withheld: false,
    });
  });

  test('shows staff no group of few, nor what the others leave of the total', async () => {
    const api = await worldOf(crowds);
    const funnel = (await asked(staffOf(api), `/v1/demand/funnel?by=place&measure=${measure}`)) as {
      rows: { key: string }[];
    };
    expect(funnel.rows.map(({ key }) => key)).toEqual(['110105001']);
    expect(funnel).toMatchObject({
      exact: false,
      withheld: true,
      total: { looked: 43, interested: 31, applied: 31, refused: null, granted: null },
    });
  });

  test('by measure needs none; any other breakdown needs one', async () => {
    const api = await worldOf(crowds);
    expect(await asked(staffOf(api), '/v1/demand/funnel')).toMatchObject({
      by: 'measure',
      rows: [{ key: measure }],
      total: null,
    });
    expectProblem(await staffOf(api).get('/v1/demand/funnel?by=size'), 422, 'invalid-request');
    expectProblem(await staffOf(api).get('/v1/demand/funnel?by=size&measure=nothing'), 422, 'unknown-measure');
  });
});

describe('a month and a series', () => {
  test('are told to the nearest five, exactly to those who may see firms', async () => {
    const api = await worldOf([
      { firms: 13, upTo: 'interested' },
      { firms: 3, upTo: 'looked', where: { industry: 'C' } },
      { firms: 7, upTo: 'applied', month: '2026-05' },
    ]);
    const path = `/v1/demand/summary?by=industry&month=2026-06&measure=${measure}`;
    expect(await asked(staffOf(api), path)).toMatchObject({
      exact: false,
      rows: [
        { key: 'C', steps: { looked: null, interested: 0 } },
        { key: 'I', steps: { looked: 15, interested: 15, applied: 0 } },
      ],
      total: { looked: 15, interested: 15 },
    });
    expect(await asked(firmStaffOf(api), path)).toMatchObject({
      exact: true,
      rows: [{ steps: { looked: 3 } }, { steps: { looked: 13 } }],
      total: { looked: 16 },
    });
    const series = (await asked(staffOf(api), `/v1/demand/series?measure=${measure}`)) as { months: unknown[] };
    expect(series.months).toHaveLength(24);
    expect(series.months.slice(-3)).toMatchObject([
      { month: '2026-05', steps: { looked: 5, applied: 5 } },
      { month: '2026-06', steps: { looked: 15, applied: 0 } },
      { month: '2026-07', steps: { looked: 0 } },
    ]);
    expectProblem(
      await staffOf(api).get(`/v1/demand/series?measure=${measure}&from=2026-06&to=2026-01`),
      422,
      'invalid-request',
    );
  });
});

describe('what would single firms out is refused', () => {
  test.each(['place=110105001', 'industry=I', 'size=small'])('a cut across: %s', async (cut) => {
    const api = await worldOf([{ firms: 9, upTo: 'looked' }]);
    const path = `/v1/demand/funnel?by=size&measure=${measure}&${cut}`;
    expectProblem(await staffOf(api).get(path), 403, 'forbidden');
    expect(await asked(firmStaffOf(api), path)).toMatchObject({ total: { looked: 9 } });
  });

  test('another district, with the right to see firms too', async () => {
    const api = await worldOf([]);
    for (const staff of [staffOf(api), firmStaffOf(api)]) {
      expectProblem(await staff.get('/v1/demand/summary?district=dongcheng'), 403, 'forbidden');
      expectProblem(await staff.get('/v1/population/blockers?district=dongcheng'), 403, 'forbidden');
    }
  });
});

describe('a district’s population', () => {
  const firms = firmsOf(150);
  async function counted(): Promise<TestApi> {
    const api = testApi();
    for (const profile of firms) await saveFirm(api.deps.store, profile.uscc, profile);
    await countDistricts(api.deps, api.deps.catalogue().catalogue, '2026-07-01');
    return api;
  }
  const simulating = (patch: object, more = {}) => ({ measure: 'cn-tech-sme', patch, ...more });

  test('shows what keeps firms out of a measure, none of it about fewer than five', async () => {
    const api = await counted();
    const path = '/v1/population/blockers?measure=cn-tech-sme';
    const exact = (await asked(firmStaffOf(api), path)) as Found;
    const shown = (await asked(staffOf(api), path)) as Found;
    interface Found {
      readonly firms: number;
      readonly measures: readonly {
        verdicts: Record<string, number | null>;
        near: number;
        far: number;
        blockers: readonly { blocks: number | null; label: string }[];
      }[];
    }
    expect(exact.firms).toBe(firms.filter(({ region }) => region === 'chaoyang').length);
    const [measureFound] = exact.measures;
    const verdicts = Object.values(measureFound?.verdicts ?? {}).map((count) => count ?? 0);
    expect(verdicts.reduce((all, count) => all + count, 0)).toBe(exact.firms);
    expect(measureFound?.near).toBeGreaterThan(0);
    expect((measureFound?.near ?? 0) + (measureFound?.far ?? 0)).toBe(measureFound?.verdicts.ineligible);
    expect(measureFound?.blockers.some(({ blocks }) => (blocks ?? 0) >= 5)).toBe(true);
    expect(measureFound?.blockers.every(({ label }) => /[一-鿿]/.test(label))).toBe(true);
    for (const { blocks } of shown.measures[0]?.blockers ?? []) expect(blocks === null || blocks % 5 === 0).toBe(true);
    expect(((await asked(staffOf(api), '/v1/population/blockers')) as Found).measures.length).toBeGreaterThan(100);
  });

  test('before the first count there is nothing to show, and no fault', async () => {
    expect(await asked(staffOf(testApi()), '/v1/population/blockers')).toMatchObject({ asOf: null, measures: [] });
  });

  test('a looser threshold lets firms in; which ones only those see who may', async () => {
    const api = await counted();
    const body = simulating({ condition: 'revenue-limit', value: 1 });
    const exact = (await firmStaffOf(api).post('/v1/population/simulate', body)).json as {
      measures: {
        measure: string;
        in: { before: number; after: number };
        leaves: number;
        leaving: { uscc: string }[];
        moves: object[];
      }[];
    };
    const own = exact.measures.find((each) => each.measure === 'cn-tech-sme');
    expect(exact).toMatchObject({ was: 200_000_000, exact: true });
    expect(own?.leaves).toBeGreaterThan(0);
    expect(own?.leaving).toHaveLength(own?.leaves ?? -1);
    const { verdicts } = ((await asked(firmStaffOf(api), '/v1/population/blockers?measure=cn-tech-sme')) as Counts)
      .measures[0];
    interface Counts {
      readonly measures: readonly [{ readonly verdicts: Readonly<Record<'eligible' | 'review', number>> }];
    }
    const before = verdicts.eligible + verdicts.review;
    expect(own?.in).toEqual({ before, after: before - (own?.leaves ?? 0) });
    const shown = (await staffOf(api).post('/v1/population/simulate', body)).json;
    expect(shown).toMatchObject({ exact: false, was: 200_000_000 });
    expect(JSON.stringify(shown)).not.toMatch(/示例|"uscc"/);
    expect(JSON.stringify(shown)).not.toMatch(/"(before|after|enters|leaves)":\d*[1-46-9][,}]/);
    const same = await staffOf(api).post(
      '/v1/population/simulate',
      simulating({ condition: 'revenue-limit', value: 200_000_000 }),
    );
    expect(same.json).toMatchObject({ measures: [] });
  });

  test('only figures that stand in the rules can be changed, each with a reason', async () => {
    const api = await counted();
    const staff = staffOf(api);
    const fault = async (patch: object) => {
      const { faults } = expectProblem(
        await staff.post('/v1/population/simulate', simulating(patch)),
        422,
        'invalid-request',
      );
      return faults;
    };
    expect(await fault({ condition: 'nothing', value: 3 })).toMatchObject([
      { path: 'patch.condition', message: '现行版本没有这个条件' },
    ]);
    expect(await fault({ condition: 'sound-accounts', value: 3 })).toMatchObject([{ path: 'patch.condition' }]);
    expect(await fault({ parameter: 'nothing', value: 3 })).toMatchObject([{ path: 'patch.parameter' }]);
    expect(await fault({ benefit: 'yearly', value: 3 })).toMatchObject([{ path: 'patch.benefit' }]);
    expect(await fault({ condition: 'revenue-limit', value: -3 })).toBeDefined();
    expect(await fault({ condition: 'revenue-limit', value: 'much' })).toBeDefined();
    expectProblem(
      await staff.post('/v1/population/simulate', { measure: 'nothing', patch: { parameter: 'x', value: 1 } }),
      422,
      'unknown-measure',
    );
  });

  test('a shared rate touches every measure that rests on it', async () => {
    const api = await counted();
    const body = { measure: 'cn-hnte-cit', patch: { parameter: 'hnteRate', value: 0.1 } };
    const found = (await firmStaffOf(api).post('/v1/population/simulate', body)).json as {
      was: number;
      measures: object[];
    };
    expect(found.was).toBe(0.15);
    expect(found.measures.length).toBeGreaterThan(0);
  });
});
