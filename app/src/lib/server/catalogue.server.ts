/**
 * The catalogue on the server: the files that the browser fetches, read once, with what staff have entered and what has
 * been released since they were built.
 */
import { read } from '$app/server';
import { rulesUrl, textsUrl } from '#lib/check/artefact.ts';
import { inForce, type Since } from '#lib/check/since.ts';
import type { Lang, Rules, Texts } from '#rules/engine/types.ts';
import type { IndustryTexts } from '#rules/profile/industries.ts';
import { ask } from './api.server.ts';
import type { NamedMeasure } from './measure-named.ts';

type OwnTexts = Texts & IndustryTexts;
export interface Held {
  /** Changes with every change of the catalogue; the very same object as long as nothing changes. */
  readonly rules: Rules;
  readonly texts: Readonly<Record<Lang, OwnTexts>>;
}

export const rules = async (): Promise<Rules> => (await held()).rules;
export const texts = async (lang: Lang): Promise<OwnTexts> => (await held()).texts[lang];

/** Every measure in a language, by name. */
export async function measuresByName(lang: Lang): Promise<NamedMeasure[]> {
  const { rules: known, texts: words } = await held();
  return known.measures
    .map(({ id }) => ({ id, name: words[lang].measures[id]?.name ?? id }))
    .sort((a, b) => a.name.localeCompare(b.name, lang));
}

/** How long an answer counts, and how long the portal does not ask again after having had none. */
const FRESH_MS = 1_000;
const DOWN_MS = 30_000;

let built: Promise<Held> | undefined;
let current: Held | undefined;
let currentHash = '';
let askAt = 0;
let asking: Promise<Held> | undefined;

/** The catalogue in force; as built, or as last known, where the interface does not answer. */
export function held(): Promise<Held> {
  if (current && Date.now() < askAt) return Promise.resolve(current);
  return (asking ??= refreshed().finally(() => (asking = undefined)));
}

async function refreshed(): Promise<Held> {
  const base = await (built ??= readBuilt());
  const answer = await ask(fetch, `/v1/catalogue/current?from=${base.rules.hash}&texts=zh&texts=en`, 'zh');
  askAt = Date.now() + (answer?.ok ? FRESH_MS : DOWN_MS);
  if (!answer?.ok) return (current ??= base);
  const since = answer.body as Since;
  if (!current || since.hash !== currentHash) {
    current = since.hash === base.rules.hash ? base : inForce(base.rules, base.texts, since);
    currentHash = since.hash;
  }
  return current;
}

async function readBuilt(): Promise<Held> {
  const parsed = (url: string): Promise<unknown> => read(url).json();
  const [own, zh, en] = await Promise.all([parsed(rulesUrl), parsed(textsUrl.zh), parsed(textsUrl.en)]);
  return { rules: own as Rules, texts: { zh: zh as OwnTexts, en: en as OwnTexts } };
}
