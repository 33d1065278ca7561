import { expect, test } from 'vitest';
import { createEvaluator } from '#lib/check/engine.ts';
import { reportOf } from '#lib/check/report.ts';
import { desks } from '#lib/wording/both.ts';
import { firms, rules, texts } from '../functions/artefact.ts';

const evaluator = createEvaluator(rules, texts.zh, desks.zh);
const software = firms.get('chaoyang-ai-software.json') ?? {};

/** High-tech certification (高新技术企业认定) for the demo firm that has held it until a day. */
const until = (validTo: string, asOf: string) => holding([{ type: 'hnte', grantedOn: '2023-12-20', validTo }], asOf);

function holding(certificates: { type: string; grantedOn?: string; validTo: string }[], asOf: string) {
  const judged = evaluator.judge({ ...software, certificates }, asOf);
  const one = judged.results.find(({ measure }) => measure === 'cn-hnte');
  if (!one) throw new Error('The catalogue has no cn-hnte.');
  return { judged, remarks: evaluator.detail(judged, one).remarks.join('；') };
}

test('whether a title can still be renewed before its last day is said as far as windows are published', () => {
  expect(until('2026-12-20', '2026-11-23').remarks).toContain('到期前还没有已公布的申报时间');
  expect(until('2026-12-20', '2026-07-01').remarks).toContain('现在可以续期');
  expect(until('2028-06-30', '2026-11-23').remarks).toContain('2027-06-30 起可以续期');
});

test('a title that has ended is not taken for one that was never held', () => {
  expect(until('2026-10-31', '2026-11-23').remarks).toContain('持有过，已于 2026-10-31 到期');
  // Nor one for ended whose newer certificate may be valid.
  const ended = { type: 'hnte', grantedOn: '2023-11-01', validTo: '2026-10-31' };
  expect(holding([ended, { type: 'hnte', validTo: '2029-10-31' }], '2026-11-23').remarks).not.toContain('持有过');
});

test('a report begins with a title that ends soon, and leaves one out that does not', () => {
  const first = (validTo: string) => reportOf(evaluator, until(validTo, '2026-11-23').judged, []).first[0]?.name;
  expect(first('2026-12-20')).toBe('续期：高新技术企业认定');
  expect(first('2028-06-30')).not.toContain('续期');
});
