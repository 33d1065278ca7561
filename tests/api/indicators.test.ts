import { expect, test } from 'vitest';
import { expectProblem, testApi, type Caller } from './support.ts';

const UNICORNS = '/v1/indicators/cy-unicorns/figures';
const figure = (on: string, value: number | null) => ({ on, value, source: { title: '朝阳区政府工作报告' } });
const enter = (caller: Caller, on: string, value: number | null, key?: string) =>
  caller.post(UNICORNS, figure(on, value), key === undefined ? {} : { headers: { 'idempotency-key': key } });
const valuesOf = async (caller: Caller, path: string) =>
  ((await caller.get(path)).json as { items: { on: string; value: number | null }[] }).items.map(({ on, value }) => [
    on,
    value,
  ]);

test('the board shows of each indicator the figure of its latest day, with who entered it and from where', async () => {
  const api = testApi();
  const staff = api.as('staff');
  await enter(staff, '2025-12-31', 41);
  await enter(staff, '2024-12-31', 37);
  const { json } = await staff.get('/v1/indicators/figures');
  expect(json).toMatchObject({
    items: [
      {
        indicator: 'cy-unicorns',
        on: '2025-12-31',
        value: 41,
        source: { title: '朝阳区政府工作报告', url: null },
        by: { role: 'staff' },
      },
    ],
  });
  expect(await valuesOf(staff, UNICORNS)).toEqual([
    ['2025-12-31', 41],
    ['2024-12-31', 37],
  ]);
});

test('an entry for the same day stands in for the one before, one without a value takes it back; none is lost', async () => {
  const api = testApi();
  const staff = api.as('staff');
  await enter(staff, '2024-12-31', 37);
  await enter(staff, '2025-12-31', 41);
  api.pass(1000);
  await enter(staff, '2025-12-31', 42);
  expect(await valuesOf(staff, '/v1/indicators/figures')).toEqual([['2025-12-31', 42]]);
  api.pass(1000);
  await enter(staff, '2025-12-31', null);
  expect(await valuesOf(staff, '/v1/indicators/figures')).toEqual([['2024-12-31', 37]]);
  expect(await valuesOf(staff, UNICORNS)).toHaveLength(4);
});

test('the same request sent twice is entered once; every entry is in the audit record', async () => {
  const api = testApi();
  const staff = api.as('staff');
  const first = await enter(staff, '2025-12-31', 41, 'entered-once');
  expect((await enter(staff, '2025-12-31', 41, 'entered-once')).json).toEqual(first.json);
  expect(await valuesOf(staff, UNICORNS)).toHaveLength(1);
  expectProblem(await enter(staff, '2025-12-31', 40, 'entered-once'), 422, 'idempotency-mismatch');
  const { json } = await api.as('auditor').get('/v1/audit?action=indicator.enter');
  expect(json).toMatchObject({ items: [{ action: 'indicator.enter', object: 'cy-unicorns 2025-12-31' }] });
});

test('a day to come and an indicator that no plan has are refused', async () => {
  const staff = testApi().as('staff');
  expect(expectProblem(await enter(staff, '2026-07-02', 41), 422, 'invalid-request')).toMatchObject({
    faults: [{ path: 'on' }],
  });
  expectProblem(await staff.post('/v1/indicators/nothing/figures', figure('2025-12-31', 1)), 404, 'not-found');
});

test('a figure that cannot be right is refused at its fields, all at once; one of another size than the plan’s is asked about', async () => {
  const staff = testApi().as('staff');
  const faultsOf = async (on: string, value: number | null, more: object = {}) => {
    const said = await staff.post(UNICORNS, { ...figure(on, value), ...more });
    const { faults } = expectProblem(said, 422, 'invalid-request') as { faults: { path: string }[] };
    return faults.map(({ path }) => path);
  };
  expect(await faultsOf('2025-12-31', -4)).toEqual(['value']);
  expect(await faultsOf('0026-01-01', 40.5)).toEqual(['on', 'value']);
  expect(await faultsOf('2025-12-31', 48_500_000)).toEqual(['sure']);
  expect(await faultsOf('2025-12-31', null)).toEqual(['on']);
  expect((await staff.post(UNICORNS, { ...figure('2025-12-31', 48_500_000), sure: true })).status).toBe(201);
  expect((await enter(staff, '2025-12-31', null)).status).toBe(201);
  expect(await faultsOf('2025-12-31', null)).toEqual(['on']);
});
