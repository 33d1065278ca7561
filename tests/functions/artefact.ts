import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { memoryLimiter } from '#functions/api/limiter.ts';
import { matchHandler } from '#functions/match/handler.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Profile, Rules, Texts } from '#rules/engine/types.ts';

const root = new URL('../../', import.meta.url);
export const at = (path: string): URL => new URL(path, root);

const read = (path: string): unknown => {
  if (!existsSync(at(path))) throw new Error(`${path} is missing: run npm run build first.`);
  return JSON.parse(readFileSync(at(path), 'utf8'));
};

export const rules = read('build/catalogue/rules.json') as Rules;
export const texts = {
  zh: read('build/catalogue/texts.zh.json') as Texts,
  en: read('build/catalogue/texts.en.json') as Texts,
};

/** The handler as it stands in the tree, before bundling. */
const inForce = { catalogue: loadCatalogue(rules), texts };
const now = (): Date => new Date();
const quotas = { read: 1e6, write: 1e6, compute: 1e6 };
export const handler = matchHandler({ inForce: () => inForce, limiter: memoryLimiter(now, quotas), now });

/** The demo firms, by file name. */
export const firms: ReadonlyMap<string, Profile> = new Map(
  readdirSync(at('seeds/firms/'))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [name, read(`seeds/firms/${name}`) as Profile]),
);
