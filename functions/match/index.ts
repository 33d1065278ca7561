/** The Lambda's entry: the compiled catalogue lies beside the bundle and is read once, at init. */
import { readFileSync } from 'node:fs';
import type { Rules, Texts } from '#rules/engine/types.ts';
import { memoryLimiter } from '../api/limiter.ts';
import { optional, quotas } from '../lambda/settings.ts';
import { matchHandler } from './handler.ts';
import { kept } from './in-force.ts';

const beside = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const now = (): Date => new Date();

const api = process.env.CEYIN_CATALOGUE_URL;

const built = {
  rules: beside('rules.json') as Rules,
  texts: { zh: beside('texts.zh.json') as Texts, en: beside('texts.en.json') as Texts },
};

export const handler = matchHandler({
  // Where the API is that serves what was entered since; absent, the catalogue as built.
  inForce: kept(built, api === '' ? undefined : api, { now, fetch: globalThis.fetch }),
  limiter: memoryLimiter(now, quotas()),
  portalKey: optional('CEYIN_PORTAL_KEY'),
  now,
});
