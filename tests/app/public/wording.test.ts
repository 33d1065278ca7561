/** Every sentence of the portal, in both languages: there, in its own script, and used. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { wordings } from '#lib/wording/both.ts';
import { aboutWords, privacyWords, termsWords } from '#lib/wording/public/about.ts';
import { browseWords } from '#lib/wording/public/browse.ts';
import { calendarWords } from '#lib/wording/public/calendar.ts';
import { designWords } from '#lib/wording/public/design.ts';
import { apiWords, correctionWords } from '#lib/wording/public/forms.ts';
import { homeWords } from '#lib/wording/public/home.ts';
import { ladderWords } from '#lib/wording/public/ladder.ts';
import { measureWords } from '#lib/wording/public/measure.ts';
import { planWords } from '#lib/wording/public/plans.ts';
import { proofWords } from '#lib/wording/rooms/proof.ts';
import { ruleWords } from '#lib/wording/public/rule.ts';
import { at } from '../../functions/artefact.ts';

const pages = {
  site: { zh: wordings.zh, en: wordings.en },
  about: aboutWords,
  privacy: privacyWords,
  terms: termsWords,
  browse: browseWords,
  calendar: calendarWords,
  design: designWords,
  api: apiWords,
  correction: correctionWords,
  home: homeWords,
  ladder: ladderWords,
  measure: measureWords,
  plans: planWords,
  rule: ruleWords,
  proof: proofWords,
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

test('both languages say the same things, and none is empty', () => {
  for (const { zh, en } of all) {
    // Units stand as they are in Chinese, so that language needs no table of them.
    const paths = (list: readonly Sentence[]) =>
      list.map(({ path }) => path).filter((path) => !path.startsWith('plans.units.'));
    expect(paths(en).sort()).toEqual(paths(zh).sort());
    for (const { path, text } of [...zh, ...en]) {
      expect(text.includes('undefined'), path).toBe(false);
      if (!/\.(list|figureGap|nothing|个|家|位)$/.test(path)) expect(text.trim(), path).not.toBe('');
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

/** The names under which pages hold their words. */
const HOLDERS = '(?:words|say|list|labels|wording|Words\\[lang\\])';

test('no sentence is left that nothing says', () => {
  const source = sourcesBelow('app/src/').join('\n');
  const isSaid = (key: string): boolean => new RegExp(`${HOLDERS}\\s*\\??\\.\\s*${key}\\b`).test(source);
  // Looked up by a code of the catalogue: the code stands somewhere as a literal.
  const isCode = (key: string): boolean => source.includes(`'${key}'`);
  const unused = all
    .flatMap(({ zh }) => zh)
    .map(({ path }) => path.split('.'))
    .filter(([page]) => page !== undefined && !['site', 'about', 'privacy', 'terms'].includes(page))
    .filter(([, first = '']) => !isSaid(first) && !isCode(first))
    .map((path) => path.join('.'));
  expect([...new Set(unused)]).toEqual([]);

  const site = sentences(wordings.zh, '').map(({ key, path }) => ({ key, steps: path.split('.').slice(1) }));
  const isNamed = (key: string): boolean => new RegExp(`[.'"{,\\s]${key}\\b`).test(source);
  const unsaid = site.filter(
    ({ key, steps }) => !isNamed(key) && !steps.slice(0, -1).some((step) => isNamed(`${step}\\[`)),
  );
  expect(unsaid.map(({ steps }) => steps.join('.')).filter((path) => !/^(instruments|levels)\./.test(path))).toEqual(
    [],
  );
});

/** The text of every file that can say something; the wording itself does not count. */
function sourcesBelow(folder: string): string[] {
  return readdirSync(at(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) return path.endsWith('lib/wording') ? [] : sourcesBelow(`${path}/`);
    return /\.(ts|svelte)$/.test(entry.name) ? [readFileSync(at(path), 'utf8')] : [];
  });
}
