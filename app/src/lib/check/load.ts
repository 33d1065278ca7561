/** Fetches what the check computes with: the compiled catalogue, the texts of one language and the evaluator. */
import type { DeskWording } from '#lib/wording/desk.ts';
import type { Lang, Rules, Texts } from '#rules/engine/types.ts';
import { rulesUrl, textsUrl } from './artefact.ts';
import type { Evaluator } from './engine.ts';

/** Rejects where the network fails; the next call tries again. */
export async function loadEvaluator(lang: Lang, say: DeskWording): Promise<Evaluator> {
  const [rules, texts, { createEvaluator }] = await Promise.all([
    fetched(rulesUrl) as Promise<Rules>,
    fetched(textsUrl[lang]) as Promise<Texts>,
    import('./engine.ts'),
  ]);
  return createEvaluator(rules, texts, say);
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
