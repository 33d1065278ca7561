/** A notice names each of its firms once, with a way to its page. */
import { expect, test } from 'vitest';
import { linked, unnamed } from '#lib/server/notice-parts.ts';

const firms = [
  { uscc: 'A', name: '示例甲公司' },
  { uscc: 'B', name: '示例乙公司' },
  { uscc: 'C', name: '示例丙公司' },
];
const text = '政策一。涉及企业：示例乙公司、示例甲公司等 3 个。';

test('a firm in the text is a link where it stands; the words stay as they were', () => {
  const parts = linked(text, firms, (uscc) => `/portfolio/${uscc}`);
  expect(parts.filter(({ href }) => href !== null)).toEqual([
    { text: '示例乙公司', href: '/portfolio/B' },
    { text: '示例甲公司', href: '/portfolio/A' },
  ]);
  expect(parts.map((part) => part.text).join('')).toBe(text);
});

test('only firms that the text does not name are left to be named beside it', () => {
  expect(unnamed(text, firms).map(({ uscc }) => uscc)).toEqual(['C']);
});
