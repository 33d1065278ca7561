/** A manager's table: what can be done now, and the order of its firms. */
import { expect, test } from 'vitest';
import { inOrder, isPossible, mayBeOpen, ORDERS, type Cell, type Line } from '#lib/portfolio.ts';
import { rules } from '../functions/artefact.ts';

const cell = (verdict: string, window: string, held = false): Cell => ({ verdict, window, held });
const line = (name: string, cells: readonly (Cell | null)[], ending: number | null = null, savedAt = ''): Line => ({
  name,
  cells,
  ending,
  savedAt,
});

test('something can be done now where one can apply, or need not, and qualifies or nearly does', () => {
  for (const verdict of ['eligible', 'review', 'near']) {
    for (const window of ['open', 'rolling', 'automatic']) expect(isPossible(cell(verdict, window))).toBe(true);
    for (const window of ['closed', 'upcoming', 'unannounced']) expect(isPossible(cell(verdict, window))).toBe(false);
    expect(isPossible(cell(verdict, 'open', true))).toBe(false);
  }
  expect(isPossible(cell('incomplete', 'open'))).toBe(false);
  expect(isPossible(cell('ineligible', 'rolling'))).toBe(false);
});

test('what is taken all year may be open on any day, what has calls only in their windows', () => {
  const byId = (id: string) => rules.measures.filter((one) => one.id === id);
  for (const measure of rules.measures) {
    if (measure.availability !== 'calls') expect(mayBeOpen(measure, '2020-02-02'), measure.id).toBe(true);
  }
  const [hnte] = byId('cn-hnte');
  if (!hnte) throw new Error('There is no such measure.');
  const windows = [{ opensOn: '2026-03-01', closesOn: '2026-04-30' }];
  const calls = hnte.calls.slice(0, 1).map((call) => ({ ...call, windows }));
  expect(mayBeOpen({ ...hnte, calls }, '2026-04-30')).toBe(true);
  expect(mayBeOpen({ ...hnte, calls }, '2026-05-01')).toBe(false);
});

test('firms stand in the order that was chosen', () => {
  const lines = [
    line('丙', [cell('near', 'closed'), cell('near', 'open')], null, '2026-07-01'),
    line('甲', [cell('eligible', 'open'), null], null, '2026-07-03'),
    line('乙', [cell('incomplete', 'open'), cell('eligible', 'open', true)], 6, '2026-07-02'),
  ];
  const ordered = Object.fromEntries(
    ORDERS.map((order) => [order, lines.toSorted(inOrder(order)).map(({ name }) => name)]),
  );
  expect(ordered).toEqual({
    urgent: ['乙', '甲', '丙'],
    near: ['丙', '甲', '乙'].toSorted((a, b) => Number(b === '丙') - Number(a === '丙') || a.localeCompare(b, 'zh')),
    name: ['丙', '甲', '乙'].toSorted((a, b) => a.localeCompare(b, 'zh')),
    saved: ['甲', '乙', '丙'],
  });
});
