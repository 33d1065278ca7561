/** Every sentence of the portal, in both languages: there, in its own script, and used. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { desks } from '#lib/wording/both.ts';
import type { Lang } from '#rules/engine/types.ts';
import { at } from '../../functions/artefact.ts';

type Bilingual = Readonly<Record<Lang, unknown>>;
const isBilingual = (value: unknown): value is Bilingual =>
  typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;

/** What all pages share, then each page's or room's own: whatever lies in the folders, so that none is forgotten. */
const modules = import.meta.glob<Readonly<Record<string, unknown>>>(
  '../../../app/src/lib/wording/{public,rooms}/*.ts',
  { eager: true },
);
const pages: Readonly<Record<string, Bilingual>> = {
  site: desks,
  ...Object.fromEntries(
    Object.values(modules)
      .flatMap((module) => Object.entries(module))
      .filter((entry): entry is [string, Bilingual] => isBilingual(entry[1]))
      .map(([name, words]) => [name.replace(/Words$/, ''), words]),
  ),
};

/** Signs, names of the other language, and sentences that are only their parts put together. */
const SCRIPTLESS = /^[\s\d.,:;·→—–×/%+≥≤−<>=“”‘’'"()（）：，、。?？!！-]*$/;
const OTHER_SCRIPT = new Set(['site.otherLanguage']);
/** What the Chinese may keep in Latin letters, whole. */
const LATIN_ONLY = /^(Token|OPC|AI|ICP|XLSX|CSV|JSON|PDF)?$/;

interface Sentence {
  readonly path: string;
  readonly key: string;
  readonly text: string;
}
function sentences(words: unknown, path: string): Sentence[] {
  if (typeof words === 'string') return [{ path, key: path.split('.').at(-1) ?? '', text: words }];
  if (typeof words === 'function') {
    const text = String((words as (...parts: unknown[]) => unknown)('7', '8', '9', '10'));
    return [{ path, key: path.split('.').at(-1) ?? '', text }];
  }
  if (typeof words !== 'object' || words === null) return [];
  return Object.entries(words).flatMap(([key, inner]) => sentences(inner, `${path}.${key}`));
}
const all = Object.entries(pages).map(([name, { zh, en }]) => ({
  zh: sentences(zh, name),
  en: sentences(en, name),
}));

test('every folder of words is looked at', () => {
  expect(Object.keys(pages)).toEqual(
    expect.arrayContaining(['site', 'measure', 'plan', 'manager', 'staff', 'rules', 'firm']),
  );
});

test('both languages say the same things, and none is empty', () => {
  for (const { zh, en } of all) {
    // Units stand as they are in Chinese, so that language needs no tables of them.
    const paths = (list: readonly Sentence[]) =>
      list.map(({ path }) => path).filter((path) => !/^plan\.(units|scales)\./.test(path));
    expect(paths(en).sort()).toEqual(paths(zh).sort());
    for (const { path, text } of [...zh, ...en]) {
      expect(text.includes('undefined'), path).toBe(false);
      if (!/\.(list|figureGap|nothing|compiler|个|家|位)$/.test(path)) expect(text.trim(), path).not.toBe('');
    }
  }
});

test('the English holds no Chinese, and the Chinese no untranslated English', () => {
  for (const { zh, en } of all) {
    for (const { path, text } of en) {
      if (!OTHER_SCRIPT.has(path)) expect(/[一-鿿]/.test(text), `en ${path}: ${text}`).toBe(false);
    }
    for (const { path, text } of zh) {
      if (OTHER_SCRIPT.has(path) || SCRIPTLESS.test(text) || LATIN_ONLY.test(text)) continue;
      expect(/[一-鿿]/.test(text), `zh ${path}: ${text}`).toBe(true);
    }
  }
});

test('Chinese sentences use Chinese marks, and English ones do not', () => {
  for (const { zh, en } of all) {
    for (const { path, text } of zh) expect(text, `zh ${path}`).not.toMatch(/[一-鿿][,;?!]|[一-鿿]\.(\s|$)/);
    for (const { path, text } of en) {
      if (!OTHER_SCRIPT.has(path)) expect(text, `en ${path}`).not.toMatch(/[，。；：？！（）、]/);
    }
  }
});

test('no sentence is left that nothing says', () => {
  const source = sourcesBelow('app/src/').join('\n');
  /** Keys that are read by name, taken apart, or stand somewhere as the code by which they are looked up. */
  const named = new Set([...source.matchAll(/[.'"`{,]\s*([\w\u4e00-\u9fff-]+)/g)].map(([, key]) => key));
  /** What is read by a code. */
  const indexed = new Set(
    [...source.matchAll(/(\w+)(?:\?\.)?\[|Object\.(?:keys|entries)\([\w.]*?(\w+)\)/g)].map(
      ([, key, whole]) => key ?? whole,
    ),
  );
  const unsaid = all
    .flatMap(({ zh }) => zh)
    .map(({ path }) => path.split('.'))
    .filter((steps) => {
      const keys = steps.slice(1).filter((step) => !/^\d+$/.test(step));
      return !named.has(keys.at(-1)) && !keys.slice(0, -1).some((step) => indexed.has(step));
    })
    .map((steps) => steps.join('.'));
  expect([...new Set(unsaid)]).toEqual([]);
});

/** The text of every file that can say something; the wording itself does not count. */
function sourcesBelow(folder: string): string[] {
  return readdirSync(at(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) return path.endsWith('lib/wording') ? [] : sourcesBelow(`${path}/`);
    return /\.(ts|svelte)$/.test(entry.name) ? [readFileSync(at(path), 'utf8')] : [];
  });
}
