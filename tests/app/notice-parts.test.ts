/** A notice names what it is about once, with a way to its page. */
import { expect, test } from 'vitest';
import { linked, soonestFirst, unnamed } from '#lib/server/notice-parts.ts';

const about = [
  { name: '示例甲公司', href: '/portfolio/A' },
  { name: '示例乙公司', href: null },
  { name: '示例丙公司', href: '/portfolio/C' },
  { name: '高新技术企业', href: '/measures/1' },
  { name: '高新技术企业所得税优惠', href: '/measures/2' },
];
const text = '高新技术企业所得税优惠、高新技术企业。涉及企业：示例乙公司、示例甲公司等 3 个。';

test('what has a page is a link where the text names it; the words stay as they were', () => {
  const parts = linked(text, about);
  expect(parts.filter(({ href }) => href !== null)).toEqual([
    { text: '高新技术企业所得税优惠', href: '/measures/2' },
    { text: '高新技术企业', href: '/measures/1' },
    { text: '示例甲公司', href: '/portfolio/A' },
  ]);
  expect(parts.map((part) => part.text).join('')).toBe(text);
});

test('only what the text does not name is left to be named beside it', () => {
  expect(unnamed(text, about).map(({ href }) => href)).toEqual(['/portfolio/C']);
});

test('what speaks of a day comes first, the soonest before the others; the rest stays as it came', () => {
  const told = [{ on: '2027-03-31' }, { on: null, id: 1 }, { on: '2026-11-29' }, { on: null, id: 2 }];
  expect(told.toSorted(soonestFirst)).toEqual([told[2], told[0], told[1], told[3]]);
});
