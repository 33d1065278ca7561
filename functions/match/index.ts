/** The Lambda's entry: the compiled catalogue lies beside the bundle and is read once, at init. */
import { readFileSync } from 'node:fs';
import type { Rules, Texts } from '#rules/engine/types.ts';
import { matchHandler } from './handler.ts';

const beside = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

export const handler = matchHandler(beside('rules.json') as Rules, {
  zh: beside('texts.zh.json') as Texts,
  en: beside('texts.en.json') as Texts,
});
