/** No verdict changes without its cause being named: an answer, the rules, or the day. */
import { expect, test } from 'vitest';
import { movesSince } from '#lib/check/causes.ts';
import { asEarlier, earlierOf } from '#lib/check/earlier.ts';
import { judge } from '#lib/check/incremental.ts';
import { withAnswer } from '#lib/check/profile.ts';
import { groupOf } from '#lib/check/row.ts';
import { Trail } from '#lib/check/trail.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { firms, rules, texts } from '../functions/artefact.ts';

const catalogue = loadCatalogue(rules);
const software = firms.get('chaoyang-ai-software.json') ?? {};
const RD = 'years.2025.rdExpense';
const judged = (profile = software, on = '2026-07-01') => judge(catalogue, texts.zh, profile, on);
const now = judged();
const seen = (on: string, hash = rules.hash) => asEarlier(judged(software, on), hash);

test('on the same day by the same rules the same answers have nothing to explain', () => {
  expect(movesSince(catalogue, texts.zh, seen('2026-07-01'), now)).toEqual([]);
});

test('what only a day has moved is put down to the day, and everything that moved is told', () => {
  const earlier = seen('2026-03-01');
  const moves = movesSince(catalogue, texts.zh, earlier, judged(software, '2027-03-01'));
  expect(moves.length).toBeGreaterThan(0);
  for (const { measure, from, causes } of moves) {
    expect(earlier.groups.get(measure) ?? 'out-of-scope').toBe(from === 'not-in-force' ? 'out-of-scope' : from);
    expect(causes, measure).toEqual(['day']);
  }
});

test('what today’s rules find on that day, too, is put down to the rules, and to answers where they may matter', () => {
  const groups = new Map(seen('2026-07-01').groups).set('cn-hnte', 'review');
  const by = (touched: boolean) =>
    movesSince(catalogue, texts.zh, { on: '2026-07-01', rules: 'others', groups }, now, () => touched);
  expect(by(false)).toEqual([{ measure: 'cn-hnte', from: 'review', to: 'near', causes: ['rules'] }]);
  expect(by(true)[0]?.causes).toEqual(['answers', 'rules']);
});

test('what an answer has put out of reach is told, what a day or the rules have left there is not', () => {
  const groups = new Map(seen('2026-07-01').groups);
  const out = now.results.find((one) => groupOf(one) === 'ineligible')?.measure ?? '';
  groups.set(out, 'incomplete');
  const by = (touched: boolean) =>
    movesSince(catalogue, texts.zh, { on: '2026-07-01', rules: rules.hash, groups }, now, () => touched);
  expect(by(true)).toEqual([{ measure: out, from: 'incomplete', to: 'ineligible', causes: ['answers'] }]);
  expect(by(false)).toEqual([]);
});

test('what was noted is read again as it was, and nothing else is', () => {
  const { on, groups } = seen('2026-07-01');
  const written: unknown = JSON.parse(JSON.stringify({ on, rules: rules.hash, groups: Object.fromEntries(groups) }));
  expect(earlierOf(written)).toEqual(seen('2026-07-01'));
  for (const value of [null, 7, {}, { on: 'x', rules: '', groups: {} }, { on, rules: 'r', groups: null }])
    expect(earlierOf(value)).toBeNull();
  expect(earlierOf({ on, rules: 'r', groups: { a: 'eligible', b: 'great', c: 7 } })?.groups).toEqual(
    new Map([['a', 'eligible']]),
  );
});

test('a figure typed digit by digit counts as one answer, and the next answer starts anew', () => {
  const trail = new Trail(now, 'a');
  const typed = [2, 26, 260].map((wan) => judged(withAnswer(software, RD, wan * 10_000)));
  const [moved] = typed.map((one) => trail.follow(one, 'a')).slice(-1);
  expect(moved?.paths).toEqual([RD]);
  expect(moved?.moves).toContainEqual({ measure: 'cn-hnte', from: 'near', to: 'review' });
  const [, , last = now] = typed;
  // Going to the next question moves nothing.
  expect(trail.follow(last, 'b')).toEqual(moved);
  const other = judged(withAnswer(last.profile, 'region', 'haidian'));
  expect(trail.follow(other, 'b').paths).toEqual(['region']);
  const standing = new Map(last.results.map((one) => [one.measure, groupOf(one)]));
  for (const { measure, from } of trail.follow(other, 'b').moves) expect(standing.get(measure)).toBe(from);
});
