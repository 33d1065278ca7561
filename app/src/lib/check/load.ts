/** Fetches what the check computes with: the compiled catalogue, the texts of one language and the evaluator. */
import type { DeskWording } from '#lib/wording/desk.ts';
import type { Lang, Rules, Texts } from '#rules/engine/types.ts';
import { rulesUrl, textsUrl } from './artefact.ts';
import type { Evaluator } from './engine.ts';
import { inForce, type Since } from './since.ts';

const loading = new Map<Lang, Promise<Evaluator>>();

/** Rejects where the network fails; the next call tries again. */
export function loadEvaluator(lang: Lang, say: DeskWording): Promise<Evaluator> {
  const known = loading.get(lang);
  if (known) return known;
  const fresh = load(lang, say).finally(() => loading.delete(lang));
  loading.set(lang, fresh);
  return fresh;
}

/** The dictionary's words in a language, without the evaluator. */
export const loadTexts = (lang: Lang): Promise<Texts> => fetched(textsUrl[lang]) as Promise<Texts>;

async function load(lang: Lang, say: DeskWording): Promise<Evaluator> {
  const built = fetched(rulesUrl) as Promise<Rules>;
  const [rules, texts, since, { createEvaluator }] = await Promise.all([
    built,
    loadTexts(lang),
    built.then(({ hash }) => fetchedSince(hash, lang)),
    import('./engine.ts'),
  ]);
  if (since) {
    try {
      const now = inForce(rules, { [lang]: texts }, since);
      return createEvaluator(now.rules, now.texts[lang] ?? texts, say);
    } catch (error) {
      console.warn(error);
    }
  }
  return createEvaluator(rules, texts, say);
}

/** A check does not wait longer for what is newer than the page; it goes on with what the page was built with. */
const PATIENCE_MS = 1_500;

/** What has been entered or released since the page was built; null where it is not to be had in time. */
async function fetchedSince(hash: string, lang: Lang): Promise<Since | null> {
  try {
    const response = await fetch(`/v1/catalogue/current?from=${hash}&texts=${lang}`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return response.ok ? ((await response.json()) as Since) : null;
  } catch {
    return null;
  }
}

const responses = new Map<string, Promise<unknown>>();

/** One fetch per address; a failed one is tried again the next time. */
function fetched(url: string): Promise<unknown> {
  const known = responses.get(url);
  if (known) return known;
  const fresh = fetch(url).then((response) => {
    if (!response.ok) throw new Error(`${response.status} for ${url}`);
    return response.json() as Promise<unknown>;
  });
  responses.set(url, fresh);
  fresh.catch(() => responses.delete(url));
  return fresh;
}
