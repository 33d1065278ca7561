import { expect, test } from 'vitest';
import { objectWords } from '#lib/server/audit-objects.ts';

test.each([
  'v3',
  'requests',
  'requests 10',
  'overdue 2',
  'unassigned 2',
  'unmanaged 3',
  'request abc-1',
  'portfolio 58',
  'demand',
  'simulate cn-hnte',
  'release 2',
  'chaoyang 20',
  'chaoyang 110105020 3',
  'cy-opc 2026-chaoyang v3',
  'cy-hnte-count 2025-12-31',
  'manager-1 → manager-2',
  'abc-1 accepted',
  'abc-1 draft',
  '2026-11-22.v00003.0af1',
])('what the record names as “%s” is said in words, in both languages', (object) => {
  const [zh, en] = [objectWords(object, 'zh'), objectWords(object, 'en')];
  expect(zh).toMatch(/[\u4e00-\u9fff]/);
  expect(en).not.toBe(object);
  expect(en).not.toMatch(/[\u4e00-\u9fff]|undefined/);
});

test('measures, indicators and people are called by their names', () => {
  const named = (id: string): string => (id === 'cn-hnte' ? '高新技术企业认定' : id);
  for (const object of ['simulate cn-hnte', 'cn-hnte 2026-all v1', 'cn-hnte 2025-12-31', 'cn-hnte → b', 'cn-hnte'])
    expect(objectWords(object, 'zh', named)).toContain('高新技术企业认定');
});

test('what is an id or an account stays as it is', () => {
  expect(objectWords('manager-1', 'zh')).toBe('manager-1');
  expect(objectWords('9111010500000HA19C', 'en')).toBe('9111010500000HA19C');
});
