import { expect, test } from 'vitest';
import { langOf, otherLanguage, pathIn } from '#lib/lang.ts';
import { desks } from '#lib/wording/both.ts';

const at = (path: string) => new URL(path, 'http://localhost');

test('the path says the language', () => {
  expect(['/', '/check', '/english', '/en', '/en/', '/en/check'].map((path) => langOf(at(path)))).toEqual([
    'zh',
    'zh',
    'zh',
    'en',
    'en',
    'en',
  ]);
});

test('the other language is the same page with the same query', () => {
  expect(otherLanguage(at('/'))).toEqual({ lang: 'en', href: '/en' });
  expect(otherLanguage(at('/check?firm=a&on=2026-07-01'))).toEqual({
    lang: 'en',
    href: '/en/check?firm=a&on=2026-07-01',
  });
  expect(otherLanguage(at('/en/check?firm=a'))).toEqual({ lang: 'zh', href: '/check?firm=a' });
  expect(otherLanguage(at('/en'))).toEqual({ lang: 'zh', href: '/' });
  expect(pathIn('en', '/')).toBe('/en');
});

/** Every sentence of a wording; sentences with gaps are filled with samples. */
function sentences(words: unknown, path = ''): [string, string][] {
  if (typeof words === 'string') return [[path, words]];
  if (typeof words === 'function') return [[path, String((words as (...parts: unknown[]) => unknown)(7, 8, 9, 10))]];
  if (typeof words !== 'object' || words === null) return [];
  return Object.entries(words).flatMap(([key, inner]) => sentences(inner, `${path}.${key}`));
}

test('the English wording is English and the Chinese one Chinese, and neither has holes', () => {
  const elsewhere = [
    '.otherLanguage',
    '.answers.nothing',
    '.answers.list',
    '.answers.from',
    '.answers.validity',
    '.firmFacts.since',
    '.measure.sourceIssued',
  ];
  for (const [path, text] of sentences(desks.en)) {
    expect(text.trim() === '' || text.includes('undefined'), `en${path}`).toBe(false);
    if (!elsewhere.includes(path)) expect(/[一-鿿]/.test(text), `en${path}: ${text}`).toBe(false);
  }
  for (const [path, text] of sentences(desks.zh)) {
    expect(text.trim() === '' || text.includes('undefined'), `zh${path}`).toBe(false);
    if (!elsewhere.includes(path)) expect(/[一-鿿]/.test(text), `zh${path}: ${text}`).toBe(true);
  }
});
